-- What readers meet under the natural names: only what is published, with words instead of codes' gaps.

CREATE OR REPLACE VIEW platforms AS
SELECT
    p.platform_id,
    p.name,
    count(d.document_id) FILTER (d.absent_checked_on IS NULL) AS documents
FROM ledger.platforms AS p
LEFT JOIN ledger.documents AS d ON p.platform_id = d.platform_id
GROUP BY ALL;
COMMENT ON VIEW platforms IS 'The platforms watched: one row a platform.';
COMMENT ON COLUMN platforms.platform_id IS 'Readable id, e.g. claude-ai.';
COMMENT ON COLUMN platforms.name IS 'Name as declared or imported.';
COMMENT ON COLUMN platforms.documents IS 'How many documents it is known to have.';

CREATE OR REPLACE VIEW collections AS SELECT * FROM ledger.collections;
COMMENT ON VIEW collections IS 'Where texts came from, with the licence and attribution their rows carry: one row a collection.';
COMMENT ON COLUMN collections.collection_id IS 'Readable id, e.g. genai-contrib.';
COMMENT ON COLUMN collections.name IS 'Name as the collection gives it.';
COMMENT ON COLUMN collections.kind IS 'How its documents reached us: ota, captures, folder, sample, live.';
COMMENT ON COLUMN collections.licence IS 'Licence of its data; empty when none was stated.';
COMMENT ON COLUMN collections.attribution IS 'Whom to name when publishing rows that derive from it.';
COMMENT ON COLUMN collections.url IS 'Where it was imported from; NULL when from a file.';

CREATE OR REPLACE VIEW topics AS SELECT * FROM ledger.topics;
COMMENT ON VIEW topics IS 'The taxonomy in force: one row a topic.';
COMMENT ON COLUMN topics.topic_id IS 'Readable id, e.g. ai-training-on-user-data.';
COMMENT ON COLUMN topics.name IS 'Name for people.';
COMMENT ON COLUMN topics.parent_id IS 'The topic that always joins this one; NULL: none.';
COMMENT ON COLUMN topics.opp115_category IS 'The OPP-115 category it corresponds to; NULL: none.';
COMMENT ON COLUMN topics.definition IS 'What belongs to the topic and what does not.';

CREATE OR REPLACE VIEW observations AS
SELECT
    o.observation_id,
    t.document_id,
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
LEFT JOIN ledger.observation_results AS r ON o.observation_id = r.observation_id;
COMMENT ON VIEW observations IS 'Every attempt to look at a page and what came of it, failed attempts included: one row an attempt.';
COMMENT ON COLUMN observations.observation_id IS 'The same attempt has the same id in every home.';
COMMENT ON COLUMN observations.document_id IS 'The document looked at (documents).';
COMMENT ON COLUMN observations.collection_id IS 'The collection it belongs to (collections).';
COMMENT ON COLUMN observations.timeline_id IS 'The timeline it belongs to.';
COMMENT ON COLUMN observations.source_id IS 'The page of the document; main for single pages.';
COMMENT ON COLUMN observations.observed_at IS 'When it was looked at (UTC).';
COMMENT ON COLUMN observations.outcome IS 'changed, unchanged, not_modified, blocked, not_a_policy, incomplete, http_error, network_error, refused_by_robots, removed.';
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
    WHERE r.outcome IN ('changed', 'unchanged', 'not_modified')
    GROUP BY n.version_id
)

SELECT
    n.version_id,
    n.document_id,
    d.platform_id,
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
INNER JOIN ledger.timelines AS t ON n.timeline_id = t.timeline_id
INNER JOIN ledger.markdowns AS m ON n.markdown_sha256 = m.markdown_sha256
LEFT JOIN looks AS l ON n.version_id = l.version_id;
COMMENT ON VIEW versions IS 'The published versions of every document: one row a version; noise and quarantine are in ledger.versions.';
COMMENT ON COLUMN versions.version_id IS 'timeline_id, first seen and text hash: the same in every home.';
COMMENT ON COLUMN versions.document_id IS 'The document, e.g. midjourney/privacy-policy.';
COMMENT ON COLUMN versions.platform_id IS 'The platform.';
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

