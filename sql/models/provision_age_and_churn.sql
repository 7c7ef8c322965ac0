-- provision_age_and_churn: how old the provisions in force are, and how often their words changed, document by document.
-- grain: one row a document with a current version.
-- key: document_id
-- columns:
--   platform_id <- documents.platform_id: The platform.
--   platform <- platforms.name: Its name.
--   document_id <- documents.document_id: The document.
--   terms_type <- documents.terms_type: Its terms type.
--   observed_since <- versions.first_seen: When its timeline begins (UTC).
--   observed_days <- versions.last_seen: Days from then to when it was last seen.
--   provisions <- provisions.provision_id: Provisions in force (headings not counted).
--   median_age_days <- provisions.wording_since: Median days since the present wording of a provision was first seen.
--   unchanged_since_start <- provisions.wording_since: Share of the provisions whose wording stood in the first version already.
--   substantive_changes <- changes.version_id: Substantive changes of the document so far.
--   provisions_changed <- provision_changes.provision_id: Substantive provision changes so far.
--   churn_per_year <- provision_changes.provision_id: Substantive provision changes a year, by provision in force; NULL: observed for less than 30 days.
--   newest_substantive <- changes.changed_before: When the newest substantive change was first seen (UTC); NULL: none.

WITH current AS (
    SELECT
        v.document_id,
        v.timeline_id,
        v.last_seen,
        (SELECT min(f.first_seen) FROM versions AS f WHERE f.timeline_id = v.timeline_id) AS observed_since
    FROM current_versions AS v
),

ages AS (
    SELECT
        c.document_id,
        count(*) AS provisions,
        median(date_diff('day', p.wording_since, c.last_seen)) AS median_age_days,
        count(*) FILTER (p.wording_since = c.observed_since) / count(*) AS unchanged_since_start
    FROM current AS c
    INNER JOIN provisions AS p ON c.document_id = p.document_id
    WHERE p.kind <> 'heading'
    GROUP BY c.document_id
),

steps AS (
    SELECT
        timeline_id,
        count(*) AS substantive_changes,
        max(changed_before) AS newest_substantive
    FROM changes
    WHERE change_class = 'substantive'
    GROUP BY timeline_id
),

clauses AS (
    SELECT
        timeline_id,
        count(*) AS provisions_changed
    FROM provision_changes
    WHERE change_class = 'substantive' AND kind <> 'heading'
    GROUP BY timeline_id
)

SELECT
    d.platform_id,
    pl.name AS platform,
    d.document_id,
    d.terms_type,
    c.observed_since,
    date_diff('day', c.observed_since, c.last_seen) AS observed_days,
    a.provisions,
    a.median_age_days,
    a.unchanged_since_start,
    coalesce(s.substantive_changes, 0) AS substantive_changes,
    coalesce(k.provisions_changed, 0) AS provisions_changed,
    CASE
        WHEN date_diff('day', c.observed_since, c.last_seen) >= 30
            THEN 365.25 * coalesce(k.provisions_changed, 0) / date_diff('day', c.observed_since, c.last_seen) / a.provisions
    END AS churn_per_year,
    s.newest_substantive
FROM current AS c
INNER JOIN documents AS d ON c.document_id = d.document_id
INNER JOIN platforms AS pl ON d.platform_id = pl.platform_id
INNER JOIN ages AS a ON c.document_id = a.document_id
LEFT JOIN steps AS s ON c.timeline_id = s.timeline_id
LEFT JOIN clauses AS k ON c.timeline_id = k.timeline_id
ORDER BY d.platform_id, d.terms_type
