-- What readers meet under the natural names: looks, published versions, documents.

CREATE OR REPLACE VIEW observations AS
SELECT
    o.observation_id,
    t.document_id,
    d.platform_id,
    f.name AS platform,
    d.terms_type,
    t.collection_id,
    o.timeline_id,
    o.source_id,
    o.observed_at,
    coalesce(r.outcome, o.fetch_outcome) AS outcome,
    coalesce(r.reason, o.fetch_reason) AS reason,
    r.rule,
    r.version_id,
    o.http_status,
    o.url,
    o.final_url,
    o.bytes,
    o.content_sha256,
    o.fetcher,
    o.chain_no
FROM ledger.observations AS o
INNER JOIN ledger.timelines AS t ON o.timeline_id = t.timeline_id
INNER JOIN ledger.documents AS d ON t.document_id = d.document_id
INNER JOIN ledger.platforms AS f ON d.platform_id = f.platform_id
LEFT JOIN ledger.observation_results AS r ON o.observation_id = r.observation_id;
COMMENT ON VIEW observations IS 'Every attempt to look at a page and what came of it, failed attempts included: one row an attempt.';
COMMENT ON COLUMN observations.observation_id IS 'The same attempt has the same id in every home.';
COMMENT ON COLUMN observations.document_id IS 'The document looked at (documents).';
COMMENT ON COLUMN observations.platform_id IS 'The platform.';
COMMENT ON COLUMN observations.platform IS 'Its name.';
COMMENT ON COLUMN observations.terms_type IS 'Terms type.';
COMMENT ON COLUMN observations.collection_id IS 'The collection it belongs to (collections).';
COMMENT ON COLUMN observations.timeline_id IS 'The timeline it belongs to.';
COMMENT ON COLUMN observations.source_id IS 'The page of the document; main for single pages.';
COMMENT ON COLUMN observations.observed_at IS 'When it was looked at (UTC).';
COMMENT ON COLUMN observations.outcome IS 'changed, unchanged, not_modified; blocked, not_a_policy; incomplete (another page of the document is missing); http_error, network_error, too_large; refused_by_robots, refused_address, postponed; removed (from an imported collection); fetched: not read yet.';
COMMENT ON COLUMN observations.reason IS 'Why, in words; NULL when the outcome says it all.';
COMMENT ON COLUMN observations.rule IS 'The rule that decided; NULL when the fetch itself failed.';
COMMENT ON COLUMN observations.version_id IS 'The candidate version it gave rise to or showed again; NULL: none.';
COMMENT ON COLUMN observations.http_status IS 'HTTP status code; NULL: none recorded.';
COMMENT ON COLUMN observations.url IS 'URL asked for.';
COMMENT ON COLUMN observations.final_url IS 'URL that answered, after redirects; NULL: not recorded.';
COMMENT ON COLUMN observations.bytes IS 'Size of the body in bytes.';
COMMENT ON COLUMN observations.content_sha256 IS 'SHA-256 of the body in the archive.';
COMMENT ON COLUMN observations.fetcher IS 'What looked.';
COMMENT ON COLUMN observations.chain_no IS 'Number of the ledger line that proves it.';

CREATE OR REPLACE VIEW versions AS
WITH numbered AS (
    SELECT
        v.*,
        row_number() OVER timeline AS version_no,
        lead(v.sequence) OVER timeline AS next_sequence,
        lead(v.version_id) OVER timeline AS next_version_id,
        lead(v.first_seen) OVER timeline AS replaced_at
    FROM ledger.versions AS v
    WHERE v.status = 'published'
    WINDOW timeline AS (PARTITION BY v.timeline_id ORDER BY v.sequence, v.version_id)
),

looks AS (
    SELECT
        n.version_id,
        max(o.observed_at) AS last_seen
    FROM numbered AS n
    INNER JOIN ledger.observations AS o
        ON
            n.timeline_id = o.timeline_id
            AND o.sequence >= n.sequence
            AND (n.next_sequence IS NULL OR o.sequence < n.next_sequence)
    INNER JOIN ledger.observation_results AS r ON o.observation_id = r.observation_id
    LEFT JOIN ledger.versions AS shown ON r.version_id = shown.version_id
    WHERE
        r.outcome IN ('changed', 'unchanged', 'not_modified')
        -- a text that is held is another text than the one readers have
        AND shown.status IS DISTINCT FROM 'quarantined'
        -- the first pages of the round that found the next version already show that one
        AND r.version_id IS DISTINCT FROM n.next_version_id
    GROUP BY n.version_id
)

SELECT
    n.version_id,
    n.document_id,
    d.platform_id,
    f.name AS platform,
    d.terms_type,
    t.collection_id,
    n.timeline_id,
    n.version_no,
    n.first_seen,
    greatest(n.first_seen, l.last_seen) AS last_seen,
    n.replaced_at,
    n.declared_date,
    n.effective_date,
    n.title,
    n.language,
    n.words,
    n.noise_class AS change_class,
    n.rule,
    n.agreement,
    n.text_sha256,
    m.markdown
