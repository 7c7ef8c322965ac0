"""Platforms side by side: the same stance with other values is no sameness, another spelling is no other value."""

from __future__ import annotations

from typing import Any

import pytest

from orchestration.side_by_side import NOT_NAMED, Compared, comparable, side_by_side, told_alike

AGE = {"question_id": "minimum_age", "labels": {}, "experimental": False}


def compared(*values: dict[str, Any], stances: tuple[str, ...] = ("stated", "stated")) -> Compared:
    """Compare what two platforms answer to a question."""
    rows = [
        {
            "question_id": "minimum_age",
            "platform_id": name.lower(),
            "platform": name,
            "stance": stance,
            "stance_label": stance,
            "scope": "general",
            "method": "rules",
            "value": value,
        }
        for name, stance, value in zip(("Tarn", "Osier"), stances, values, strict=True)
    ]
    return side_by_side([AGE], ["tarn", "osier"], rows)[0]


def test_the_same_stance_with_another_value_is_told_with_both_values() -> None:
    one = compared({"age": 13}, {"age": 18})
    assert one.alike == "other values" and one.values == ("age",)
    assert one.cells() == ["stated; age: 13", "stated; age: 18"]
    assert told_alike(one) == "The same stance, other values: age: 13 (Tarn) / 18 (Osier)."


def test_a_value_that_one_names_and_the_other_does_not_is_another_value() -> None:
    one = compared({"age": 13}, {})
    assert one.cells() == ["stated; age: 13", f"stated; age: {NOT_NAMED}"]


def test_other_stances_differ_whatever_their_values() -> None:
    one = compared({"age": 13}, {"age": 13}, stances=("stated", "silent"))
    assert one.alike == "differ" and one.cells() == ["stated", "silent"]


def test_a_sentence_is_words_and_no_value_in_which_platforms_differ() -> None:
    sentence = "Tell us at any time, under your profile, that what you write must not teach our models."
    assert compared({"way": sentence}, {"way": f"Please: {sentence}"}).alike == "same"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("US$ 50.00", "$50"),
        ("€ 20", "20 EUR"),
        ("sixty (60) days", "60 days"),
        ("the laws of the State of Oregon", "Oregon law"),
        (["content", "account"], ["account", "content"]),
        (None, []),
    ],
)
def test_another_spelling_is_the_same_value(one: Any, other: Any) -> None:
    assert comparable(one) == comparable(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("$50", "€50"),
        ("$50", "$500"),
        ("60 days", "60 months"),
        ("Oregon law", "Nevada law"),
        (True, None),
        (13, 18),
    ],
)
def test_another_value_stays_another(one: Any, other: Any) -> None:
    assert comparable(one) != comparable(other)


def test_what_differs_comes_first_then_other_values_then_the_same() -> None:
    questions = [{**AGE, "question_id": name} for name in ("same", "values", "stances")]
    row = {"stance": "stated", "value": {"age": 13}}
    rows = [
        row | {"question_id": name, "platform_id": platform_id}
        for name in ("same", "values", "stances")
        for platform_id in ("tarn", "osier")
    ]
    rows[3]["value"] = {"age": 18}
    rows[5]["stance"] = "silent"
    order = [one.question["question_id"] for one in side_by_side(questions, ["tarn", "osier"], rows)]
    assert order == ["stances", "values", "same"]
