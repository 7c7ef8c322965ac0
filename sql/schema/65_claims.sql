-- Stage 6, claims: what others say of platforms, checked against what the platforms' documents say.

CREATE TABLE IF NOT EXISTS ledger.claims (
    claim_id VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    source_title VARCHAR NOT NULL,
    publisher VARCHAR NOT NULL,
    source_url VARCHAR,
    source_date VARCHAR NOT NULL,
    read_on VARCHAR NOT NULL,
    claim_no INTEGER NOT NULL,
    platform_id VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    how_checked VARCHAR NOT NULL,
    questions VARCHAR[] NOT NULL,
    experimental BOOLEAN NOT NULL,
    rules_version VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.claims IS 'Claims that third parties make about platforms of this home: one row a claim.';
COMMENT ON COLUMN ledger.claims.claim_id IS 'Source and name of the claim, e.g. some-article/encrypts-data.';
COMMENT ON COLUMN ledger.claims.source_id IS 'The source: the name of its file of claims.';
COMMENT ON COLUMN ledger.claims.source_title IS 'Title of the source.';
COMMENT ON COLUMN ledger.claims.publisher IS 'Who published it.';
COMMENT ON COLUMN ledger.claims.source_url IS 'Where it stands; NULL: not given.';
COMMENT ON COLUMN ledger.claims.source_date IS 'The day it is dated (YYYY-MM-DD), or unknown.';
COMMENT ON COLUMN ledger.claims.read_on IS 'The day on which a person read it and wrote the claims down (YYYY-MM-DD).';
COMMENT ON COLUMN ledger.claims.claim_no IS 'Order in which claims are listed: by source, and as they stand in its file.';
COMMENT ON COLUMN ledger.claims.platform_id IS 'The platform it is about (ledger.platforms).';
COMMENT ON COLUMN ledger.claims.text IS 'What is claimed, in our paraphrase.';
COMMENT ON COLUMN ledger.claims.how_checked IS 'How it is checked: which stances on which questions, or which statements, mean which verdict.';
COMMENT ON COLUMN ledger.claims.questions IS 'The questions it is checked by (ledger.questions); empty: by statements of its own, or not at all.';
COMMENT ON COLUMN ledger.claims.experimental IS 'True: it is checked by a question whose answers were not measured against a careful reader yet.';
COMMENT ON COLUMN ledger.claims.rules_version IS 'Version of the claim, its rules and the checking code.';

CREATE TABLE IF NOT EXISTS ledger.claim_checks (
    check_id VARCHAR NOT NULL,
    claim_id VARCHAR NOT NULL,
    valid_from_earliest TIMESTAMPTZ,
    valid_from TIMESTAMPTZ,
    valid_to_earliest TIMESTAMPTZ,
    valid_to TIMESTAMPTZ,
    cause VARCHAR NOT NULL,
    verdict VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    currency VARCHAR NOT NULL,
    documents_searched VARCHAR[] NOT NULL,
    inputs_sha256 VARCHAR NOT NULL,
    rules_version VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.claim_checks IS 'What the documents make of each claim and made of it: one row a claim and interval; a new row only where the verdict or the words that carry it changed.';
COMMENT ON COLUMN ledger.claim_checks.check_id IS 'Hash of claim, beginning, verdict and quotes.';
COMMENT ON COLUMN ledger.claim_checks.claim_id IS 'The claim (ledger.claims).';
COMMENT ON COLUMN ledger.claim_checks.valid_from_earliest IS 'When the text before was last seen (UTC): the verdict began after it; NULL: nothing was seen before.';
COMMENT ON COLUMN ledger.claim_checks.valid_from IS 'When the texts that carry it were first seen (UTC): it began by then; NULL: no text carries it.';
COMMENT ON COLUMN ledger.claim_checks.valid_to_earliest IS 'When those texts were last seen before it ended (UTC); NULL: it holds, or ended with a document that was not known before.';
COMMENT ON COLUMN ledger.claim_checks.valid_to IS 'When texts that end it were first seen (UTC); NULL: it holds.';
COMMENT ON COLUMN ledger.claim_checks.cause IS 'Why it began: first_look, edited (a document was), document_added (one was first captured then), never_seen, not_checkable.';
COMMENT ON COLUMN ledger.claim_checks.verdict IS 'supported (the documents state it), contradicted (they state the contrary), partly (a part of it, or as an aim, or both), not_addressed (every relevant document was read, none says), not_captured (we could not look), not_checkable (documents cannot tell, or cannot be read).';
COMMENT ON COLUMN ledger.claim_checks.reason IS 'Why, in words; of a claim of several parts, part by part.';
COMMENT ON COLUMN ledger.claim_checks.currency IS 'observed (we look and record unchanged looks), inferred (an imported collection records only changes).';
COMMENT ON COLUMN ledger.claim_checks.documents_searched IS 'The versions that were read for it.';
COMMENT ON COLUMN ledger.claim_checks.inputs_sha256 IS 'Hash of the claim and of everything read for it: another one checks it again.';
COMMENT ON COLUMN ledger.claim_checks.rules_version IS 'Version of the claim, its rules and the checking code.';

CREATE TABLE IF NOT EXISTS ledger.claim_evidence (
    check_id VARCHAR NOT NULL,
    evidence_no INTEGER NOT NULL,
    role VARCHAR NOT NULL,
    version_id VARCHAR NOT NULL,
    provision_id VARCHAR NOT NULL,
    char_start INTEGER NOT NULL,
    char_end INTEGER NOT NULL,
    quote VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.claim_evidence IS 'The words of a platform''s documents that speak to a claim, each from the newest version in which that part of the check was read: one row a quote, equal to the version''s Markdown at its offsets.';
COMMENT ON COLUMN ledger.claim_evidence.check_id IS 'The check (ledger.claim_checks).';
COMMENT ON COLUMN ledger.claim_evidence.evidence_no IS 'Order of importance within the check, from 1.';
COMMENT ON COLUMN ledger.claim_evidence.role IS 'supports, supports_in_part, contradicts, context (helps to read, proves nothing).';
COMMENT ON COLUMN ledger.claim_evidence.version_id IS 'The version quoted (ledger.versions).';
COMMENT ON COLUMN ledger.claim_evidence.provision_id IS 'The provision quoted (ledger.provision_states).';
COMMENT ON COLUMN ledger.claim_evidence.char_start IS 'Offset of the quote in the version''s Markdown.';
COMMENT ON COLUMN ledger.claim_evidence.char_end IS 'Offset behind the quote.';
COMMENT ON COLUMN ledger.claim_evidence.quote IS 'The exact words.';
