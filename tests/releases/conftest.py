"""Homes of a few rows for tests of releases: made once, copied for who changes them."""

from __future__ import annotations

from pathlib import Path

import pytest
from little_home import copied, make_home, release

from assets.home import Home


@pytest.fixture(scope="session")
def little_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A published home without a release. Only read it."""
    return make_home(tmp_path_factory.mktemp("little") / "home")


@pytest.fixture(scope="session")
def released_home(little_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The same home with its first release. Only read it."""
    home = copied(little_home, tmp_path_factory.mktemp("released") / "home")
    release(home)
    return home


@pytest.fixture
def unreleased(little_home: Home, tmp_path: Path) -> Home:
    """A copy of the home without a release, to do with as a test likes."""
    return copied(little_home, tmp_path / "unreleased")


@pytest.fixture
def released(released_home: Home, tmp_path: Path) -> Home:
    """A copy of the home with its first release, to do with as a test likes."""
    return copied(released_home, tmp_path / "released")
