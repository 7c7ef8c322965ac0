-- What readers meet under the natural names: when documents were looked at, are due next, and how rounds went.

CREATE OR REPLACE VIEW gaps AS
WITH good AS (
    SELECT
        t.document_id,
        t.timeline_id,
        c.kind,
        o.observed_at,
        lead(o.observed_at) OVER (PARTITION BY t.timeline_id ORDER BY o.observed_at, o.observation_id) AS next_look
    FROM ledger.observations AS o
    INNER JOIN ledger.observation_results AS r ON o.observation_id = r.observation_id
    INNER JOIN ledger.timelines AS t ON o.timeline_id = t.timeline_id
    INNER JOIN ledger.collections AS c ON t.collection_id = c.collection_id
    WHERE r.outcome IN ('changed', 'unchanged', 'not_modified')
),

long AS (
    SELECT
        g.*,
        coalesce(g.next_look, (SELECT max(n.observed_at) FROM ledger.observations AS n)) AS until
    FROM good AS g
    LEFT JOIN ledger.document_pages AS s ON g.document_id = s.document_id
    WHERE
        coalesce(g.next_look, (SELECT max(n.observed_at) FROM ledger.observations AS n)) - g.observed_at
        > greatest(INTERVAL 2 DAYS, to_hours((2 * coalesce(s.cadence_hours, 24))::BIGINT))
)

SELECT
    l.document_id,
    w.platform_id,
    w.name AS platform,
    d.terms_type,
    l.timeline_id,
    l.observed_at AS gap_from,
    l.next_look AS gap_until,
    date_diff('day', l.observed_at, l.until) AS days,
    count(f.observation_id) AS failed_looks,
    CASE
        WHEN count(f.observation_id) > 0 THEN 'looks failed: ' || arg_max(coalesce(f.reason, f.outcome), f.observed_at)
        WHEN l.kind IN ('ota', 'folder') THEN 'the collection records changes only: whether anybody looked is not known'
        ELSE 'nobody looked'
    END AS reason,
    l.kind NOT IN ('ota', 'folder') OR count(f.observation_id) > 0 AS is_known
FROM long AS l
INNER JOIN ledger.documents AS d ON l.document_id = d.document_id
INNER JOIN ledger.platforms AS w ON d.platform_id = w.platform_id
LEFT JOIN observations AS f
    ON l.timeline_id = f.timeline_id AND f.observed_at > l.observed_at AND (l.next_look IS NULL OR f.observed_at < l.next_look)
GROUP BY l.document_id, w.platform_id, w.name, d.terms_type, l.timeline_id, l.kind, l.observed_at, l.next_look, l.until;
COMMENT ON VIEW gaps IS 'When nobody saw a document: one row a time of more than twice its cadence (and two days) between two looks that showed it.';
COMMENT ON COLUMN gaps.document_id IS 'The document.';
COMMENT ON COLUMN gaps.platform_id IS 'The platform.';
COMMENT ON COLUMN gaps.platform IS 'Its name.';
COMMENT ON COLUMN gaps.terms_type IS 'Terms type.';
COMMENT ON COLUMN gaps.timeline_id IS 'The timeline.';
COMMENT ON COLUMN gaps.gap_from IS 'The last look that showed it before (UTC).';
COMMENT ON COLUMN gaps.gap_until IS 'The next look that showed it (UTC); NULL: it was not seen again so far.';
COMMENT ON COLUMN gaps.days IS 'How long; until the newest look at anything, if it was not seen again.';
COMMENT ON COLUMN gaps.failed_looks IS 'Attempts in between that did not show it.';
COMMENT ON COLUMN gaps.reason IS 'Why: looks failed, nobody looked, or a collection that records only changes.';
COMMENT ON COLUMN gaps.is_known IS 'True: nobody saw it then; false: an imported collection that records only changes may have looked and found nothing new. WHERE is_known leaves the gaps proper.';

CREATE OR REPLACE VIEW schedule AS
WITH looks AS (
    SELECT
        t.document_id,
        t.timeline_id,
        t.collection_id,
        o.source_id,
        o.observed_at,
        o.declaration_sha256,
        coalesce(r.outcome, o.fetch_outcome) AS outcome,
        coalesce(r.reason, o.fetch_reason) AS reason,
        coalesce(r.rule, o.fetch_class) AS rule,
        try_cast(json_extract_string(o.provenance, '$.retry_after') AS TIMESTAMPTZ) AS retry_after,
        (
            coalesce(r.outcome, o.fetch_outcome) IN ('changed', 'unchanged', 'not_modified', 'fetched')
            AND coalesce(v.status, '') <> 'quarantined'
        ) AS good
    FROM ledger.observations AS o
    INNER JOIN ledger.timelines AS t ON o.timeline_id = t.timeline_id
    INNER JOIN ledger.collections AS c ON t.collection_id = c.collection_id
    LEFT JOIN ledger.observation_results AS r ON o.observation_id = r.observation_id
    LEFT JOIN ledger.versions AS v ON r.version_id = v.version_id
    WHERE c.kind = 'live'
),

