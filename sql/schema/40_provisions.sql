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
    similarity DOUBLE,
    margin DOUBLE
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
COMMENT ON COLUMN ledger.provision_occurrences.carried_by IS 'How its identity came here: minted (new), split (new, a part of another), unchanged, moved, edited, reborn (absent from the version before, known from older ones).';
COMMENT ON COLUMN ledger.provision_occurrences.similarity IS 'Similarity (0 to 1) to the wording it was carried from; NULL: it is new, or came back word for word.';
COMMENT ON COLUMN ledger.provision_occurrences.margin IS 'When edited: similarity minus that of the best other candidate block on either side; near 0 or below: another block was as like. NULL: no other block was at all like it (.40), or nothing had to be compared.';

CREATE TABLE IF NOT EXISTS ledger.provision_relations (
    timeline_id VARCHAR NOT NULL,
    version_id VARCHAR NOT NULL,
    provision_id VARCHAR NOT NULL,
    related_provision_id VARCHAR NOT NULL,
    relation VARCHAR NOT NULL,
    similarity DOUBLE NOT NULL,
    tracker_version VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.provision_relations IS 'Provisions that belong together without being the same: splits, merges and likely successors; one row a version, provision and relation.';
COMMENT ON COLUMN ledger.provision_relations.timeline_id IS 'The timeline (ledger.timelines).';
COMMENT ON COLUMN ledger.provision_relations.version_id IS 'The version in which the relation came about (ledger.versions).';
COMMENT ON COLUMN ledger.provision_relations.provision_id IS 'split_from: the new part; merged_into: the provision that ended; possible_successor: the new provision.';
COMMENT ON COLUMN ledger.provision_relations.related_provision_id IS 'split_from: the provision whose text was divided, which goes on as its largest part; merged_into: the provision that took the text in; possible_successor: the provision that ended.';
COMMENT ON COLUMN ledger.provision_relations.relation IS 'split_from, merged_into, or possible_successor (fairly alike, not enough to be the same).';
COMMENT ON COLUMN ledger.provision_relations.similarity IS 'Likeness (0 to 1) of the whole to all its parts together, or of the two wordings.';
COMMENT ON COLUMN ledger.provision_relations.tracker_version IS 'Version of the segmentation and identity code.';

CREATE TABLE IF NOT EXISTS ledger.id_aliases (
    old_id VARCHAR NOT NULL,
    new_id VARCHAR NOT NULL,
    timeline_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    since_version_id VARCHAR NOT NULL,
    char_start INTEGER NOT NULL
);
COMMENT ON TABLE ledger.id_aliases IS 'Ids that were given out and replaced when a timeline was made again (older history arrived, a held version was released late, the code changed): one row an old id and what it is called now. A help for people who cited an id: a rebuild from the archive alone sees the whole history at once, gives the present ids, and cannot know which others were given out before, so it starts without aliases.';
COMMENT ON COLUMN ledger.id_aliases.old_id IS 'The id as it was given out; it may still be in use for other versions of the document.';
COMMENT ON COLUMN ledger.id_aliases.new_id IS 'The present id of the same place (ledger.provision_states); never itself replaced.';
COMMENT ON COLUMN ledger.id_aliases.timeline_id IS 'The timeline (ledger.timelines).';
COMMENT ON COLUMN ledger.id_aliases.kind IS 'What is identified: provision.';
COMMENT ON COLUMN ledger.id_aliases.since_version_id IS 'The first version in which a place was called by the old id and is called by the new one (ledger.versions).';
COMMENT ON COLUMN ledger.id_aliases.char_start IS 'Where that place starts in the version''s Markdown, from 0: by it the alias is kept right when ids change again.';

CREATE TABLE IF NOT EXISTS ledger.replaced_places (
    timeline_id VARCHAR NOT NULL,
    version_id VARCHAR NOT NULL,
    provision_id VARCHAR NOT NULL,
    char_start INTEGER NOT NULL
);
COMMENT ON TABLE ledger.replaced_places IS 'Which provision stood where before a timeline was made again: one row a place, kept only until its version is cut anew and its aliases are written.';
COMMENT ON COLUMN ledger.replaced_places.timeline_id IS 'The timeline (ledger.timelines).';
COMMENT ON COLUMN ledger.replaced_places.version_id IS 'The version (ledger.versions).';
COMMENT ON COLUMN ledger.replaced_places.provision_id IS 'The id the place had.';
COMMENT ON COLUMN ledger.replaced_places.char_start IS 'Offset of its first character in the version''s Markdown, from 0.';
