"""The stage in a real warehouse: only new words are compared, in whatever order they come, and nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from clauses import BOILERPLATE, COURTS, KEEPING, KEEPING_ADAPTED, OTHER
from shelf import Shelf

from assets.comparisons import building, building_families, building_outliers
from assets.comparisons.building import build_wordings
from assets.comparisons.building_families import build_families
from assets.comparisons.building_outliers import build_outliers

TABLES = ("wording_readings", "wording_signatures", "wording_pairs", "wording_families", "wording_uptakes")

LUMORA = [(0, f"# Rules\n\n{KEEPING}\n\n{COURTS}\n\n{BOILERPLATE}\n\n* Home\n")]
FERRYBELL = [(3, f"# Rules\n\n{KEEPING_ADAPTED}\n\n{BOILERPLATE}\n")]
MURMELOT = [(5, f"# Rules\n\n{COURTS}\n\n{OTHER}\n")]


def test_platforms_that_share_a_wording_on_a_topic_are_a_family(shelf: Shelf):
    shelf.put("Lumora", LUMORA)
    shelf.put("Ferrybell", FERRYBELL)
    shelf.put("Murmelot", MURMELOT)
    shelf.compare()
    assert shelf.families() == [{"ferrybell", "lumora"}, {"lumora", "murmelot"}]


def test_boilerplate_headings_and_short_lines_are_read_and_left_out(shelf: Shelf):
    shelf.put("Lumora", LUMORA)
    shelf.put("Ferrybell", FERRYBELL)
    shelf.compare()
    reasons = shelf.warehouse.rows("SELECT left_out, count(*) AS n FROM ledger.wording_readings GROUP BY ALL")
    assert {row["left_out"]: row["n"] for row in reasons} == {None: 5, "heading": 2, "short": 1}
    assert shelf.families() == [{"ferrybell", "lumora"}], "the sentence on copyright is everybody's"


def test_what_comes_bit_by_bit_ends_as_what_comes_at_once(shelf: Shelf, tmp_path: Path):
    shelf.put("Murmelot", MURMELOT)
    shelf.compare()
    shelf.put("Ferrybell", FERRYBELL)
    shelf.compare()
    shelf.put("Lumora", LUMORA)
    shelf.compare()
    at_once = Shelf(tmp_path / "at once", shelf.empty)
    for platform, history in (("Lumora", LUMORA), ("Ferrybell", FERRYBELL), ("Murmelot", MURMELOT)):
        at_once.put(platform, history)
    at_once.compare()
    assert shelf.made(*TABLES) == at_once.made(*TABLES)


def test_a_second_run_reads_and_measures_nothing(shelf: Shelf):
    shelf.put("Lumora", LUMORA)
    shelf.put("Ferrybell", FERRYBELL)
    shelf.compare()
    before = shelf.made(*TABLES)
    report = build_wordings(shelf.warehouse)
    assert (report.read, report.new, report.measured) == (0, 0, 0)
    assert not build_families(shelf.warehouse).renewed
    assert build_outliers(shelf.warehouse).measured == 0
    assert shelf.made(*TABLES) == before


def test_words_that_somebody_had_already_are_not_compared_again(shelf: Shelf):
    shelf.put("Lumora", LUMORA)
    shelf.compare()
    shelf.put("Ferrybell", [(4, LUMORA[0][1])])
    shelf.cut()
    report = build_wordings(shelf.warehouse)
    assert (report.read, report.new, report.measured) == (5, 0, 0)
    build_families(shelf.warehouse)
    assert shelf.families() == [{"ferrybell", "lumora"}, {"ferrybell", "lumora"}]


def test_a_run_that_ended_before_comparing_is_taken_up(shelf: Shelf, monkeypatch: pytest.MonkeyPatch):
    shelf.put("Lumora", LUMORA)
    shelf.put("Ferrybell", FERRYBELL)
    shelf.cut()

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(building, "_compare", killed)
        build_wordings(shelf.warehouse)
    report = build_wordings(shelf.warehouse)
    assert (report.read, report.alike) == (0, 1)


def test_a_new_version_of_the_code_makes_everything_anew(shelf: Shelf, monkeypatch: pytest.MonkeyPatch):
    shelf.put("Lumora", LUMORA)
    shelf.put("Ferrybell", FERRYBELL)
    shelf.compare()
    for module in (building, building_families, building_outliers):
        monkeypatch.setattr(module, "CODE_VERSION", "next")
    report = build_wordings(shelf.warehouse)
    assert report.read == 8
    assert build_families(shelf.warehouse).renewed
    assert {row["rules_version"] for row in shelf.warehouse.rows("FROM ledger.wording_readings")} == {"next"}


def test_a_wording_that_is_gone_leaves_nothing_behind(shelf: Shelf):
    shelf.put("Lumora", LUMORA)
    shelf.put("Ferrybell", FERRYBELL)
    shelf.compare()
    for table in ("provision_states", "provision_occurrences", "versions"):
        shelf.warehouse.connection.execute(f"DELETE FROM ledger.{table} WHERE timeline_id LIKE 'ferrybell%'")
    shelf.compare()
    assert shelf.families() == []
    assert not [row for row in shelf.made("wording_readings")["wording_readings"] if "ferrybell" in row]
    assert shelf.made("wording_pairs") == {"wording_pairs": []}


def test_a_topic_taken_away_ends_the_family_without_comparing_anything(shelf: Shelf):
    shelf.put("Lumora", LUMORA)
    shelf.put("Ferrybell", FERRYBELL)
    shelf.compare()
    shelf.warehouse.connection.execute("DELETE FROM ledger.provision_topics")
    assert build_wordings(shelf.warehouse).measured == 0
    assert build_families(shelf.warehouse).families == 0


def test_every_topic_and_language_has_its_norm_and_few_provisions_none(shelf: Shelf):
    shelf.put("Lumora", LUMORA)
    shelf.compare()
    norms = {
        row["topic_id"]: row["usual_nearness"] for row in shelf.warehouse.rows("FROM ledger.wording_norms")
    }
    assert norms == {"retention": None, "governing-law": None}
