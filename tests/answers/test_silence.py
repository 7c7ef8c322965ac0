"""Silence is claimed only where every document that would have to speak was read."""

from __future__ import annotations

from dataclasses import replace

from invented_platform import platform

from assets.answers.answering import answer
from assets.answers.catalogue import load_question

QUESTION = load_question("ai_training")
QUIET = "The law of Malta governs these terms."


def test_silent_when_the_policy_and_the_terms_were_read_and_say_nothing():
    result = answer(
        QUESTION, platform({"Privacy Policy": "We collect your name.", "Terms of Service": QUIET})
    )
    assert result.stance == "silent"
    assert result.evidence == ()


def test_not_captured_when_the_privacy_policy_could_not_be_read():
    result = answer(QUESTION, platform({"Terms of Service": QUIET}, missing=["Privacy Policy"]))
    assert result.stance == "not_captured"
    assert "Privacy Policy" in result.headline


def test_not_captured_when_a_relevant_document_was_never_declared():
    assert answer(QUESTION, platform({"Terms of Service": QUIET})).stance == "not_captured"


def test_silent_when_the_other_document_is_stated_not_to_exist():
    result = answer(QUESTION, platform({"Terms of Service": QUIET}, absent=["Privacy Policy"]))
    assert result.stance == "silent"


def test_a_missing_document_that_could_not_answer_does_not_hide_silence():
    documents = {"Privacy Policy": "We collect your name.", "Terms of Service": QUIET}
    assert answer(QUESTION, platform(documents, missing=["Brand Guidelines"])).stance == "silent"
    assert answer(QUESTION, platform(documents, missing=["Commercial Terms"])).stance == "not_captured"


def test_what_was_found_is_answered_though_a_document_is_missing():
    result = answer(
        QUESTION,
        platform({"Terms of Service": "We use your chats to train our models."}, missing=["Privacy Policy"]),
    )
    assert result.stance == "yes_default"


def test_a_platform_without_any_document_is_not_captured():
    result = answer(QUESTION, platform({}))
    assert result.stance == "not_captured"
    assert result.documents_searched == ()


def test_documents_about_marks_or_bugs_do_not_answer():
    documents = {
        "Privacy Policy": "We collect your name.",
        "Terms of Service": QUIET,
        "Vulnerability Disclosure Policy": "We use your reports to train our models.",
    }
    assert answer(QUESTION, platform(documents)).stance == "silent"


def test_a_passage_that_cannot_be_read_makes_the_answer_unsure_and_is_not_quoted():
    documents = {"Privacy Policy": "Model training and your content.", "Terms of Service": QUIET}
    result = answer(QUESTION, platform(documents))
    assert result.stance == "unsure"
    assert "Privacy Policy" in result.headline
    assert result.evidence == ()


def test_a_ban_on_users_does_not_make_the_answer_unsure():
    documents = {
        "Privacy Policy": "We collect your name.",
        "Terms of Service": "You may not use our content to train models.",
    }
    assert answer(QUESTION, platform(documents)).stance == "silent"


def test_a_document_in_a_language_the_rules_do_not_cover_proves_no_silence():
    documents = {"Privacy Policy": "Raccogliamo il vostro nome.", "Terms of Service": QUIET}
    result = answer(QUESTION, replace(platform(documents), languages={"Privacy Policy": "it"}))
    assert result.stance == "unsure"
    assert "Privacy Policy in it" in result.headline


def test_what_is_found_is_answered_though_another_document_is_in_a_language_not_covered():
    documents = {
        "Privacy Policy": "Raccogliamo il nome.",
        "Terms of Service": "We train our models on your chats.",
    }
    result = answer(QUESTION, replace(platform(documents), languages={"Privacy Policy": "it"}))
    assert result.stance == "yes_default"


def test_silence_in_a_covered_language_is_silence():
    documents = {"Privacy Policy": "Wir erheben Ihren Namen.", "Terms of Service": "Es gilt deutsches Recht."}
    result = answer(QUESTION, replace(platform(documents), languages=dict.fromkeys(documents, "de")))
    assert result.stance == "silent"
