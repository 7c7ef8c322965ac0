"""What counts as the same wording: words, not markup, case, numbering, addresses or the platform's own name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.comparisons.wordings import LEAST_WORDS, coded, comparable, is_menu, long_enough, wording_id

WORDS = st.lists(
    st.sampled_from(["we", "you", "keep", "delete", "data", "account", "never", "always", "days", "court"]),
    min_size=1,
)


@pytest.mark.parametrize(
    "one, other",
    [
        ("**We** delete _your_ data.", "We delete your data"),
        ("(a) We delete your data;", "7. We delete your data."),
        ("Ask [us](https://lumora.example/ask)", "Ask us"),
        ("Write to help@lumora.example!", "Write to privacy@quibble.example."),
        ("See https://lumora.example/terms?x=1 for more", "See www.quibble.example/t for more"),
    ],
)
def test_markup_numbers_and_addresses_make_no_difference(one: str, other: str):
    assert comparable(one) == comparable(other)


@pytest.mark.parametrize(
    "text, platform",
    [
        ("Lumora.ai may close your account", "Lumora.ai"),
        ("LUMORA may close your account", "Lumora.ai"),
        ("Quibble Nest may close your account", "Quibble Nest"),
    ],
)
def test_the_platforms_own_name_makes_no_difference(text: str, platform: str):
    assert comparable(text, platform) == comparable("Ferrybell may close your account", "Ferrybell")


def test_the_name_of_another_platform_makes_one():
    assert comparable("Murmelot may read it", "Ferrybell") != comparable("Ferrybell may read it", "Ferrybell")


def test_a_name_of_two_letters_is_a_word_like_others():
    assert comparable("Me and you", "Me") == "me and you"


def test_a_number_is_a_difference():
    assert wording_id(comparable("We keep it 30 days")) != wording_id(comparable("We keep it 90 days"))


def test_mostly_links_is_a_menu_and_a_clause_with_two_links_is_none():
    assert is_menu("[Home](/) [About us](/about) [Terms](/terms) [Privacy](/privacy)")
    assert not is_menu(
        "We follow [the code](/code) and [the law](/law) wherever we sell our bread to people."
    )


def test_a_stock_phrase_is_too_short_to_be_somebodys():
    assert not long_enough(" ".join(["word"] * (LEAST_WORDS - 1)))
    assert long_enough(" ".join(["word"] * LEAST_WORDS))


@settings(deadline=None)
@given(WORDS)
def test_what_was_made_comparable_stays_as_it_is(words: list[str]):
    once = comparable(" ".join(words))
    assert comparable(once) == once


@settings(deadline=None)
@given(WORDS)
def test_a_coded_wording_has_one_character_a_word(words: list[str]):
    assert len(coded(" ".join(words))) == len(words)


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=20))
def test_any_text_of_any_platform_can_be_made_comparable(text: str, platform: str):
    assert comparable(text, platform) == " ".join(comparable(text, platform).split())
