"""Sentences are exact spans of a block, so that a quote is whole and stands in the document as it is."""

import pytest
from hypothesis import given, settings
from markdown_strategies import hostile_markdown

from assets.provisions import sentences


def cut(text):
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "We use data, e.g. names, i.e. what you typed, etc. and more.",
        "Acme Inc. and Bolt Ltd. share it.",
        "Laws of the U.S. and the U.K. apply.",
        "Contact Dr. Roe at 12 St. John Street.",
        "See Section 1.2. for more.",
        "Under Art. 6 Abs. 1 lit. b DSGVO, d.h. zur Vertragserfüllung, verarbeiten wir z.B. Namen.",
        "Die Regeln gelten ab dem 5. Mai 2031 und nicht früher.",
        "Nous traitons vos données, p.ex. votre nom, cf. art. 6.",
        "Read [our policy. It is short.](https://example.org/a.b.C) today.",
        "Visit https://example.org/Terms.Of.Use now.",
        "Version 2.0 costs $3.50.",
        "3. Your rights are listed here.",
        "(a) Sell it.",
        "**1.2. Fees** are due.",
        "Pay by 5 p.m. on the day.",
    ],
)
def test_this_is_one_sentence(sentence):
    assert cut(sentence) == [sentence]


@pytest.mark.parametrize(
    "parts",
    [
        ["We share data.", "You may opt out!", "May you?", "Yes."],
        ["**Account Security.**", "You keep your password."],
        ["We call this “fun.”", "It is."],
        ["It is run by Acme Inc.", "We are in the U.S.", "You agree."],
        ["See Section 5.", "You may appeal."],
        ["Read [our policy.](https://example.org/x)", "It is short."],
        ["Go to https://example.org/terms.", "Then agree."],
        ["Wir speichern Daten.", "Sie können widersprechen."],
        ["Nous gardons vos données.", "Vous pouvez refuser."],
    ],
)
def test_these_are_several(parts):
    assert cut(" ".join(parts)) == parts


def test_chinese_sentences_need_no_space():
    assert cut("我们收集信息。您可以拒绝！“为什么？”请联系我们。") == [
        "我们收集信息。",
        "您可以拒绝！",
        "“为什么？”",
        "请联系我们。",
    ]


def test_cells_of_a_table_row_and_broken_lines_are_apart():
    assert cut("Billing data | Contract<br>Consent") == ["Billing data", "Contract", "Consent"]
    assert cut("Acme Ltd  \nHarbour Street  \nand so on") == ["Acme Ltd", "Harbour Street  \nand so on"]


@settings(max_examples=300, deadline=None)
@given(hostile_markdown)
def test_spans_are_in_order_apart_and_leave_out_no_word(text):
    at = 0
    for start, end in sentences(text):
        assert at <= start < end <= len(text)
        assert not any(c.isalnum() for c in text[at:start].replace("<br>", "").replace("<br/>", ""))
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not any(c.isalnum() for c in text[at:].replace("<br>", "").replace("<br/>", ""))


def test_a_german_ordinal_does_not_end_a_sentence():
    text = (
        "Sie müssen das 18. Lebensjahr vollendet haben. Die Kündigung gilt zum 15. Werktag. Es gibt 3 Tarife."
    )
    assert [text[start:end] for start, end in sentences(text)] == [
        "Sie müssen das 18. Lebensjahr vollendet haben.",
        "Die Kündigung gilt zum 15. Werktag.",
        "Es gibt 3 Tarife.",
    ]
