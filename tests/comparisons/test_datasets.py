"""The comparison datasets: matrix, quotes, how N platforms answer, silences, differences, adoption by month."""

from __future__ import annotations

import json
from datetime import date

from clauses import COURTS, KEEPING, KEEPING_ADAPTED, OTHER
from shelf import Shelf

POLICY = f"# Rules\n\n{KEEPING}\n\n{COURTS}\n"


def asked(shelf: Shelf) -> Shelf:
    """Four platforms and a question: one answers, one is silent, one answers for a region, one was never captured."""
    shelf.put("Lumora", [(0, f"# Rules\n\n{OTHER}\n"), (70, POLICY)])
    shelf.put("Ferrybell", [(40, f"# Rules\n\n{OTHER}\n")])
    shelf.put("Murmelot", [(10, POLICY)])
    shelf.platform("Quibble")
    shelf.cut()
    shelf.question("keeping", ["explicit", "criteria"])
    shelf.answer(
        "Lumora", "keeping", [(0, "silent"), (70, "explicit")], value={"days": 40}, quotes=[("rule", KEEPING)]
    )
    shelf.answer("Ferrybell", "keeping", [(40, "silent")])
    shelf.answer("Murmelot", "keeping", [(10, "explicit")], scope="region", quotes=[("rule", KEEPING)])
    shelf.answer("Quibble", "keeping", [(None, "not_captured")])
    return shelf


def test_the_matrix_has_a_row_a_platform_and_grows_a_column_with_each_question(shelf: Shelf):
    asked(shelf)
    rows = shelf.warehouse.rows("SELECT platform_id, keeping FROM matrix ORDER BY platform_id")
    assert [row["keeping"] for row in rows] == ["silent", "explicit", "explicit", "not_captured"]
    shelf.question("selling", ["sells"], experimental=True)
    [described] = shelf.warehouse.rows(
        "SELECT comment FROM duckdb_columns() WHERE table_name = 'matrix' AND column_name = 'selling'"
    )
    assert "What about selling?" in described["comment"] and "Experimental" in described["comment"]
    assert set(shelf.warehouse.frame("FROM matrix")["selling"]) == {None}


def test_the_long_matrix_counts_who_says_the_same(shelf: Shelf):
    rows = {row["platform_id"]: row for row in asked(shelf).model("answer_matrix")}
    assert {one: (row["same_stance"], row["platforms"]) for one, row in rows.items()} == {
        "lumora": (2, 2),
        "murmelot": (2, 2),
        "ferrybell": (1, 2),
        "quibble": (1, 2),
    }
    assert rows["lumora"]["previous_stance"] == "silent" and rows["murmelot"]["scope"] == "region"


def test_every_quote_comes_with_licence_and_attribution_and_a_silence_without_a_quote(shelf: Shelf):
    rows = {row["platform_id"]: row for row in asked(shelf).model("answers_with_quotes")}
    assert rows["lumora"]["quote"] == KEEPING
    assert (rows["lumora"]["licence"], rows["lumora"]["attribution"]) == ("CC0", "Nobody")
    assert (rows["ferrybell"]["evidence_no"], rows["ferrybell"]["quote"]) == (0, None)


def test_how_platforms_answer_counts_stances_and_silences_apart(shelf: Shelf):
    [row] = asked(shelf).model("how_platforms_answer")
    assert row["title"] == "How 4 platforms answer: What about keeping?"
    assert (row["stated"], row["silent"], row["not_captured"], row["unsure"]) == (2, 1, 1, 0)
    assert json.loads(row["counts"]) == {
        **{"explicit": 2, "criteria": 0, "silent": 1},
        **{"not_captured": 1, "conflicting": 0, "unsure": 0},
    }
    assert row["summary"] == "Of 4, explicit: 2; silent: 1; not captured: 1."


def test_a_line_to_publish_cites_the_text_and_says_whether_the_turn_was_seen(shelf: Shelf):
    rows = {row["platform_id"]: row for row in asked(shelf).model("how_each_platform_answers")}
    assert rows["lumora"]["citation"] == (
        "Lumora, Privacy Policy, text seen from 2025-03-12 to 2025-03-12 (Nobody, CC0)"
    )
    assert (rows["lumora"]["since_means"], rows["murmelot"]["since_means"]) == ("seen", "no_later_than")
    assert [row["line_no"] for row in rows.values()] == [1, 2, 3, 4]
    assert rows["quibble"]["citation"] is None


def test_a_silence_says_what_was_read_since_when_and_what_is_missing(shelf: Shelf):
    rows = {row["platform_id"]: row for row in asked(shelf).model("silences")}
    assert rows.keys() == {"ferrybell", "quibble"}
    assert rows["ferrybell"]["documents_read"] == ["Privacy Policy (2025-02-10 to 2025-02-10)"]
    assert rows["quibble"]["kind"] == "not_captured"
    assert rows["quibble"]["documents_missing"] == ["Privacy Policy"]
    assert (rows["quibble"]["documents_read"], rows["quibble"]["since"]) == ([], None)


