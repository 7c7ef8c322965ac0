-- noqa: disable=LT02
-- What was in force at a moment, and what differs between two moments.

CREATE OR REPLACE MACRO in_force_at(moment) AS TABLE
    SELECT
        p.name AS platform,
        d.terms_type,
        k.*
    FROM ledger.texts_known_at(moment, 'infinity') AS k
    INNER JOIN ledger.documents AS d ON k.document_id = d.document_id
    INNER JOIN ledger.platforms AS p ON d.platform_id = p.platform_id
    ORDER BY k.document_id, k.timeline_id;
COMMENT ON MACRO TABLE in_force_at IS 'What as_of says, of all documents at once: which text of each was in force at a moment, as far as anyone has seen by now; one row a timeline. FROM in_force_at(''2025-09-01'').';

CREATE OR REPLACE MACRO changes_between(moment_a, moment_b, platform := NULL) AS TABLE
    WITH texts AS (
        SELECT
            a.timeline_id,
            a.document_id,
            a.answer AS answer_a,
            b.answer AS answer_b,
            a.version_id AS version_a,
            b.version_id AS version_b,
            a.first_seen AS seen_a,
            b.first_seen AS seen_b,
            d.platform_id,
            d.terms_type,
            p.name AS platform
        FROM ledger.texts_known_at(moment_a, 'infinity') AS a
        INNER JOIN ledger.texts_known_at(moment_b, 'infinity') AS b ON a.timeline_id = b.timeline_id
        INNER JOIN ledger.documents AS d ON a.document_id = d.document_id
        INNER JOIN ledger.platforms AS p ON d.platform_id = p.platform_id
        WHERE
            (platform IS NULL OR d.platform_id = lower(platform) OR lower(p.name) = lower(platform))
            AND a.version_id IS DISTINCT FROM b.version_id
    ),

    before AS (
        SELECT
            t.timeline_id,
            o.provision_id,
            o.state_no,
            o.ordinal,
            o.kind,
            o.heading_path,
            coalesce(o.own_text, s.text) AS words
        FROM texts AS t
        INNER JOIN ledger.provision_occurrences AS o ON t.version_a = o.version_id
        INNER JOIN ledger.provision_states AS s ON o.provision_id = s.provision_id AND o.state_no = s.state_no
        WHERE t.version_b IS NOT NULL
    ),

    after AS (
        SELECT
            t.timeline_id,
            o.provision_id,
            o.state_no,
            o.ordinal,
            o.kind,
            o.heading_path,
            coalesce(o.own_text, s.text) AS words
        FROM texts AS t
        INNER JOIN ledger.provision_occurrences AS o ON t.version_b = o.version_id
        INNER JOIN ledger.provision_states AS s ON o.provision_id = s.provision_id AND o.state_no = s.state_no
        WHERE t.version_a IS NOT NULL
    ),

    differing AS (
        SELECT
            coalesce(b.timeline_id, a.timeline_id) AS timeline_id,
            coalesce(b.provision_id, a.provision_id) AS provision_id,
            CASE
                WHEN b.provision_id IS NULL THEN 'added'
                WHEN a.provision_id IS NULL THEN 'removed'
                ELSE 'modified'
            END AS operation,
            coalesce(a.kind, b.kind) AS kind,
            coalesce(a.heading_path, b.heading_path) AS heading_path,
            b.words AS words_before,
            a.words AS words_after,
            coalesce(a.ordinal, b.ordinal) AS ordinal
        FROM before AS b
        FULL JOIN after AS a ON b.timeline_id = a.timeline_id AND b.provision_id = a.provision_id
        WHERE b.state_no IS DISTINCT FROM a.state_no
        UNION ALL
        -- a document of which one of the two texts was never seen: its clauses are not new, only unknown
        SELECT
            t.timeline_id,
            NULL AS provision_id,
            CASE WHEN t.version_a IS NULL THEN 'not_seen_before' ELSE 'not_seen_after' END AS operation,
            NULL AS kind,
            NULL AS heading_path,
            NULL AS words_before,
            NULL AS words_after,
            NULL AS ordinal
        FROM texts AS t
        WHERE t.version_a IS NULL OR t.version_b IS NULL
    ),

    -- what the steps in between say of the same provision
    steps AS (
        SELECT
            t.timeline_id,
            c.provision_id,
            count(*) AS steps,
            arg_max(c.change_class, c.score) AS change_class,
            arg_max(c.significance, c.score) AS significance,
            arg_max(c.direction, c.score) AS direction
        FROM texts AS t
        INNER JOIN provision_changes AS c
            ON
                t.timeline_id = c.timeline_id
                AND c.changed_before > least(t.seen_a, t.seen_b)
                AND c.changed_before <= greatest(t.seen_a, t.seen_b)
        GROUP BY t.timeline_id, c.provision_id
    )

    SELECT
        t.platform,
        t.document_id,
        t.terms_type,
        d.operation,
        d.heading_path[-1] AS heading,
        d.words_before,
        d.words_after,
        s.change_class,
        s.significance,
        s.direction,
        s.steps,
        t.answer_a = 'in_force' AND t.answer_b = 'in_force' AS is_certain,
        t.answer_a,
        t.answer_b,
        d.kind,
        d.provision_id,
        t.version_a,
        t.version_b,
        t.timeline_id
    FROM differing AS d
    INNER JOIN texts AS t ON d.timeline_id = t.timeline_id
    LEFT JOIN steps AS s ON d.timeline_id = s.timeline_id AND d.provision_id = s.provision_id
    ORDER BY t.document_id, t.timeline_id, d.ordinal;
COMMENT ON MACRO TABLE changes_between IS 'What differs between the texts in force at two moments, clause by clause, whatever happened in between: FROM changes_between(''2026-01-01'', ''2026-07-01'', platform := ''Ferrybell''); without a platform, all. operation: added, removed, modified; not_seen_before or not_seen_after (a document of which one of the two texts was never seen, one row). is_certain: both texts were seen before and after their moment; else answer_a and answer_b say what they rest on, as as_of does. change_class, significance, direction, steps: of the recorded changes in between, the weightiest.';
