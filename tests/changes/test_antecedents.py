"""A sentence that is quoted alone says what its "it" stands for: the sentence before it, else the heading above."""

import pytest

from assets.changes.antecedents import beside
from assets.changes.assessing import assess
from assets.changes.model import Wording
from assets.changes.summary_details import statement_of

BEFORE = "Entries from linked logbooks are used only to plan your routes."


@pytest.mark.parametrize(
    "sentence",
    [
        "We do not use it to train our models.",
        "We never sell such data.",
        "We will not lend them to anybody.",
    ],
)
def test_what_it_stands_for_is_the_sentence_before_or_the_heading(sentence):
    after = Wording(f"{BEFORE} {sentence}", "paragraph", ("Privacy Policy", "Linked logbooks"))
    assert beside(after, sentence).startswith(", after “Entries from linked logbooks")
    alone = Wording(sentence, "paragraph", ("Privacy Policy", "Linked logbooks"))
    assert beside(alone, sentence) == ", under “Linked logbooks”"


@pytest.mark.parametrize(
    "sentence",
    [
        "We do not sell your letters.",
        "Your letters are yours and we do not sell them.",
        "You represent it is lawful.",
        "We do not promise that letters arrive.",
    ],
)
def test_a_sentence_that_says_what_it_is_about_needs_nothing_beside_it(sentence):
    assert beside(Wording(f"{BEFORE} {sentence}", "paragraph", ("Terms", "Letters")), sentence) == ""


def test_a_promise_about_it_is_told_with_what_it_is_about():
    one = Wording(f"{BEFORE} We do not use it to train our models.")
    told = statement_of(assess(None, one, "added"), one)
    assert told.startswith(
        "a promise: “We do not use it to train our models”, after “Entries from linked logbooks"
    )
