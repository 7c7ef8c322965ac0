-- Stage 2, captures: every attempt to look, and what the ledger proves about it.

CREATE TABLE IF NOT EXISTS ledger.timelines (
    timeline_id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    collection_id VARCHAR NOT NULL,
    jurisdiction VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    vantage VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.timelines IS 'One document as seen by one collection, from one place, in one language: versions and changes are computed within a timeline, never across.';
COMMENT ON COLUMN ledger.timelines.timeline_id IS 'document_id@collection_id, followed by what sets it apart (jurisdiction, language, vantage) where declared.';
COMMENT ON COLUMN ledger.timelines.document_id IS 'The document (ledger.documents).';
COMMENT ON COLUMN ledger.timelines.collection_id IS 'The collection (ledger.collections).';
COMMENT ON COLUMN ledger.timelines.jurisdiction IS 'Jurisdiction the declaration names; empty: none named.';
COMMENT ON COLUMN ledger.timelines.language IS 'Language the declaration names; empty: none named (each version has the language it is in).';
COMMENT ON COLUMN ledger.timelines.vantage IS 'From where it was fetched; empty: not recorded.';

CREATE TABLE IF NOT EXISTS ledger.observations (
    observation_id VARCHAR NOT NULL,
    timeline_id VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    sequence BIGINT NOT NULL,
    observed_at TIMESTAMPTZ NOT NULL,
    fetch_outcome VARCHAR NOT NULL,
    fetch_class VARCHAR,
    fetch_reason VARCHAR,
    http_status INTEGER,
    url VARCHAR,
    final_url VARCHAR,
    content_type VARCHAR,
    format VARCHAR NOT NULL,
    bytes BIGINT,
    content_sha256 VARCHAR,
    declaration_sha256 VARCHAR,
    fetcher VARCHAR NOT NULL,
    provenance VARCHAR,
    chain_no BIGINT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    run_id VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.observations IS 'Every attempt to look at a page, failed ones included: one row an attempt, exactly as the hash-chained ledger holds it.';
COMMENT ON COLUMN ledger.observations.observation_id IS 'Hash of what was observed, where and when: the same attempt has the same id in every home.';
COMMENT ON COLUMN ledger.observations.timeline_id IS 'The timeline it belongs to (ledger.timelines).';
COMMENT ON COLUMN ledger.observations.source_id IS 'The page of the document; main for single pages and for imported histories.';
COMMENT ON COLUMN ledger.observations.sequence IS 'Order within the timeline: microseconds since 1970 for captures, position in the commit graph for imported histories (their dates have inversions).';
COMMENT ON COLUMN ledger.observations.observed_at IS 'When the page was looked at (UTC); for an import, when the original archive looked.';
COMMENT ON COLUMN ledger.observations.fetch_outcome IS 'What came back: fetched, not_modified, http_error, network_error, too_large, not_a_policy (an image, data), refused_by_robots, refused_address, postponed (the server asked to be left alone), removed (no longer in an imported collection).';
COMMENT ON COLUMN ledger.observations.fetch_class IS 'Kind of failure: name_not_found, connection, timeout, tls, protocol, encoding, redirects, status, too_large, media_type, robots, address, url, retry_after; NULL: none, or an import does not say.';
COMMENT ON COLUMN ledger.observations.fetch_reason IS 'Why, in words, when nothing usable came back; NULL otherwise.';
COMMENT ON COLUMN ledger.observations.http_status IS 'HTTP status code; NULL when no answer came or none was recorded.';
COMMENT ON COLUMN ledger.observations.url IS 'URL asked for; NULL when an imported history does not say.';
COMMENT ON COLUMN ledger.observations.final_url IS 'URL that answered, after redirects; NULL: not recorded.';
COMMENT ON COLUMN ledger.observations.content_type IS 'Content-Type header; NULL: not recorded.';
COMMENT ON COLUMN ledger.observations.format IS 'What the bytes are: html, pdf, docx, markdown, other, or none.';
COMMENT ON COLUMN ledger.observations.bytes IS 'Size of the body in bytes; NULL when there was none.';
COMMENT ON COLUMN ledger.observations.content_sha256 IS 'SHA-256 of the body, under which the archive keeps it; of not_modified the body that the server says still holds; NULL when there was none.';
COMMENT ON COLUMN ledger.observations.declaration_sha256 IS 'The declaration in force for this look (ledger.declarations); NULL: none, the whole page was read.';
COMMENT ON COLUMN ledger.observations.fetcher IS 'What looked: httpx, a browser, an imported archive''s engine.';
COMMENT ON COLUMN ledger.observations.provenance IS 'JSON: where an imported row came from (commit, path, subject, snapshots, engine version), or a capture''s headers, redirects, and what earlier tries of the same look ended with.';
COMMENT ON COLUMN ledger.observations.chain_no IS 'Number of the ledger line that proves it.';
COMMENT ON COLUMN ledger.observations.recorded_at IS 'When this archive recorded it (UTC).';
COMMENT ON COLUMN ledger.observations.run_id IS 'The run that recorded it.';
