-- capture_calendar: how many looks each platform got on each day, and how many of them showed the policy.
-- grain: one row a platform and day on which it was looked at.
-- key: platform_id, day
-- columns:
--   platform_id <- documents.platform_id: The platform.
--   day <- observations.observed_at: The day (UTC).
--   looks <- observations.observation_id: Attempts to look at a page.
--   seen <- observations.outcome: Attempts that showed the policy, changed or not.
--   changes <- versions.version_id: Published versions first seen that day.

WITH looks AS (
    SELECT
        d.platform_id,
        cast(o.observed_at AS DATE) AS day,
        count(*) AS looks,
        count(*) FILTER (o.outcome IN ('changed', 'unchanged', 'not_modified')) AS seen
    FROM observations AS o
    INNER JOIN documents AS d ON o.document_id = d.document_id
    GROUP BY ALL
),

published AS (
    SELECT
        platform_id,
        cast(first_seen AS DATE) AS day,
        count(*) AS changes
    FROM versions
    GROUP BY ALL
)

SELECT
    l.platform_id,
    l.day,
    l.looks,
    l.seen,
    coalesce(p.changes, 0) AS changes
FROM looks AS l
LEFT JOIN published AS p ON l.platform_id = p.platform_id AND l.day = p.day
ORDER BY l.platform_id, l.day