def test_what_differs_by_tier_or_region_is_found_by_stance_value_scope_or_quote(shelf: Shelf):
    asked(shelf)
    shelf.question("training", ["yes", "mixed_by_tier"])
    shelf.answer("Lumora", "training", [(70, "mixed_by_tier")], quotes=[("rule", COURTS)])
    shelf.answer("Murmelot", "training", [(10, "yes")], quotes=[("rule", COURTS), ("scope", KEEPING)])
    shelf.answer(
        "Ferrybell", "training", [(40, "yes")], value={"age_by_region": ["16 in the north"], "tiers": "{}"}
    )
    shelf.answer("Quibble", "training", [(None, "not_captured")], value={"regions": [], "days": 3})
    rows = shelf.model("tier_and_region_differences")
    assert {
        (row["platform_id"], row["question_id"]): (row["differs_by"], row["told_by"]) for row in rows
    } == {
        ("lumora", "training"): ("tier", "stance"),
        ("murmelot", "training"): ("scope", "quote"),
        ("ferrybell", "training"): ("region", "value"),
        ("murmelot", "keeping"): ("region", "stance"),
    }


def test_a_link_that_opens_content_to_anyone_is_no_plan_but_a_paid_plan_is(shelf: Shelf):
    asked(shelf)
    shelf.question("showing", ["yes", "by_setting_or_tier"])
    shelf.answer("Lumora", "showing", [(70, "by_setting_or_tier")], value={"depends_on": ["sharing"]})
    shelf.answer(
        "Murmelot", "showing", [(10, "by_setting_or_tier")], value={"depends_on": ["settings", "plan"]}
    )
    rows = [row for row in shelf.model("tier_and_region_differences") if row["question_id"] == "showing"]
    assert [(row["platform_id"], row["differs_by"], row["told_by"]) for row in rows] == [
        ("murmelot", "tier", "value")
    ]


def test_kinds_of_users_who_are_told_the_same_do_not_differ_nor_does_an_edition_for_a_region(shelf: Shelf):
    asked(shelf)
    shelf.question("training", ["yes", "no"])
    same, other = {"consumer": "yes", "business": "yes"}, {"consumer": "yes", "business": "no"}
    shelf.answer("Lumora", "training", [(70, "yes")], value={"tiers": same})
    shelf.answer("Murmelot", "training", [(10, "yes")], value={"tiers": other})
    shelf.answer("Ferrybell", "training", [(40, "yes")], scope="region:europe")
    shelf.answer("Quibble", "training", [(40, "yes")], scope="business")
    rows = [row for row in shelf.model("tier_and_region_differences") if row["question_id"] == "training"]
    assert [(row["platform_id"], row["differs_by"]) for row in rows] == [
        ("murmelot", "tier"),
        ("quibble", "tier"),
    ]


def test_adoption_of_a_stance_counts_of_those_that_could_be_read_then(shelf: Shelf):
    rows = {(row["month"], row["stance"]): row for row in asked(shelf).model("stance_adoption")}
    january, february, march = (date(2025, month, 1) for month in (1, 2, 3))
    explicit = [rows[month, "explicit"] for month in (january, february, march)]
    assert [(row["platforms"], row["captured"], row["watched"]) for row in explicit] == [
        (1, 2, 4),
        (1, 3, 4),
        (2, 3, 4),
    ]
    assert [row["turned_to"] for row in explicit] == [0, 0, 1]
    assert [row["newly_captured"] for row in explicit] == [1, 0, 0]
    assert rows[february, "silent"]["platforms"] == 2 and rows[february, "silent"]["newly_captured"] == 1
    assert explicit[2]["share_of_readable"] == 0.6667


def test_adoption_of_a_topic_tells_a_change_from_a_new_witness(shelf: Shelf):
    rows = {(row["month"].month, row["topic_id"]): row for row in asked(shelf).model("topic_adoption")}
    retention = [rows[month, "retention"] for month in (1, 2, 3)]
    assert [(row["platforms"], row["captured"]) for row in retention] == [(1, 2), (1, 3), (2, 3)]
    assert [row["newly_captured"] for row in retention] == [1, 0, 0]
    assert [(row["began"], row["began_by_editing"]) for row in retention] == [(0, 0), (0, 0), (1, 1)]
    assert all(row["stopped"] == 0 for row in retention)


def test_a_topic_that_is_dropped_is_told(shelf: Shelf):
    shelf.put("Lumora", [(0, POLICY), (40, f"# Rules\n\n{OTHER}\n")])
    shelf.put("Ferrybell", [(60, f"# Rules\n\n{KEEPING_ADAPTED}\n")])
    shelf.cut()
    rows = {(row["month"].month, row["topic_id"]): row for row in shelf.model("topic_adoption")}
    assert [rows[month, "retention"]["stopped"] for month in (1, 2, 3)] == [0, 1, 0]
    assert [rows[month, "retention"]["platforms"] for month in (1, 2, 3)] == [1, 0, 1]
