-- noqa: disable=LT02
-- What was in force at a moment, what could have been said then, and the history of one provision.

CREATE OR REPLACE MACRO ledger.texts_known_at(moment, known) AS TABLE
    WITH asked AS (
        SELECT
            cast(moment AS timestamptz) AS asked_for,
            coalesce(cast(known AS timestamptz), cast(moment AS timestamptz)) AS known_until
    ),

    here AS (
        SELECT
            t.timeline_id,
            t.document_id,
            t.collection_id,
            c.kind
        FROM ledger.timelines AS t
        INNER JOIN ledger.collections AS c ON t.collection_id = c.collection_id
    ),

    -- a version counts as published from the look that decided so, and only looks recorded by then are known
    published AS (
        SELECT
            v.timeline_id,
            v.version_id,
            v.sequence,
            v.first_seen,
            lead(v.first_seen) OVER (PARTITION BY v.timeline_id ORDER BY v.sequence, v.version_id) AS replaced_at,
            lead(v.version_id) OVER (PARTITION BY v.timeline_id ORDER BY v.sequence, v.version_id) AS next_version_id
        FROM ledger.versions AS v
        INNER JOIN here AS h ON v.timeline_id = h.timeline_id
        INNER JOIN ledger.observations AS o ON v.decided_by = o.observation_id
        CROSS JOIN asked AS a
        WHERE v.status = 'published' AND o.recorded_at <= a.known_until
    ),

    looks AS (
        SELECT
            o.timeline_id,
            max(o.observed_at) FILTER (o.observed_at <= a.asked_for AND r.outcome IN ('changed', 'unchanged', 'not_modified')) AS looked_before,
            min(o.observed_at) FILTER (o.observed_at > a.asked_for AND r.outcome IN ('changed', 'unchanged', 'not_modified')) AS looked_after,
            max(o.observed_at) FILTER (o.observed_at <= a.asked_for AND r.outcome NOT IN ('changed', 'unchanged', 'not_modified')) AS failed_before
        FROM ledger.observations AS o
        INNER JOIN here AS h ON o.timeline_id = h.timeline_id
        INNER JOIN ledger.observation_results AS r ON o.observation_id = r.observation_id
        CROSS JOIN asked AS a
        WHERE o.recorded_at <= a.known_until
        GROUP BY o.timeline_id
    )

    SELECT
        h.document_id,
        h.timeline_id,
        h.collection_id,
        a.asked_for,
        CASE
            WHEN p.version_id IS NULL THEN 'not_observed'
            -- a look on record that failed since then says more than silence: nobody can tell what stood there
            WHEN
                h.kind IN ('ota', 'folder') AND l.looked_before < a.asked_for
                AND coalesce(l.failed_before <= l.looked_before, TRUE) THEN 'inferred'
            WHEN l.looked_after IS NULL AND l.looked_before < a.asked_for THEN 'last_seen_before'
            WHEN p.replaced_at IS NOT NULL AND l.looked_after >= p.replaced_at AND l.looked_before < a.asked_for THEN 'between_two_versions'
            ELSE 'in_force'
        END AS answer,
        p.version_id,
        p.first_seen,
        l.looked_before,
        l.looked_after,
        CASE WHEN l.looked_after >= p.replaced_at AND l.looked_before < a.asked_for THEN p.next_version_id END AS or_version_id,
        m.markdown
    FROM here AS h
    CROSS JOIN asked AS a
    LEFT JOIN published AS p
        ON
            h.timeline_id = p.timeline_id
            AND p.first_seen <= a.asked_for
            AND (p.replaced_at IS NULL OR p.replaced_at > a.asked_for)
    LEFT JOIN looks AS l ON h.timeline_id = l.timeline_id
    LEFT JOIN ledger.versions AS v ON p.version_id = v.version_id
    LEFT JOIN ledger.markdowns AS m ON v.markdown_sha256 = m.markdown_sha256;
COMMENT ON MACRO TABLE ledger.texts_known_at IS 'What as_known_at says, of all documents: one row a timeline.';

CREATE OR REPLACE MACRO as_known_at(document, moment, known := NULL) AS TABLE
SELECT * FROM ledger.texts_known_at(moment, known) AS k
WHERE k.document_id = document;
COMMENT ON MACRO TABLE as_known_at IS 'What could have been said at a time (known; if left out, the moment itself) about which text of a document was in force at a moment: one row a timeline. Answers: in_force (seen before and after), inferred (the collection records changes only: no change and no failed look was recorded before the moment), between_two_versions (it, or or_version_id: nobody saw the document in between), last_seen_before (not seen again), not_observed.';

CREATE OR REPLACE MACRO as_of(document, moment) AS TABLE
SELECT * FROM as_known_at(document, moment, known := 'infinity');
COMMENT ON MACRO TABLE as_of IS 'Which text of a document was in force at a moment, as far as anyone has seen by now: one row a timeline. Answers: in_force, inferred, between_two_versions, last_seen_before, not_observed.';

CREATE OR REPLACE MACRO provision_history(provision) AS TABLE
    WITH wanted AS (
        SELECT coalesce((SELECT any_value(a.new_id) FROM ledger.id_aliases AS a WHERE a.old_id = provision), provision) AS provision_id
    ),

    told AS (
        SELECT
            h.state_no,
            h.text,
            h.first_seen,
            h.last_seen,
            h.replaced_at,
            h.in_newest_version,
            h.versions,
            c.operation AS came_as,
            c.direction,
            c.significance,
            c.reason,
            h.document_id,
            h.timeline_id
        FROM provision_history AS h
        SEMI JOIN wanted AS w ON h.provision_id = w.provision_id
        LEFT JOIN provision_changes AS c
            ON h.provision_id = c.provision_id AND h.first_seen = c.changed_before AND h.timeline_id = c.timeline_id
    )

    SELECT *
    FROM told
    ORDER BY first_seen;
COMMENT ON MACRO TABLE provision_history IS 'Every wording of one provision in order, with what made it: one row a wording and unbroken time. An id from before a timeline was made again is followed to the present one.';
