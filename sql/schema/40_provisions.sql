-- Stage 4, provisions: the single clauses of published versions, each with an identity that lasts.

CREATE TABLE IF NOT EXISTS ledger.provision_states (
    provision_id VARCHAR NOT NULL,
    state_no INTEGER NOT NULL,
    timeline_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    text_sha256 VARCHAR NOT NULL,
    first_version_id VARCHAR NOT NULL,
    tracker_version VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.provision_states IS 'The wordings a provision has had: one row a provision and wording.';
COMMENT ON COLUMN ledger.provision_states.provision_id IS 'Minted once per provision and carried through edits, moves, renumbering and returns.';
COMMENT ON COLUMN ledger.provision_states.state_no IS 'Number of the wording, from 1; an old wording that returns gets its old number back.';
COMMENT ON COLUMN ledger.provision_states.timeline_id IS 'The timeline (ledger.timelines).';
COMMENT ON COLUMN ledger.provision_states.kind IS 'What it is in the document: heading, paragraph, list_item, table_row, definition, ...';
COMMENT ON COLUMN ledger.provision_states.text IS 'The wording as Markdown, as first seen.';
COMMENT ON COLUMN ledger.provision_states.text_sha256 IS 'SHA-256 of the wording without markup.';
COMMENT ON COLUMN ledger.provision_states.first_version_id IS 'The version in which this wording was first seen (ledger.versions).';
COMMENT ON COLUMN ledger.provision_states.tracker_version IS 'Version of the segmentation and identity code.';

CREATE TABLE IF NOT EXISTS ledger.provision_occurrences (
    version_id VARCHAR NOT NULL,
    timeline_id VARCHAR NOT NULL,
    provision_id VARCHAR NOT NULL,
    state_no INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    heading_path VARCHAR[] NOT NULL,
    stem VARCHAR,
    char_start INTEGER NOT NULL,
    char_end INTEGER NOT NULL,
    own_text VARCHAR,
    carried_by VARCHAR NOT NULL,
    similarity DOUBLE
);
COMMENT ON TABLE ledger.provision_occurrences IS 'Where each provision stands in each published version: one row a version and place.';
COMMENT ON COLUMN ledger.provision_occurrences.version_id IS 'The version (ledger.versions).';
COMMENT ON COLUMN ledger.provision_occurrences.timeline_id IS 'Its timeline (ledger.timelines).';
COMMENT ON COLUMN ledger.provision_occurrences.provision_id IS 'The provision (ledger.provision_states).';
COMMENT ON COLUMN ledger.provision_occurrences.state_no IS 'Its wording there (ledger.provision_states).';
COMMENT ON COLUMN ledger.provision_occurrences.ordinal IS 'Position in the document, from 0.';
COMMENT ON COLUMN ledger.provision_occurrences.kind IS 'What it is there: heading, paragraph, list_item, table_row, definition, ...';
COMMENT ON COLUMN ledger.provision_occurrences.heading_path IS 'The headings above it, outermost first; an attribute of the place, not of the provision.';
COMMENT ON COLUMN ledger.provision_occurrences.stem IS 'The sentence a list item or table row completes; NULL: it stands alone.';
COMMENT ON COLUMN ledger.provision_occurrences.char_start IS 'Offset of its first character in the version''s Markdown, from 0.';
COMMENT ON COLUMN ledger.provision_occurrences.char_end IS 'Offset behind its last character: the text is exactly markdown[char_start:char_end].';
COMMENT ON COLUMN ledger.provision_occurrences.own_text IS 'Its exact words there, as Markdown, where they differ in markup from the wording as first seen; NULL: they are the text of its state.';
COMMENT ON COLUMN ledger.provision_occurrences.carried_by IS 'How its identity came here: minted, unchanged, moved, edited, reborn.';
COMMENT ON COLUMN ledger.provision_occurrences.similarity IS 'Similarity (0 to 1) to the wording it was carried from, when edited; NULL otherwise.';
