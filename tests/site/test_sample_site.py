"""The site of the sample, as the first run leaves it: whole, marked as invented, and saying what the terminal says."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

from assets.home import Home
from assets.site.addresses import file_of, page_of
from assets.warehouse import read_frame


@pytest.fixture(scope="module")
def site(sample_home: Home) -> Path:
    return (sample_home.published / "site").resolve()


def text_of(site: Path, address: str) -> str:
    page = html.document_fromstring((site / file_of(address)).read_bytes().decode())
    return " ".join(page.text_content().split())


def test_every_page_says_that_the_platforms_are_invented_and_every_link_leads_somewhere(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 500
    for file in pages:
        page = html.document_fromstring(file.read_bytes().decode())
        assert page.xpath("//p[@class='banner'][contains(., 'Invented platforms')]"), file
        for link in page.xpath("//@href"):
            parts = urlsplit(link)
            if not parts.scheme and parts.path:
                assert (file.parent / unquote(parts.path)).is_file(), (file, link)


def test_whatever_was_published_has_its_page(site: Path, sample_home: Home) -> None:
    for kind, query in {
        "platform": "SELECT platform_id FROM platforms",
        "document": "SELECT document_id FROM documents WHERE coverage = 'captured'",
        "version": "SELECT version_id FROM versions",
        "provision": "SELECT provision_id FROM provision_history WHERE kind <> 'heading'",
        "question": "SELECT question_id FROM questions",
        "topic": "SELECT topic_id FROM topics",
        "month": "SELECT DISTINCT strftime(changed_before, '%Y-%m') FROM changes",
        "regulation": "SELECT regulation_id FROM ledger.regulations",
    }.items():
        ids = read_frame(sample_home, query).to_series().to_list()
        missing = [one for one in ids if not (site / file_of(page_of(kind, one))).is_file()]  # type: ignore[arg-type]
        assert ids and missing == [], kind


def test_where_no_claims_were_brought_in_there_is_no_page_of_claims_and_nothing_leads_there(
    site: Path,
) -> None:
    home = html.document_fromstring((site / "index.html").read_bytes().decode())
    assert not (site / "claims").exists()
    assert [one for one in home.xpath("//@href") if "claims" in one] == []


def test_what_changed_lately_names_the_day_of_the_newest_look(site: Path, sample_home: Home) -> None:
    day = read_frame(sample_home, "SELECT max(observed_at)::DATE FROM observations").item()
    home = html.document_fromstring((site / "index.html").read_bytes().decode())
    assert f"as of {day}" in home.xpath("//h2[@id='changes']")[0].text_content()
    assert f"three months before {day}" in home.text_content()
    changes = html.document_fromstring((site / "changes" / "index.html").read_bytes().decode())
    assert f"newest look was on {day}" in changes.text_content()


def test_a_question_shows_who_says_what_and_who_is_silent(site: Path, sample_home: Home) -> None:
    told = text_of(site, page_of("question", "ai_training"))
    for row in read_frame(sample_home, "FROM answers WHERE question_id = 'ai_training'").to_dicts():
        assert row["platform"] in told and row["stance_label"] in told
    assert "We may use your conversations to train our language models" in told
    assert "Who turned" in told and "The same in figures" in told


def test_a_platform_dates_its_stances_and_what_turned_later_than_they_did(site: Path) -> None:
    page = html.document_fromstring((site / file_of(page_of("platform", "murmelot"))).read_bytes().decode())
    [row] = page.xpath(
        "//table[contains(@class, 'answers')]//tr[.//a[contains(@href, 'policy_change_notice')]]"
    )
    told = " ".join(row.text_content().split())
    assert row.xpath("string(td[@data-label='This stance since'])") == "2025-01-14"
    assert "notice days: 14 (since 2026-07-07)" in told
    # what is as old as its stance is not dated twice
    assert "channels:" not in told


def test_a_version_shows_the_words_that_came_and_went(site: Path, sample_home: Home) -> None:
    step = read_frame(
        sample_home,
        "SELECT version_id, reason FROM provision_changes WHERE operation = 'modified' AND after LIKE '%three months.%'",
    ).to_dicts()[0]
    page = html.document_fromstring(
        (site / file_of(page_of("version", step["version_id"]))).read_bytes().decode()
    )
    assert any("two weeks or a month" in one.text_content() for one in page.xpath("//del"))
    assert any("a month or three months" in one.text_content() for one in page.xpath("//ins"))
    assert step["reason"] in text_of(site, page_of("version", step["version_id"]))


def test_a_clause_has_all_that_its_page_in_the_terminal_has(site: Path, sample_home: Home) -> None:
    row = read_frame(
        sample_home,
        "SELECT * FROM provision_pages WHERE len(left_open) > 1 AND why_it_matters IS NOT NULL AND len(specified) > 0 "
        "AND provision_id IN (SELECT provision_id FROM comparable_provisions) "
        "AND provision_id IN (SELECT provision_id FROM provision_regulations) ORDER BY provision_id LIMIT 1",
    ).to_dicts()[0]
    told = text_of(site, page_of("provision", row["provision_id"]))
    for part in (
        *(row["why_it_matters"], row["exposure_reason"], *row["left_open"], *row["questions_to_ask"]),
        *(
            "Comparable clauses of other platforms",
            "History",
            "Law it may touch",
            "read in a copy of the law, 2",
        ),
        *("BibTeX", "CSL-JSON", "Apache-2.0", f"{row['provision_id']}@{row['version_id']}"),
    ):
        assert " ".join(part.split()) in told, part


def test_silence_and_what_was_not_captured_are_said_in_words(site: Path) -> None:
    told = text_of(site, page_of("coverage"))
    assert "known not to exist" in told and "looks in vain" in told
    assert "which is not low" in text_of(
        site, page_of("provision", next((site / "provisions").iterdir()).name)
    )
    assert "Every document that would have to say it was read, and none says." in text_of(
        site, page_of("method")
    )
