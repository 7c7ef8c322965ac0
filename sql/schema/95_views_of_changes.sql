-- What readers meet under the natural names: what changed, document by document and provision by provision.

CREATE OR REPLACE VIEW changes AS
WITH steps AS (
    SELECT
        c.version_id,
        v.document_id,
        v.timeline_id,
        t.jurisdiction,
        v.text_sha256,
        v.first_seen,
        b.first_seen AS first_seen_before,
        o.chain_no
    FROM ledger.version_changes AS c
    INNER JOIN ledger.versions AS v ON c.version_id = v.version_id
    INNER JOIN ledger.versions AS b ON c.previous_version_id = b.version_id
    INNER JOIN ledger.timelines AS t ON v.timeline_id = t.timeline_id
    LEFT JOIN ledger.observations AS o ON v.decided_by = o.observation_id
    WHERE c.change_class IN ('substantive', 'editorial', 'exact_return', 'locale_switch')
),

recorded_before AS (
    -- the same words of the same document, which another collection saw come while this one's old text was in force
    SELECT
        s.version_id,
        arg_min(e.version_id, (e.chain_no, e.version_id)) AS recorded_first_as
    FROM steps AS s
    INNER JOIN steps AS e
        ON
            s.document_id = e.document_id
            AND s.text_sha256 = e.text_sha256
            AND s.timeline_id <> e.timeline_id
            AND s.jurisdiction IS NOT DISTINCT FROM e.jurisdiction
            AND s.first_seen_before < e.first_seen
            AND e.first_seen_before < s.first_seen
            AND e.chain_no < s.chain_no
    GROUP BY s.version_id
)

SELECT
    v.version_id,
    c.previous_version_id,
    v.platform_id,
    v.platform,
    v.document_id,
    v.terms_type,
    v.collection_id,
    v.timeline_id,
    b.last_seen AS changed_after,
    v.first_seen AS changed_before,
    c.change_class,
    c.significance,
    c.score,
    c.summary,
    c.directions,
    c.directions_told,
    c.topics_added,
    c.topics_removed,
    c.topics_modified,
    c.silent_edit,
    b.words AS words_before,
    v.words AS words_after,
    c.words_added,
    c.words_removed,
    b.declared_date AS declared_date_before,
    v.declared_date,
    v.effective_date,
    c.provisions_added,
    c.provisions_removed,
    c.provisions_modified,
    c.provisions_moved,
    c.rule,
    c.reason,
    n.recorded_as_upgrade,
    r.recorded_first_as
