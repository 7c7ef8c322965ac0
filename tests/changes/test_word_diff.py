"""A difference between two wordings is shown word by word, whole on both sides, and readable."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.changes.word_diff import word_diff
from assets.provisions import plain

WORDS = [
    "we",
    "may",
    "not",
    "sell",
    "data",
    ",",
    ".",
    " ",
    "  ",
    "(30)",
    "days",
    "**you**",
    "我",
    "们",
    "é",
    "§",
]
texts = st.lists(st.sampled_from(WORDS), max_size=25).map("".join) | st.text(max_size=60)


def shown(before, after):
    marks = {"equal": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    return "".join(marks[piece.operation].format(piece.text) for piece in word_diff(before, after))


@settings(max_examples=400, deadline=None)
@given(texts, texts)
def test_the_pieces_give_both_texts_again(before, after):
    pieces = word_diff(before, after)
    assert "".join(p.text for p in pieces if p.operation != "added") == plain(before)
    assert "".join(p.text for p in pieces if p.operation != "removed") == plain(after)
    assert all(p.text for p in pieces)
    assert all(one.operation != two.operation for one, two in pairwise(pieces))


@settings(max_examples=200, deadline=None)
@given(texts)
def test_a_text_does_not_differ_from_itself(text):
    assert all(piece.operation == "equal" for piece in word_diff(text, text))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("We may sell data.", "We will never sell data.", "We[- may-][+ will never+] sell data."),
        ("We use names.", "We use names, addresses.", "We use names[+, addresses+]."),
        ("It ends.", "It ends;", "It[- ends.-][+ ends;+]"),
        ("Sell it", "We sell it", "[-Sell-][+We sell+] it"),
        ("30 days", "90 days", "[-30-][+90+] days"),
        ("Write to a@b.example.", "Write to c@b.example.", "Write to[- a@b.example-][+ c@b.example+]."),
        ("[Terms](https://one.example)", "[Terms](https://two.example)", "Terms"),
        ("我们收集姓名。", "我们不收集姓名。", "我们[+不+]收集姓名。"),
    ],
)
def test_a_difference_reads_like_this(before, after, expected):
    assert shown(before, after) == expected


def test_words_that_stayed_by_chance_in_a_rewritten_sentence_are_shown_as_rewritten():
    before = "Acme stores the records of every visitor forever."
    after = "Bolt deletes the diaries of each guest monthly."
    assert [piece.operation for piece in word_diff(before, after)] == ["removed", "added", "equal"]


def test_one_word_changed_in_a_long_sentence_leaves_the_rest_alone():
    before = "We keep what you upload for 30 days after you close your account, unless the law asks for more."
    assert shown(before, before.replace("30", "90")).count("[") == 2


def test_nothing_became_something():
    assert shown("", "New rule.") == "[+New rule.+]"
    assert shown("Old rule.", "") == "[-Old rule.-]"
    assert word_diff("", "") == ()
