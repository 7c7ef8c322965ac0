-- What readers meet under the natural names: provisions in force, their history, published changes.

CREATE OR REPLACE VIEW provisions AS
WITH labelled AS (
    SELECT
        provision_id,
        state_no,
        list(topic_id ORDER BY confidence DESC, topic_id ASC) AS topics
    FROM ledger.provision_topics
    WHERE band = 'automatic'
    GROUP BY ALL
)

SELECT
    o.provision_id,
    o.state_no,
    c.platform_id,
    c.platform,
    c.document_id,
    c.terms_type,
    o.version_id,
    o.ordinal,
    o.kind,
    array_to_string(o.heading_path, ' > ') AS heading,
    o.heading_path,
    o.stem,
    coalesce(o.own_text, s.text) AS text,
    coalesce(l.topics, []) AS topics,
    f.first_seen AS wording_since,
    o.char_start,
    o.char_end,
    c.collection_id
FROM current_versions AS c
INNER JOIN ledger.provision_occurrences AS o ON c.version_id = o.version_id
INNER JOIN ledger.provision_states AS s ON o.provision_id = s.provision_id AND o.state_no = s.state_no
INNER JOIN ledger.versions AS f ON s.first_version_id = f.version_id
LEFT JOIN labelled AS l ON o.provision_id = l.provision_id AND o.state_no = l.state_no;
COMMENT ON VIEW provisions IS 'The clauses in force: one row a place in the current version of a document; all history is in provision_history.';
COMMENT ON COLUMN provisions.provision_id IS 'The provision''s lasting id.';
COMMENT ON COLUMN provisions.state_no IS 'Number of its wording.';
COMMENT ON COLUMN provisions.platform_id IS 'The platform.';
COMMENT ON COLUMN provisions.platform IS 'The platform''s name.';
COMMENT ON COLUMN provisions.document_id IS 'The document.';
COMMENT ON COLUMN provisions.terms_type IS 'Terms type.';
COMMENT ON COLUMN provisions.version_id IS 'The current version it stands in.';
COMMENT ON COLUMN provisions.ordinal IS 'Position in the document, from 0.';
COMMENT ON COLUMN provisions.kind IS 'heading, paragraph, list_item, table_row, definition, ...';
COMMENT ON COLUMN provisions.heading IS 'The headings above it, outermost first, joined by " > ".';
COMMENT ON COLUMN provisions.heading_path IS 'The headings above it, outermost first.';
COMMENT ON COLUMN provisions.stem IS 'The sentence a list item or table row completes; NULL: it stands alone.';
COMMENT ON COLUMN provisions.text IS 'Its exact words, as Markdown.';
COMMENT ON COLUMN provisions.topics IS 'Topics, surest first; empty list: it was read and none applies.';
COMMENT ON COLUMN provisions.wording_since IS 'When this wording was first seen (UTC).';
COMMENT ON COLUMN provisions.char_start IS 'Offset in the version''s Markdown.';
COMMENT ON COLUMN provisions.char_end IS 'Offset behind its end.';
COMMENT ON COLUMN provisions.collection_id IS 'Where it came from; its licence is in collections.';

CREATE OR REPLACE VIEW provision_history AS
WITH placed AS (
    SELECT
        o.provision_id,
        o.state_no,
        v.platform_id,
        v.platform,
        v.document_id,
        v.terms_type,
        v.version_no,
        v.first_seen,
        v.last_seen,
        v.replaced_at,
        -- the same for all versions of an unbroken run of one wording
        v.version_no - dense_rank() OVER (
            PARTITION BY o.provision_id, o.state_no ORDER BY v.version_no
        ) AS run
    FROM ledger.provision_occurrences AS o
    INNER JOIN versions AS v ON o.version_id = v.version_id
),

runs AS (
    SELECT
        provision_id,
        state_no,
        run,
        min(first_seen) AS first_seen,
        max(last_seen) AS last_seen,
        arg_max(replaced_at, version_no) AS replaced_at,
        bool_or(replaced_at IS NULL) AS in_newest_version,
        count(DISTINCT version_no) AS versions,
        any_value(platform_id) AS platform_id,
        any_value(platform) AS platform,
        any_value(document_id) AS document_id,
        any_value(terms_type) AS terms_type
    FROM placed
    GROUP BY ALL
)

SELECT
    r.provision_id,
    r.state_no,
    r.platform_id,
    r.platform,
    r.document_id,
    r.terms_type,
    s.timeline_id,
    s.kind,
    s.text,
    r.first_seen,
    r.last_seen,
    CASE WHEN NOT r.in_newest_version THEN r.replaced_at END AS replaced_at,
    r.in_newest_version,
    r.versions
