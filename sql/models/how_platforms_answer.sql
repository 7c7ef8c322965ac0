-- how_platforms_answer: how many platforms say what to each question, ready to publish; their words are in how_each_platform_answers.
-- grain: one row a question.
-- key: question_id
-- columns:
--   question_id <- answers.question_id: The question.
--   title: A title for the comparison: how many platforms, and the question.
--   experimental: True: the question's answers were not measured against a careful reader yet.
--   platforms <- platforms.platform_id: Platforms that were asked, which are those we watch.
--   stated <- answers.stance: Platforms whose words answer it: what shares are taken of.
--   silent <- answers.stance: Platforms of which every relevant document was read and none answers.
--   unsure <- answers.stance: Platforms that say something that cannot be read, or in a language the rules do not cover.
--   conflicting <- answers.stance: Platforms that say both.
--   not_captured <- answers.stance: Platforms of which a relevant document could not be read.
--   counts <- answers.stance: JSON: platforms by stance, in the question's order; stances that nobody has are 0.
--   summary: The counts as a sentence.
--   text_seen_until <- versions.last_seen: When the newest of the texts they rest on was last seen (UTC); NULL: there is none.

WITH
-- each stance of a question, those that nobody has included
stances AS (
    SELECT
        s.question_id,
        s.stance,
        s.stance_no,
        s.label,
        count(a.platform_id) AS platforms
    FROM ledger.question_stances AS s
    LEFT JOIN platform_answers AS a ON s.question_id = a.question_id AND s.stance = a.stance
    GROUP BY ALL
),

counted AS (
    SELECT
        question_id,
        cast(sum(platforms) AS BIGINT) AS platforms,
        cast(coalesce(sum(platforms) FILTER (stance = 'silent'), 0) AS BIGINT) AS silent,
        cast(coalesce(sum(platforms) FILTER (stance = 'unsure'), 0) AS BIGINT) AS unsure,
        cast(coalesce(sum(platforms) FILTER (stance = 'conflicting'), 0) AS BIGINT) AS conflicting,
        cast(coalesce(sum(platforms) FILTER (stance = 'not_captured'), 0) AS BIGINT) AS not_captured,
        '{' || string_agg(to_json(stance) || ': ' || platforms, ', ' ORDER BY stance_no ASC) || '}' AS counts,
        string_agg(label || ': ' || platforms, '; ' ORDER BY platforms DESC, stance_no ASC) FILTER (
            platforms > 0
        ) AS told
    FROM stances
    GROUP BY question_id
),

newest AS (
    SELECT
        e.question_id,
        max(v.last_seen) AS text_seen_until
    FROM answer_evidence AS e
    INNER JOIN versions AS v ON e.version_id = v.version_id
    WHERE e.is_current
    GROUP BY e.question_id
)

SELECT
    q.question_id,
    'How ' || c.platforms || CASE WHEN c.platforms = 1 THEN ' platform answers: ' ELSE ' platforms answer: ' END || q.title AS title,
    q.experimental,
    c.platforms,
    c.platforms - c.silent - c.unsure - c.conflicting - c.not_captured AS stated,
    c.silent,
    c.unsure,
    c.conflicting,
    c.not_captured,
    c.counts,
    'Of ' || c.platforms || ', ' || coalesce(c.told, 'none') || '.' AS summary,
    n.text_seen_until
FROM questions AS q
INNER JOIN counted AS c ON q.question_id = c.question_id
LEFT JOIN newest AS n ON q.question_id = n.question_id
ORDER BY q.experimental, q.question_id
