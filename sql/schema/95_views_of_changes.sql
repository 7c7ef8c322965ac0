-- What readers meet under the natural names: what changed, what was noise, which links lead elsewhere, when nobody looked.

CREATE OR REPLACE VIEW noise_ledger AS
WITH upgrades AS (
    -- Open Terms Archive's own words for a record it made because its engine or its declaration changed
    SELECT DISTINCT r.version_id
    FROM ledger.observation_results AS r
    INNER JOIN ledger.observations AS o ON r.observation_id = o.observation_id
    INNER JOIN ledger.versions AS v ON r.version_id = v.version_id AND o.observed_at = v.first_seen
    WHERE json_extract_string(o.provenance, '$.subject') LIKE 'Apply technical or declaration upgrade%'
)

SELECT
    v.version_id,
    d.platform_id,
    f.name AS platform,
    v.document_id,
    d.terms_type,
    t.collection_id,
    v.timeline_id,
    v.first_seen,
    v.status,
    coalesce(c.change_class, v.noise_class) AS change_class,
    coalesce(c.rule, v.rule) AS rule,
    coalesce(c.reason, v.detail) AS reason,
    c.significance,
    c.score,
    v.noise_class AS class_at_first,
    v.compared_with,
    v.words,
    o.recorded_at AS decided_at,
    k.first_seen AS known_from,
    (SELECT count(*) FROM ledger.link_changes AS l WHERE l.version_id = v.version_id) AS legal_links_moved,
    u.version_id IS NOT NULL AS recorded_as_upgrade
FROM ledger.versions AS v
INNER JOIN ledger.documents AS d ON v.document_id = d.document_id
INNER JOIN ledger.platforms AS f ON d.platform_id = f.platform_id
INNER JOIN ledger.timelines AS t ON v.timeline_id = t.timeline_id
LEFT JOIN ledger.version_changes AS c ON v.version_id = c.version_id
LEFT JOIN ledger.observations AS o ON v.decided_by = o.observation_id
LEFT JOIN ledger.versions AS k ON c.known_from = k.version_id
LEFT JOIN upgrades AS u ON v.version_id = u.version_id;
COMMENT ON VIEW noise_ledger IS 'Every candidate version with its class, the rule that gave it and what a reader needs to check it: nothing is dropped, noise and quarantine included; one row a candidate.';
COMMENT ON COLUMN noise_ledger.version_id IS 'The candidate (ledger.versions).';
COMMENT ON COLUMN noise_ledger.platform_id IS 'The platform.';
COMMENT ON COLUMN noise_ledger.platform IS 'The platform''s name.';
COMMENT ON COLUMN noise_ledger.document_id IS 'The document.';
COMMENT ON COLUMN noise_ledger.terms_type IS 'Terms type.';
COMMENT ON COLUMN noise_ledger.collection_id IS 'Where it came from.';
COMMENT ON COLUMN noise_ledger.timeline_id IS 'The timeline.';
COMMENT ON COLUMN noise_ledger.first_seen IS 'When it was seen (UTC).';
COMMENT ON COLUMN noise_ledger.status IS 'published, noise or quarantined (held until confirmed).';
COMMENT ON COLUMN noise_ledger.change_class IS 'What it is by all that is known: first, substantive, editorial, link_only, markup_only, date_only, token_only, navigation, reorder_only, exact_return, excursion, variant, locale_switch, other_document, loss, restore, not_a_policy, blocked, ...';
COMMENT ON COLUMN noise_ledger.rule IS 'The rule that gave the class.';
COMMENT ON COLUMN noise_ledger.reason IS 'What a reader needs to check it; NULL: the rule says it all.';
COMMENT ON COLUMN noise_ledger.significance IS 'high, medium, low or none; NULL: it is no step between published versions.';
COMMENT ON COLUMN noise_ledger.score IS 'How sure it is that a careful reader would call it substantive, 0 to 1; NULL: it is no step between published versions.';
COMMENT ON COLUMN noise_ledger.class_at_first IS 'The class it had when it was recorded, before its provisions were read and later looks were known.';
COMMENT ON COLUMN noise_ledger.compared_with IS 'The version it was judged against; NULL: the first.';
COMMENT ON COLUMN noise_ledger.words IS 'Words in the visible text.';
COMMENT ON COLUMN noise_ledger.decided_at IS 'When this archive recorded the look that gave it its status (UTC).';
COMMENT ON COLUMN noise_ledger.known_from IS 'When the later text was seen that showed it to be an excursion or a variant (UTC); NULL: its class needs no hindsight.';
COMMENT ON COLUMN noise_ledger.legal_links_moved IS 'Links that lead from then on to another legal document (legal_link_changes).';
COMMENT ON COLUMN noise_ledger.recorded_as_upgrade IS 'True: the imported collection recorded this text while it changed its own engine or its declaration of the page, so part of what differs may have been there before, or come from another page.';

CREATE OR REPLACE VIEW changes AS
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
    n.recorded_as_upgrade
FROM ledger.version_changes AS c
INNER JOIN versions AS v ON c.version_id = v.version_id
INNER JOIN versions AS b ON c.previous_version_id = b.version_id
INNER JOIN noise_ledger AS n ON c.version_id = n.version_id
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

CREATE OR REPLACE VIEW legal_link_changes AS
SELECT
    l.version_id,
    d.platform_id,
    f.name AS platform,
    v.document_id,
    d.terms_type,
    v.timeline_id,
    l.link_text,
    l.target_before,
    l.target_after,
    b.first_seen AS changed_after,
    v.first_seen AS changed_before,
    v.status
