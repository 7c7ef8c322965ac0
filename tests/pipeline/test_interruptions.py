"""Killed, continued, fed in parts or in the wrong order: the same history always gives the same rows."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from fixtures.repositories import extend_repository
from invented import HISTORY
from stages import ARRIVAL, BOOKKEEPING, differences, tables, work_through

from assets.archive import Archive
from assets.captures.ota_import import import_ota
from assets.home import Home

Repository = Callable[[Sequence[Any]], Path]
LIVES = Path(__file__).with_name("lives.py")

OF_THE_LOOKS = ("ledger.observations", "ledger.observation_results", "ledger.version_sources")
"""What a shallow clone tells otherwise: at its first commit every document seems to be new."""
OF_THE_PAST = ("ledger.id_aliases",)
"""What only a home knows that gave out other ids before the older history arrived."""
BOUNDED_BY_LOOKS = ("valid_from_earliest", "valid_to_earliest", "inputs_sha256")
"""Columns of answers that follow from the looks."""


def bring_in(home: Home, repository: Path) -> None:
    import_ota(Archive(home, "test"), str(repository), collection_name="Harbour Test")
    work_through(home)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home into which the whole invented history came in one go."""
    folder = tmp_path_factory.mktemp("undisturbed")
    home = Home(folder / "home")
    bring_in(home, extend_repository(folder / "versions", HISTORY))
    return home


@pytest.fixture(scope="module")
def in_one_go(undisturbed: Home) -> dict[str, list[str]]:
    """Every table of it, but for when and by which run a fact was recorded."""
    return tables(undisturbed.warehouse, without=BOOKKEEPING)


def test_the_invented_history_exercises_what_it_should(in_one_go: dict[str, list[str]]) -> None:
    statuses = " ".join(in_one_go["ledger.versions"])
    for word in ("'published'", "'noise'", "'quarantined'", "'link_only'", "'loss'", "'exact_return'"):
        assert word in statuses
    assert all(in_one_go[f"ledger.{table}"] for table in ("provision_topics", "answers", "answer_evidence"))


def test_killed_at_every_fsync_and_commit_it_ends_with_the_rows_of_an_undisturbed_run(
    home: Home, versions_repository: Repository, in_one_go: dict[str, list[str]]
) -> None:
    folder = versions_repository(HISTORY)
    finished = subprocess.run(
        [sys.executable, LIVES, home.path, folder], capture_output=True, text=True, timeout=300
    )
    assert finished.returncode == 0, finished.stderr
    assert int(finished.stdout) >= 8, "the kills must land on the way for this to test anything"
    assert differences(in_one_go, tables(home.warehouse, without=BOOKKEEPING)) == {}
    assert [*Archive(home).ledger.verify(), *Archive(home).bodies.verify()] == []


def test_a_history_that_comes_in_parts_and_then_again_gives_the_rows_of_one_that_came_in_one_go(
    home: Home, versions_repository: Repository, in_one_go: dict[str, list[str]]
) -> None:
    for part in (HISTORY[:2], HISTORY[2:5], HISTORY[5:6], HISTORY[6:10], HISTORY[10:], []):
        bring_in(home, versions_repository(part))
    assert differences(in_one_go, tables(home.warehouse, without=BOOKKEEPING)) == {}


@pytest.mark.parametrize("depth", [3, 8])
def test_older_history_that_arrives_late_gives_the_rows_of_one_that_came_in_order(
    home: Home, versions_repository: Repository, undisturbed: Home, tmp_path: Path, depth: int
) -> None:
    folder, shallow = versions_repository(HISTORY), tmp_path / "shallow"
    subprocess.run(
        ["git", "clone", "-q", "--depth", str(depth), f"file://{folder}", str(shallow)], check=True
    )
    bring_in(home, shallow)
    bring_in(home, folder)
    late, ordered = (
        tables(one.warehouse, without=(*ARRIVAL, *BOUNDED_BY_LOOKS)) for one in (home, undisturbed)
    )
    assert late["ledger.id_aliases"]
    for table in (*OF_THE_LOOKS, *OF_THE_PAST):
        del late[table], ordered[table]
    assert differences(ordered, late) == {}
