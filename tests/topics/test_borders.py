"""Where the borders of the topics run, as rules and exemplars together draw them on sentences of invented platforms."""

from __future__ import annotations

from functools import cache

import pytest

from assets.topics.choosing import TopicClassifier, load_classifier
from assets.topics.model import Provision


@cache
def classifier() -> TopicClassifier:
    """The classifier that ships."""
    return load_classifier(environment={})


def shown(text: str, **where: object) -> set[str]:
    """Topics shown without a question mark."""
    (labels,) = classifier().label_all([Provision(text, **where)])  # type: ignore[arg-type]
    return {label.topic_id for label in labels if label.band == "automatic"}


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("You may not use the output to train models that compete with Quillwood.", {"prohibited-ai-use", "acceptable-use"}),
        ("We use your conversations to train our models.", {"ai-training-on-user-data"}),
        ("We keep your account data for as long as your account is open.", {"retention"}),
        ("Our subscription renews automatically each month until you cancel it.", {"payment-auto-renewal"}),
        ("We do not sell your personal information.", {"sale-share-for-ads"}),
        ("You may ask us to correct or delete your personal data.", {"access-correct-delete"}),
        ("These terms are governed by the laws of Malta.", {"governing-law-venue"}),
    ],
)  # fmt: skip
def test_plain_statements_get_their_topics(text, topics):
    assert topics <= shown(text, terms_type="Privacy Policy")


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("You may not assign your rights under these terms to anybody.", "acceptable-use"),
        ("A court may modify an invalid term so that the agreement remains enforceable.", "policy-change-notice"),
        ("You confirm that you have not previously been suspended or removed from the service.", "termination-suspension-removal"),
        ("We will tell you of changes to the extent required by law.", "law-enforcement"),
        ("We use your feedback to improve the product, and pay nothing for it.", "ai-training-on-user-data"),
    ],
)  # fmt: skip
def test_what_only_sounds_like_a_topic_is_not_shown_as_one(text, topic):
    assert topic not in shown(text, terms_type="Terms of Service")


def test_regional_rights_need_a_privacy_document():
    text = "If you live in California, you have the right to know what we collect about you."
    assert "regional-rights" in shown(text, terms_type="Privacy Policy")
    assert "regional-rights" not in shown(text, terms_type="Terms of Service")


def test_a_list_item_is_read_with_its_stem():
    stem = "You agree not to:"
    assert "acceptable-use" in shown("resell or rent out the service;", stem=stem, kind="list_item")
    assert "acceptable-use" not in shown("resell or rent out the service;", kind="list_item")
