-- Stage 1, sources: who is watched, which documents they have, and the pages those are made of.

CREATE TABLE IF NOT EXISTS ledger.collections (
    collection_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    licence VARCHAR NOT NULL,
    attribution VARCHAR NOT NULL,
    url VARCHAR
);
COMMENT ON TABLE ledger.collections IS 'Where texts came from: one row a collection, with the licence its rows carry.';
COMMENT ON COLUMN ledger.collections.collection_id IS 'Readable id, e.g. genai-contrib, live, sample.';
COMMENT ON COLUMN ledger.collections.name IS 'Name as the collection gives it.';
COMMENT ON COLUMN ledger.collections.kind IS 'How its documents reached us: ota (an imported Open Terms Archive history), captures (replayed raw captures), folder (private documents), sample (invented platforms), live (fetched by Termscape).';
COMMENT ON COLUMN ledger.collections.licence IS 'Licence of the collection''s data; empty when none was stated.';
COMMENT ON COLUMN ledger.collections.attribution IS 'Whom to name when publishing rows that derive from it; empty when nobody.';
COMMENT ON COLUMN ledger.collections.url IS 'Where it was imported from, as given by the person who imported it.';

CREATE TABLE IF NOT EXISTS ledger.platforms (
    platform_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.platforms IS 'The platforms watched (Open Terms Archive: services): one row a platform.';
COMMENT ON COLUMN ledger.platforms.platform_id IS 'Readable id made of the name, e.g. claude-ai.';
COMMENT ON COLUMN ledger.platforms.name IS 'Name as declared or imported.';

CREATE TABLE IF NOT EXISTS ledger.documents (
    document_id VARCHAR NOT NULL,
    platform_id VARCHAR NOT NULL,
    terms_type VARCHAR NOT NULL,
    declared BOOLEAN NOT NULL,
    absent_checked_on DATE
);
COMMENT ON TABLE ledger.documents IS 'The documents of each platform: one row a platform and terms type, those known not to exist included.';
COMMENT ON COLUMN ledger.documents.document_id IS 'platform_id/terms-type, e.g. midjourney/privacy-policy.';
COMMENT ON COLUMN ledger.documents.platform_id IS 'The platform (ledger.platforms).';
COMMENT ON COLUMN ledger.documents.terms_type IS 'Terms type in Open Terms Archive''s vocabulary, e.g. Privacy Policy.';
COMMENT ON COLUMN ledger.documents.declared IS 'True when a declaration is in force that says where to find it; false when it is only known from an import or stated not to exist.';
COMMENT ON COLUMN ledger.documents.absent_checked_on IS 'Date on which a person checked that the platform has no such document; NULL: nobody stated that.';

CREATE TABLE IF NOT EXISTS ledger.declarations (
    declaration_sha256 VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    collection_id VARCHAR NOT NULL,
    valid_until TIMESTAMPTZ,
    in_force BOOLEAN NOT NULL,
    declaration VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.declarations IS 'Every declaration that was ever in force, as archived: one row a collection and declaration.';
COMMENT ON COLUMN ledger.declarations.declaration_sha256 IS 'SHA-256 of the canonical JSON; observations name the declaration they were made under.';
COMMENT ON COLUMN ledger.declarations.document_id IS 'The document (ledger.documents).';
COMMENT ON COLUMN ledger.declarations.collection_id IS 'The collection it was recorded for (ledger.collections).';
COMMENT ON COLUMN ledger.declarations.valid_until IS 'Last instant at which it was in force (UTC, inclusive); NULL: open-ended.';
COMMENT ON COLUMN ledger.declarations.in_force IS 'True for the newest open-ended declaration of the document in this collection.';
COMMENT ON COLUMN ledger.declarations.declaration IS 'The declaration itself as canonical JSON: pages, selectors, what is not supported.';

CREATE TABLE IF NOT EXISTS ledger.source_documents (
    document_id VARCHAR NOT NULL,
    collection_id VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    has_selector BOOLEAN NOT NULL,
    cadence_hours INTEGER NOT NULL,
    unsupported VARCHAR[] NOT NULL
);
COMMENT ON TABLE ledger.source_documents IS 'The pages of the declarations in force: one row a document, collection and page; several pages are combined into one document.';
COMMENT ON COLUMN ledger.source_documents.document_id IS 'The document (ledger.documents).';
COMMENT ON COLUMN ledger.source_documents.collection_id IS 'The collection whose declaration names this page (ledger.collections).';
COMMENT ON COLUMN ledger.source_documents.source_id IS 'The page within its document: main, or made of the URL''s path.';
COMMENT ON COLUMN ledger.source_documents.url IS 'Where the page is fetched.';
COMMENT ON COLUMN ledger.source_documents.has_selector IS 'True when the declaration says which part of the page is the policy.';
COMMENT ON COLUMN ledger.source_documents.cadence_hours IS 'Hours from one look at its document to the next.';
COMMENT ON COLUMN ledger.source_documents.unsupported IS 'What the declaration asks for and Termscape does not do; empty list: nothing.';

CREATE TABLE IF NOT EXISTS ledger.corrections (
    correction_id VARCHAR NOT NULL,
    correction_no INTEGER NOT NULL,
    span VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    who VARCHAR NOT NULL,
    made_on DATE NOT NULL,
    why VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.corrections IS 'What people decided against the rules (corrections.csv of the home): one row a correction in force.';
COMMENT ON COLUMN ledger.corrections.correction_id IS 'Hash of all that it says.';
COMMENT ON COLUMN ledger.corrections.correction_no IS 'Its place in the file, from 1.';
COMMENT ON COLUMN ledger.corrections.span IS 'What it is about: a provision''s id, the SHA-256 of a wording or its beginning, or (for a question) a platform''s id.';
COMMENT ON COLUMN ledger.corrections.subject IS 'The topic or the question.';
COMMENT ON COLUMN ledger.corrections.label IS 'yes or no for a topic, a stance for a question.';
COMMENT ON COLUMN ledger.corrections.who IS 'Who decided.';
COMMENT ON COLUMN ledger.corrections.made_on IS 'The day it was decided: it is about the wording in force then.';
COMMENT ON COLUMN ledger.corrections.why IS 'The reason.';
