-- Stage 7, comparisons: which wordings are nearly the same across platforms, and which are like no other.

CREATE TABLE IF NOT EXISTS ledger.wording_readings (
    provision_id VARCHAR NOT NULL,
    state_no INTEGER NOT NULL,
    timeline_id VARCHAR NOT NULL,
    text_sha256 VARCHAR NOT NULL,
    wording_id VARCHAR NOT NULL,
    words INTEGER NOT NULL,
    left_out VARCHAR,
    rules_version VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.wording_readings IS 'Every wording of every provision as it is compared across platforms: one row a provision and wording; equal words have one wording_id.';
COMMENT ON COLUMN ledger.wording_readings.provision_id IS 'The provision (ledger.provision_states).';
COMMENT ON COLUMN ledger.wording_readings.state_no IS 'Its wording (ledger.provision_states).';
COMMENT ON COLUMN ledger.wording_readings.timeline_id IS 'Its timeline (ledger.timelines).';
COMMENT ON COLUMN ledger.wording_readings.text_sha256 IS 'SHA-256 of the wording that was read.';
COMMENT ON COLUMN ledger.wording_readings.wording_id IS 'Hash of its words in lower case, with addresses and the platform''s own name masked.';
COMMENT ON COLUMN ledger.wording_readings.words IS 'How many words it has.';
COMMENT ON COLUMN ledger.wording_readings.left_out IS 'Why it is not compared: heading, short (a stock phrase needs no model), menu (mostly links); NULL: it is compared.';
COMMENT ON COLUMN ledger.wording_readings.rules_version IS 'Version of the comparing code.';

CREATE TABLE IF NOT EXISTS ledger.wording_signatures (
    wording_id VARCHAR NOT NULL,
    words VARCHAR NOT NULL,
    bands BIGINT[] NOT NULL,
    is_compared BOOLEAN NOT NULL,
    rules_version VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.wording_signatures IS 'The wordings that are compared, each once however many platforms have it, with their MinHash bands: one row a wording.';
COMMENT ON COLUMN ledger.wording_signatures.wording_id IS 'The wording (ledger.wording_readings).';
COMMENT ON COLUMN ledger.wording_signatures.words IS 'Its words in lower case, with addresses and the platform''s own name masked.';
COMMENT ON COLUMN ledger.wording_signatures.bands IS 'Hashes of its bands: wordings with one in common are worth comparing.';
COMMENT ON COLUMN ledger.wording_signatures.is_compared IS 'True: its pairs are in ledger.wording_pairs; false: a run ended before they were measured.';
COMMENT ON COLUMN ledger.wording_signatures.rules_version IS 'Version of the comparing code.';

CREATE TABLE IF NOT EXISTS ledger.wording_pairs (
    wording_id VARCHAR NOT NULL,
    other_wording_id VARCHAR NOT NULL,
    similarity DOUBLE NOT NULL,
    rules_version VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.wording_pairs IS 'Pairs of wordings that are nearly the same: one row a pair; of a wording that very many adapted not every pair is here.';
COMMENT ON COLUMN ledger.wording_pairs.wording_id IS 'The one whose id comes first (ledger.wording_signatures).';
COMMENT ON COLUMN ledger.wording_pairs.other_wording_id IS 'The other one (ledger.wording_signatures).';
COMMENT ON COLUMN ledger.wording_pairs.similarity IS 'Twice the words in common order over the words of both, 0 to 1.';
COMMENT ON COLUMN ledger.wording_pairs.rules_version IS 'Version of the comparing code.';

CREATE TABLE IF NOT EXISTS ledger.wording_families (
    family_id VARCHAR NOT NULL,
    provision_id VARCHAR NOT NULL,
    state_no INTEGER NOT NULL,
    timeline_id VARCHAR NOT NULL,
    platform_id VARCHAR NOT NULL,
    wording_id VARCHAR NOT NULL,
    similarity DOUBLE NOT NULL,
    is_representative BOOLEAN NOT NULL,
    rules_version VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.wording_families IS 'Wordings of two platforms or more that are nearly the same, present and past: one row a family, provision and wording.';
COMMENT ON COLUMN ledger.wording_families.family_id IS 'Hash of the earliest wording of the family.';
COMMENT ON COLUMN ledger.wording_families.provision_id IS 'The provision (ledger.provision_states).';
COMMENT ON COLUMN ledger.wording_families.state_no IS 'Its wording (ledger.provision_states).';
COMMENT ON COLUMN ledger.wording_families.timeline_id IS 'Its timeline (ledger.timelines).';
COMMENT ON COLUMN ledger.wording_families.platform_id IS 'The platform.';
COMMENT ON COLUMN ledger.wording_families.wording_id IS 'The wording without what tells platforms apart (ledger.wording_signatures).';
COMMENT ON COLUMN ledger.wording_families.similarity IS 'How like the earliest wording of the family it is, 0 to 1, in words.';
COMMENT ON COLUMN ledger.wording_families.is_representative IS 'True: it is that wording.';
COMMENT ON COLUMN ledger.wording_families.rules_version IS 'Version of the comparing code and of the topics.';

CREATE TABLE IF NOT EXISTS ledger.wording_uptakes (
    family_id VARCHAR NOT NULL,
    platform_id VARCHAR NOT NULL,
    held_before DOUBLE NOT NULL,
    rules_version VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.wording_uptakes IS 'Platforms that were seen without a wording when another had it, and with it later: one row a family and platform (wording_adoptions).';
COMMENT ON COLUMN ledger.wording_uptakes.family_id IS 'The family (ledger.wording_families).';
COMMENT ON COLUMN ledger.wording_uptakes.platform_id IS 'The platform.';
COMMENT ON COLUMN ledger.wording_uptakes.held_before IS 'How much of the wording stood in one stretch of the document''s text before, 0 to 1: near 1, it was only cut anew.';
COMMENT ON COLUMN ledger.wording_uptakes.rules_version IS 'Version of the comparing code.';

CREATE TABLE IF NOT EXISTS ledger.wording_norms (
    topic_id VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    provisions INTEGER NOT NULL,
    platforms INTEGER NOT NULL,
    usual_nearness DOUBLE,
    inputs_hash VARCHAR NOT NULL,
    rules_version VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.wording_norms IS 'How near the provisions on a topic usually are to what other platforms say: one row a topic and language.';
COMMENT ON COLUMN ledger.wording_norms.topic_id IS 'The topic (ledger.topics).';
COMMENT ON COLUMN ledger.wording_norms.language IS 'Language of the documents (ISO 639-1); empty: not known.';
COMMENT ON COLUMN ledger.wording_norms.provisions IS 'Provisions in force whose main topic it is.';
COMMENT ON COLUMN ledger.wording_norms.platforms IS 'Platforms they are of.';
COMMENT ON COLUMN ledger.wording_norms.usual_nearness IS 'Median over these provisions of how near they are to their nearest neighbours on three other platforms, 0 to 1; NULL: too few provisions or platforms to tell.';
COMMENT ON COLUMN ledger.wording_norms.inputs_hash IS 'Hash of the wordings that were measured: another one measures again.';
COMMENT ON COLUMN ledger.wording_norms.rules_version IS 'Version of the comparing code.';

CREATE TABLE IF NOT EXISTS ledger.wording_outliers (
    topic_id VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    provision_id VARCHAR NOT NULL,
    state_no INTEGER NOT NULL,
    platform_id VARCHAR NOT NULL,
    nearness DOUBLE NOT NULL,
    nearest_provision_id VARCHAR NOT NULL,
    nearest_state_no INTEGER NOT NULL,
    rules_version VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.wording_outliers IS 'Provisions in force on a common topic whose words are far from what any other platform says there: one row a topic, language and provision.';
COMMENT ON COLUMN ledger.wording_outliers.topic_id IS 'Its main topic (ledger.topics).';
COMMENT ON COLUMN ledger.wording_outliers.language IS 'Language of the document (ISO 639-1).';
COMMENT ON COLUMN ledger.wording_outliers.provision_id IS 'The provision (ledger.provision_states).';
COMMENT ON COLUMN ledger.wording_outliers.state_no IS 'Its wording (ledger.provision_states).';
COMMENT ON COLUMN ledger.wording_outliers.platform_id IS 'The platform.';
COMMENT ON COLUMN ledger.wording_outliers.nearness IS 'Mean nearness of its nearest neighbours on three other platforms, 0 to 1; what is usual is in ledger.wording_norms.';
COMMENT ON COLUMN ledger.wording_outliers.nearest_provision_id IS 'The provision of another platform that is nearest all the same (ledger.provision_states).';
COMMENT ON COLUMN ledger.wording_outliers.nearest_state_no IS 'Its wording.';
COMMENT ON COLUMN ledger.wording_outliers.rules_version IS 'Version of the comparing code.';
