-- Stage 5, topics: what each wording is about.

CREATE TABLE IF NOT EXISTS ledger.topics (
    topic_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    parent_id VARCHAR,
    opp115_category VARCHAR,
    definition VARCHAR NOT NULL,
    languages VARCHAR[] NOT NULL
);
COMMENT ON TABLE ledger.topics IS 'The taxonomy in force: one row a topic.';
COMMENT ON COLUMN ledger.topics.topic_id IS 'Readable id, e.g. ai-training-on-user-data.';
COMMENT ON COLUMN ledger.topics.name IS 'Name for people.';
COMMENT ON COLUMN ledger.topics.parent_id IS 'The topic that always joins this one; NULL: none.';
COMMENT ON COLUMN ledger.topics.opp115_category IS 'The OPP-115 category it corresponds to; NULL: none.';
COMMENT ON COLUMN ledger.topics.definition IS 'What belongs to the topic and what does not.';
COMMENT ON COLUMN ledger.topics.languages IS 'Languages (ISO 639-1) of which the rules know enough that nothing found means silence.';

CREATE TABLE IF NOT EXISTS ledger.topic_readings (
    provision_id VARCHAR NOT NULL,
    state_no INTEGER NOT NULL,
    timeline_id VARCHAR NOT NULL,
    text_sha256 VARCHAR NOT NULL,
    rules_version VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.topic_readings IS 'Which wordings were read for topics: one row a wording, so that no topic found is a fact and not a gap.';
COMMENT ON COLUMN ledger.topic_readings.provision_id IS 'The provision (ledger.provision_states).';
COMMENT ON COLUMN ledger.topic_readings.state_no IS 'The wording (ledger.provision_states).';
COMMENT ON COLUMN ledger.topic_readings.timeline_id IS 'Its timeline (ledger.timelines).';
COMMENT ON COLUMN ledger.topic_readings.text_sha256 IS 'SHA-256 of the wording that was read.';
COMMENT ON COLUMN ledger.topic_readings.rules_version IS 'Version of the classifier: taxonomy, exemplars, reading code, and training data, corrections or another classifier if there are any.';

CREATE TABLE IF NOT EXISTS ledger.provision_topics (
    provision_id VARCHAR NOT NULL,
    state_no INTEGER NOT NULL,
    timeline_id VARCHAR NOT NULL,
    topic_id VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL,
    band VARCHAR NOT NULL,
    method VARCHAR NOT NULL,
    rule_id VARCHAR NOT NULL,
    explanation VARCHAR NOT NULL,
    rules_version VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.provision_topics IS 'Topics of each wording: one row a provision, wording and topic; a wording may have several, or none.';
COMMENT ON COLUMN ledger.provision_topics.provision_id IS 'The provision (ledger.provision_states).';
COMMENT ON COLUMN ledger.provision_topics.state_no IS 'The wording (ledger.provision_states).';
COMMENT ON COLUMN ledger.provision_topics.timeline_id IS 'Its timeline (ledger.timelines).';
COMMENT ON COLUMN ledger.provision_topics.topic_id IS 'The topic (ledger.topics).';
COMMENT ON COLUMN ledger.provision_topics.confidence IS 'How sure the method is, 0 to 1.';
COMMENT ON COLUMN ledger.provision_topics.band IS 'automatic (shown), review (shown as unsure), hidden (kept for review only).';
COMMENT ON COLUMN ledger.provision_topics.method IS 'What decided: rules, rules+exemplars (a rule matched, and the regression was asked), exemplars (the regression alone), or a person''s correction.';
COMMENT ON COLUMN ledger.provision_topics.rule_id IS 'The weightiest rule that matched; exemplars: none did.';
COMMENT ON COLUMN ledger.provision_topics.explanation IS 'The words that decided, for a reader who wants to check: what the rule matched, and the weightiest words and pieces of words the exemplars share.';
COMMENT ON COLUMN ledger.provision_topics.rules_version IS 'Version of the classifier: taxonomy, exemplars, reading code, and training data, corrections or another classifier if there are any.';
