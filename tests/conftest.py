"""What tests share: a fresh home, the real corpus where it exists, small git histories of invented policies,
the command (in this process, or the real one), and one run of the sample for all who look at what it leaves."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, redirect_stderr, redirect_stdout
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from assets.home import Home
from assets.warehouse import Reader, open_published
from orchestration.cli import main
from orchestration.leaving_out import VARIABLE as LEAVE_OUT


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


@pytest.fixture(scope="session", autouse=True)
def _runs_end_with_the_published_database() -> Iterator[None]:
    """Let runs leave out what is made from the published database, but where a test is about that: it takes seconds."""
    with mock.patch.dict(os.environ, {LEAVE_OUT: "release site feeds"}):
        yield


@pytest.fixture(scope="session")
def making_all() -> Callable[[], AbstractContextManager[Any]]:
    """Return what lets the runs inside of a ``with`` make everything."""
    return lambda: mock.patch.dict(os.environ, {LEAVE_OUT: ""})


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


Termscape = Callable[..., subprocess.CompletedProcess[str]]
"""Runs a command line, given word by word, and returns how it ended and what it said."""

COMMAND = Path(sys.executable).with_name("termscape")


@pytest.fixture(scope="session")
def termscape() -> Termscape:
    """Run a ``termscape`` command line in this process: one of its own takes seconds to import what it needs."""

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        line = ["termscape", *map(str, arguments)]
        out, err = StringIO(), StringIO()
        with (
            mock.patch.object(sys, "argv", line),
            mock.patch.dict(os.environ, {"TERMSCAPE_HOME": ""}),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            try:
                main()
            except SystemExit as leaving:
                code = int(leaving.code or 0)
            except Exception:
                # what Python itself does with an error nobody expected
                traceback.print_exc()
                code = 1
        return subprocess.CompletedProcess(line, code, out.getvalue(), err.getvalue())

    return run


@pytest.fixture(scope="session")
def termscape_process() -> Termscape:
    """Run the real ``termscape`` command in a process of its own, where the process is what a test is about."""

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [COMMAND, *map(str, arguments)],
            env={**os.environ, "TERMSCAPE_HOME": ""},
            capture_output=True,
            text=True,
            timeout=600,
        )

    return run


@pytest.fixture(scope="session")
def shared_between_workers(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[str], AbstractContextManager[Path]]:
    """Return a folder of this test session by its name, locked meanwhile: the first worker to come fills it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    @contextmanager
    def folder(name: str) -> Iterator[Path]:
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield shared / name

    return folder


@pytest.fixture(scope="session")
def sample_run(
    termscape_process: Termscape,
    shared_between_workers: Callable[[str], AbstractContextManager[Path]],
    making_all: Callable[[], AbstractContextManager[Any]],
) -> tuple[Home, dict[str, Any]]:
    """A home after the first ``termscape run`` on the sample, and the summary it printed. Only read it."""
    with shared_between_workers("sample") as folder, making_all():
        home, summary = Home(folder / "home"), folder / "summary.json"
        if not summary.exists():
            finished = termscape_process("run", "--home", home.path, "--json")
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
    shutil.copytree(sample_home.path, tmp_path / "copy", symlinks=True)
    return Home(tmp_path / "copy")


def _made_from_what_is_published(folder: str, names: list[str]) -> set[str]:
    """Name what copies of a home do without: hundreds of files that no test of a copy is about."""
    if Path(folder).name != "published":
        return set()
    return {name for name in names if name != "termscape.duckdb"}


_POLICY = (
    "# Privacy Policy\n\n## Messages\n\nWe {may} use your messages to train our language models.\n\n## Deletion\n\n"
    "We keep what you write for {days} days after you close your account, and then delete it from our servers.\n\n"
    "## Contact\n\nQuestions about personal information go to privacy@lumora.example; we answer in 30 days.\n"
)

Imported = tuple[Home, list[str], subprocess.CompletedProcess[str]]
"""A home with an imported history, the command that imported it without its ``--home``, and how that ended."""


@pytest.fixture(scope="session")
def imported(
    termscape: Termscape, shared_between_workers: Callable[[str], AbstractContextManager[Path]]
) -> Imported:
    """A live home with two versions of one policy, imported by the command and published. Only read it."""
    with shared_between_workers("imported") as folder:
        home, said = Home(folder / "home"), folder / "said.json"
        command = ["import", "ota", "--versions", str(folder / "versions"), "--collection", "Harbour"]
        if not said.exists():
            folder.mkdir()
            name = "Lumora/Privacy Policy.md"
            extend_repository(
                folder / "versions",
                [
                    (
                        "2023-05-01T10:00:00+00:00",
                        "Start",
                        {"README.md": "# Versions\n\nODC-BY 1.0 license.\n"},
                    ),
                    (
                        "2024-01-01T10:00:00+00:00",
                        "First record",
                        {name: _POLICY.format(may="do not", days=30)},
                    ),
                    (
                        "2024-06-01T10:00:00+00:00",
                        "Record new changes",
                        {name: _POLICY.format(may="may", days=90)},
                    ),
                ],
            )
            finished = termscape(*command, "--home", home.path, "--json")
            assert finished.returncode == 0, finished.stderr
            said.write_text(json.dumps([finished.stdout, finished.stderr]), encoding="utf-8")
        return home, command, subprocess.CompletedProcess(command, 0, *json.loads(said.read_text("utf-8")))


