-- governance_timeline: everything that happened to a platform's documents, in order: first sight, changes, links, gaps, what is held.
-- grain: one row an event of a document.
-- key: event_id
-- columns:
--   happened_before <- changes.changed_before: When it was first seen (UTC).
--   happened_after <- changes.changed_after: When the state before was last seen (UTC); NULL: nothing was known before.
--   platform_id <- documents.platform_id: The platform.
--   platform <- platforms.name: Its name.
--   document_id <- documents.document_id: The document.
--   terms_type <- documents.terms_type: Its terms type.
--   event: first_seen, substantive_change, editorial_change, text_came_back, language_changed, legal_link_moved, held, gap.
--   significance <- changes.significance: high, medium, low; none for what is not substantive.
--   silent_edit <- changes.silent_edit: True: what matters changed, and neither the declared date nor a notice told of it; NULL: does not apply.
--   declared_date <- versions.declared_date: Date the text then declares; NULL: none, or does not apply.
--   what <- changes.summary: What happened, in words.
--   version_id <- versions.version_id: The version or candidate it is about; of a gap, NULL.
--   event_id: The event: its kind, and what it is about.

WITH events AS (
    SELECT
        v.first_seen AS happened_before,
        NULL::TIMESTAMPTZ AS happened_after,
        v.document_id,
        'first_seen' AS event,
        'none' AS significance,
        NULL::BOOLEAN AS silent_edit,
        v.declared_date,
        'first seen, ' || v.words || ' words' AS what,
        v.version_id,
        'first_seen:' || v.version_id AS event_id
    FROM versions AS v
    WHERE v.version_no = 1
    UNION ALL
    SELECT
        c.changed_before AS happened_before,
        c.changed_after AS happened_after,
        c.document_id,
        CASE c.change_class
            WHEN 'substantive' THEN 'substantive_change'
            WHEN 'editorial' THEN 'editorial_change'
            WHEN 'exact_return' THEN 'text_came_back'
            ELSE 'language_changed'
        END AS event,
        c.significance,
        c.silent_edit,
        c.declared_date,
        c.summary AS what,
        c.version_id,
        'change:' || c.version_id AS event_id
    FROM changes AS c
    UNION ALL
    SELECT
        l.changed_before AS happened_before,
        l.changed_after AS happened_after,
        l.document_id,
        'legal_link_moved' AS event,
        'low' AS significance,
        NULL AS silent_edit,
        NULL AS declared_date,
        '“' || l.link_text || '” leads to ' || l.target_after || ' (before: ' || l.target_before || ')' AS what,
        l.version_id,
        'link:' || l.version_id || ':' || l.link_text || ':' || l.target_after AS event_id
    FROM legal_link_changes AS l
    UNION ALL
    SELECT
        n.first_seen AS happened_before,
        NULL AS happened_after,
        n.document_id,
        'held' AS event,
        'none' AS significance,
        NULL AS silent_edit,
        NULL AS declared_date,
        'not published: ' || n.change_class || coalesce(', ' || n.reason, '') AS what,
        n.version_id,
        'held:' || n.version_id AS event_id
    FROM noise_ledger AS n
    WHERE n.status = 'quarantined'
    UNION ALL
    SELECT
        g.gap_from AS happened_before,
        NULL AS happened_after,
        g.document_id,
        'gap' AS event,
        'none' AS significance,
        NULL AS silent_edit,
        NULL AS declared_date,
        g.days || ' days until ' || coalesce(strftime(g.gap_until, '%Y-%m-%d'), 'now') || ': ' || g.reason AS what,
        NULL AS version_id,
        'gap:' || g.timeline_id || ':' || strftime(g.gap_from, '%Y-%m-%dT%H:%M:%S') AS event_id
    FROM gaps AS g
    WHERE g.is_known
)

SELECT
    e.happened_before,
    e.happened_after,
    d.platform_id,
    p.name AS platform,
    e.document_id,
    d.terms_type,
    e.event,
    e.significance,
    e.silent_edit,
    e.declared_date,
    e.what,
    e.version_id,
    e.event_id
FROM events AS e
INNER JOIN documents AS d ON e.document_id = d.document_id
INNER JOIN platforms AS p ON d.platform_id = p.platform_id
ORDER BY d.platform_id, e.happened_before, e.document_id, e.event_id