FROM ledger.version_changes AS c
INNER JOIN versions AS v ON c.version_id = v.version_id
INNER JOIN versions AS b ON c.previous_version_id = b.version_id
INNER JOIN noise_ledger AS n ON c.version_id = n.version_id
LEFT JOIN recorded_before AS r ON c.version_id = r.version_id
WHERE c.change_class IN ('substantive', 'editorial', 'exact_return', 'locale_switch');
COMMENT ON VIEW changes IS 'Every change of a document that a reader may want to know: one row a step from one published version to the next; what turned out to be noise is in noise_ledger.';
COMMENT ON COLUMN changes.version_id IS 'The version after the change.';
COMMENT ON COLUMN changes.previous_version_id IS 'The version before it.';
COMMENT ON COLUMN changes.platform_id IS 'The platform.';
COMMENT ON COLUMN changes.platform IS 'The platform''s name.';
COMMENT ON COLUMN changes.document_id IS 'The document.';
COMMENT ON COLUMN changes.terms_type IS 'Terms type.';
COMMENT ON COLUMN changes.collection_id IS 'Where it came from; its licence is in collections.';
COMMENT ON COLUMN changes.timeline_id IS 'The timeline.';
COMMENT ON COLUMN changes.changed_after IS 'The old text was last seen then (UTC): the change came after.';
COMMENT ON COLUMN changes.changed_before IS 'The new text was first seen then (UTC): the change came before.';
COMMENT ON COLUMN changes.change_class IS 'substantive, editorial, exact_return (an older text is back), locale_switch (another language stayed).';
COMMENT ON COLUMN changes.significance IS 'high, medium or low; none for what is not substantive.';
COMMENT ON COLUMN changes.score IS 'How sure it is that a careful reader would call it substantive, 0 to 1.';
COMMENT ON COLUMN changes.summary IS 'What changed, in a sentence or three, made from the provisions alone.';
COMMENT ON COLUMN changes.directions IS 'Which way it points: permitted, forbidden, weakened, strengthened, widened, narrowed, raised, lowered.';
COMMENT ON COLUMN changes.directions_told IS 'The same in words, with whom each concerns: the platform may do more, users must do more, a number rose.';
COMMENT ON COLUMN changes.topics_added IS 'Topics of provisions that were added with substance.';
COMMENT ON COLUMN changes.topics_removed IS 'Topics of provisions that were removed with substance.';
COMMENT ON COLUMN changes.topics_modified IS 'Topics of provisions that were modified with substance.';
COMMENT ON COLUMN changes.silent_edit IS 'True: what matters (significance high or medium) changed, and neither a date the document states of itself nor a notice told of it; NULL: not substantive, or no date declared before or after.';
COMMENT ON COLUMN changes.words_before IS 'Words in the old text.';
COMMENT ON COLUMN changes.words_after IS 'Words in the new text.';
COMMENT ON COLUMN changes.words_added IS 'Words only the new text has.';
COMMENT ON COLUMN changes.words_removed IS 'Words only the old text has.';
COMMENT ON COLUMN changes.declared_date_before IS 'Date the old text declared; NULL: none.';
COMMENT ON COLUMN changes.declared_date IS 'Date the new text declares; NULL: none.';
COMMENT ON COLUMN changes.effective_date IS 'Date from which the new text says it holds; NULL: it does not say.';
COMMENT ON COLUMN changes.provisions_added IS 'Provisions the new text has and the old had not (headings not counted).';
COMMENT ON COLUMN changes.provisions_removed IS 'Provisions the old text had and the new has not (headings not counted).';
COMMENT ON COLUMN changes.provisions_modified IS 'Provisions worded differently (headings not counted).';
COMMENT ON COLUMN changes.provisions_moved IS 'Provisions with the same words elsewhere (headings not counted).';
COMMENT ON COLUMN changes.rule IS 'The rule that gave the class.';
COMMENT ON COLUMN changes.reason IS 'Why, with the words that decided.';
COMMENT ON COLUMN changes.recorded_as_upgrade IS 'True: the imported collection recorded the new text while it changed its own engine or its declaration of the page, so part of what differs may have been there before, or come from another page.';
COMMENT ON COLUMN changes.recorded_first_as IS 'The same change as another collection saw it and this archive recorded it first: its version; NULL: this is the first record of it. Feeds, alerts and lists of what is new tell the first alone.';

CREATE OR REPLACE VIEW provision_changes AS
SELECT
    p.change_id,
    v.platform_id,
    v.platform,
    v.document_id,
    v.terms_type,
    v.collection_id,
    p.timeline_id,
    p.version_id,
    p.previous_version_id,
    p.provision_id,
    p.operation,
    p.change_class,
    p.significance,
    p.direction,
    p.before,
    p.after,
    array_to_string(p.heading_path, ' > ') AS heading,
    p.heading_path,
    p.stem,
    p.kind,
    p.topics,
    p.reason,
    p.rule,
    p.score,
    p.directions,
    p.word_diff,
    p.words_removed,
    p.words_added,
    p.also_moved,
    p.similarity,
    p.margin,
    p.related_provision_id,
    p.ordinal_before,
    p.ordinal_after,
    b.last_seen AS changed_after,
    v.first_seen AS changed_before