@pytest.fixture
def imported_copy(imported: Imported, tmp_path: Path) -> Home:
    """A copy of the home with the imported history, to do with as a test likes."""
    shutil.copytree(imported[0].path, tmp_path / "imported", symlinks=True)
    return Home(tmp_path / "imported")


@pytest.fixture(scope="session")
def empty_shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an empty shelf: a second of views and comments that no test need make again."""
    from shelf import Shelf  # stands beside the tests of comparisons

    folder = tmp_path_factory.mktemp("shelves") / "empty"
    Shelf(folder).warehouse.close()
    return folder


@pytest.fixture
def shelf(tmp_path: Path, empty_shelf: Path) -> Iterator[Any]:
    """An empty shelf of invented policies."""
    from shelf import Shelf

    made = Shelf(tmp_path / "shelf", empty_shelf)
    yield made
    made.warehouse.connection.close()


@pytest.fixture(scope="session")
def little_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A published home of a few rows, without a release. Only read it."""
    from little_home import make_home  # stands beside the tests of releases

    return make_home(tmp_path_factory.mktemp("little") / "home")


@pytest.fixture(scope="session")
def released_home(little_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The same home with its first release. Only read it."""
    from little_home import release

    home = Home(tmp_path_factory.mktemp("released") / "home")
    shutil.copytree(little_home.path, home.path)
    release(home)
    return home


@pytest.fixture
def unreleased(little_home: Home, tmp_path: Path) -> Home:
    """A copy of the home of a few rows without a release, to do with as a test likes."""
    shutil.copytree(little_home.path, tmp_path / "unreleased")
    return Home(tmp_path / "unreleased")


@pytest.fixture
def released(released_home: Home, tmp_path: Path) -> Home:
    """A copy of the home of a few rows with its first release, to do with as a test likes."""
    shutil.copytree(released_home.path, tmp_path / "released", symlinks=True)
    return Home(tmp_path / "released")


@pytest.fixture(scope="session")
def empty_observatory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the schema and two platforms: seconds of work that no test of alerts need do again."""
    from observatory import empty_home  # stands beside the tests of notices

    folder = tmp_path_factory.mktemp("observatories") / "empty"
    empty_home(folder)
    return folder


@pytest.fixture
def observatory(tmp_path: Path, empty_observatory: Path) -> Iterator[Any]:
    """An observatory in which nothing has changed yet."""
    from observatory import Observatory

    made = Observatory(tmp_path / "observatory", empty_observatory)
    made.publish()
    yield made
    made.close()


@pytest.fixture
def mailbox() -> Iterator[Any]:
    """A mail server that listens on 127.0.0.1."""
    from servers import Mailbox

    made = Mailbox()
    yield made
    made.stop()


@pytest.fixture
def webhook() -> Iterator[Any]:
    """A web server that listens on 127.0.0.1 for what is posted to it."""
    from servers import Webhook

    made = Webhook()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def hostile(shared_between_workers: Callable[[str], AbstractContextManager[Path]]) -> Home:
    """A home whose published pages attack their readers, with its site. Only read it."""
    from hostile import hostile_home  # stands beside the tests of the site

    from assets.notices.feeds import write_feeds
    from assets.site.publishing import publish_site

    with shared_between_workers("hostile") as folder:
        home = hostile_home(folder)
        with open_published(home) as connection:
            write_feeds(Reader(connection), home.published / "feeds")
        publish_site(home)
        return home


@pytest.fixture(scope="session")
def team(hostile: Home, shared_between_workers: Callable[[str], AbstractContextManager[Path]]) -> Home:
    """A home of people who use one of these platforms, with the published site and their own edition. Only read it."""
    from teams import team_home

    with shared_between_workers("team") as folder:
        return team_home(folder, hostile)


@pytest.fixture(scope="session")
def hostile_site(hostile: Home) -> Path:
    """The folder of that site. Only read it."""
    return (hostile.published / "site").resolve()


@pytest.fixture
def siteless(hostile: Home, tmp_path: Path) -> Home:
    """A home with the same published database and feeds and no site yet, to do with as a test likes."""
    home = Home(tmp_path / "siteless")
    home.claim("live")
    home.published.mkdir()
    shutil.copyfile(hostile.published_database, home.published_database)
    shutil.copytree((hostile.published / "feeds").resolve(), home.published / "feeds")
    return home


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """The system's Chromium, or a skip that says what is missing.

    Playwright holds an event loop as long as it is open: no test after it in the process could start one of its own.
    """
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: `make browser`"
    )
    program = Path("/usr/bin/chromium")
    if not program.exists():
        pytest.skip(f"{program} is not there: install the system's package chromium")
    quiet = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync")  # fmt: skip
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=str(program), args=quiet)
        yield opened
        opened.close()
