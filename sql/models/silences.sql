-- silences: where a platform's words do not answer a question, and why we say so: what was read, since when, and what is missing.
-- grain: one row a platform and question whose stance is silent, not_captured or unsure.
-- key: platform_id, question_id
-- columns:
--   platform_id <- answers.platform_id: The platform.
--   platform <- platforms.name: Its name.
--   question_id <- answers.question_id: The question.
--   question: The question as people ask it.
--   experimental: True: the question's answers were not measured against a careful reader yet.
--   kind <- answers.stance: silent (every relevant document was read and none answers), not_captured (one could not be read), unsure (it cannot be read, or its language is not covered).
--   since <- answers.valid_from: Since when it has been so without a break (UTC); NULL: nothing was ever captured.
--   said_before <- answers.stance: The stance before; NULL: it was never another one.
--   documents_read <- answers.documents_searched: The documents that were read, each with the days on which this text was first and last seen; empty list: none.
--   reading_since <- versions.first_seen: When the first of these documents was first captured (UTC); NULL: none was read.
--   documents_missing <- documents.coverage: Documents known to exist of which there is no text; empty list: none.
--   documents_absent <- documents.coverage: Documents stated not to exist; empty list: none.
--   headline <- answers.headline: What can be said, in a sentence.
--   answer_id <- answers.answer_id: The answer.

WITH read AS (
    SELECT
        a.answer_id,
        unnest(a.documents_searched) AS version_id
    FROM platform_answers AS a
),

seen AS (
    SELECT
        r.answer_id,
        list(
            v.terms_type || ' (' || strftime(v.first_seen, '%Y-%m-%d') || ' to ' || strftime(v.last_seen, '%Y-%m-%d') || ')'
            ORDER BY v.terms_type ASC
        ) AS documents_read,
        min(f.first_seen) AS reading_since
    FROM read AS r
    INNER JOIN versions AS v ON r.version_id = v.version_id
    INNER JOIN versions AS f ON v.timeline_id = f.timeline_id AND f.version_no = 1
    GROUP BY r.answer_id
),

covered AS (
    SELECT
        platform_id,
        list(terms_type ORDER BY terms_type ASC) FILTER (coverage = 'not_captured') AS missing,
        list(terms_type ORDER BY terms_type ASC) FILTER (coverage = 'absent') AS absent
    FROM documents
    GROUP BY platform_id
)

SELECT
    a.platform_id,
    a.platform,
    a.question_id,
    a.question,
    a.experimental,
    a.stance AS kind,
    a.stance_since AS since,
    a.previous_stance AS said_before,
    coalesce(s.documents_read, []) AS documents_read,
    s.reading_since,
    coalesce(c.missing, []) AS documents_missing,
    coalesce(c.absent, []) AS documents_absent,
    a.headline,
    a.answer_id
FROM platform_answers AS a
LEFT JOIN seen AS s ON a.answer_id = s.answer_id
LEFT JOIN covered AS c ON a.platform_id = c.platform_id
WHERE a.stance IN ('silent', 'not_captured', 'unsure')
ORDER BY a.question_id, a.stance, a.platform_id
