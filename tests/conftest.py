"""What tests share: a fresh home, the real corpus where it exists, small git histories of invented policies."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

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
    folder = tmp_path / "versions"

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

    def extend(commits: Sequence[Commit]) -> Path:
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

    return extend
