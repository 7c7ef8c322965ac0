"""What does an answer quote? Enough for a reader to see the stance in the words, and nothing that does not carry it."""

from __future__ import annotations

from collections.abc import Mapping

from invented_platform import platform

from assets.answers.answering import answer
from assets.answers.catalogue import load_question
from assets.answers.model import Answer


def asked(question_id: str, documents: Mapping[str, str]) -> Answer:
    return answer(load_question(question_id), platform(documents))


def quotes(given: Answer) -> list[str]:
    return [one.quote for one in given.evidence]


def test_a_sentence_is_quoted_with_the_one_it_refers_to():
    duty, right = (
        "We need not review or edit any content.",
        "But we have the right to do so to enforce these rules.",
    )
    given = asked(
        "human_review_of_conversations", {"Terms of Service": f"# Rules\n\nBe kind. {duty} {right}\n"}
    )
    assert quotes(given) == [f"{duty} {right}"]


def test_a_quote_with_what_it_refers_to_stands_in_the_text_character_for_character():
    text = "# Rules\n\nWe need not **review** any content. However, we have the right to do so for safety.\n"
    (one,) = asked("human_review_of_conversations", {"Terms of Service": text}).evidence
    assert text[one.char_start : one.char_end] == one.quote


def test_what_a_sentence_refers_to_is_not_quoted_from_another_clause():
    given = asked(
        "human_review_of_conversations",
        {
            "Terms of Service": "# Rules\n\nWe need not review any content.\n\nWe have the right to do so for safety.\n"
        },
    )
    assert quotes(given) == ["We have the right to do so for safety."]


def test_of_a_table_the_whole_row_is_quoted_once():
    given = asked(
        "retention_period",
        {"Privacy Policy": "# Retention\n\n| Data | How long |\n| --- | --- |\n| Letters | 36 months |\n"},
    )
    assert quotes(given) == ["Letters | 36 months"]


def test_a_sentence_comes_before_the_title_of_its_list_item():
    given = asked(
        "law_enforcement_disclosure",
        {
            "Privacy Policy": "# Sharing\n\nWe may disclose personal data in these cases:\n\n"
            "- **Requests of authorities and protection of our rights**. We share personal data with the police where "
            "we believe this is necessary to prevent harm to any person.\n"
        },
    )
    assert quotes(given)[0].startswith("We share personal data with the police")


def test_a_cap_for_firms_in_an_edition_for_a_region_is_about_firms():
    given = asked(
        "liability_cap",
        {
            "Terms of Service": "# Terms for Europe\n\nIf you live in the European Economic Area, these terms apply to you.\n\n"
            "## Business use of the service\n\nOur total liability will not exceed one hundred dollars ($100).\n"
        },
    )
    assert (given.stance, given.scope) == ("cap_with_amount", "business")


def test_courts_for_firms_are_not_shown_beside_the_law_for_consumers():
    given = asked(
        "governing_law",
        {
            "Terms of Service": "# Disputes\n\nThe law of the country where you live governs these terms.\n\n"
            "## For enterprise users\n\nAll claims will be brought in the courts of Rivertown, Ohio.\n"
        },
    )
    assert (given.stance, given.value["venue"]) == ("depends_on_residence", None)
