-- silent_edits: changes that matter (significance high or medium) of which the document told neither by its date nor by a notice.
-- grain: one row a substantive step of high or medium significance after which the document declares the same date as before.
-- key: version_id
-- columns:
--   platform_id <- changes.platform_id: The platform.
--   platform <- platforms.name: Its name.
--   document_id <- changes.document_id: The document.
--   terms_type <- changes.terms_type: Its terms type.
--   declared_date <- changes.declared_date: The date it declared before and declares still.
--   changed_after <- changes.changed_after: The old text was last seen then (UTC).
--   changed_before <- changes.changed_before: The new text was first seen then (UTC).
--   days_after_declared <- changes.changed_before: Days from the declared date to when the new text was first seen.
--   significance <- changes.significance: high or medium.
--   summary <- changes.summary: What changed.
--   version_id <- changes.version_id: The version after the change.
--   previous_version_id <- changes.previous_version_id: The version before it.
--   collection_id <- changes.collection_id: Where it came from.

SELECT
    c.platform_id,
    p.name AS platform,
    c.document_id,
    c.terms_type,
    c.declared_date,
    c.changed_after,
    c.changed_before,
    date_diff('day', c.declared_date, cast(c.changed_before AS DATE)) AS days_after_declared,
    c.significance,
    c.summary,
    c.version_id,
    c.previous_version_id,
    c.collection_id
FROM changes AS c
INNER JOIN platforms AS p ON c.platform_id = p.platform_id
WHERE c.silent_edit
ORDER BY c.changed_before DESC, c.version_id ASC
