"""Who had a wording first, and who took it up: only what was seen is told, and boilerplate is not told at all."""

from __future__ import annotations

from typing import Any

from clauses import COURTS, KEEPING, KEEPING_ADAPTED, OTHER, OTHER_LONG
from shelf import Shelf

BEFORE = f"# Rules\n\n{OTHER}\n\n{OTHER_LONG}\n"
AFTER = f"# Rules\n\n{OTHER}\n\n{OTHER_LONG}\n\n{KEEPING_ADAPTED}\n"
WITH_KEEPING = f"# Rules\n\n{KEEPING}\n\n{OTHER.replace('gardeners', 'farmers')}\n"


def only(shelf: Shelf) -> dict[str, Any]:
    """The one wording on deleting that is shared."""
    [row] = [row for row in shelf.model("wording_spread") if "retention" in row["topics"]]
    return row


def test_a_platform_watched_without_it_that_has_it_later_took_it_up(shelf: Shelf):
    shelf.put("Lumora", [(0, WITH_KEEPING)])
    shelf.put("Ferrybell", [(1, BEFORE), (40, AFTER)])
    shelf.compare()
    row = only(shelf)
    assert (row["spread"], row["first_platform"], row["first_is_certain"]) == ("taken_up", "Lumora", True)
    assert (row["platforms"], row["taken_up_by"], row["newest_platform"]) == (2, 1, "Ferrybell")
    assert row["text"] == KEEPING


def test_who_had_it_when_we_first_looked_may_have_had_it_before_everybody(shelf: Shelf):
    shelf.put("Lumora", [(0, WITH_KEEPING)])
    shelf.put("Ferrybell", [(40, AFTER)])
    shelf.compare()
    row = only(shelf)
    assert (row["spread"], row["first_is_certain"], row["taken_up_by"]) == ("order_unknown", False, 0)


def test_a_platform_last_seen_without_it_before_the_other_was_ever_seen_took_nothing_up(shelf: Shelf):
    shelf.put("Ferrybell", [(1, BEFORE), (40, AFTER)])
    shelf.put("Lumora", [(20, WITH_KEEPING)])
    shelf.compare()
    assert only(shelf)["spread"] == "order_unknown"


def test_a_clause_that_was_only_cut_out_of_a_longer_one_was_not_taken_up(shelf: Shelf):
    run_on = f"{OTHER} {KEEPING_ADAPTED} {COURTS}"
    shelf.put("Lumora", [(0, WITH_KEEPING)])
    shelf.put(
        "Ferrybell",
        [(1, f"# Rules\n\n{run_on}\n"), (40, f"# Rules\n\n{OTHER}\n\n{KEEPING_ADAPTED}\n\n{COURTS}\n")],
    )
    shelf.compare()
    row = only(shelf)
    assert (row["spread"], row["taken_up_by"], row["first_is_certain"]) == ("order_unknown", 0, False)


def test_what_a_text_half_as_long_lacked_was_perhaps_not_captured(shelf: Shelf):
    shelf.put("Lumora", [(0, WITH_KEEPING)])
    shelf.put("Ferrybell", [(1, "# Rules\n\nPlease wait."), (2, AFTER)])
    shelf.compare()
    assert only(shelf)["spread"] == "order_unknown"


def test_a_wording_that_came_with_a_text_written_anew_is_told_apart(shelf: Shelf):
    anew = f"# Rules\n\n{COURTS}\n\n{KEEPING_ADAPTED}\n\n{OTHER.replace('roof', 'yard').replace('tomatoes', 'pears')}\n"
    shelf.put("Lumora", [(0, WITH_KEEPING)])
    shelf.put("Ferrybell", [(1, BEFORE), (40, anew)])
    shelf.compare()
    assert only(shelf)["spread"] == "with_a_text"


def test_a_phrase_that_a_fifth_of_all_have_is_nobodys(shelf: Shelf):
    for number in range(8):
        shelf.put(f"Platform{number}", [(number, WITH_KEEPING)])
    shelf.put("Ferrybell", [(1, BEFORE), (40, AFTER)])
    shelf.compare()
    row = only(shelf)
    assert (row["spread"], row["platforms"], row["share_of_platforms"]) == ("common", 9, 1.0)


def test_spread_tells_a_wordings_story_in_order(shelf: Shelf):
    shelf.put("Lumora", [(0, WITH_KEEPING), (60, f"# Rules\n\n{OTHER}\n")])
    shelf.put("Ferrybell", [(1, BEFORE), (40, AFTER)])
    shelf.compare()
    family_id = only(shelf)["family_id"]
    story = shelf.warehouse.rows("FROM spread(?)", [family_id])
    assert [(row["place"], row["platform"], row["is_in_force"]) for row in story] == [
        (1, "Lumora", False),
        (2, "Ferrybell", True),
    ]
    assert story[0]["seen_without"] is None
    assert story[1]["was_seen_to_take_it_up"] and story[1]["text"] == KEEPING_ADAPTED


def test_platforms_with_a_template_in_common_are_kin(shelf: Shelf):
    shelf.put("Lumora", [(0, f"# Rules\n\n{KEEPING}\n\n{COURTS}\n")])
    shelf.put("Ferrybell", [(1, f"# Rules\n\n{KEEPING_ADAPTED}\n\n{COURTS}\n\n{OTHER}\n")])
    shelf.put("Murmelot", [(1, f"# Rules\n\n{OTHER}\n")])
    shelf.compare()
    [pair] = shelf.model("wording_kinship")
    assert (pair["platform"], pair["other_platform"], pair["shared_wordings"]) == ("Ferrybell", "Lumora", 2)
    assert (pair["provisions"], pair["other_provisions"], pair["share"]) == (3, 2, 1.0)
