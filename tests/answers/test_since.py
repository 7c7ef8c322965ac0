"""Since when a platform says what is quoted: the first day its present wording was seen, not the newest version's."""

from __future__ import annotations

from assets.answers.seen import ONE_ROUND
from assets.home import Home
from assets.warehouse import read_frame


def test_an_answer_dates_from_when_its_words_were_first_seen_not_from_the_newest_version(sample_home: Home):
    rows = read_frame(
        sample_home,
        """
        SELECT a.platform_id, a.valid_from, p.wording_since, v.first_seen
        FROM answers AS a
        JOIN answer_evidence AS e ON a.answer_id = e.answer_id AND e.evidence_no = 1
        JOIN provisions AS p ON e.provision_id = p.provision_id AND e.version_id = p.version_id
        JOIN current_versions AS v ON e.version_id = v.version_id
        """,
    ).rows()
    assert rows
    # other words that carry it may be younger than those quoted first
    assert all(wording <= since <= version + ONE_ROUND for _, since, wording, version in rows)
    assert any(since < version for _, since, _, version in rows)


def test_a_promise_that_stayed_while_the_document_changed_keeps_its_first_day(sample_home: Home):
    [(since,)] = read_frame(
        sample_home,
        "SELECT strftime(valid_from, '%Y-%m-%d') FROM answers WHERE platform_id = 'chengyan' AND question_id = 'ai_training'",
    ).rows()
    assert since == "2025-01-14"