FROM numbered AS n
INNER JOIN ledger.documents AS d ON n.document_id = d.document_id
INNER JOIN ledger.platforms AS f ON d.platform_id = f.platform_id
INNER JOIN ledger.timelines AS t ON n.timeline_id = t.timeline_id
INNER JOIN ledger.markdowns AS m ON n.markdown_sha256 = m.markdown_sha256
LEFT JOIN looks AS l ON n.version_id = l.version_id;
COMMENT ON VIEW versions IS 'The published versions of every document: one row a version; noise and quarantine are in ledger.versions.';
COMMENT ON COLUMN versions.version_id IS 'timeline_id, first seen and text hash: the same in every home.';
COMMENT ON COLUMN versions.document_id IS 'The document, e.g. midjourney/privacy-policy.';
COMMENT ON COLUMN versions.platform_id IS 'The platform.';
COMMENT ON COLUMN versions.platform IS 'The platform''s name.';
COMMENT ON COLUMN versions.terms_type IS 'Terms type, e.g. Privacy Policy.';
COMMENT ON COLUMN versions.collection_id IS 'Where it came from; its licence is in collections.';
COMMENT ON COLUMN versions.timeline_id IS 'The document as seen by one collection: compare versions only within it.';
COMMENT ON COLUMN versions.version_no IS 'Number within the timeline, from 1.';
COMMENT ON COLUMN versions.first_seen IS 'When this text was first seen (UTC).';
COMMENT ON COLUMN versions.last_seen IS 'When it was last seen (UTC); the change to the next lies between this and the next first_seen.';
COMMENT ON COLUMN versions.replaced_at IS 'When the next version was first seen (UTC); NULL: this is the newest of its timeline.';
COMMENT ON COLUMN versions.declared_date IS 'Date the document says it was last updated; NULL: it does not say clearly.';
COMMENT ON COLUMN versions.effective_date IS 'Date the document says it takes effect; NULL: it does not say clearly.';
COMMENT ON COLUMN versions.title IS 'Title of the page; NULL: none recorded.';
COMMENT ON COLUMN versions.language IS 'Language of the text (ISO 639-1).';
COMMENT ON COLUMN versions.words IS 'Words in the visible text.';
COMMENT ON COLUMN versions.change_class IS 'first, substantive or editorial, ...: why it is a version of its own.';
COMMENT ON COLUMN versions.rule IS 'The rule that gave the class.';
COMMENT ON COLUMN versions.agreement IS 'Word overlap of two independent extractors (0 to 1); NULL: not computed (imported Markdown).';
COMMENT ON COLUMN versions.text_sha256 IS 'SHA-256 of the visible text.';
COMMENT ON COLUMN versions.markdown IS 'The text as Markdown.';

CREATE OR REPLACE VIEW current_versions AS
SELECT *
FROM versions
WHERE replaced_at IS NULL
QUALIFY row_number() OVER (PARTITION BY document_id ORDER BY last_seen DESC, timeline_id ASC) = 1;
COMMENT ON VIEW current_versions IS 'The version in force as far as anyone saw: one row a document; of several timelines the one looked at last.';
COMMENT ON COLUMN current_versions.version_id IS 'The version (versions).';
COMMENT ON COLUMN current_versions.document_id IS 'The document.';
COMMENT ON COLUMN current_versions.platform_id IS 'The platform.';
COMMENT ON COLUMN current_versions.platform IS 'The platform''s name.';
COMMENT ON COLUMN current_versions.terms_type IS 'Terms type.';
COMMENT ON COLUMN current_versions.collection_id IS 'Where it came from.';
COMMENT ON COLUMN current_versions.timeline_id IS 'The timeline it is the newest of.';
COMMENT ON COLUMN current_versions.version_no IS 'Number within the timeline.';
COMMENT ON COLUMN current_versions.first_seen IS 'When this text was first seen (UTC).';
COMMENT ON COLUMN current_versions.last_seen IS 'When it was last seen (UTC).';
COMMENT ON COLUMN current_versions.replaced_at IS 'Always NULL here: nothing replaced it yet.';
COMMENT ON COLUMN current_versions.declared_date IS 'Date the document says it was last updated.';
COMMENT ON COLUMN current_versions.effective_date IS 'Date the document says it takes effect.';
COMMENT ON COLUMN current_versions.title IS 'Title of the page.';
COMMENT ON COLUMN current_versions.language IS 'Language of the text (ISO 639-1).';
COMMENT ON COLUMN current_versions.words IS 'Words in the visible text.';
COMMENT ON COLUMN current_versions.change_class IS 'Why it is a version of its own.';
COMMENT ON COLUMN current_versions.rule IS 'The rule that gave the class.';
COMMENT ON COLUMN current_versions.agreement IS 'Word overlap of two extractors; NULL: not computed.';
COMMENT ON COLUMN current_versions.text_sha256 IS 'SHA-256 of the visible text.';
COMMENT ON COLUMN current_versions.markdown IS 'The text as Markdown.';

