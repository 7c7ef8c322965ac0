-- What readers meet under the natural names: what was judged to be noise, and why.

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
