-- became_permitted: what platforms may do since a change, and could not before, or promised less firmly: in their words.
-- grain: one row a substantive provision change that permits the platform something, weakens its promise or widens what it does; none of imprints, which lay down nothing.
-- key: change_id
-- columns:
--   changed_after <- provision_changes.changed_after: The old text was last seen then (UTC).
--   changed_before <- provision_changes.changed_before: The new text was first seen then (UTC).
--   platform_id <- provision_changes.platform_id: The platform.
--   platform <- platforms.name: Its name.
--   document_id <- provision_changes.document_id: The document.
--   terms_type <- provision_changes.terms_type: Its terms type.
--   direction <- provision_changes.directions: permitted, weakened or widened.
--   actor <- provision_changes.directions: Whose action it is: platform, or unclear.
--   words_before <- provision_changes.directions: The words that stood there; empty: none.
--   words_after <- provision_changes.directions: The words that stand there; empty: none.
--   significance <- provision_changes.significance: high, medium or low.
--   topics <- provision_changes.topics: Topics of the provision.
--   stem <- provision_changes.stem: The words above it that it completes ("We may share it with:"); NULL: none.
--   before <- provision_changes.before: The provision before; NULL: it was not there.
--   after <- provision_changes.after: The provision after; NULL: it is gone.
--   rule <- provision_changes.directions: The rule that saw it.
--   change_id <- provision_changes.change_id: The change.
--   provision_id <- provision_changes.provision_id: The provision.
--   version_id <- provision_changes.version_id: The version after the change.

WITH told AS (
    SELECT
        c.*,
        from_json(c.directions, '[{"kind":"VARCHAR","actor":"VARCHAR","rule":"VARCHAR","before":"VARCHAR","after":"VARCHAR","subject":"VARCHAR"}]') AS pointings
    FROM provision_changes AS c
    WHERE c.change_class = 'substantive'
),

pointed AS (
    -- the weightiest stand first; a whole statement says more than the name of what it names
    SELECT
        t.*,
        unnest(t.pointings) AS pointing,
        generate_subscripts(t.pointings, 1) AS place
    FROM told AS t
)

SELECT
    c.changed_after,
    c.changed_before,
    c.platform_id,
    p.name AS platform,
    c.document_id,
    c.terms_type,
    struct_extract(c.pointing, 'kind') AS direction,
    struct_extract(c.pointing, 'actor') AS actor,
    struct_extract(c.pointing, 'before') AS words_before,
    struct_extract(c.pointing, 'after') AS words_after,
    c.significance,
    c.topics,
    c.stem,
    c.before,
    c.after,
    struct_extract(c.pointing, 'rule') AS rule,
    c.change_id,
    c.provision_id,
    c.version_id
FROM pointed AS c
INNER JOIN platforms AS p ON c.platform_id = p.platform_id
WHERE
    struct_extract(c.pointing, 'kind') IN ('permitted', 'weakened', 'widened')
    -- a place that is named ("a company of Delft") permits nothing; what is done there is told by its own rule
    AND NOT starts_with(struct_extract(c.pointing, 'rule'), 'place_')
    AND c.terms_type <> 'Imprint'
    AND (struct_extract(c.pointing, 'actor') = 'platform' OR (struct_extract(c.pointing, 'actor') = 'unclear' AND struct_extract(c.pointing, 'rule') = 'not_gone'))
QUALIFY
    row_number() OVER (
        PARTITION BY c.change_id
        ORDER BY array_position(['permitted', 'weakened', 'widened'], struct_extract(c.pointing, 'kind')), regexp_matches(struct_extract(c.pointing, 'rule'), '^(data|item|place|purpose|recipient)_'), c.place
    ) = 1
ORDER BY c.changed_before DESC, c.change_id ASC
