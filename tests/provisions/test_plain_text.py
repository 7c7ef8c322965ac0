"""Wordings are compared as a reader sees them: markup, numbering and typography make no difference."""

import pytest
from hypothesis import given, settings
from markdown_strategies import hostile_markdown

from assets.provisions import normalised, plain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("See [our policy](https://example.org/a).", "See [our policy](https://example.net/b_(c)?d=1)."),
        ("We **may** _share_ data.", "We may share data."),
        ("We may\n    share\u00a0data.", "We may share data."),
        ("We\u200b may sha\u00adre data.\ufeff", "We may share data."),
        ("3\\. Your rights", "4. Your rights"),
        ("(a) sell it", "(b) sell it"),
        ("Article 3 (Application)", "Article 4 (Application)"),
        ("2.1 Fees and taxes", "2.2 Fees and taxes"),
        ("M.10. Force majeure", "N.1. Force majeure"),
        ("Section 4: Fees", "Section 5: Fees"),
        ("第三条 付款", "第四条 付款"),
        ("“Fees” – the user’s", '"Fees" - the user\'s'),
        ("Rights[](#h_1)", "Rights"),
        ("![Logo](/a.png) Acme", "Acme"),
        ("AT&amp;T &lt;b&gt;", "AT&T \\<b>"),
        ("Acme<br>Ltd", "Acme Ltd"),
        ("a <!-- hidden --> b", "a b"),
        ("as\n> quoted", "as quoted"),
        ("snake\\_case and 2 \\* 3", "snake_case and 2 * 3"),
        ("<https://example.org>", "https://example.org"),
    ],
)
def test_these_are_the_same_wording(one, other):
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We may share data.", "We may not share data."),
        ("We share Data.", "We share data."),
        ("We keep it for 30 days.", "We keep it for 60 days."),
        ("13 years old", "16 years old"),
        ("See [our policy](x)", "See [their policy](x)"),
        ("Section 3 survives the end.", "Section 4 survives the end."),
        ("Article 6 (1) GDPR", "Article 9 (1) GDPR"),
        ("2.1 million users", "3.1 million users"),
        ("4.99 EUR a month", "9.99 EUR a month"),
        ("1. Mai 2031", "2. Mai 2031"),
        ("Pay 2.5 dollars", "Pay 3.5 dollars"),
        ("user_id", "userid"),
    ],
)
def test_these_are_different_wordings(one, other):
    assert normalised(one) != normalised(other)


@pytest.mark.parametrize(
    "text", ["U.S. residents", "13 years old", "A person", "(s)he pays", "No. 5", "I agree", "i.e. this"]
)
def test_words_that_look_like_numbering_stay(text):
    assert normalised(text) == text


def test_plain_text_keeps_numbering_and_typography():
    assert plain("3\\. **Your “[rights](#r)”**") == "3. Your “rights”"


@pytest.mark.parametrize(
    ("markdown", "seen"),
    [
        ("_pk_id, __ab_cd and _user_id", "_pk_id, __ab_cd and _user_id"),
        ("snake__case and snake_case", "snake__case and snake_case"),
        ("\\_\\_ab\\_cd | \\_qz", "__ab_cd | _qz"),
        ("Your name: ____ .", "Your name: ____ ."),
        ("_never_, __never__ and _user_id_", "never, never and user_id"),
        ("_We sell nothing. (See the list_ .)", "We sell nothing. (See the list .)"),
    ],
)
def test_underscores_of_names_stay_and_those_that_emphasise_go(markdown, seen):
    assert plain(markdown) == seen


@settings(max_examples=300, deadline=None)
@given(hostile_markdown)
def test_any_text_has_a_plain_form_without_double_space_or_ends(markdown):
    for form in (plain(markdown), normalised(markdown)):
        assert form == " ".join(form.split())
