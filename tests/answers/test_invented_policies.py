"""Does a platform train on what users put in? Read on platforms that do not exist, in many real turns of phrase."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from invented_platform import platform

from assets.answers.answering import answer
from assets.answers.catalogue import load_question

QUESTION = load_question("ai_training")
POLICIES = yaml.safe_load((Path(__file__).parent / "invented_policies.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("policy", POLICIES, ids=[policy["id"] for policy in POLICIES])
def test_an_invented_policy_is_read_as_a_careful_reader_would(policy: dict[str, Any]):
    documents = platform(
        policy["documents"], policy["id"], policy.get("missing", ()), policy.get("absent", ())
    )
    result = answer(QUESTION, documents)
    quotes = [evidence.quote for evidence in result.evidence]
    assert result.stance in policy["stance"], (result.explanation, quotes)
    for words in policy.get("quotes", ()):
        assert any(words in quote for quote in quotes), (words, quotes)
    for words in policy.get("never", ()):
        assert not any(words in quote for quote in quotes), (words, quotes)


@pytest.mark.parametrize("policy", POLICIES, ids=[policy["id"] for policy in POLICIES])
def test_every_quote_is_what_stands_at_its_offsets(policy: dict[str, Any]):
    for evidence in answer(QUESTION, platform(policy["documents"], "Quillwood")).evidence:
        markdown = policy["documents"][evidence.version_id.removeprefix("Quillwood/")]
        assert markdown[evidence.char_start : evidence.char_end] == evidence.quote
        assert evidence.quote.strip() == evidence.quote
        assert evidence.provision_id


def test_an_answer_says_which_rules_decided_and_what_was_read():
    result = answer(
        QUESTION,
        platform(
            {
                "Privacy Policy": "We use your drawings to train our models. You can opt out in your settings.",
                "Terms of Service": "Be nice.",
            }
        ),
    )
    assert result.stance == "yes_opt_out"
    assert "train-model" in result.explanation
    assert result.documents_searched == ("Quillwood/Privacy Policy", "Quillwood/Terms of Service")
    assert result.value["opt_out_mechanism"] == "You can opt out in your settings."
    assert {evidence.role for evidence in result.evidence} == {"rule", "opt_out"}
    assert 0.5 < result.confidence < 1


def test_tiers_that_differ_are_named_and_quoted():
    result = answer(
        QUESTION,
        platform(
            {
                "Privacy Policy": "We may use your chats to train our models. You can turn this off in your settings.",
                "Terms of Service": "Be nice.",
                "Commercial Terms": "Quillwood will not use Customer Content to train its models.",
            }
        ),
    )
    assert result.stance == "mixed_by_tier"
    assert result.value["tiers"] == {"consumer": "yes_opt_out", "business": "no"}
    scope = [evidence.quote for evidence in result.evidence if evidence.role == "scope"]
    assert scope == ["Quillwood will not use Customer Content to train its models."]


def test_a_contradiction_shows_both_sides():
    result = answer(
        QUESTION,
        platform(
            {
                "Privacy Policy": "We never use your recordings to train our models.",
                "Terms of Service": "You grant us the right to use your recordings to train our models.",
            }
        ),
    )
    assert result.stance == "conflicting"
    assert {evidence.role for evidence in result.evidence} == {"rule", "contradiction"}


def test_the_same_sentence_printed_twice_is_quoted_once():
    twice = "We use your chats to train our models.\n\nWe use your chats to train our models.\n"
    result = answer(QUESTION, platform({"Privacy Policy": twice, "Terms of Service": "Be nice."}))
    assert len(result.evidence) == 1


def test_an_answer_does_not_depend_on_the_order_of_the_documents():
    documents = {
        "Terms of Service": "You grant us a licence to use your content to train our models.",
        "Privacy Policy": "You can object to the use of your content for training our models.",
    }
    backwards = dict(reversed(documents.items()))
    assert answer(QUESTION, platform(documents)) == answer(QUESTION, platform(backwards))
