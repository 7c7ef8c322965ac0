"""A draft from an article: what it claims of a practice, with what of ours may check it, and nothing decided."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.answers.answering import Asker
from assets.answers.catalogue import load_question
from assets.answers.claiming.article import Article, read_article, sentences_of
from assets.answers.claiming.claim_file import read_claims
from assets.answers.claiming.drafting import QUOTED_WORDS, draft
from assets.answers.claiming.proposing import Proposal, most_named, proposals
from assets.topics.annotated_yaml import CatalogueError

QUESTIONS = [
    load_question(name) for name in ("encryption_stated", "staff_access_limited", "anonymisation_stated")
]
BY_ID = {question.question_id: question for question in QUESTIONS}
PAGE = """<!doctype html><html><head><title>Is Lumora fit for letters?</title>
<meta property="og:site_name" content="The Daily Otter"><meta property="article:published_time" content="2025-03-04">
</head><body><nav><a href="/">Home</a> <a href="/otters">Otters</a></nav><article><h1>Is Lumora fit for letters?</h1>
<p>We tried Lumora for a month and wrote forty letters with it, of which thirty-nine arrived where they should have.</p>
<h2>Security</h2><ul><li>Encryption: Lumora encrypts data in transit and at rest, which is what one should expect today.</li></ul>
<p>Access to user data is limited to authorized personnel only. Be mindful of what you write. Is that enough?
The stamps are blue. Where possible, the platform anonymizes user data before it is analysed by its statisticians.</p>
</article><footer>Copyright The Daily Otter</footer></body></html>"""


def found_in(text: str, platform: str = "Lumora") -> list[Proposal]:
    return proposals(sentences_of(text), platform, Asker(QUESTIONS))


def drafted(found: list[Proposal], article: Article | None = None) -> str:
    return draft(
        article or Article("", "A title", "The Daily Otter", "2025-03-04"), found, BY_ID,
        platform="Lumora", url="https://otter.example/lumora", read_on=date(2026, 2, 1),
    )  # fmt: skip


def test_the_article_is_read_without_the_page_around_it_with_title_publisher_and_date():
    article = read_article(PAGE.encode(), "text/html; charset=utf-8")
    assert "forty letters" in article.text and "Copyright" not in article.text
    assert (article.title, article.publisher, article.date) == (
        "Is Lumora fit for letters?", "The Daily Otter", "2025-03-04",
    )  # fmt: skip


def test_plain_text_is_an_article_as_it_is():
    assert read_article(b"Lumora encrypts data.").text == "Lumora encrypts data."


def test_what_is_claimed_of_a_practice_is_proposed_with_the_question_that_may_check_it():
    found = found_in(read_article(PAGE.encode()).text)
    assert [one.questions[0] for one in found] == [
        "encryption_stated", "staff_access_limited", "anonymisation_stated",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        "Avoid sharing data that the platform encrypts in transit and at rest.",
        "Does Lumora encrypt data in transit and at rest?",
        "Lumora was founded by three otters.",
        "Encryption",
    ],
)
def test_advice_questions_and_other_matters_are_not_proposed(sentence: str):
    assert found_in(sentence) == []


def test_topics_are_suggested_where_no_question_is():
    [one] = proposals(
        ["Lumora shares letters with otters."],
        "Lumora",
        Asker(QUESTIONS),
        lambda _: [["other", "third-party-sharing"]],
    )
    assert (one.questions, one.topics) == ((), ("third-party-sharing",))


def test_a_draft_is_refused_until_a_person_has_finished_it(tmp_path: Path):
    file = tmp_path / "otter-on-lumora.yaml"
    file.write_text(drafted(found_in("Lumora encrypts data in transit and at rest.")), encoding="utf-8")
    with pytest.raises(CatalogueError, match="expected text, found nothing"):
        read_claims(file, QUESTIONS, ())
    finished = file.read_text("utf-8").replace('text: ""', 'text: "It encrypts data."')
    file.write_text(finished, encoding="utf-8")
    with pytest.raises(CatalogueError, match="expected every stance of encryption_stated under one of"):
        read_claims(file, QUESTIONS, ())
    finished = finished.replace("supported: []", "supported: [in_transit_and_at_rest]").replace(
        "partly: []", "partly: [partly]"
    )
    file.write_text(finished, encoding="utf-8")
    [claim] = read_claims(file, QUESTIONS, ())
    assert (claim.text, claim.platform, claim.source.url) == (
        "It encrypts data.", "Lumora", "https://otter.example/lumora",
    )  # fmt: skip


def test_a_draft_quotes_only_the_beginning_of_a_sentence_and_says_whose_words_they_are():
    long = "Lumora encrypts data in transit and at rest " + "and so on " * 30
    text = drafted([Proposal(long, ("encryption_stated",), ())])
    [line] = [one for one in text.splitlines() if "third-party text" in one]
    assert len(line.partition("“")[2].split()) == QUOTED_WORDS + 1


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=200), st.text(max_size=60))
def test_whatever_an_article_says_its_draft_is_yaml_with_one_claim(sentence: str, title: str):
    article = Article("", title.strip(), "", "")
    text = drafted(
        [Proposal(sentence, ("encryption_stated",), ()), Proposal(sentence, (), ("retention",))], article
    )
    read = yaml.safe_load(text)
    assert [one["id"] for one in read["claims"]] == ["encryption-stated", "retention"]
    assert read["claims"][0]["text"] == ""


def test_the_platform_an_article_is_about_is_the_one_it_names_most():
    assert most_named("Otter and Lumora; Lumora Pro.", ["Otter", "Lumora"]) == "Lumora"
    assert most_named("Nobody.", ["Otter", "Lumora"]) == ""
