"""What tests of the site share: the site of hostile platforms, built once a session, and a browser where there is one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from hostile import hostile_home
from teams import team_home

from assets.home import Home
from assets.notices.feeds import write_feeds
from assets.site.publishing import publish_site
from assets.warehouse import Reader, open_published

CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def hostile(shared_between_workers: Callable[[str], AbstractContextManager[Path]]) -> Home:
    """A home whose published pages attack their readers. Only read it."""
    with shared_between_workers("hostile") as folder:
        home = hostile_home(folder)
        with open_published(home) as connection:
            write_feeds(Reader(connection), home.published / "feeds")
        publish_site(home)
        return home


@pytest.fixture(scope="session")
def team(hostile: Home, shared_between_workers: Callable[[str], AbstractContextManager[Path]]) -> Home:
    """A home of people who use one of these platforms, with the published site and their own edition. Only read it."""
    with shared_between_workers("team") as folder:
        return team_home(folder, hostile)


@pytest.fixture(scope="session")
def folder(hostile: Home) -> Path:
    """The site of these platforms. Only read it."""
    return (hostile.published / "site").resolve()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The system's Chromium, or a skip that says what is missing."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: `make browser`"
    )
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not there: install the system's package chromium")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=str(CHROMIUM), args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture
def published_copy(hostile: Home, tmp_path: Path) -> Home:
    """A home with the same published database and feeds and no site yet, to do with as a test likes."""
    home = Home(tmp_path / "home")
    home.claim("live")
    home.published.mkdir()
    shutil.copyfile(hostile.published_database, home.published_database)
    shutil.copytree((hostile.published / "feeds").resolve(), home.published / "feeds")
    return home