FROM runs AS r
INNER JOIN ledger.provision_states AS s ON r.provision_id = s.provision_id AND r.state_no = s.state_no;
COMMENT ON VIEW provision_history IS 'Every wording every provision ever had: one row a provision, wording and unbroken time in which it stood; a wording that came back has a row each time.';
COMMENT ON COLUMN provision_history.provision_id IS 'The provision''s lasting id.';
COMMENT ON COLUMN provision_history.state_no IS 'Number of the wording, from 1.';
COMMENT ON COLUMN provision_history.platform_id IS 'The platform.';
COMMENT ON COLUMN provision_history.platform IS 'The platform''s name.';
COMMENT ON COLUMN provision_history.document_id IS 'The document.';
COMMENT ON COLUMN provision_history.terms_type IS 'Terms type.';
COMMENT ON COLUMN provision_history.timeline_id IS 'The timeline.';
COMMENT ON COLUMN provision_history.kind IS 'heading, paragraph, list_item, table_row, definition, ...';
COMMENT ON COLUMN provision_history.text IS 'The wording as first seen, as Markdown.';
COMMENT ON COLUMN provision_history.first_seen IS 'When this wording was first seen (UTC), or first seen again.';
COMMENT ON COLUMN provision_history.last_seen IS 'When it was last seen in that time (UTC).';
COMMENT ON COLUMN provision_history.replaced_at IS 'When a version without it was first seen (UTC); NULL: it stands in the newest version.';
COMMENT ON COLUMN provision_history.in_newest_version IS 'True: it stands in the newest version of its timeline.';
COMMENT ON COLUMN provision_history.versions IS 'In how many published versions it stood in that time.';

CREATE OR REPLACE VIEW corrected_wordings AS
WITH by_provision AS (
    SELECT
        c.correction_id,
        o.provision_id,
        o.state_no
    FROM ledger.corrections AS c
    INNER JOIN ledger.provision_occurrences AS o ON c.span = o.provision_id
    INNER JOIN ledger.versions AS v ON o.version_id = v.version_id
    -- the wording in force on that day; of a day before the first, the first
    QUALIFY row_number() OVER (
        PARTITION BY c.correction_id
        ORDER BY
            cast(v.first_seen AS DATE) > c.made_on,
            CASE WHEN cast(v.first_seen AS DATE) > c.made_on THEN v.first_seen END ASC,
            v.first_seen DESC,
            o.ordinal
    ) = 1
),

by_text AS (
    SELECT
        c.correction_id,
        s.provision_id,
        s.state_no
    FROM ledger.corrections AS c
    INNER JOIN ledger.provision_states AS s ON starts_with(s.text_sha256, c.span)
    WHERE regexp_full_match(c.span, '[0-9a-f]{12,64}')
)

SELECT
    correction_id,
    provision_id,
    state_no
FROM by_provision
UNION
SELECT
    correction_id,
    provision_id,
    state_no
FROM by_text;
COMMENT ON VIEW corrected_wordings IS 'The wordings that corrections are about: one row a correction and wording.';
COMMENT ON COLUMN corrected_wordings.correction_id IS 'The correction (corrections).';
COMMENT ON COLUMN corrected_wordings.provision_id IS 'The provision.';
COMMENT ON COLUMN corrected_wordings.state_no IS 'Number of its wording.';

CREATE OR REPLACE VIEW corrections AS
WITH changed_since AS (
    SELECT
        c.correction_id,
        coalesce(max(v.first_seen)::DATE > c.made_on, FALSE) AS is_changed
    FROM ledger.corrections AS c
    INNER JOIN ledger.platforms AS p ON c.span = p.platform_id
    LEFT JOIN current_versions AS v ON p.platform_id = v.platform_id
    GROUP BY c.correction_id, c.made_on
),

found AS (
    SELECT
        w.correction_id,
        bool_or(n.provision_id IS NOT NULL) AS is_in_force
    FROM corrected_wordings AS w
    LEFT JOIN provisions AS n ON w.provision_id = n.provision_id AND w.state_no = n.state_no
    GROUP BY w.correction_id
)

SELECT
    c.correction_id,
    c.span,
    c.subject,
    c.label,
    c.who,
    c.made_on,
    c.why,
    CASE
        WHEN f.is_in_force OR NOT p.is_changed THEN 'applied'
        WHEN f.correction_id IS NULL AND p.correction_id IS NULL THEN 'not_found'
        ELSE 'text_changed'
    END AS status
FROM ledger.corrections AS c
LEFT JOIN changed_since AS p ON c.correction_id = p.correction_id
LEFT JOIN found AS f ON c.correction_id = f.correction_id
ORDER BY c.correction_no;
COMMENT ON VIEW corrections IS 'What people decided against the rules, and whether it still holds: one row a correction.';
COMMENT ON COLUMN corrections.correction_id IS 'Hash of all that it says.';
COMMENT ON COLUMN corrections.span IS 'What it is about: a provision''s id, the SHA-256 of a wording or its beginning, or (for a question) a platform''s id.';
COMMENT ON COLUMN corrections.subject IS 'The topic or the question.';
COMMENT ON COLUMN corrections.label IS 'yes or no for a topic, a stance for a question.';
COMMENT ON COLUMN corrections.who IS 'Who decided.';
COMMENT ON COLUMN corrections.made_on IS 'The day it was decided: it is about the wording in force then.';
COMMENT ON COLUMN corrections.why IS 'The reason.';
COMMENT ON COLUMN corrections.status IS 'applied (the wording is in force), text_changed (another wording is in force now: decide again), not_found (nothing here has this id or wording).';
