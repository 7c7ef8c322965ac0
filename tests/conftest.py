"""What all tests share: a fresh home, the real corpus where it exists, and what runs of tests leave out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from assets.home import Home
from orchestration.leaving_out import VARIABLE as LEAVE_OUT

pytest_plugins = [
    # those that others import come first, or pytest cannot explain what fails in them
    "fixtures.running",
    "fixtures.repositories",
    "fixtures.homes",
    "fixtures.little_homes",
    "fixtures.receiving",
    "fixtures.sites",
    "fixtures.browser",
]


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
