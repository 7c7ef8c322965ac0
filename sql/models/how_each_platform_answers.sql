-- how_each_platform_answers: the lines of a comparison ready to publish: stance, headline, first quote and a citation that names its source.
-- grain: one row a question and platform.
-- key: question_id, platform_id
-- columns:
--   question_id <- answers.question_id: The question.
--   platform_id <- answers.platform_id: The platform.
--   platform <- platforms.name: Its name.
--   line_no: Order in which to list it: by the question's stances, then by name.
--   stance <- answers.stance: The stance.
--   stance_label: The stance as people read it.
--   scope <- answers.scope: Whom it is about; not general: the platform's words are about some users only.
--   stance_means: What the stance means.
--   headline <- answers.headline: One sentence; it asserts nothing the quote does not entail.
--   quote <- answer_evidence.quote: The words that carry the stance; NULL: there are none.
--   completes <- provision_occurrences.stem: The sentence or heading that the quote completes; NULL: it stands by itself.
--   citation <- documents.terms_type: Platform, document, the days on which this text was first and last seen, page (of several all), collection and licence; NULL: no quote.
--   stance_since <- answers.valid_from: Since when the stance has been this one (UTC); NULL: nothing was ever captured.
--   since_means <- answers.cause: How to read it: seen (the text that brought the stance was seen to come) or no_later_than (it stood in the first text we have).
--   experimental: True: the question's answers were not measured against a careful reader yet.
--   answer_id <- answers.answer_id: The answer.

WITH cited AS (
    SELECT
        e.answer_id,
        p.name || ', ' || e.terms_type
        || ', text seen from ' || strftime(v.first_seen, '%Y-%m-%d') || ' to ' || strftime(v.last_seen, '%Y-%m-%d')
        || coalesce(', ' || array_to_string(g.urls, ' and '), '')
        || ' (' || coalesce(nullif(c.attribution, ''), c.name) || coalesce(', ' || nullif(c.licence, ''), '') || ')' AS citation
    FROM answer_evidence AS e
    INNER JOIN versions AS v ON e.version_id = v.version_id
    INNER JOIN platforms AS p ON v.platform_id = p.platform_id
    INNER JOIN collections AS c ON v.collection_id = c.collection_id
    LEFT JOIN ledger.document_pages AS g ON e.document_id = g.document_id
    WHERE e.is_current AND e.evidence_no = 1
),

-- how the present stance came about, which later changes of its words do not tell
turns AS (
    SELECT
        platform_id,
        question_id,
        arg_max(cause, valid_from) AS cause
    FROM answer_history
    WHERE stance IS DISTINCT FROM previous_stance OR (cause = 'other_edition' AND scope IS DISTINCT FROM previous_scope)
    GROUP BY ALL
)

SELECT
    a.question_id,
    a.platform_id,
    a.platform,
    row_number() OVER (PARTITION BY a.question_id ORDER BY s.stance_no, a.platform, a.platform_id) AS line_no,
    a.stance,
    a.stance_label,
    a.scope,
    s.definition AS stance_means,
    a.headline,
    a.quote,
    a.quote_completes AS completes,
    c.citation,
    a.stance_since,
    CASE WHEN t.cause = 'edited' THEN 'seen' ELSE 'no_later_than' END AS since_means,
    a.experimental,
    a.answer_id
FROM platform_answers AS a
LEFT JOIN ledger.question_stances AS s ON a.question_id = s.question_id AND a.stance = s.stance
LEFT JOIN cited AS c ON a.answer_id = c.answer_id
LEFT JOIN turns AS t ON a.platform_id = t.platform_id AND a.question_id = t.question_id
ORDER BY a.question_id, line_no
