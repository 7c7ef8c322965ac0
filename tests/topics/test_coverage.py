"""Silence on a topic is claimed only where every document was read in a language the rules cover for it."""

from __future__ import annotations

from assets.home import Home
from assets.topics.taxonomy import load_taxonomy
from assets.warehouse import read_frame

LANGUAGES = {topic.topic_id: topic.languages for topic in load_taxonomy().topics}


def test_no_platform_is_silent_in_a_language_that_is_not_covered(sample_home: Home):
    silent = read_frame(
        sample_home,
        "SELECT c.topic_id, v.language FROM platform_topic_coverage AS c "
        "JOIN current_versions AS v USING (platform_id) WHERE c.coverage = 'none_found'",
    )
    assert silent.height > 0
    assert [row for row in silent.rows() if row[1] not in LANGUAGES[row[0]]] == []


def test_what_is_unsure_names_the_documents_and_their_language(sample_home: Home):
    rows = read_frame(
        sample_home, "SELECT platform_id, reason FROM platform_topic_coverage WHERE coverage = 'unsure'"
    ).rows()
    assert {platform for platform, _ in rows} == {"chengyan", "wolkenspind"}
    assert all("language not covered: " in reason for _, reason in rows)
    assert any("Privacy Policy (de)" in reason for _, reason in rows)


def test_a_period_stated_in_german_or_chinese_is_no_silence_on_retention(sample_home: Home):
    rows = read_frame(
        sample_home,
        "SELECT platform_id, coverage, reason FROM platform_topic_coverage WHERE topic_id = 'retention'",
    ).rows()
    assert set(rows) >= {("wolkenspind", "stated", None), ("chengyan", "stated", None)}
