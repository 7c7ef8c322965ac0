"""What tests share: a fresh home, the real corpus where it exists, small git histories of invented policies,
the real command, and one run of the sample for all who look at what a run leaves behind."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from assets.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home nobody has used yet."""
    return Home(tmp_path / "home")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of the real corpus, or a skip that says how to get one."""
    folder = os.environ.get("TERMSCAPE_CORPUS")
    if not folder or not (Path(folder) / "captures.jsonl").is_file():
        pytest.skip("needs the real corpus: set TERMSCAPE_CORPUS to the folder with captures.jsonl")
    return Path(folder)


@pytest.fixture(autouse=True)
def _no_home_of_the_developer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TERMSCAPE_HOME", raising=False)
    monkeypatch.setenv("DAGSTER_DISABLE_TELEMETRY", "1")


Commit = tuple[str, str, dict[str, str | None]]
"""A commit to make: author date, subject, and the files it writes (``None`` removes one)."""


@pytest.fixture
def versions_repository(tmp_path: Path) -> Callable[[Sequence[Commit]], Path]:
    """Make (or extend) a git repository laid out as Open Terms Archive lays out versions."""
    return partial(extend_repository, tmp_path / "versions")


def extend_repository(folder: Path, commits: Sequence[Commit]) -> Path:
    """Commit these to the repository in a folder, made if it is not there, and return the folder."""

    def git(*arguments: str, date: str = "2024-01-01T00:00:00+00:00") -> None:
        environment = {
            **os.environ,
            "GIT_AUTHOR_DATE": date,
            "GIT_COMMITTER_DATE": date,
            "GIT_AUTHOR_NAME": "Bot",
            "GIT_AUTHOR_EMAIL": "bot@archive.example",
            "GIT_COMMITTER_NAME": "Bot",
            "GIT_COMMITTER_EMAIL": "bot@archive.example",
        }
        subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True)

    if not folder.exists():
        folder.mkdir()
        git("init", "--quiet", "--initial-branch", "main")
    for date, subject, files in commits:
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink()
            else:
                path.write_text(text, encoding="utf-8")
        git("add", "--all")
        git("commit", "--quiet", "--allow-empty", "--message", subject, date=date)
    return folder


COMMAND = Path(sys.executable).with_name("termscape")


@pytest.fixture(scope="session")
def termscape() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the real ``termscape`` command in a process of its own and return how it ended."""

    def run(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [COMMAND, *(str(argument) for argument in arguments)],
            env={**os.environ, "TERMSCAPE_HOME": ""},
            capture_output=True,
            text=True,
            timeout=600,
            **options,
        )

    return run


@pytest.fixture(scope="session")
def sample_run(
    termscape: Callable[..., subprocess.CompletedProcess[str]], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Home, dict[str, Any]]:
    """A home after the first ``termscape run`` on the sample, and the summary it printed. Only read it.

    Workers of one test session share it: the first to come makes it.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    home, summary = Home(shared / "sample-home"), shared / "sample-summary.json"
    with (shared / "sample-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not summary.exists():
            finished = termscape("run", "--home", home.path, "--json")
            assert finished.returncode == 0, finished.stderr
            summary.write_text(finished.stdout, encoding="utf-8")
    return home, json.loads(summary.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def sample_home(sample_run: tuple[Home, dict[str, Any]]) -> Home:
    """The home of ``sample_run``. Only read it; ``sample_copy`` may be changed."""
    return sample_run[0]


@pytest.fixture
def sample_copy(sample_home: Home, tmp_path: Path) -> Home:
    """A copy of the sample's home after its first run, to do with as a test likes."""
    shutil.copytree(sample_home.path, tmp_path / "copy")
    return Home(tmp_path / "copy")
