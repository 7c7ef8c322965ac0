"""A fragment is about what the heading above it names; a sentence needs words of its own."""

from __future__ import annotations

import pytest

from assets.topics.headings import HeadingRule
from assets.topics.model import TopicLabel
from assets.topics.taxonomy import load_taxonomy

TAXONOMY = load_taxonomy()
HEADING_RULES = [topic.under for topic in TAXONOMY.topics if topic.under]


def under(*headings: str, text: str, kind: str = "list_item") -> dict[str, TopicLabel]:
    """Labels of a block under headings, by topic."""
    return {label.topic_id: label for label in TAXONOMY.label(text, heading_path=headings, kind=kind)}


@pytest.mark.parametrize("rule", HEADING_RULES, ids=[rule.rule_id for rule in HEADING_RULES])
def test_a_heading_rule_matches_its_examples_and_not_its_counterexamples(rule: HeadingRule):
    assert [heading for heading in rule.headings if not rule.names(heading)] == []
    assert [heading for heading in rule.counterheadings if rule.names(heading)] == []
    assert [text for text in rule.examples if not rule.words(text)] == []
    assert [text for text in rule.counterexamples if rule.words(text)] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Crash reports: 90 days.", "list_item"),
        ("**Letters:** one year. The rest is thrown away as letters would be.", "paragraph"),
        ("Your account: until you close it.", "list_item"),
        ("Backups | 35 days", "table_row"),
        ("Account data | as long as the account exists, and two years after", "table_row"),
        ("server logs for 14 days", "list_item"),
    ],
)
def test_an_entry_under_a_heading_on_retention_is_about_retention(text: str, kind: str):
    assert under("Quillwood Privacy", "9. How long we keep it", text=text, kind=kind)["retention"]


def test_a_heading_above_the_nearest_counts_where_the_nearest_names_no_topic():
    assert "retention" in under("Retention", "Free plan", text="Pictures: 30 days")


def test_a_label_that_comes_from_a_heading_says_so_and_is_less_sure_than_a_plain_statement():
    label = under("Retention", text="Crash reports: 90 days.")["retention"]
    assert label.explanation.startswith("under the heading “Retention”, retention/under-heading: ")
    assert "90 days" in label.explanation
    plain = under("Retention", text="We keep crash reports for 90 days.")["retention"]
    assert label.confidence < plain.confidence
    assert label.band == "automatic"


@pytest.mark.parametrize(
    ("heading", "text", "kind"),
    [
        ("Retention", "We are open on 90 days of the year.", "list_item"),
        ("Retention", "Note: we ring a bell for 30 days.", "list_item"),
        ("Retention", "The swimming pool is closed for two weeks.", "paragraph"),
        ("Retention", "Telephone: 0123 456", "list_item"),
        ("Retention", "Blue: until the sea is calm. " + "The sea is seldom calm. " * 20, "list_item"),
        ("Delivery", "Parcels: 3 days", "list_item"),
        ("Security and retention", "Patches: 3 days", "list_item"),
    ],
)
def test_sentences_and_entries_under_other_headings_inherit_nothing(heading: str, text: str, kind: str):
    assert "retention" not in under("Quillwood Privacy", heading, text=text, kind=kind)


def test_an_entry_that_says_something_on_another_topic_is_about_that_alone():
    found = under("Retention", text="Cookies: 13 months")
    assert set(found) == {"cookies-tracking"}


def test_a_heading_inherits_nothing_from_the_heading_above_it():
    assert under("Retention", text="Logs: 3 days", kind="heading") == {}