CREATE OR REPLACE VIEW documents AS
SELECT
    d.document_id,
    d.platform_id,
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
        FROM ledger.versions AS q
        WHERE
            q.document_id = d.document_id AND q.status = 'quarantined'
            AND q.sequence > coalesce((SELECT v.sequence FROM ledger.versions AS v WHERE v.version_id = c.version_id), 0)
            AND (c.timeline_id IS NULL OR q.timeline_id = c.timeline_id)
    ) AS held_since_then
FROM ledger.documents AS d
LEFT JOIN current_versions AS c ON d.document_id = c.document_id;
COMMENT ON VIEW documents IS 'The documents of each platform and whether we have them: one row a document.';
COMMENT ON COLUMN documents.document_id IS 'platform_id/terms-type.';
COMMENT ON COLUMN documents.platform_id IS 'The platform.';
COMMENT ON COLUMN documents.terms_type IS 'Terms type in Open Terms Archive''s vocabulary.';
COMMENT ON COLUMN documents.coverage IS 'captured (there is a current version), absent (stated not to exist), not_captured (we have no usable text).';
COMMENT ON COLUMN documents.absent_checked_on IS 'Date on which a person checked that it does not exist; NULL: nobody stated that.';
COMMENT ON COLUMN documents.current_version_id IS 'Its current version (current_versions); NULL: none.';
COMMENT ON COLUMN documents.current_since IS 'When the current text was first seen (UTC).';
COMMENT ON COLUMN documents.last_seen IS 'When it was last seen (UTC).';
COMMENT ON COLUMN documents.held_since_then IS 'How many newer candidates are held in quarantine.';

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
    c.document_id,
    c.terms_type,
    o.version_id,
    o.ordinal,
    o.kind,
    o.heading_path,
    o.stem,
    c.markdown[o.char_start + 1:o.char_end] AS text,
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
COMMENT ON COLUMN provisions.document_id IS 'The document.';
COMMENT ON COLUMN provisions.terms_type IS 'Terms type.';
COMMENT ON COLUMN provisions.version_id IS 'The current version it stands in.';
COMMENT ON COLUMN provisions.ordinal IS 'Position in the document, from 0.';
COMMENT ON COLUMN provisions.kind IS 'heading, paragraph, list_item, table_row, definition, ...';
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
        min(v.first_seen) AS first_seen,
        max(v.last_seen) AS last_seen,
        bool_or(v.replaced_at IS NULL) AS in_newest_version,
        count(*) AS versions,
        any_value(v.platform_id) AS platform_id,
        any_value(v.document_id) AS document_id
    FROM ledger.provision_occurrences AS o
    INNER JOIN versions AS v ON o.version_id = v.version_id
    GROUP BY ALL
)

SELECT
    p.provision_id,
    p.state_no,
    p.platform_id,
    p.document_id,
    s.timeline_id,
    s.kind,
    s.text,
    p.first_seen,
    p.last_seen,
    p.in_newest_version,
    p.versions
FROM placed AS p
INNER JOIN ledger.provision_states AS s ON p.provision_id = s.provision_id AND p.state_no = s.state_no;
COMMENT ON VIEW provision_history IS 'Every wording every provision ever had: one row a provision and wording.';
COMMENT ON COLUMN provision_history.provision_id IS 'The provision''s lasting id.';
COMMENT ON COLUMN provision_history.state_no IS 'Number of the wording, from 1.';
COMMENT ON COLUMN provision_history.platform_id IS 'The platform.';
COMMENT ON COLUMN provision_history.document_id IS 'The document.';
COMMENT ON COLUMN provision_history.timeline_id IS 'The timeline.';
COMMENT ON COLUMN provision_history.kind IS 'heading, paragraph, list_item, table_row, definition, ...';
COMMENT ON COLUMN provision_history.text IS 'The wording as first seen, as Markdown.';
COMMENT ON COLUMN provision_history.first_seen IS 'When this wording was first seen (UTC).';
COMMENT ON COLUMN provision_history.last_seen IS 'When it was last seen (UTC).';
COMMENT ON COLUMN provision_history.in_newest_version IS 'True: it stands in the newest version of its timeline.';
COMMENT ON COLUMN provision_history.versions IS 'In how many published versions it stood.';

