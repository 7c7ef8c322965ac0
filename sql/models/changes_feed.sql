-- changes_feed: what changed and matters, newest first: substantive changes with their summary, interval and evidence.
-- grain: one row a substantive step from one published version of a document to the next.
-- key: version_id
-- columns:
--   changed_after <- changes.changed_after: The old text was last seen then (UTC); the change came after.
--   changed_before <- changes.changed_before: The new text was first seen then (UTC); the change came before.
--   window_days <- changes.changed_before: Days between the two: how exactly the moment is known.
--   platform_id <- changes.platform_id: The platform.
--   platform <- platforms.name: Its name.
--   document_id <- changes.document_id: The document.
--   terms_type <- changes.terms_type: Its terms type.
--   significance <- changes.significance: high, medium or low.
--   summary <- changes.summary: What changed, made from the provisions alone.
--   directions <- changes.directions: Which way it points.
--   directions_told <- changes.directions_told: The same in words, with whom each concerns.
--   topics <- changes.topics_modified: Topics of the provisions that changed with substance.
--   silent_edit <- changes.silent_edit: True: what matters changed, and neither the declared date nor a notice told of it; NULL: no date is declared.
--   declared_date <- changes.declared_date: Date the new text declares; NULL: none.
--   effective_date <- changes.effective_date: Date from which it says it holds; NULL: it does not say.
--   provisions_added <- changes.provisions_added: Provisions that are new.
--   provisions_removed <- changes.provisions_removed: Provisions that are gone.
--   provisions_modified <- changes.provisions_modified: Provisions worded differently.
--   score <- changes.score: How sure it is that a careful reader would call it substantive, 0 to 1.
--   version_id <- changes.version_id: The version after the change.
--   previous_version_id <- changes.previous_version_id: The version before it.
--   collection_id <- changes.collection_id: Where it came from.
--   licence <- collections.licence: Licence under which that collection's data may be passed on.
--   attribution <- collections.attribution: Whom to name.

SELECT
    c.changed_after,
    c.changed_before,
    date_diff('day', c.changed_after, c.changed_before) AS window_days,
    c.platform_id,
    p.name AS platform,
    c.document_id,
    c.terms_type,
    c.significance,
    c.summary,
    c.directions,
    c.directions_told,
    list_sort(list_distinct(c.topics_added || c.topics_removed || c.topics_modified)) AS topics,
    c.silent_edit,
    c.declared_date,
    c.effective_date,
    c.provisions_added,
    c.provisions_removed,
    c.provisions_modified,
    c.score,
    c.version_id,
    c.previous_version_id,
    c.collection_id,
    o.licence,
    o.attribution
FROM changes AS c
INNER JOIN platforms AS p ON c.platform_id = p.platform_id
INNER JOIN collections AS o ON c.collection_id = o.collection_id
WHERE c.change_class = 'substantive'
ORDER BY c.changed_before DESC, c.version_id ASC
