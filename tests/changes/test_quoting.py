"""What a summary quotes: whole sentences where they are short, else cut where a clause ends, and marked as cut."""

import pytest

from assets.changes.quoting import first_sentence, from_words, quoted_from, shortened


def test_a_short_text_is_quoted_whole_without_its_last_sign():
    assert shortened("We never sell letters.") == "We never sell letters"


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("We never sell letters, except where a court tells us to do it.", "We never sell letters …"),
        ("We never sell the letters unless a court tells us to do it.", "We never sell the letters …"),
        ("Letters of more than 150 or even 150,000 words are read.", "Letters of more than 150 …"),
        ("Kleinbuchstabenwortungetüme verunsichern Zustellerinnen", "Kleinbuchstabenwortungetüme …"),
        ("We read the letters (those that are open) and all of the cards.", "We read the letters …"),
    ],
)
def test_a_long_text_is_cut_at_a_clause_else_a_phrase_else_a_word_and_marked(text, cut):
    assert shortened(text, 34) == cut


def test_no_bracket_or_quotation_mark_is_left_open():
    assert shortened(
        "The carriers and couriers (our “Couriers”, who bring letters to you) read them.", 45
    ) == ("The carriers and couriers …")


def test_a_bracket_that_was_opened_before_ends_the_quotation_and_a_number_does_not():
    assert shortened("you may withdraw it at any time) and so on") == "you may withdraw it at any time"
    assert shortened("iv) you may withdraw it") == "iv) you may withdraw it"


def test_a_statement_is_quoted_with_its_sentence():
    text = "We are Acme. If you are away, we will keep your letters. We like post."
    assert quoted_from(text, "we will keep") == "If you are away, we will keep your letters"


def test_a_statement_late_in_a_long_sentence_is_quoted_from_its_clause_on_and_marked():
    text = "Where a letter that was sent to you by somebody we do not know arrives, then after a week we may open it."
    assert quoted_from(text, "we may open it", 60) == "… then after a week we may open it"


def test_words_that_bound_a_rule_are_quoted_to_the_end_of_their_clause():
    text = "We keep letters unless you fetch them yourself, which you may do on Mondays. Bye."
    assert from_words(text, "unless you", 40) == "unless you fetch them yourself …"
    assert from_words("Letters (except for parcels) are kept.", "except for", 40) == "except for parcels"


def test_the_first_sentence_that_says_something_is_quoted():
    assert first_sentence("4.1 Letters. We keep them in a box.") == "We keep them in a box"
