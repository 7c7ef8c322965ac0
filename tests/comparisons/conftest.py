"""A shelf of invented policies for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from shelf import Shelf


@pytest.fixture(scope="session")
def empty_shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an empty shelf: a second of views and comments that no test need make again."""
    folder = tmp_path_factory.mktemp("shelves") / "empty"
    Shelf(folder).warehouse.close()
    return folder


@pytest.fixture
def shelf(tmp_path: Path, empty_shelf: Path) -> Iterator[Shelf]:
    """An empty shelf."""
    made = Shelf(tmp_path / "shelf", empty_shelf)
    yield made
    made.warehouse.connection.close()