CREATE OR REPLACE VIEW held AS
WITH shown AS (
    -- when each timeline last showed a text that is not held: one that is published, or noise beside it
    SELECT
        o.timeline_id,
        v.document_id,
        max(o.sequence) AS last_sequence,
        max(o.observed_at) AS last_shown
    FROM ledger.observations AS o
    INNER JOIN ledger.observation_results AS r ON o.observation_id = r.observation_id
    INNER JOIN ledger.versions AS v ON r.version_id = v.version_id
    WHERE v.status <> 'quarantined'
    GROUP BY o.timeline_id, v.document_id
)

SELECT
    q.document_id,
    d.platform_id,
    f.name AS platform,
    d.terms_type,
    q.timeline_id,
    q.version_id,
    q.first_seen AS held_since,
    q.noise_class AS class,
    coalesce(q.detail, q.rule) AS reason,
    q.words,
    (
        SELECT count(*)
        FROM ledger.observations AS o
        WHERE o.timeline_id = q.timeline_id AND o.sequence >= q.sequence
    ) AS looks_since
FROM ledger.versions AS q
INNER JOIN ledger.documents AS d ON q.document_id = d.document_id
INNER JOIN ledger.platforms AS f ON d.platform_id = f.platform_id
WHERE
    q.status = 'quarantined'
    AND NOT EXISTS (
        SELECT 1
        FROM shown AS s
        WHERE s.timeline_id = q.timeline_id AND s.last_sequence > q.sequence
    )
    -- a timeline that is looked at no more (its language changed, its import ended) holds nothing back
    AND NOT EXISTS (
        SELECT 1
        FROM shown AS s
        WHERE
            s.document_id = q.document_id AND s.timeline_id <> q.timeline_id
            AND s.last_shown > (SELECT max(o.observed_at) FROM ledger.observations AS o WHERE o.timeline_id = q.timeline_id)
    );
COMMENT ON VIEW held IS 'What is held in quarantine now: one row a text that no text readers may see has followed yet; what was held once and is over stays in ledger.versions.';
COMMENT ON COLUMN held.document_id IS 'The document (documents).';
COMMENT ON COLUMN held.platform_id IS 'Its platform.';
COMMENT ON COLUMN held.platform IS 'Its name.';
COMMENT ON COLUMN held.terms_type IS 'Terms type of the document.';
COMMENT ON COLUMN held.timeline_id IS 'The timeline it was seen in.';
COMMENT ON COLUMN held.version_id IS 'The text that is held (ledger.versions).';
COMMENT ON COLUMN held.held_since IS 'When it was first seen (UTC).';
COMMENT ON COLUMN held.class IS 'What it is held for: not_a_policy, blocked, loss (words are missing), locale_switch (another language), other_document (headed as another kind of document).';
COMMENT ON COLUMN held.reason IS 'Why, in words.';
COMMENT ON COLUMN held.words IS 'Words in it.';
COMMENT ON COLUMN held.looks_since IS 'Looks at the pages of its timeline since then, the first that showed it included.';

CREATE OR REPLACE VIEW documents AS
SELECT
    d.document_id,
    d.platform_id,
    f.name AS platform,
    d.terms_type,
    CASE
        WHEN c.version_id IS NOT NULL THEN 'captured'
        WHEN d.absent_checked_on IS NOT NULL THEN 'absent'
        ELSE 'not_captured'
    END AS coverage,
    d.absent_checked_on,
    c.version_id AS current_version_id,
    c.first_seen AS current_since,
    c.last_seen,
    (
        SELECT count(*)
        FROM held AS h
        WHERE h.document_id = d.document_id
    ) AS held_since_then
FROM ledger.documents AS d
INNER JOIN ledger.platforms AS f ON d.platform_id = f.platform_id
LEFT JOIN current_versions AS c ON d.document_id = c.document_id;
COMMENT ON VIEW documents IS 'The documents of each platform and whether we have them: one row a document.';
COMMENT ON COLUMN documents.document_id IS 'platform_id/terms-type.';
COMMENT ON COLUMN documents.platform_id IS 'The platform.';
COMMENT ON COLUMN documents.platform IS 'The platform''s name.';
COMMENT ON COLUMN documents.terms_type IS 'Terms type in Open Terms Archive''s vocabulary.';
COMMENT ON COLUMN documents.coverage IS 'captured (there is a current version), absent (stated not to exist), not_captured (we have no usable text).';
COMMENT ON COLUMN documents.absent_checked_on IS 'Date on which a person checked that it does not exist; NULL: nobody stated that.';
COMMENT ON COLUMN documents.current_version_id IS 'Its current version (current_versions); NULL: none.';
COMMENT ON COLUMN documents.current_since IS 'When the current text was first seen (UTC).';
COMMENT ON COLUMN documents.last_seen IS 'When it was last seen (UTC).';
COMMENT ON COLUMN documents.held_since_then IS 'How many texts newer than the current one are held in quarantine now (held).';
