"""Searching texts by words in plain SQL: what is found, what comes first, and what a phrase, an umlaut or Chinese does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from shelf import Shelf

TRAINING = "Training on your messages is switched off."
TRAIN = (
    "We train our models on what you write, and we train them every week of the year and in every country."
)
SELL = "Personal data is not for sale here."
CONSTRAIN = "Nothing here may constrain your rights."
KEEP = "Data about a person may be kept, even personal notes, and other data too."
GERMAN = "Wir löschen Ihre Straßenkarten; die Aufbewahrungsfrist endet nach 30 Tagen."
CHINESE = "我们不会出售您的个人信息，也不使用ChatGPT训练模型。"


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory, empty_shelf: Path) -> Iterator[Shelf]:
    """Four invented policies, one of which used to say something else. Only read them."""
    shelf = Shelf(tmp_path_factory.mktemp("searched") / "shelf", empty_shelf)
    shelf.put(
        "Lumora",
        [
            (0, f"# Rules\n\nWe sell everything to everybody.\n\n{TRAIN}\n"),
            (50, f"# Rules\n\n{SELL}\n\n{TRAIN}\n"),
        ],
    )
    shelf.put("Ferrybell", [(1, f"# Rules\n\n{TRAINING}\n\n{CONSTRAIN}\n\n## Deletion\n\n{KEEP}\n")])
    shelf.put("Wolkenspind", [(2, f"# Regeln\n\n{GERMAN}\n")])
    shelf.put("Chengyan", [(3, f"# 政策\n\n{CHINESE}\n")])
    shelf.warehouse.connection.execute(
        "UPDATE ledger.versions SET language = 'de' WHERE document_id LIKE 'wolkenspind%'"
    )
    shelf.cut()
    yield shelf
    shelf.warehouse.connection.close()


def found(shelf: Shelf, words: str, macro: str = "search") -> list[str]:
    return [row["text"] for row in rows(shelf, words, macro)]


def rows(shelf: Shelf, words: str, macro: str = "search") -> list[dict[str, Any]]:
    return shelf.warehouse.rows(f"FROM {macro}(?)", [words])


def test_a_word_finds_itself_first_then_longer_words_that_begin_so_and_none_that_only_hold_it(
    searched: Shelf,
) -> None:
    assert found(searched, "TRAIN") == [TRAIN, TRAINING]


def test_the_rarer_word_weighs_more_and_any_of_the_words_will_do(searched: Shelf) -> None:
    texts = found(searched, "data sale")
    assert texts[0] == SELL and KEEP in texts
    [best, *_] = rows(searched, "data sale")
    assert best["found"] == ["sale", "data"]


def test_a_phrase_must_stand_there_as_it_is(searched: Shelf) -> None:
    assert set(found(searched, "personal data")) == {SELL, KEEP}
    assert found(searched, '"personal data"') == [SELL]
    assert found(searched, '„personal data“ "kept"') == []


def test_a_heading_helps_to_find_what_stands_below_it(searched: Shelf) -> None:
    assert found(searched, "deletion") == [KEEP]


@pytest.mark.parametrize(
    "words", ["löschen", "LÖSCHEN", "loschen", "loeschen", "Strassenkarten", "straßenkarten", "frist"]
)
def test_german_is_found_however_its_umlauts_are_written_and_inside_joined_words(
    searched: Shelf, words: str
) -> None:
    assert found(searched, words) == [GERMAN]


@pytest.mark.parametrize("words", ["个人信息", "出售个人数据", "训", '"个人信息"', "chatgpt", "训练 models"])
def test_chinese_needs_no_spaces(searched: Shelf, words: str) -> None:
    assert CHINESE in found(searched, words)


def test_a_chinese_phrase_stays_whole(searched: Shelf) -> None:
    assert found(searched, '"出售信息"') == []


@pytest.mark.parametrize("words", ["", '"', "§ … !", "zebra", "'; DROP TABLE versions; --"])
def test_nothing_is_found_where_there_is_nothing(searched: Shelf, words: str) -> None:
    assert found(searched, words) == []


def test_history_finds_what_no_longer_stands_there_and_says_when_it_did(searched: Shelf) -> None:
    assert found(searched, "everybody") == []
    [row] = rows(searched, "everybody", "search_history")
    assert (row["platform"], row["is_in_force"]) == ("Lumora", False)
    assert row["first_seen"].day == 1 and row["licence"] == "CC0" and row["attribution"] == "Nobody"


def test_a_snippet_shows_the_words_around_the_first_hit_and_no_address_of_a_link(shelf: Shelf) -> None:
    long = (
        "and so on " * 40
        + "we read your [private diary](https://diary.example/secret) aloud "
        + "ever after " * 40
    )
    shelf.put("Lumora", [(0, f"# Rules\n\n{long}\n")])
    shelf.cut()
    assert found(shelf, "secret") == []
    [row] = rows(shelf, "diary")
    assert "read your [private diary] aloud" in row["snippet"]
    assert row["snippet"].startswith("…") and row["snippet"].endswith("…") and len(row["snippet"]) < 260
