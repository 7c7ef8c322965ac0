-- Stage 6, answers: what each single provision does, leaves open and may touch, for its page.

CREATE TABLE IF NOT EXISTS ledger.regulations (
    regulation_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    jurisdiction VARCHAR NOT NULL,
    authorities VARCHAR NOT NULL,
    url VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.regulations IS 'Instruments of law that provisions may touch: one row an instrument.';
COMMENT ON COLUMN ledger.regulations.regulation_id IS 'Readable id, e.g. gdpr.';
COMMENT ON COLUMN ledger.regulations.name IS 'Short name.';
COMMENT ON COLUMN ledger.regulations.title IS 'Full title.';
COMMENT ON COLUMN ledger.regulations.jurisdiction IS 'Where it holds.';
COMMENT ON COLUMN ledger.regulations.authorities IS 'Who enforces it.';
COMMENT ON COLUMN ledger.regulations.url IS 'Address of the official text.';

CREATE TABLE IF NOT EXISTS ledger.topic_regulations (
    topic_id VARCHAR NOT NULL,
    regulation_id VARCHAR NOT NULL,
    articles VARCHAR NOT NULL,
    why VARCHAR NOT NULL,
    roles VARCHAR[] NOT NULL,
    status VARCHAR NOT NULL,
    checked DATE,
    source VARCHAR
);
COMMENT ON TABLE ledger.topic_regulations IS 'Which articles may be relevant to provisions on a topic, no advice: one row a topic and instrument.';
COMMENT ON COLUMN ledger.topic_regulations.topic_id IS 'The topic (ledger.topics).';
COMMENT ON COLUMN ledger.topic_regulations.regulation_id IS 'The instrument (ledger.regulations).';
COMMENT ON COLUMN ledger.topic_regulations.articles IS 'Articles or sections.';
COMMENT ON COLUMN ledger.topic_regulations.why IS 'Why they may be relevant, in our words.';
COMMENT ON COLUMN ledger.topic_regulations.roles IS 'Roles (ledger.provision_reading) of the provisions to which they may be.';
COMMENT ON COLUMN ledger.topic_regulations.status IS 'unverified (written from memory), read_in_a_copy (compared with the law''s wording on a site of others) or verified (compared with the official text).';
COMMENT ON COLUMN ledger.topic_regulations.checked IS 'When it was compared; NULL: it was not.';
COMMENT ON COLUMN ledger.topic_regulations.source IS 'The pages it was compared with, with spaces between; NULL: it was not.';

CREATE TABLE IF NOT EXISTS ledger.page_texts (
    topic_id VARCHAR NOT NULL,
    act VARCHAR NOT NULL,
    why VARCHAR NOT NULL,
    impact VARCHAR NOT NULL,
    question_id VARCHAR,
    texts_version VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.page_texts IS 'Template texts of pages, ours, true of every provision of their kind: one row a topic and act.';
COMMENT ON COLUMN ledger.page_texts.topic_id IS 'The topic (ledger.topics).';
COMMENT ON COLUMN ledger.page_texts.act IS 'What the provision does: states, limits, denies (a practice of the platform), permission, duty, prohibition (of users), third_party, term, definition, unread.';
COMMENT ON COLUMN ledger.page_texts.why IS 'Why provisions on the topic matter.';
COMMENT ON COLUMN ledger.page_texts.impact IS 'What such a provision means for people.';
COMMENT ON COLUMN ledger.page_texts.question_id IS 'The question (ledger.questions) that tells a platform''s stance on the topic; NULL: there is none.';
COMMENT ON COLUMN ledger.page_texts.texts_version IS 'Version of the texts.';

CREATE TABLE IF NOT EXISTS ledger.slots (
    slot VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    denial VARCHAR
);
COMMENT ON TABLE ledger.slots IS 'What a provision can specify or leave open: one row a slot.';
COMMENT ON COLUMN ledger.slots.slot IS 'Readable id, e.g. legal_basis.';
COMMENT ON COLUMN ledger.slots.label IS 'In words, as a sentence goes on: "on which lawful basis".';
COMMENT ON COLUMN ledger.slots.denial IS 'What a text denies that says that it is not there: "that people have a choice"; NULL: texts do not.';

CREATE TABLE IF NOT EXISTS ledger.questions_to_ask (
    topic_id VARCHAR NOT NULL,
    slot VARCHAR NOT NULL,
    ask VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.questions_to_ask IS 'What an assessment of the vendor should ask about a topic: one row a topic and slot.';
COMMENT ON COLUMN ledger.questions_to_ask.topic_id IS 'The topic (ledger.topics).';
COMMENT ON COLUMN ledger.questions_to_ask.slot IS 'The slot (ledger.slots) that must be open; always: asked in any case.';
COMMENT ON COLUMN ledger.questions_to_ask.ask IS 'The question, ours.';

CREATE TABLE IF NOT EXISTS ledger.provision_reading (
    provision_id VARCHAR NOT NULL,
    state_no INTEGER NOT NULL,
    timeline_id VARCHAR NOT NULL,
    read_in VARCHAR NOT NULL,
    topic_id VARCHAR,
    role VARCHAR NOT NULL,
    polarity VARCHAR NOT NULL,
    act VARCHAR NOT NULL,
    cue_id VARCHAR NOT NULL,
    headline VARCHAR NOT NULL,
    headline_from VARCHAR NOT NULL,
    lead_start INTEGER NOT NULL,
    lead_end INTEGER NOT NULL,
    data_kind VARCHAR NOT NULL,
    specified VARCHAR[] NOT NULL,
    specified_elsewhere VARCHAR[] NOT NULL,
    left_open VARCHAR[] NOT NULL,
    denied VARCHAR[] NOT NULL,
    exposure VARCHAR NOT NULL,
    exposure_reason VARCHAR NOT NULL,
    exposure_row VARCHAR NOT NULL,
    inputs VARCHAR NOT NULL,
    rules_version VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.provision_reading IS 'What each wording does and leaves open, read in the newest version in which it stands: one row a provision and wording; headings have none.';
COMMENT ON COLUMN ledger.provision_reading.provision_id IS 'The provision (ledger.provision_states).';
COMMENT ON COLUMN ledger.provision_reading.state_no IS 'The wording (ledger.provision_states).';
COMMENT ON COLUMN ledger.provision_reading.timeline_id IS 'Its timeline (ledger.timelines).';
COMMENT ON COLUMN ledger.provision_reading.read_in IS 'The version it was read in: the newest in which it stands (ledger.versions).';
COMMENT ON COLUMN ledger.provision_reading.topic_id IS 'The topic its page is about: the surest that is not about anything at all (ledger.topics); NULL: it has none.';
COMMENT ON COLUMN ledger.provision_reading.role IS 'Who does what: platform_practice, user_permission, user_duty, user_prohibition, third_party, agreement_term, definition, unread (it could not be told).';
COMMENT ON COLUMN ledger.provision_reading.polarity IS 'states, limits (within a limit, on a condition, with an exception), denies; states for what users may, must or must not do.';
COMMENT ON COLUMN ledger.provision_reading.act IS 'The polarity of a practice of the platform, else the role, as the table of exposure names it.';
COMMENT ON COLUMN ledger.provision_reading.cue_id IS 'The cue that told who acts.';
COMMENT ON COLUMN ledger.provision_reading.headline IS 'One sentence that asserts nothing the wording does not; {platform} stands for the platform''s name.';
COMMENT ON COLUMN ledger.provision_reading.headline_from IS 'made (the sentence''s own words, its pronouns replaced), quoted (word for word), cut (a quote that goes on).';
COMMENT ON COLUMN ledger.provision_reading.lead_start IS 'Offset of the sentence that carries it in the Markdown of the version it was read in.';
COMMENT ON COLUMN ledger.provision_reading.lead_end IS 'Offset behind that sentence.';
COMMENT ON COLUMN ledger.provision_reading.data_kind IS 'Kind of data: sensitive, children, content, location, contact_account, usage, none_named (it does not say), not_data (it is about something else).';
COMMENT ON COLUMN ledger.provision_reading.specified IS 'Slots (ledger.slots) that it fills by itself, stem and heading included.';
COMMENT ON COLUMN ledger.provision_reading.specified_elsewhere IS 'Slots that its section or document fills.';
COMMENT ON COLUMN ledger.provision_reading.left_open IS 'Slots in which no sign was found; a sign may have been missed.';
COMMENT ON COLUMN ledger.provision_reading.denied IS 'Slots of which it, its section or document says that what they ask for is not there ("there is no setting"): neither specified nor open.';
COMMENT ON COLUMN ledger.provision_reading.exposure IS 'high, medium, low or unknown (which is not low), by the documented table.';
COMMENT ON COLUMN ledger.provision_reading.exposure_reason IS 'Why, in words.';
COMMENT ON COLUMN ledger.provision_reading.exposure_row IS 'The row of the table that gave it; link-alone: the clause is a link and nothing else; other-language: it is not read in its language.';
COMMENT ON COLUMN ledger.provision_reading.inputs IS 'Hash of the version''s clauses and their topics: another one reads again.';
COMMENT ON COLUMN ledger.provision_reading.rules_version IS 'Version of the rules, texts and code that made it.';

CREATE TABLE IF NOT EXISTS ledger.provision_slots (
    provision_id VARCHAR NOT NULL,
    state_no INTEGER NOT NULL,
    slot_no INTEGER NOT NULL,
    slot VARCHAR NOT NULL,
    filled_in VARCHAR NOT NULL,
    denied BOOLEAN NOT NULL,
    words VARCHAR,
    quote VARCHAR,
    quoted_provision_id VARCHAR,
    version_id VARCHAR NOT NULL,
    char_start INTEGER,
    char_end INTEGER
);
COMMENT ON TABLE ledger.provision_slots IS 'What each wording''s topic asks for and where it is specified: one row a wording and slot.';
COMMENT ON COLUMN ledger.provision_slots.provision_id IS 'The provision (ledger.provision_reading).';
COMMENT ON COLUMN ledger.provision_slots.state_no IS 'The wording.';
COMMENT ON COLUMN ledger.provision_slots.slot_no IS 'Order in which the topic lists it, from 1.';
COMMENT ON COLUMN ledger.provision_slots.slot IS 'The slot (ledger.slots).';
COMMENT ON COLUMN ledger.provision_slots.filled_in IS 'clause (by itself, stem or heading included), section (under the same heading), document (elsewhere in it, which may speak of other processing), open.';
COMMENT ON COLUMN ledger.provision_slots.denied IS 'True: what stands there says that what the slot asks for is not there.';
COMMENT ON COLUMN ledger.provision_slots.words IS 'The sign found; NULL: open.';
COMMENT ON COLUMN ledger.provision_slots.quote IS 'The sentence it stands in, verbatim; NULL: open, or in the stem or heading above.';
COMMENT ON COLUMN ledger.provision_slots.quoted_provision_id IS 'The provision quoted; NULL: open.';
COMMENT ON COLUMN ledger.provision_slots.version_id IS 'The version it was read in (ledger.versions).';
COMMENT ON COLUMN ledger.provision_slots.char_start IS 'Offset of the quote in that version''s Markdown; NULL: no quote.';
COMMENT ON COLUMN ledger.provision_slots.char_end IS 'Offset behind the quote.';