last_good AS (
    SELECT
        timeline_id,
        source_id,
        max(observed_at) AS last_seen
    FROM looks
    WHERE good
    GROUP BY ALL
),

pages AS (
    SELECT
        k.document_id,
        k.collection_id,
        k.timeline_id,
        k.source_id,
        any_value(g.last_seen) AS last_seen,
        max(k.observed_at) AS last_look,
        max_by(k.declaration_sha256, k.observed_at) AS declaration_sha256,
        count(*) FILTER (g.last_seen IS NULL OR k.observed_at > g.last_seen) AS failed_looks,
        min(k.observed_at) FILTER (g.last_seen IS NULL OR k.observed_at > g.last_seen) AS failing_since,
        max_by(k.outcome, k.observed_at) AS outcome,
        max_by(coalesce(k.reason, ''), k.observed_at) AS reason,
        max_by(coalesce(k.rule, ''), k.observed_at) AS rule,
        max_by(coalesce(k.retry_after, k.observed_at), k.observed_at) AS retry_after
    FROM looks AS k
    LEFT JOIN last_good AS g ON k.timeline_id = g.timeline_id AND k.source_id = g.source_id
    GROUP BY ALL
),

declared AS (
    SELECT
        s.document_id,
        s.collection_id,
        p.timeline_id,
        any_value(s.cadence_hours) AS cadence_hours,
        bool_and(p.last_look IS NOT NULL) AS every_page_looked_at,
        max(p.last_look) AS last_look,
        min(p.last_seen) AS last_seen,
        coalesce(max(p.failed_looks), 0) AS failed_looks,
        min(p.failing_since) AS failing_since,
        -- the page that fails speaks for the document
        max_by(p.outcome, p.failed_looks) AS outcome,
        max_by(p.reason, p.failed_looks) AS reason,
        max_by(p.rule, p.failed_looks) AS rule,
        max(p.retry_after) AS retry_after,
        max_by(p.declaration_sha256, p.last_look) AS declaration_sha256
    FROM ledger.source_documents AS s
    INNER JOIN ledger.collections AS c ON s.collection_id = c.collection_id
    LEFT JOIN pages AS p
        ON s.document_id = p.document_id AND s.collection_id = p.collection_id AND s.source_id = p.source_id
    WHERE c.kind = 'live'
    GROUP BY ALL
)

SELECT
    d.document_id,
    f.name AS platform,
    w.terms_type,
    d.collection_id,
    d.timeline_id,
    d.cadence_hours,
    d.last_look,
    d.last_seen,
    d.outcome AS last_outcome,
    nullif(d.reason, '') AS last_reason,
    nullif(d.rule, '') AS last_rule,
    d.failed_looks,
    d.failing_since,
    CASE
        WHEN NOT d.every_page_looked_at OR d.last_look IS NULL THEN NULL
        -- a failed look is repeated after one hour, two, four, ... but never later than its cadence
        WHEN d.failed_looks > 0
            THEN
                greatest(
                    d.retry_after,
                    d.last_look + to_minutes(least(d.cadence_hours * 60, 60 * 2 ** least(d.failed_looks - 1, 10))::BIGINT)
                )
        -- a tenth earlier, at most an hour: a daily round that starts a little early finds everything due
        ELSE d.last_look + to_minutes((d.cadence_hours * 60 - least(60, d.cadence_hours * 6))::BIGINT)
    END AS next_due,
    d.declaration_sha256
FROM declared AS d
INNER JOIN ledger.documents AS w ON d.document_id = w.document_id
INNER JOIN ledger.platforms AS f ON w.platform_id = f.platform_id
-- a document that changed its language or jurisdiction has an older timeline, which is looked at no more
QUALIFY row_number() OVER (PARTITION BY d.document_id, d.collection_id ORDER BY d.last_look DESC NULLS LAST, d.timeline_id ASC) = 1;
COMMENT ON VIEW schedule IS 'When each document that Termscape looks at itself was looked at, how that went, and when it is due next: one row a declared document of a live collection.';
COMMENT ON COLUMN schedule.document_id IS 'The document (documents).';
COMMENT ON COLUMN schedule.platform IS 'Name of the platform.';
COMMENT ON COLUMN schedule.terms_type IS 'Terms type.';
COMMENT ON COLUMN schedule.collection_id IS 'The live collection it is looked at for.';
COMMENT ON COLUMN schedule.timeline_id IS 'The timeline its looks belong to; NULL: nobody has looked yet.';
COMMENT ON COLUMN schedule.cadence_hours IS 'Hours from one look to the next, as declared.';
COMMENT ON COLUMN schedule.last_look IS 'When it was last looked at, successfully or not (UTC); NULL: never.';
COMMENT ON COLUMN schedule.last_seen IS 'When the policy was last seen there, on every page of it (UTC); NULL: never.';
COMMENT ON COLUMN schedule.last_outcome IS 'What came of the last look (observations); of several pages the one that fails longest.';
COMMENT ON COLUMN schedule.last_reason IS 'Why, in words; NULL when the outcome says it all.';
COMMENT ON COLUMN schedule.last_rule IS 'The rule that decided, or the kind of failure; NULL: none is on record.';
COMMENT ON COLUMN schedule.failed_looks IS 'Looks in a row that did not show the policy; 0: the last one did.';
COMMENT ON COLUMN schedule.failing_since IS 'The first of those (UTC); NULL: none.';
COMMENT ON COLUMN schedule.next_due IS 'When it is due next (UTC): its cadence after a good look; after failed ones 1 hour, 2, 4 ... and not before the server wants to be asked; NULL: at once.';
COMMENT ON COLUMN schedule.declaration_sha256 IS 'The declaration the last look was made under; another one in force makes it due at once.';

