-- topic_adoption: how many platforms spoke about each topic at the end of each month, of how many of which we had a text then.
-- grain: one row a month and topic, from the month of the first text on.
-- key: month, topic_id
-- columns:
--   month <- versions.first_seen: The month (its first day); counted is what stood at its end (UTC), in the running month at the newest look.
--   topic_id <- topics.topic_id: The topic.
--   topic <- topics.name: Its name.
--   platforms <- provision_topics.topic_id: Platforms with a provision on it in a text in force then.
--   captured <- versions.platform_id: Platforms of which any text was captured by then: no more than these could be counted.
--   share_of_captured <- provision_topics.topic_id: platforms over captured.
--   began <- provision_topics.topic_id: Of the platforms, those of which we had a text the month before that did not speak about it.
--   began_by_editing <- versions.first_seen: Of these, those in which a document that we had the month before came to speak about it; with the others a document was added to what we read.
--   stopped <- provision_topics.topic_id: Platforms that spoke about it the month before and do not any more.
--   newly_captured <- versions.platform_id: Of the platforms, those captured first in this month: they speak about it, since when is not known.
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
        month_start,
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

version_topics AS (
    SELECT DISTINCT
        o.version_id,
        l.topic_id
    FROM ledger.provision_occurrences AS o
    INNER JOIN ledger.provision_topics AS l ON o.provision_id = l.provision_id AND o.state_no = l.state_no
    WHERE l.band = 'automatic' AND o.kind <> 'heading'
),

-- the texts in force at the end of each month, and whether we knew their document before the month began
standing AS (
    SELECT
        m.month,
        v.platform_id,
        v.version_id,
        f.first_seen < m.month_start AS was_known
    FROM months AS m
    INNER JOIN versions AS v
        ON v.first_seen <= m.month_end AND (v.replaced_at IS NULL OR v.replaced_at > m.month_end)
    INNER JOIN versions AS f ON v.timeline_id = f.timeline_id AND f.version_no = 1
),

speaking AS (
    SELECT
        s.month,
        s.platform_id,
        t.topic_id,
        bool_or(s.was_known) AS by_editing
    FROM standing AS s
    INNER JOIN version_topics AS t ON s.version_id = t.version_id
    GROUP BY ALL
),

known AS (
    SELECT
        m.month,
        a.platform_id,
        date_trunc('month', a.captured_on) = m.month AS is_new
    FROM months AS m
    INNER JOIN arrivals AS a ON a.captured_on <= m.month_end
),

cells AS (
    SELECT
        k.month,
        k.platform_id,
        k.is_new,
        t.topic_id,
        s.topic_id IS NOT NULL AS speaks,
        coalesce(s.by_editing, FALSE) AS by_editing
    FROM known AS k
    CROSS JOIN topics AS t
    LEFT JOIN speaking AS s ON k.month = s.month AND k.platform_id = s.platform_id AND t.topic_id = s.topic_id
),

followed AS (
    SELECT
        *,
        lag(speaks) OVER (PARTITION BY platform_id, topic_id ORDER BY month) AS spoke
    FROM cells
)

SELECT
    f.month,
    f.topic_id,
    t.name AS topic,
    count(*) FILTER (f.speaks) AS platforms,
    count(*) AS captured,
    round(count(*) FILTER (f.speaks) / count(*), 4) AS share_of_captured,
    count(*) FILTER (f.speaks AND NOT f.spoke) AS began,
    count(*) FILTER (f.speaks AND NOT f.spoke AND f.by_editing) AS began_by_editing,
    count(*) FILTER (f.spoke AND NOT f.speaks) AS stopped,
    count(*) FILTER (f.speaks AND f.is_new) AS newly_captured,
    (SELECT count(*) FROM platforms AS p WHERE p.documents > 0) AS watched
FROM followed AS f
INNER JOIN topics AS t ON f.topic_id = t.topic_id
GROUP BY f.month, f.topic_id, t.name
ORDER BY f.topic_id, f.month
