-- Stage 6, answers: questions answered platform by platform, each with its proof.

CREATE TABLE IF NOT EXISTS ledger.questions (
    question_id VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    experimental BOOLEAN NOT NULL,
    languages VARCHAR[] NOT NULL,
    rules_version VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.questions IS 'The questions in force: one row a question.';
COMMENT ON COLUMN ledger.questions.question_id IS 'Readable id, e.g. ai_training.';
COMMENT ON COLUMN ledger.questions.title IS 'The question as people ask it.';
COMMENT ON COLUMN ledger.questions.experimental IS 'True: its answers were not measured against a careful reader yet; shown as such.';
COMMENT ON COLUMN ledger.questions.languages IS 'Languages (ISO 639-1) of which the rules know enough that nothing found means silence.';
COMMENT ON COLUMN ledger.questions.rules_version IS 'Version of its rules and of the code that reads by them.';

CREATE TABLE IF NOT EXISTS ledger.question_stances (
    question_id VARCHAR NOT NULL,
    stance_no INTEGER NOT NULL,
    stance VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    definition VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.question_stances IS 'The stances of each question and what they mean: one row a question and stance.';
COMMENT ON COLUMN ledger.question_stances.question_id IS 'The question (ledger.questions).';
COMMENT ON COLUMN ledger.question_stances.stance_no IS 'Order in which the question lists them, from 1.';
COMMENT ON COLUMN ledger.question_stances.stance IS 'The stance as answers name it.';
COMMENT ON COLUMN ledger.question_stances.label IS 'The stance as people read it.';
COMMENT ON COLUMN ledger.question_stances.definition IS 'What it means.';

CREATE TABLE IF NOT EXISTS ledger.question_columns (
    question_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    type VARCHAR NOT NULL,
    means VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.question_columns IS 'The values that come with the answers to each question: one row a question and value.';
COMMENT ON COLUMN ledger.question_columns.question_id IS 'The question (ledger.questions).';
COMMENT ON COLUMN ledger.question_columns.name IS 'The value as answers.value names it.';
COMMENT ON COLUMN ledger.question_columns.type IS 'text, integer, number, boolean or list.';
COMMENT ON COLUMN ledger.question_columns.means IS 'What it says, and in which unit.';

CREATE TABLE IF NOT EXISTS ledger.answers (
    answer_id VARCHAR NOT NULL,
    platform_id VARCHAR NOT NULL,
    question_id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    valid_from_earliest TIMESTAMPTZ,
    valid_from TIMESTAMPTZ,
    valid_to_earliest TIMESTAMPTZ,
    valid_to TIMESTAMPTZ,
    cause VARCHAR NOT NULL,
    beside BOOLEAN,
    stance VARCHAR NOT NULL,
    method VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL,
    currency VARCHAR NOT NULL,
    headline VARCHAR NOT NULL,
    explanation VARCHAR NOT NULL,
    documents_searched VARCHAR[] NOT NULL,
    inputs_sha256 VARCHAR NOT NULL,
    rules_version VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.answers IS 'What each platform''s documents say and said to each question: one row a platform, question, scope and interval; a new row only where stance, values or the words that carry them changed.';
COMMENT ON COLUMN ledger.answers.answer_id IS 'Hash of platform, question, scope, beginning, stance and quotes.';
COMMENT ON COLUMN ledger.answers.platform_id IS 'The platform (ledger.platforms).';
COMMENT ON COLUMN ledger.answers.question_id IS 'The question (ledger.questions).';
COMMENT ON COLUMN ledger.answers.scope IS 'Whom the answer is about: general; business (firms, developers or paying plans only); region (people of a region that the words name); region:europe and the like (what says so is an edition of the documents for that region, see explanation).';
COMMENT ON COLUMN ledger.answers.valid_from_earliest IS 'When the text before was last seen (UTC): the answer began after it; NULL: nothing was seen before.';
COMMENT ON COLUMN ledger.answers.valid_from IS 'When the texts that say so were first seen (UTC): the answer began by then; NULL: nothing was ever captured.';
COMMENT ON COLUMN ledger.answers.valid_to_earliest IS 'When the texts that say so were last seen before it ended (UTC); NULL: it holds, or ended with a document that was not known before.';
COMMENT ON COLUMN ledger.answers.valid_to IS 'When texts that say otherwise were first seen (UTC), or with currency stale another edition of the text; NULL: it holds.';
COMMENT ON COLUMN ledger.answers.cause IS 'Why it began: first_look, edited (a document was), document_added (one was first captured then), other_edition (of a document that for another region, or that for everybody, was captured), never_seen.';
COMMENT ON COLUMN ledger.answers.beside IS 'True: it stands beside the platform''s answer, for those to whom something else is said than to those it is about; false or NULL: it is the platform''s answer.';
COMMENT ON COLUMN ledger.answers.stance IS 'The stance; beside the question''s own: silent (every relevant document was read, none says), not_captured (we could not look), conflicting, unsure (it cannot be read, or its language is not covered).';
COMMENT ON COLUMN ledger.answers.method IS 'How it came about: rules, or correction (a person decided, see explanation).';
COMMENT ON COLUMN ledger.answers.value IS 'JSON: values read with the stance (opt-out mechanism, tiers, what data).';
COMMENT ON COLUMN ledger.answers.confidence IS 'How sure the reading is, 0 to 1.';
COMMENT ON COLUMN ledger.answers.currency IS 'observed (we look and record unchanged looks), inferred (an imported collection records only changes), stale (not looked at lately, or ended because another edition of the document was captured: its own text was last seen then).';
COMMENT ON COLUMN ledger.answers.headline IS 'One sentence; it asserts nothing the quotes do not entail.';
COMMENT ON COLUMN ledger.answers.explanation IS 'The rules that decided.';
COMMENT ON COLUMN ledger.answers.documents_searched IS 'The documents that were read for it.';
COMMENT ON COLUMN ledger.answers.inputs_sha256 IS 'Hash of the versions that were read and of what was missing: another one asks again.';
COMMENT ON COLUMN ledger.answers.rules_version IS 'Version of the question''s rules and reading code.';

CREATE TABLE IF NOT EXISTS ledger.answer_evidence (
    answer_id VARCHAR NOT NULL,
    evidence_no INTEGER NOT NULL,
    role VARCHAR NOT NULL,
    version_id VARCHAR NOT NULL,
    provision_id VARCHAR NOT NULL,
    char_start INTEGER NOT NULL,
    char_end INTEGER NOT NULL,
    quote VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.answer_evidence IS 'The words that prove an answer, from the newest version in which it was read: one row a quote, equal to the version''s Markdown at its offsets.';
COMMENT ON COLUMN ledger.answer_evidence.answer_id IS 'The answer (ledger.answers).';
COMMENT ON COLUMN ledger.answer_evidence.evidence_no IS 'Order of importance within the answer, from 1.';
COMMENT ON COLUMN ledger.answer_evidence.role IS 'rule (it carries the stance), opt_out, scope, contradiction, context (helps to read, proves nothing).';
COMMENT ON COLUMN ledger.answer_evidence.version_id IS 'The version quoted (ledger.versions).';
COMMENT ON COLUMN ledger.answer_evidence.provision_id IS 'The provision quoted (ledger.provision_states).';
COMMENT ON COLUMN ledger.answer_evidence.char_start IS 'Offset of the quote in the version''s Markdown.';
COMMENT ON COLUMN ledger.answer_evidence.char_end IS 'Offset behind the quote.';
COMMENT ON COLUMN ledger.answer_evidence.quote IS 'The exact words.';
