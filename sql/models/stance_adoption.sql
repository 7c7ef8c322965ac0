-- stance_adoption: how many platforms held each stance on each question at the end of each month, of how many we could read then.
-- grain: one row a month, question and stance that a platform had then or at any other time.
-- key: month, question_id, stance
-- columns:
--   month <- versions.first_seen: The month (its first day); counted is what held at its end (UTC), in the running month at the newest look.
--   question_id <- answers.question_id: The question.
--   question: The question as people ask it.
--   experimental: True: the question's answers were not measured against a careful reader yet.
--   stance <- answers.stance: The stance; not_captured and unsure among them, so that a month adds up.
--   stance_label: The stance as people read it.
--   platforms <- answers.platform_id: Platforms with this stance then.
--   captured <- versions.platform_id: Platforms of which any text was captured by then, whatever it says; the others are in no row.
--   readable <- answers.stance: Of these, platforms whose words could be read for the question: captured less not_captured and unsure.
--   share_of_readable <- answers.stance: platforms over readable; NULL: the stance is not_captured or unsure, or nothing was readable.
--   turned_to <- answers.stance: Of the platforms, those that we could read the month before and that held another stance then: a change, not a new witness.
--   newly_captured <- versions.platform_id: Of the platforms, those captured first in this month: they say so, since when is not known.
--   watched <- platforms.platform_id: Platforms watched today: how many captured could have been.

WITH span AS (
    SELECT
        date_trunc('month', min(first_seen)) AS first_month,
        max(last_seen) AS newest
    FROM versions
),

starts AS (
    SELECT
        unnest(generate_series(first_month, newest, INTERVAL 1 MONTH)) AS month_start,
        newest
    FROM span
),

months AS (
    SELECT
        cast(month_start AS DATE) AS month,
        least(month_start + INTERVAL 1 MONTH - INTERVAL 1 MICROSECOND, newest) AS month_end
    FROM starts
),

arrivals AS (
    SELECT
        platform_id,
        min(first_seen) AS captured_on
    FROM versions
    GROUP BY platform_id
),

held AS (
    SELECT
        m.month,
        h.platform_id,
        h.question_id,
        h.stance,
        h.stance NOT IN ('not_captured', 'unsure') AS is_readable,
        date_trunc('month', a.captured_on) = m.month AS is_new
    FROM months AS m
    INNER JOIN answer_history AS h
        ON
            h.valid_from <= m.month_end
            AND (h.valid_to IS NULL OR h.valid_to > m.month_end)
    INNER JOIN arrivals AS a ON h.platform_id = a.platform_id
    -- one answer a platform: the general one, or where its words were about some users only, that
    QUALIFY
        row_number() OVER (
            PARTITION BY m.month, h.platform_id, h.question_id ORDER BY h.scope <> 'general' ASC, h.confidence DESC, h.scope ASC
        ) = 1
),

followed AS (
    SELECT
        *,
        lag(stance) OVER by_month AS stance_before,
        lag(is_readable) OVER by_month AS was_readable
    FROM held
    WINDOW by_month AS (PARTITION BY platform_id, question_id ORDER BY month)
),

counted AS (
    SELECT
        month,
        question_id,
        stance,
        count(*) AS platforms,
        count(*) FILTER (is_readable AND was_readable AND stance <> stance_before) AS turned_to,
        count(*) FILTER (is_new) AS newly_captured
    FROM followed
    GROUP BY ALL
),

-- a stance is followed through all months, those in which nobody has it included
followed_stances AS (
    SELECT DISTINCT
        m.month,
        m.month_end,
        c.question_id,
        c.stance
    FROM months AS m
    CROSS JOIN (SELECT DISTINCT question_id, stance FROM counted) AS c
),

-- whatever they say: how many there were to hold a stance
bases AS (
    SELECT
        month,
        question_id,
        count(*) AS captured,
        count(*) FILTER (is_readable) AS readable
    FROM held
    GROUP BY ALL
)

SELECT
    f.month,
    f.question_id,
    q.title AS question,
    q.experimental,
    f.stance,
    coalesce(s.label, replace(f.stance, '_', ' ')) AS stance_label,
    coalesce(c.platforms, 0) AS platforms,
    coalesce(b.captured, 0) AS captured,
    coalesce(b.readable, 0) AS readable,
    CASE WHEN f.stance NOT IN ('not_captured', 'unsure') AND b.readable > 0 THEN round(coalesce(c.platforms, 0) / b.readable, 4) END
        AS share_of_readable,
    coalesce(c.turned_to, 0) AS turned_to,
    coalesce(c.newly_captured, 0) AS newly_captured,
    (SELECT count(*) FROM platforms AS p WHERE p.documents > 0) AS watched
FROM followed_stances AS f
INNER JOIN questions AS q ON f.question_id = q.question_id
LEFT JOIN ledger.question_stances AS s ON f.question_id = s.question_id AND f.stance = s.stance
LEFT JOIN counted AS c ON f.month = c.month AND f.question_id = c.question_id AND f.stance = c.stance
LEFT JOIN bases AS b ON f.month = b.month AND f.question_id = b.question_id
ORDER BY f.question_id, f.month, f.stance
