-- What search reads: the clauses in force, and every wording a clause ever had; headings count for what stands below them.
-- A link alone ("Careers") says nothing by itself: it is no clause in force that is counted or searched.

CREATE OR REPLACE VIEW ledger.texts_in_force AS
SELECT
    p.provision_id,
    p.state_no,
    p.version_id,
    p.document_id,
    p.heading_path[-1] AS heading,
    p.stem,
    p.text,
    c.language,
    p.wording_since AS first_seen,
    c.last_seen,
    TRUE AS is_in_force
FROM provisions AS p
INNER JOIN current_versions AS c ON p.version_id = c.version_id
WHERE
    p.kind <> 'heading'
    AND NOT EXISTS (
        SELECT r.provision_id
        FROM ledger.provision_reading AS r
        WHERE r.provision_id = p.provision_id AND r.state_no = p.state_no AND r.exposure_row = 'link-alone'
    );
COMMENT ON VIEW ledger.texts_in_force IS 'What search() reads: one row a clause in force; headings and links that stand alone are left out.';
COMMENT ON COLUMN ledger.texts_in_force.provision_id IS 'The provision (provisions).';
COMMENT ON COLUMN ledger.texts_in_force.state_no IS 'Its wording (ledger.provision_states).';
COMMENT ON COLUMN ledger.texts_in_force.version_id IS 'The version in force (current_versions).';
COMMENT ON COLUMN ledger.texts_in_force.document_id IS 'The document (documents).';
COMMENT ON COLUMN ledger.texts_in_force.heading IS 'The heading next above it; NULL: it stands under none.';
COMMENT ON COLUMN ledger.texts_in_force.stem IS 'The sentence a list item or table row completes; NULL: it stands alone.';
COMMENT ON COLUMN ledger.texts_in_force.text IS 'Its words as Markdown.';
COMMENT ON COLUMN ledger.texts_in_force.language IS 'Language of the document (ISO 639-1).';
COMMENT ON COLUMN ledger.texts_in_force.first_seen IS 'When this wording was first seen (UTC).';
COMMENT ON COLUMN ledger.texts_in_force.last_seen IS 'When the document with it was last seen (UTC).';
COMMENT ON COLUMN ledger.texts_in_force.is_in_force IS 'Always true here.';

CREATE OR REPLACE VIEW ledger.texts_ever AS
SELECT
    h.provision_id,
    h.state_no,
    s.first_version_id AS version_id,
    h.document_id,
    o.heading_path[-1] AS heading,
    o.stem,
    h.text,
    v.language,
    h.first_seen,
    h.last_seen,
    h.in_newest_version AS is_in_force
FROM provision_history AS h
INNER JOIN ledger.provision_states AS s ON h.provision_id = s.provision_id AND h.state_no = s.state_no
INNER JOIN ledger.versions AS v ON s.first_version_id = v.version_id
LEFT JOIN ledger.provision_occurrences AS o
    ON s.first_version_id = o.version_id AND h.provision_id = o.provision_id AND h.state_no = o.state_no
WHERE h.kind <> 'heading';
COMMENT ON VIEW ledger.texts_ever IS 'What search_history() reads: one row a provision, wording and unbroken time in which it stood, headings left out.';
COMMENT ON COLUMN ledger.texts_ever.provision_id IS 'The provision (provision_history).';
COMMENT ON COLUMN ledger.texts_ever.state_no IS 'Its wording (ledger.provision_states).';
COMMENT ON COLUMN ledger.texts_ever.version_id IS 'The version in which the wording was first seen (versions).';
COMMENT ON COLUMN ledger.texts_ever.document_id IS 'The document (documents).';
COMMENT ON COLUMN ledger.texts_ever.heading IS 'The heading next above it there; NULL: it stood under none.';
COMMENT ON COLUMN ledger.texts_ever.stem IS 'The sentence a list item or table row completed there; NULL: it stood alone.';
COMMENT ON COLUMN ledger.texts_ever.text IS 'Its words as Markdown.';
COMMENT ON COLUMN ledger.texts_ever.language IS 'Language of the document (ISO 639-1).';
COMMENT ON COLUMN ledger.texts_ever.first_seen IS 'When this wording was first seen in this unbroken time (UTC).';
COMMENT ON COLUMN ledger.texts_ever.last_seen IS 'When it was last seen in it (UTC).';
COMMENT ON COLUMN ledger.texts_ever.is_in_force IS 'True: it stands in the newest version of its timeline.';