FROM ledger.provision_changes AS p
INNER JOIN ledger.version_changes AS c ON p.version_id = c.version_id
INNER JOIN versions AS v ON p.version_id = v.version_id
INNER JOIN versions AS b ON p.previous_version_id = b.version_id
WHERE c.change_class IN ('substantive', 'editorial', 'exact_return', 'locale_switch');
COMMENT ON VIEW provision_changes IS 'What happened to each provision in the steps that changes lists: one row a step and provision that differs.';
COMMENT ON COLUMN provision_changes.change_id IS 'The same change has the same id in every home.';
COMMENT ON COLUMN provision_changes.platform_id IS 'The platform.';
COMMENT ON COLUMN provision_changes.platform IS 'The platform''s name.';
COMMENT ON COLUMN provision_changes.document_id IS 'The document.';
COMMENT ON COLUMN provision_changes.terms_type IS 'Terms type.';
COMMENT ON COLUMN provision_changes.collection_id IS 'Where it came from; its licence is in collections.';
COMMENT ON COLUMN provision_changes.timeline_id IS 'The timeline.';
COMMENT ON COLUMN provision_changes.version_id IS 'The version after the change (changes).';
COMMENT ON COLUMN provision_changes.previous_version_id IS 'The version before it.';
COMMENT ON COLUMN provision_changes.provision_id IS 'The provision''s lasting id (provision_history).';
COMMENT ON COLUMN provision_changes.operation IS 'added, removed, modified, moved, split, merged, reborn (a provision of an older version came back).';
COMMENT ON COLUMN provision_changes.change_class IS 'substantive, editorial or noise.';
COMMENT ON COLUMN provision_changes.significance IS 'high, medium, low; none for what is not substantive.';
COMMENT ON COLUMN provision_changes.direction IS 'The weightiest direction; NULL: none was seen.';
COMMENT ON COLUMN provision_changes.before IS 'Its words before; NULL: it was not there.';
COMMENT ON COLUMN provision_changes.after IS 'Its words after; NULL: it is gone.';
COMMENT ON COLUMN provision_changes.heading IS 'The headings above it, outermost first, joined by " > ".';
COMMENT ON COLUMN provision_changes.heading_path IS 'The headings above it, outermost first.';
COMMENT ON COLUMN provision_changes.stem IS 'The sentence a list item or table row completes; NULL: it stands alone.';
COMMENT ON COLUMN provision_changes.kind IS 'heading, paragraph, list_item, table_row, definition, ...';
COMMENT ON COLUMN provision_changes.topics IS 'Topics of the provision before or after.';
COMMENT ON COLUMN provision_changes.reason IS 'Why it has its class, with the words that decided.';
COMMENT ON COLUMN provision_changes.rule IS 'The rule that gave the class.';
COMMENT ON COLUMN provision_changes.score IS 'How sure it is that a careful reader would call it substantive, 0 to 1.';
COMMENT ON COLUMN provision_changes.directions IS 'JSON: every direction with actor, rule, the words before and after, and its subject.';
COMMENT ON COLUMN provision_changes.word_diff IS 'JSON: [operation, words] pairs in order; joined they give both texts.';
COMMENT ON COLUMN provision_changes.words_removed IS 'Words only the old text has.';
COMMENT ON COLUMN provision_changes.words_added IS 'Words only the new text has.';
COMMENT ON COLUMN provision_changes.also_moved IS 'True: it also stands elsewhere in the order than before.';
COMMENT ON COLUMN provision_changes.similarity IS 'How alike the two wordings are, 0 to 1; NULL: added or removed.';
COMMENT ON COLUMN provision_changes.margin IS 'How much more alike it is than the next candidate for the same identity; NULL: there was none.';
COMMENT ON COLUMN provision_changes.related_provision_id IS 'The provision it was split from or merged into; NULL: none.';
COMMENT ON COLUMN provision_changes.ordinal_before IS 'Position before, from 0; NULL: it was not there.';
COMMENT ON COLUMN provision_changes.ordinal_after IS 'Position after, from 0; NULL: it is gone.';
COMMENT ON COLUMN provision_changes.changed_after IS 'The old text was last seen then (UTC).';
COMMENT ON COLUMN provision_changes.changed_before IS 'The new text was first seen then (UTC).';
