"""What the parts of a claim add up to, and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.answers.claiming.joining import joined, together
from assets.answers.claiming.model import VERDICTS, Finding, Join, Quote, Verdict


def day(number: int) -> datetime:
    return datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=number)


def finding(verdict: Verdict, begins: int, ends: int | None = None, words: str = "") -> Finding:
    quotes = (Quote("supports", f"v{begins}", "p", 0, len(words), words),) if words else ()
    return Finding(
        verdict, verdict, quotes, (f"v{begins}",), "edited" if begins else "first_look",
        day(begins), day(begins - 1) if begins else None, None if ends is None else day(ends), None,
    )  # fmt: skip


@pytest.mark.parametrize(
    "join, verdicts, whole",
    [
        ("all", ["supported", "supported"], "supported"),
        ("all", ["supported", "contradicted"], "partly"),
        ("all", ["not_addressed", "contradicted"], "contradicted"),
        ("all", ["not_captured", "contradicted"], "contradicted"),
        ("all", ["supported", "not_captured"], "not_captured"),
        ("all", ["supported", "not_addressed"], "partly"),
        ("all", ["supported", "not_checkable"], "not_checkable"),
        ("any", ["not_addressed", "supported", "contradicted"], "supported"),
        ("any", ["not_addressed", "partly"], "partly"),
        ("any", ["not_captured", "contradicted"], "not_captured"),
        ("any", ["not_addressed", "contradicted"], "contradicted"),
    ],
)
def test_parts_add_up_as_a_reader_would_add_them(join: Join, verdicts: list[Verdict], whole: Verdict):
    assert joined(verdicts, join) == whole


@given(st.lists(st.sampled_from(VERDICTS), min_size=1, max_size=4), st.sampled_from(["all", "any"]))
def test_parts_that_agree_make_a_whole_that_agrees_and_their_order_does_not_matter(
    verdicts: Sequence[Verdict], join: Join
):
    assert joined([verdicts[0]] * 3, join) == verdicts[0]
    assert joined(list(verdicts), join) == joined(list(reversed(verdicts)), join)


@given(st.lists(st.sampled_from(VERDICTS), min_size=1, max_size=4), st.sampled_from(["all", "any"]))
def test_nothing_is_supported_without_a_part_that_is(verdicts: list[Verdict], join: Join):
    if joined(verdicts, join) == "supported":
        assert "supported" in verdicts


def test_a_claim_turns_when_one_of_its_parts_does():
    told = together(
        [
            [finding("supported", 0, words="one")],
            [finding("not_addressed", 0, 10), finding("supported", 10, words="two")],
        ],
        "all",
    )
    assert [(one.verdict, one.valid_from, one.valid_to) for one in told] == [
        ("partly", day(0), day(10)),
        ("supported", day(10), None),
    ]
    assert (told[0].to_earliest, told[1].from_earliest, told[1].cause) == (day(9), day(9), "edited")
    assert [quote.quote for quote in told[1].quotes] == ["one", "two"]


def test_a_verdict_goes_on_while_the_words_that_carry_it_are_the_same():
    told = together([[finding("supported", 0, 10, "same"), finding("supported", 10, words="same")]], "all")
    assert [(one.valid_from, one.valid_to, one.cause) for one in told] == [(day(0), None, "first_look")]
    assert told[0].quotes[0].version_id == "v10"


def test_a_platform_of_which_nothing_was_ever_captured_has_one_verdict_without_a_time():
    never = Finding("not_captured", "never", (), (), "never_seen")
    told = together([[never], [never]], "any")
    assert [(one.verdict, one.valid_from) for one in told] == [("not_captured", None)]
