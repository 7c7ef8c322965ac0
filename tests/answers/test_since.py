"""Since when a platform says what is quoted: the first day its present wording was seen, not the newest version's."""

from __future__ import annotations

from assets.home import Home
from assets.warehouse import read_frame


def test_an_answer_dates_from_when_its_words_were_first_seen_not_from_the_newest_version(sample_home: Home):
    rows = read_frame(
        sample_home,
        """
        SELECT a.valid_from, e.quote, v.first_seen, v.markdown
        FROM answers AS a
        JOIN answer_evidence AS e ON a.answer_id = e.answer_id AND e.evidence_no = 1
        JOIN current_versions AS c ON e.version_id = c.version_id
        JOIN versions AS v ON c.timeline_id = v.timeline_id AND a.valid_from >= v.first_seen
        QUALIFY row_number() OVER (PARTITION BY a.answer_id ORDER BY v.version_no DESC) = 1
        """,
    ).rows()
    assert rows
    # the version in force when the answer began said the words that the newest one says
    assert all(" ".join(quote.split()) in " ".join(text.split()) for _, quote, _, text in rows)
    began = read_frame(
        sample_home,
        """
        SELECT a.valid_from < v.first_seen AS older
        FROM answers AS a
        JOIN answer_evidence AS e ON a.answer_id = e.answer_id AND e.evidence_no = 1
        JOIN current_versions AS v ON e.version_id = v.version_id
        """,
    )["older"]
    assert began.any() and not began.all()


def test_a_promise_that_stayed_while_the_document_changed_keeps_its_first_day(sample_home: Home):
    [(since,)] = read_frame(
        sample_home,
        "SELECT strftime(valid_from, '%Y-%m-%d') FROM answers WHERE platform_id = 'chengyan' AND question_id = 'ai_training'",
    ).rows()
    assert since == "2025-01-14"
