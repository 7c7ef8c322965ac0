-- What readers meet under the natural names: which links lead to another legal document from then on.

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
