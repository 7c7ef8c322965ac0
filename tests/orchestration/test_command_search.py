"""``termscape search``, and what differs between two days, on an imported history of one policy."""

from __future__ import annotations

import json
from typing import Any

from fixtures.homes import Imported
from fixtures.running import Termscape

from assets.warehouse import read_frame


def between(imported: Imported, first: str, second: str, platform: str = "Lumora") -> list[dict[str, Any]]:
    query = "FROM changes_between($first, $second, platform := $platform)"
    return read_frame(imported[0], query, {"first": first, "second": second, "platform": platform}).to_dicts()


def test_search_prints_the_clauses_in_force_as_lines_and_as_json(
    termscape: Termscape, imported: Imported
) -> None:
    said = termscape("search", "train", "models", "--home", imported[0].path)
    assert said.returncode == 0
    head, line = said.stdout.splitlines()
    assert head.startswith("score\tplatform") and "We may use your messages to train" in line
    assert "1 of 1 place" in said.stderr
    [row] = json.loads(termscape("search", "train", "--home", imported[0].path, "--json").stdout)
    assert row["document_id"] == "lumora/privacy-policy" and row["found"] == ["train"]


def test_search_history_shows_the_wording_that_was_replaced(termscape: Termscape, imported: Imported) -> None:
    rows = json.loads(
        termscape("search", "do not use", "train", "--history", "--home", imported[0].path, "--json").stdout
    )
    assert [(row["is_in_force"], row["text"][:13]) for row in rows] == [(False, "We do not use")]


def test_search_says_what_it_did_not_find_and_refuses_a_search_for_nothing(
    termscape: Termscape, imported: Imported
) -> None:
    assert "No clause in force" in termscape("search", "zebra", "--home", imported[0].path).stdout
    refused = termscape("search", "…", "--home", imported[0].path)
    assert refused.returncode == 2 and "no word to search for" in refused.stderr
    unknown = termscape("search", "train", "--platform", "Quibble", "--home", imported[0].path)
    assert unknown.returncode == 3 and "Lumora" in unknown.stderr


def test_what_differs_between_two_days_is_told_clause_by_clause_with_both_wordings(
    imported: Imported,
) -> None:
    rows = between(imported, "2024-03-01", "2024-07-01")
    assert [row["operation"] for row in rows] == ["modified", "modified"]
    assert rows[0]["words_before"].startswith("We do not use") and rows[0]["words_after"].startswith(
        "We may use"
    )
    assert (rows[0]["significance"], rows[0]["direction"], rows[0]["steps"]) == ("high", "permitted", 1)
    # the collection records changes only: nobody is known to have looked on these days
    assert {(row["is_certain"], row["answer_a"]) for row in rows} == {(False, "inferred")}


def test_what_differs_between_two_days_is_nothing_where_nothing_does(imported: Imported) -> None:
    assert between(imported, "2024-02-01", "2024-03-01") == []
    assert between(imported, "2024-03-01", "2024-07-01", "Ferrybell") == []
    assert between(imported, "2023-01-01", "2023-02-01") == []


def test_a_text_never_seen_before_is_not_called_added(imported: Imported) -> None:
    [row] = between(imported, "2023-06-01", "2024-07-01")
    assert (row["operation"], row["words_after"], row["answer_a"]) == (
        "not_seen_before",
        None,
        "not_observed",
    )


def test_texts_in_force_on_a_day_are_listed_for_all_documents(imported: Imported) -> None:
    [row] = read_frame(imported[0], "FROM in_force_at('2024-02-01')").to_dicts()
    assert (row["platform"], row["answer"]) == ("Lumora", "inferred") and "do not use" in row["markdown"]