CREATE OR REPLACE VIEW changes AS
WITH steps AS (
    SELECT
        v.*,
        lag(v.version_id) OVER timeline AS previous_version_id,
        lag(v.last_seen) OVER timeline AS previous_last_seen,
        lag(v.words) OVER timeline AS words_before,
        lag(v.declared_date) OVER timeline AS declared_date_before
    FROM versions AS v
    WINDOW timeline AS (PARTITION BY v.timeline_id ORDER BY v.version_no)
),

counted AS (
    SELECT
        version_id,
        count(*) FILTER (carried_by IN ('minted', 'reborn') AND kind <> 'heading') AS provisions_added,
        count(*) FILTER (carried_by = 'edited' AND kind <> 'heading') AS provisions_edited
    FROM ledger.provision_occurrences
    GROUP BY version_id
),

removed AS (
    SELECT
        s.version_id,
        count(*) AS provisions_removed
    FROM steps AS s
    INNER JOIN ledger.provision_occurrences AS before ON s.previous_version_id = before.version_id
    ANTI JOIN ledger.provision_occurrences AS after
        ON s.version_id = after.version_id AND before.provision_id = after.provision_id
    WHERE before.kind <> 'heading'
    GROUP BY s.version_id
)

SELECT
    s.version_id,
    s.previous_version_id,
    s.platform_id,
    s.document_id,
    s.timeline_id,
    s.previous_last_seen AS changed_after,
    s.first_seen AS changed_before,
    s.change_class,
    s.words_before,
    s.words AS words_after,
    s.declared_date_before,
    s.declared_date,
    c.provisions_added,
    coalesce(r.provisions_removed, 0) AS provisions_removed,
    c.provisions_edited
FROM steps AS s
LEFT JOIN counted AS c ON s.version_id = c.version_id
LEFT JOIN removed AS r ON s.version_id = r.version_id
WHERE s.previous_version_id IS NOT NULL;
COMMENT ON VIEW changes IS 'Every published change of a document: one row a step from one published version to the next.';
COMMENT ON COLUMN changes.version_id IS 'The version after the change.';
COMMENT ON COLUMN changes.previous_version_id IS 'The version before it.';
COMMENT ON COLUMN changes.platform_id IS 'The platform.';
COMMENT ON COLUMN changes.document_id IS 'The document.';
COMMENT ON COLUMN changes.timeline_id IS 'The timeline.';
COMMENT ON COLUMN changes.changed_after IS 'The old text was last seen then (UTC): the change came after.';
COMMENT ON COLUMN changes.changed_before IS 'The new text was first seen then (UTC): the change came before.';
COMMENT ON COLUMN changes.change_class IS 'substantive, editorial, ...';
COMMENT ON COLUMN changes.words_before IS 'Words in the old text.';
COMMENT ON COLUMN changes.words_after IS 'Words in the new text.';
COMMENT ON COLUMN changes.declared_date_before IS 'Date the old text declared; NULL: none.';
COMMENT ON COLUMN changes.declared_date IS 'Date the new text declares; NULL: none.';
COMMENT ON COLUMN changes.provisions_added IS 'Provisions the new text has and the old had not (headings not counted).';
COMMENT ON COLUMN changes.provisions_removed IS 'Provisions the old text had and the new has not (headings not counted).';
COMMENT ON COLUMN changes.provisions_edited IS 'Provisions worded differently (headings not counted).';

