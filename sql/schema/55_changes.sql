-- Stage 6, changes: what differs between a published version and the one before, provision by provision.

CREATE TABLE IF NOT EXISTS ledger.provision_changes (
    change_id VARCHAR NOT NULL,
    version_id VARCHAR NOT NULL,
    previous_version_id VARCHAR NOT NULL,
    timeline_id VARCHAR NOT NULL,
    provision_id VARCHAR NOT NULL,
    related_provision_id VARCHAR,
    operation VARCHAR NOT NULL,
    also_moved BOOLEAN NOT NULL,
    kind VARCHAR NOT NULL,
    heading_path VARCHAR[] NOT NULL,
    stem VARCHAR,
    state_before INTEGER,
    state_after INTEGER,
    ordinal_before INTEGER,
    ordinal_after INTEGER,
    before VARCHAR,
    after VARCHAR,
    word_diff VARCHAR NOT NULL,
    words_removed INTEGER NOT NULL,
    words_added INTEGER NOT NULL,
    similarity DOUBLE,
    margin DOUBLE,
    change_class VARCHAR NOT NULL,
    significance VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    rule VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    direction VARCHAR,
    directions VARCHAR NOT NULL,
    topics VARCHAR[] NOT NULL,
    rules_version VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.provision_changes IS 'What happened to each provision from one published version to the next: one row a step and provision that differs.';
COMMENT ON COLUMN ledger.provision_changes.change_id IS 'Hash of the step, the provision and what happened: the same change has the same id in every home.';
COMMENT ON COLUMN ledger.provision_changes.version_id IS 'The version after the change (ledger.versions).';
COMMENT ON COLUMN ledger.provision_changes.previous_version_id IS 'The version before it.';
COMMENT ON COLUMN ledger.provision_changes.timeline_id IS 'The timeline (ledger.timelines).';
COMMENT ON COLUMN ledger.provision_changes.provision_id IS 'The provision (ledger.provision_states).';
COMMENT ON COLUMN ledger.provision_changes.related_provision_id IS 'The provision it was split from or merged into; NULL: none.';
COMMENT ON COLUMN ledger.provision_changes.operation IS 'added, removed, modified, moved (the same words elsewhere), split, merged, reborn (a provision of an older version came back).';
COMMENT ON COLUMN ledger.provision_changes.also_moved IS 'True: it also stands elsewhere in the order than before.';
COMMENT ON COLUMN ledger.provision_changes.kind IS 'heading, paragraph, list_item, table_row, definition, ...';
COMMENT ON COLUMN ledger.provision_changes.heading_path IS 'The headings above it, outermost first, after the change (before it, for what was removed).';
COMMENT ON COLUMN ledger.provision_changes.stem IS 'The sentence a list item or table row completes; NULL: it stands alone.';
COMMENT ON COLUMN ledger.provision_changes.state_before IS 'Number of its wording before; NULL: it was not there.';
COMMENT ON COLUMN ledger.provision_changes.state_after IS 'Number of its wording after; NULL: it is gone.';
COMMENT ON COLUMN ledger.provision_changes.ordinal_before IS 'Position before, from 0; NULL: it was not there.';
COMMENT ON COLUMN ledger.provision_changes.ordinal_after IS 'Position after, from 0; NULL: it is gone.';
COMMENT ON COLUMN ledger.provision_changes.before IS 'Its words before, as Markdown (of a merge, all that went into it); NULL: it was not there.';
COMMENT ON COLUMN ledger.provision_changes.after IS 'Its words after, as Markdown (of a split, all that came of it); NULL: it is gone.';
COMMENT ON COLUMN ledger.provision_changes.word_diff IS 'JSON: [operation, words] pairs in order, operation being equal, removed or added; joined they give both texts.';
COMMENT ON COLUMN ledger.provision_changes.words_removed IS 'Words only the old text has.';
COMMENT ON COLUMN ledger.provision_changes.words_added IS 'Words only the new text has.';
COMMENT ON COLUMN ledger.provision_changes.similarity IS 'How alike the two wordings are, 0 to 1; NULL: added or removed.';
COMMENT ON COLUMN ledger.provision_changes.margin IS 'How much more alike it is than the next candidate for the same identity; NULL: there was none.';
COMMENT ON COLUMN ledger.provision_changes.change_class IS 'substantive, editorial or noise.';
COMMENT ON COLUMN ledger.provision_changes.significance IS 'high, medium, low; none for what is not substantive.';
COMMENT ON COLUMN ledger.provision_changes.score IS 'How sure it is that a careful reader would call it substantive, 0 to 1.';
COMMENT ON COLUMN ledger.provision_changes.rule IS 'The rule that gave the class.';
COMMENT ON COLUMN ledger.provision_changes.reason IS 'Why, with the words that decided.';
COMMENT ON COLUMN ledger.provision_changes.direction IS 'The weightiest direction: permitted, forbidden, weakened, strengthened, widened, narrowed, raised, lowered; NULL: none was seen.';
COMMENT ON COLUMN ledger.provision_changes.directions IS 'JSON: every direction with actor, rule, the words before and after, and its subject.';
COMMENT ON COLUMN ledger.provision_changes.topics IS 'Topics of the provision before or after.';
COMMENT ON COLUMN ledger.provision_changes.rules_version IS 'Versions of the rules that made the row.';

CREATE TABLE IF NOT EXISTS ledger.version_changes (
    version_id VARCHAR NOT NULL,
    previous_version_id VARCHAR NOT NULL,
    timeline_id VARCHAR NOT NULL,
    change_class VARCHAR NOT NULL,
    significance VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    rule VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    known_from VARCHAR,
    directions VARCHAR[] NOT NULL,
    directions_told VARCHAR[] NOT NULL,
    topics_added VARCHAR[] NOT NULL,
    topics_removed VARCHAR[] NOT NULL,
    topics_modified VARCHAR[] NOT NULL,
    provisions_added INTEGER NOT NULL,
    provisions_removed INTEGER NOT NULL,
    provisions_modified INTEGER NOT NULL,
    provisions_moved INTEGER NOT NULL,
    words_added INTEGER NOT NULL,
    words_removed INTEGER NOT NULL,
    silent_edit BOOLEAN,
    summary VARCHAR NOT NULL,
    summary_parts VARCHAR NOT NULL,
    inputs_sha256 VARCHAR NOT NULL,
    rules_version VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.version_changes IS 'What each published version changed in the one before, and whether it matters: one row a step.';
COMMENT ON COLUMN ledger.version_changes.version_id IS 'The version after the change (ledger.versions).';
COMMENT ON COLUMN ledger.version_changes.previous_version_id IS 'The version before it.';
COMMENT ON COLUMN ledger.version_changes.timeline_id IS 'The timeline (ledger.timelines).';
COMMENT ON COLUMN ledger.version_changes.change_class IS 'substantive, editorial, or why it is no change of the policy: exact_return, excursion, variant, locale_switch, reorder_only, navigation.';
COMMENT ON COLUMN ledger.version_changes.significance IS 'That of its most important provision: high, medium, low; none for what is not substantive.';
COMMENT ON COLUMN ledger.version_changes.score IS 'How sure it is that a careful reader would call it substantive, 0 to 1.';
COMMENT ON COLUMN ledger.version_changes.rule IS 'The rule that gave the class.';
COMMENT ON COLUMN ledger.version_changes.reason IS 'Why, in words.';
COMMENT ON COLUMN ledger.version_changes.known_from IS 'The later candidate that showed it to be an excursion or a variant (ledger.versions); NULL: known from the start.';
COMMENT ON COLUMN ledger.version_changes.directions IS 'The directions of its substantive provisions, each once, the most important first.';
COMMENT ON COLUMN ledger.version_changes.directions_told IS 'The same in words, with whom each concerns: the platform may do more, users must do more, a number rose.';
COMMENT ON COLUMN ledger.version_changes.topics_added IS 'Topics of provisions that were added with substance.';
COMMENT ON COLUMN ledger.version_changes.topics_removed IS 'Topics of provisions that were removed with substance.';
COMMENT ON COLUMN ledger.version_changes.topics_modified IS 'Topics of provisions that were modified with substance.';
COMMENT ON COLUMN ledger.version_changes.provisions_added IS 'Provisions the new text has and the old had not, or that came back (headings not counted).';
COMMENT ON COLUMN ledger.version_changes.provisions_removed IS 'Provisions the old text had and the new has not (headings not counted).';
COMMENT ON COLUMN ledger.version_changes.provisions_modified IS 'Provisions worded differently, split and merged ones included (headings not counted).';
COMMENT ON COLUMN ledger.version_changes.provisions_moved IS 'Provisions with the same words elsewhere (headings not counted).';
COMMENT ON COLUMN ledger.version_changes.words_added IS 'Words only the new text has.';
COMMENT ON COLUMN ledger.version_changes.words_removed IS 'Words only the old text has.';
COMMENT ON COLUMN ledger.version_changes.silent_edit IS 'True: what matters (significance high or medium) changed, and neither the date the document declares nor a notice told of it; NULL: it is not substantive, or one of the two declares no date.';
COMMENT ON COLUMN ledger.version_changes.summary IS 'What changed, in a sentence or three, made from the provisions'' rows alone.';
COMMENT ON COLUMN ledger.version_changes.summary_parts IS 'JSON: the parts of the summary, each with the provisions it rests on.';
COMMENT ON COLUMN ledger.version_changes.inputs_sha256 IS 'Hash of what it was made from; another one is made again.';
COMMENT ON COLUMN ledger.version_changes.rules_version IS 'Versions of the rules that made the row.';

CREATE TABLE IF NOT EXISTS ledger.link_changes (
    version_id VARCHAR NOT NULL,
    compared_with VARCHAR NOT NULL,
    timeline_id VARCHAR NOT NULL,
    link_text VARCHAR NOT NULL,
    target_before VARCHAR NOT NULL,
    target_after VARCHAR NOT NULL,
    rules_version VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.link_changes IS 'Links that lead from now on to another legal document: one row a candidate version and link, whether or not its text changed.';
COMMENT ON COLUMN ledger.link_changes.version_id IS 'The candidate version in which the link leads elsewhere (ledger.versions).';
COMMENT ON COLUMN ledger.link_changes.compared_with IS 'The version it was compared with.';
COMMENT ON COLUMN ledger.link_changes.timeline_id IS 'The timeline (ledger.timelines).';
COMMENT ON COLUMN ledger.link_changes.link_text IS 'The words of the link, the same in both.';
COMMENT ON COLUMN ledger.link_changes.target_before IS 'The document it led to.';
COMMENT ON COLUMN ledger.link_changes.target_after IS 'The document it leads to.';
COMMENT ON COLUMN ledger.link_changes.rules_version IS 'Version of the rules that saw it.';

CREATE TABLE IF NOT EXISTS ledger.link_readings (
    version_id VARCHAR NOT NULL,
    compared_with VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.link_readings IS 'Candidates whose links were compared with those before: one row a candidate; link_changes has what was found.';
COMMENT ON COLUMN ledger.link_readings.version_id IS 'The candidate version (ledger.versions).';
COMMENT ON COLUMN ledger.link_readings.compared_with IS 'The candidate before it.';