CREATE OR REPLACE VIEW rounds AS
WITH looks AS (
    SELECT
        o.run_id,
        t.document_id,
        min(o.observed_at) AS first_look,
        max(o.observed_at) AS last_look,
        bool_and(coalesce(r.outcome, o.fetch_outcome) IN ('changed', 'unchanged', 'not_modified', 'fetched')) AS seen
    FROM ledger.observations AS o
    INNER JOIN ledger.timelines AS t ON o.timeline_id = t.timeline_id
    INNER JOIN ledger.collections AS c ON t.collection_id = c.collection_id
    LEFT JOIN ledger.observation_results AS r ON o.observation_id = r.observation_id
    WHERE c.kind = 'live'
    GROUP BY ALL
)

SELECT
    run_id,
    min(first_look) AS started_at,
    max(last_look) AS ended_at,
    count(*) AS documents_due,
    count(*) FILTER (seen) AS documents_observed,
    count(*) FILTER (seen) / count(*) AS share_observed
FROM looks
GROUP BY run_id
ORDER BY started_at DESC;
COMMENT ON VIEW rounds IS 'The rounds in which Termscape looked at documents itself: one row a run that looked, the newest first.';
COMMENT ON COLUMN rounds.run_id IS 'The run.';
COMMENT ON COLUMN rounds.started_at IS 'Its first look (UTC).';
COMMENT ON COLUMN rounds.ended_at IS 'Its last look (UTC).';
COMMENT ON COLUMN rounds.documents_due IS 'Documents that were due and looked at.';
COMMENT ON COLUMN rounds.documents_observed IS 'Those of which every page showed the policy, or a text that is held until it is seen again.';
COMMENT ON COLUMN rounds.share_observed IS 'The share of those (0 to 1); under 0.8 a round fails after it was recorded.';

CREATE OR REPLACE VIEW ledger.out_of_sight AS
WITH looks AS (
    SELECT
        t.document_id,
        o.observed_at,
        r.outcome IN ('changed', 'unchanged', 'not_modified') AS seen,
        max(o.observed_at) OVER () AS newest_look
    FROM ledger.observations AS o
    INNER JOIN ledger.observation_results AS r ON o.observation_id = r.observation_id
    INNER JOIN ledger.timelines AS t ON o.timeline_id = t.timeline_id
),

last_seen AS (
    SELECT
        document_id,
        max(observed_at) AS last_seen
    FROM looks
    WHERE seen
    GROUP BY ALL
),

failing AS (
    SELECT
        k.document_id,
        any_value(g.last_seen) AS last_seen,
        min(k.observed_at) AS failing_since,
        any_value(k.newest_look) AS newest_look
    FROM looks AS k
    INNER JOIN last_seen AS g ON k.document_id = g.document_id
    WHERE k.observed_at > g.last_seen
    GROUP BY ALL
)

SELECT
    f.document_id,
    v.version_id,
    f.last_seen,
    f.failing_since
FROM failing AS f
INNER JOIN ledger.versions AS v ON f.document_id = v.document_id
LEFT JOIN ledger.document_pages AS s ON f.document_id = s.document_id
WHERE f.failing_since < f.newest_look - to_hours((3 * coalesce(s.cadence_hours, 24))::BIGINT);
COMMENT ON VIEW ledger.out_of_sight IS 'Documents of which every look on record has failed for three times their cadence, whoever looks, so that what they say now is not known: one row a version of such a document.';
COMMENT ON COLUMN ledger.out_of_sight.document_id IS 'The document.';
COMMENT ON COLUMN ledger.out_of_sight.version_id IS 'The version (ledger.versions).';
COMMENT ON COLUMN ledger.out_of_sight.last_seen IS 'The last look that showed the document (UTC).';
COMMENT ON COLUMN ledger.out_of_sight.failing_since IS 'The first look after it, which failed (UTC).';