CREATE OR REPLACE VIEW answers AS
SELECT
    a.answer_id,
    a.platform_id,
    p.name AS platform,
    a.question_id,
    a.scope,
    a.stance,
    a.headline,
    e.quote,
    d.terms_type AS quoted_from,
    a.value,
    a.confidence,
    a.currency,
    a.valid_from,
    a.documents_searched,
    a.explanation
FROM ledger.answers AS a
INNER JOIN ledger.platforms AS p ON a.platform_id = p.platform_id
LEFT JOIN ledger.answer_evidence AS e ON a.answer_id = e.answer_id AND e.evidence_no = 1
LEFT JOIN ledger.versions AS v ON e.version_id = v.version_id
LEFT JOIN ledger.documents AS d ON v.document_id = d.document_id;
COMMENT ON VIEW answers IS 'What each platform''s current documents say to each question, with the first quote: one row a platform, question and scope.';
COMMENT ON COLUMN answers.answer_id IS 'The answer; all its quotes are in answer_evidence.';
COMMENT ON COLUMN answers.platform_id IS 'The platform.';
COMMENT ON COLUMN answers.platform IS 'The platform''s name.';
COMMENT ON COLUMN answers.question_id IS 'The question.';
COMMENT ON COLUMN answers.scope IS 'Whom the answer is about.';
COMMENT ON COLUMN answers.stance IS 'The stance; silent: every relevant document was read and none says; not_captured: we could not look.';
COMMENT ON COLUMN answers.headline IS 'One sentence; it asserts nothing the quotes do not entail.';
COMMENT ON COLUMN answers.quote IS 'The words that carry the stance, verbatim; NULL: there are none (silent, not_captured).';
COMMENT ON COLUMN answers.quoted_from IS 'Terms type of the document quoted; NULL: no quote.';
COMMENT ON COLUMN answers.value IS 'JSON: values read with the stance.';
COMMENT ON COLUMN answers.confidence IS 'How sure the reading is, 0 to 1.';
COMMENT ON COLUMN answers.currency IS 'observed, inferred (the collection records only changes) or stale.';
COMMENT ON COLUMN answers.valid_from IS 'When the newest version that proves it was first seen (UTC); NULL: no evidence.';
COMMENT ON COLUMN answers.documents_searched IS 'The versions that were read for it.';
COMMENT ON COLUMN answers.explanation IS 'The rules that decided.';

CREATE OR REPLACE VIEW answer_evidence AS
SELECT
    e.answer_id,
    a.platform_id,
    a.question_id,
    e.evidence_no,
    e.role,
    e.quote,
    v.document_id,
    e.version_id,
    e.provision_id,
    e.char_start,
    e.char_end
FROM ledger.answer_evidence AS e
INNER JOIN ledger.answers AS a ON e.answer_id = a.answer_id
INNER JOIN ledger.versions AS v ON e.version_id = v.version_id;
COMMENT ON VIEW answer_evidence IS 'The words that prove the answers: one row a quote.';
COMMENT ON COLUMN answer_evidence.answer_id IS 'The answer (answers).';
COMMENT ON COLUMN answer_evidence.platform_id IS 'The platform.';
COMMENT ON COLUMN answer_evidence.question_id IS 'The question.';
COMMENT ON COLUMN answer_evidence.evidence_no IS 'Order of importance, from 1.';
COMMENT ON COLUMN answer_evidence.role IS 'rule, opt_out, scope, contradiction, context.';
COMMENT ON COLUMN answer_evidence.quote IS 'The exact words.';
COMMENT ON COLUMN answer_evidence.document_id IS 'The document quoted.';
COMMENT ON COLUMN answer_evidence.version_id IS 'The version quoted.';
COMMENT ON COLUMN answer_evidence.provision_id IS 'The provision quoted.';
COMMENT ON COLUMN answer_evidence.char_start IS 'Offset in the version''s Markdown.';
COMMENT ON COLUMN answer_evidence.char_end IS 'Offset behind the quote.';
