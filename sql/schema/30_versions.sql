-- Stage 3, versions: what each look showed, and whether it is a new version, noise or quarantined.

CREATE TABLE IF NOT EXISTS ledger.markdowns (
    markdown_sha256 VARCHAR NOT NULL,
    markdown VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.markdowns IS 'Every distinct normalised text, kept once: one row a text.';
COMMENT ON COLUMN ledger.markdowns.markdown_sha256 IS 'SHA-256 of the text in UTF-8.';
COMMENT ON COLUMN ledger.markdowns.markdown IS 'The text as Markdown.';

CREATE TABLE IF NOT EXISTS ledger.extractions (
    content_sha256 VARCHAR NOT NULL,
    source_sha256 VARCHAR NOT NULL,
    markdown_sha256 VARCHAR NOT NULL,
    visible_sha256 VARCHAR NOT NULL,
    title VARCHAR,
    language VARCHAR,
    extractor VARCHAR NOT NULL,
    extractor_version VARCHAR NOT NULL,
    agreement DOUBLE,
    words INTEGER NOT NULL,
    notes VARCHAR[] NOT NULL
);
COMMENT ON TABLE ledger.extractions IS 'Bytes turned into Markdown: one row a body and way of reading it; the same bytes are never extracted twice.';
COMMENT ON COLUMN ledger.extractions.content_sha256 IS 'The body (ledger.observations).';
COMMENT ON COLUMN ledger.extractions.source_sha256 IS 'Hash of the page''s URL and selectors: the way of reading.';
COMMENT ON COLUMN ledger.extractions.markdown_sha256 IS 'The text that came out (ledger.markdowns).';
COMMENT ON COLUMN ledger.extractions.visible_sha256 IS 'SHA-256 of what a reader sees of it: texts that differ in links alone have the same.';
COMMENT ON COLUMN ledger.extractions.title IS 'Title of the page; NULL: it has none.';
COMMENT ON COLUMN ledger.extractions.language IS 'Language detected in the text; NULL: too little text to tell.';
COMMENT ON COLUMN ledger.extractions.extractor IS 'What produced the text: selectors, main_node, trafilatura, pdf, docx, markdown.';
COMMENT ON COLUMN ledger.extractions.extractor_version IS 'Version of the extraction code; a new one extracts again.';
COMMENT ON COLUMN ledger.extractions.agreement IS 'Word overlap (0 to 1) with an independent extraction by trafilatura; NULL: not computed for this format.';
COMMENT ON COLUMN ledger.extractions.words IS 'Words in the text, markup included where it is words.';
COMMENT ON COLUMN ledger.extractions.notes IS 'What went otherwise than declared, e.g. a selector that matched nothing.';

CREATE TABLE IF NOT EXISTS ledger.observation_results (
    observation_id VARCHAR NOT NULL,
    timeline_id VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,
    reason VARCHAR,
    rule VARCHAR NOT NULL,
    version_id VARCHAR,
    rules_version VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.observation_results IS 'What each look turned out to be once its text was read: one row an observation.';
COMMENT ON COLUMN ledger.observation_results.observation_id IS 'The observation (ledger.observations).';
COMMENT ON COLUMN ledger.observation_results.timeline_id IS 'Its timeline (ledger.timelines).';
COMMENT ON COLUMN ledger.observation_results.outcome IS 'changed (a candidate version was recorded), unchanged, not_modified, blocked, not_a_policy, incomplete (another page of the document is missing), http_error, network_error, too_large, refused_by_robots, refused_address, postponed (the server asked to be left alone), removed (no longer in an imported collection).';
COMMENT ON COLUMN ledger.observation_results.reason IS 'Why, in words; NULL when the outcome says it all.';
COMMENT ON COLUMN ledger.observation_results.rule IS 'The rule that decided.';
COMMENT ON COLUMN ledger.observation_results.version_id IS 'The candidate it gave rise to, or whose text it showed again; NULL: none.';
COMMENT ON COLUMN ledger.observation_results.rules_version IS 'Version of the rules that decided.';

CREATE TABLE IF NOT EXISTS ledger.versions (
    version_id VARCHAR NOT NULL,
    timeline_id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    sequence BIGINT NOT NULL,
    first_seen TIMESTAMPTZ NOT NULL,
    status VARCHAR NOT NULL,
    noise_class VARCHAR NOT NULL,
    rule VARCHAR NOT NULL,
    detail VARCHAR,
    compared_with VARCHAR,
    decided_by VARCHAR NOT NULL,
    declared_date DATE,
    effective_date DATE,
    title VARCHAR,
    language VARCHAR,
    words INTEGER NOT NULL,
    markdown_sha256 VARCHAR NOT NULL,
    text_sha256 VARCHAR NOT NULL,
    masked_sha256 VARCHAR NOT NULL,
    extractor VARCHAR NOT NULL,
    extractor_version VARCHAR NOT NULL,
    agreement DOUBLE,
    rules_version VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.versions IS 'Every candidate version of every timeline, noise and quarantine included: one row a text that differed from the one before.';
COMMENT ON COLUMN ledger.versions.version_id IS 'timeline_id, first seen and text hash: the same version has the same id in every home.';
COMMENT ON COLUMN ledger.versions.timeline_id IS 'The timeline (ledger.timelines).';
COMMENT ON COLUMN ledger.versions.document_id IS 'The document (ledger.documents).';
COMMENT ON COLUMN ledger.versions.sequence IS 'Order within the timeline (as in ledger.observations).';
COMMENT ON COLUMN ledger.versions.first_seen IS 'When this text was first seen (UTC); the change happened between the last look before and this.';
COMMENT ON COLUMN ledger.versions.status IS 'published (readers see it), noise (a difference no reader would call a change), quarantined (held until confirmed).';
COMMENT ON COLUMN ledger.versions.noise_class IS 'What the difference is: first, substantive, editorial, link_only, markup_only, date_only, token_only, exact_return, reorder_only, navigation, loss, restore, locale_switch, other_document, not_a_policy, ...';
COMMENT ON COLUMN ledger.versions.rule IS 'The rule that gave the class.';
COMMENT ON COLUMN ledger.versions.detail IS 'What a reader needs to check the class; NULL: the rule says it all.';
COMMENT ON COLUMN ledger.versions.compared_with IS 'The version it was judged against: the one then in force, or the held one it confirmed; NULL: the first.';
COMMENT ON COLUMN ledger.versions.decided_by IS 'The look that gave it its status (ledger.observations): its own, or the one that released it from quarantine.';
COMMENT ON COLUMN ledger.versions.declared_date IS 'Date the document says it was last updated; NULL: it does not say, or not clearly.';
COMMENT ON COLUMN ledger.versions.effective_date IS 'Date the document says it takes effect; NULL: it does not say, or not clearly.';
COMMENT ON COLUMN ledger.versions.title IS 'Title of the page; NULL: none, or not recorded.';
COMMENT ON COLUMN ledger.versions.language IS 'Language detected in the text (ISO 639-1); NULL: too little text to tell.';
COMMENT ON COLUMN ledger.versions.words IS 'Words in the visible text.';
COMMENT ON COLUMN ledger.versions.markdown_sha256 IS 'SHA-256 of the Markdown (ledger.markdowns).';
COMMENT ON COLUMN ledger.versions.text_sha256 IS 'SHA-256 of the visible text: links and markup do not count.';
COMMENT ON COLUMN ledger.versions.masked_sha256 IS 'SHA-256 of the visible text with dates, ages, ids and counters masked.';
COMMENT ON COLUMN ledger.versions.extractor IS 'What produced the text (ledger.extractions), or imported.';
COMMENT ON COLUMN ledger.versions.extractor_version IS 'Version of what produced it.';
COMMENT ON COLUMN ledger.versions.agreement IS 'Word overlap with the second extractor, lowest of the pages; NULL: not computed.';
COMMENT ON COLUMN ledger.versions.rules_version IS 'Version of the rules that classified it.';

CREATE TABLE IF NOT EXISTS ledger.version_sources (
    version_id VARCHAR NOT NULL,
    timeline_id VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    observation_id VARCHAR NOT NULL,
    content_sha256 VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.version_sources IS 'The bodies a version was made of: one row a version and page.';
COMMENT ON COLUMN ledger.version_sources.version_id IS 'The version (ledger.versions).';
COMMENT ON COLUMN ledger.version_sources.timeline_id IS 'Its timeline (ledger.timelines).';
COMMENT ON COLUMN ledger.version_sources.source_id IS 'The page within the document.';
COMMENT ON COLUMN ledger.version_sources.observation_id IS 'The observation whose body was used (ledger.observations).';
COMMENT ON COLUMN ledger.version_sources.content_sha256 IS 'SHA-256 of that body, in the archive.';