FROM ledger.link_changes AS l
INNER JOIN ledger.versions AS v ON l.version_id = v.version_id
INNER JOIN ledger.versions AS b ON l.compared_with = b.version_id
INNER JOIN ledger.documents AS d ON v.document_id = d.document_id
INNER JOIN ledger.platforms AS f ON d.platform_id = f.platform_id;
COMMENT ON VIEW legal_link_changes IS 'Links that lead from then on to another legal document, though their words stayed: one row a candidate version and link.';
COMMENT ON COLUMN legal_link_changes.version_id IS 'The candidate in which the link leads elsewhere (noise_ledger).';
COMMENT ON COLUMN legal_link_changes.platform_id IS 'The platform.';
COMMENT ON COLUMN legal_link_changes.platform IS 'The platform''s name.';
COMMENT ON COLUMN legal_link_changes.document_id IS 'The document the link stands in.';
COMMENT ON COLUMN legal_link_changes.terms_type IS 'Terms type.';
COMMENT ON COLUMN legal_link_changes.timeline_id IS 'The timeline.';
COMMENT ON COLUMN legal_link_changes.link_text IS 'The words of the link.';
COMMENT ON COLUMN legal_link_changes.target_before IS 'Where it led.';
COMMENT ON COLUMN legal_link_changes.target_after IS 'Where it leads.';
COMMENT ON COLUMN legal_link_changes.changed_after IS 'The candidate with the old target was first seen then (UTC).';
COMMENT ON COLUMN legal_link_changes.changed_before IS 'The candidate with the new target was first seen then (UTC).';
COMMENT ON COLUMN legal_link_changes.status IS 'Status of that candidate: noise where only links changed.';

CREATE OR REPLACE VIEW gaps AS
WITH good AS (
    SELECT
        t.document_id,
        t.timeline_id,
        c.kind,
        o.observed_at,
        lead(o.observed_at) OVER (PARTITION BY t.timeline_id ORDER BY o.observed_at, o.observation_id) AS next_look
    FROM ledger.observations AS o
    INNER JOIN ledger.observation_results AS r ON o.observation_id = r.observation_id
    INNER JOIN ledger.timelines AS t ON o.timeline_id = t.timeline_id
    INNER JOIN ledger.collections AS c ON t.collection_id = c.collection_id
    WHERE r.outcome IN ('changed', 'unchanged', 'not_modified')
),

long AS (
    SELECT
        g.*,
        coalesce(g.next_look, (SELECT max(n.observed_at) FROM ledger.observations AS n)) AS until
    FROM good AS g
    LEFT JOIN (
        SELECT
            document_id,
            max(cadence_hours) AS cadence_hours
        FROM ledger.source_documents
        GROUP BY ALL
    ) AS s ON g.document_id = s.document_id
    WHERE
        coalesce(g.next_look, (SELECT max(n.observed_at) FROM ledger.observations AS n)) - g.observed_at
        > greatest(INTERVAL 2 DAYS, to_hours((2 * coalesce(s.cadence_hours, 24))::BIGINT))
)

SELECT
    l.document_id,
    w.platform_id,
    w.name AS platform,
    d.terms_type,
    l.timeline_id,
    l.observed_at AS gap_from,
    l.next_look AS gap_until,
    date_diff('day', l.observed_at, l.until) AS days,
    count(f.observation_id) AS failed_looks,
    CASE
        WHEN count(f.observation_id) > 0 THEN 'looks failed: ' || arg_max(coalesce(f.reason, f.outcome), f.observed_at)
        WHEN l.kind IN ('ota', 'folder') THEN 'the collection records changes only: whether anybody looked is not known'
        ELSE 'nobody looked'
    END AS reason,
    l.kind NOT IN ('ota', 'folder') OR count(f.observation_id) > 0 AS is_known
FROM long AS l
INNER JOIN ledger.documents AS d ON l.document_id = d.document_id
INNER JOIN ledger.platforms AS w ON d.platform_id = w.platform_id
LEFT JOIN observations AS f
    ON l.timeline_id = f.timeline_id AND f.observed_at > l.observed_at AND (l.next_look IS NULL OR f.observed_at < l.next_look)
GROUP BY l.document_id, w.platform_id, w.name, d.terms_type, l.timeline_id, l.kind, l.observed_at, l.next_look, l.until;
COMMENT ON VIEW gaps IS 'When nobody saw a document: one row a time of more than twice its cadence (and two days) between two looks that showed it.';
COMMENT ON COLUMN gaps.document_id IS 'The document.';
COMMENT ON COLUMN gaps.platform_id IS 'The platform.';
COMMENT ON COLUMN gaps.platform IS 'Its name.';
COMMENT ON COLUMN gaps.terms_type IS 'Terms type.';
COMMENT ON COLUMN gaps.timeline_id IS 'The timeline.';
COMMENT ON COLUMN gaps.gap_from IS 'The last look that showed it before (UTC).';
COMMENT ON COLUMN gaps.gap_until IS 'The next look that showed it (UTC); NULL: it was not seen again so far.';
COMMENT ON COLUMN gaps.days IS 'How long; until the newest look at anything, if it was not seen again.';
COMMENT ON COLUMN gaps.failed_looks IS 'Attempts in between that did not show it.';
COMMENT ON COLUMN gaps.reason IS 'Why: looks failed, nobody looked, or a collection that records only changes.';
COMMENT ON COLUMN gaps.is_known IS 'True: nobody saw it then; false: an imported collection that records only changes may have looked and found nothing new. WHERE is_known leaves the gaps proper.';
