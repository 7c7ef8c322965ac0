"""An explanation gives what was taken, what was not and why, and what would turn the answer."""

from __future__ import annotations

from invented_platform import platform

from assets.answers.catalogue import load_question
from assets.answers.explaining import explain

POLICY = """# Retention

We keep your chats for 30 days and then delete them.

You must keep your own copies for two years.

# Training

You may not use what the service gives you to train models.
"""


def test_what_was_taken_says_for_what_and_what_was_not_says_why():
    told = explain(load_question("retention_period"), platform({"Privacy Policy": POLICY}))
    assert told.answer.stance == "explicit_period"
    assert told.answer.evidence[0].quote in {one.quote for one in told.taken}
    assert all(one.quote not in {other.quote for other in told.taken} for one in told.rejected)
    assert told.read == (("Privacy Policy", "Quillwood/Privacy Policy", 3),)
    assert "explicit_period" in told.rule
    assert any(line.startswith("criteria_only if ") for line in told.would_turn)


def test_a_ban_on_users_is_met_not_taken_and_the_reason_is_that_the_user_acts():
    documents = platform({"Privacy Policy": POLICY, "Terms of Service": "# Terms\n\nBe kind.\n"})
    told = explain(load_question("ai_training"), documents)
    assert told.answer.stance == "silent"
    [rejected] = [one for one in told.rejected if "train models" in one.quote]
    assert rejected.why == "the one who acts is the user, not the platform"


def test_a_document_that_is_not_read_for_a_question_is_shown_as_such():
    told = explain(
        load_question("retention_period"), platform({"Brand Guidelines": POLICY}, missing=["Privacy Policy"])
    )
    assert told.read == (("Brand Guidelines", "Quillwood/Brand Guidelines", 0),)
    assert told.missing == ("Privacy Policy",)
    assert told.answer.stance == "not_captured"


def test_what_a_sentence_was_taken_for_says_no_only_where_the_sentence_does():
    policy = """# Advertising

We share your personal data with advertising partners.

We do not use your personal data for targeted advertising.
"""
    told = explain(load_question("personal_data_sale_ads"), platform({"Privacy Policy": policy}))
    for one in told.taken:
        says_no = ": not: " in one.why or " not " in one.why
        assert says_no == ("do not" in one.quote), one.why
    assert {"do not" in one.quote for one in told.taken} == {True, False}
