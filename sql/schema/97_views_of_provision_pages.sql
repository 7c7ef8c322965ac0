-- What readers meet under the natural names: the page of each provision in force, and the law it may touch.

CREATE OR REPLACE VIEW provision_pages AS
WITH asked AS (
    SELECT
        r.provision_id,
        r.state_no,
        list(q.ask ORDER BY q.slot = 'always', list_position(r.left_open || r.denied, q.slot), q.ask) AS questions_to_ask
    FROM ledger.provision_reading AS r
    INNER JOIN ledger.questions_to_ask AS q
        ON r.topic_id = q.topic_id AND (q.slot = 'always' OR list_contains(r.left_open || r.denied, q.slot))
    WHERE r.act NOT IN ('unread', 'definition')
    GROUP BY ALL
),

named AS (
    SELECT
        s.provision_id,
        s.state_no,
        list(l.label ORDER BY s.slot_no) FILTER (s.filled_in = 'clause' AND NOT s.denied) AS specified,
        list(l.label ORDER BY s.slot_no) FILTER (s.filled_in IN ('section', 'document') AND NOT s.denied) AS specified_elsewhere,
        list(l.label ORDER BY s.slot_no) FILTER (s.filled_in = 'open') AS left_open,
        list(l.denial ORDER BY s.slot_no) FILTER (s.denied) AS denied
    FROM ledger.provision_slots AS s
    INNER JOIN ledger.slots AS l ON s.slot = l.slot
    GROUP BY ALL
),

-- what firms and developers agree to beside the platform's answer, by the documents that say it
told_beside AS (
    SELECT DISTINCT
        v.document_id,
        b.question_id,
        b.stance,
        b.scope
    FROM ledger.answers AS b
    INNER JOIN ledger.answer_evidence AS e ON b.answer_id = e.answer_id
    INNER JOIN ledger.versions AS v ON e.version_id = v.version_id
    WHERE b.valid_to IS NULL AND b.beside AND b.scope = 'business'
)

SELECT
    p.provision_id,
    p.state_no,
    p.platform_id,
    pl.name AS platform,
    p.document_id,
    p.terms_type,
    replace(r.headline, '{platform}', pl.name) AS headline,
    r.headline_from,
    p.text,
    p.stem,
    array_to_string(p.heading_path, ' > ') AS heading,
    r.topic_id,
    t.name AS topic,
    p.topics,
    r.role,
    r.polarity,
    r.act,
    x.why AS why_it_matters,
    x.impact,
    r.data_kind,
    coalesce(n.specified, []) AS specified,
    coalesce(n.specified_elsewhere, []) AS specified_elsewhere,
    coalesce(n.left_open, []) AS left_open,
    coalesce(n.denied, []) AS denied,
    r.exposure,
    r.exposure_reason,
    r.exposure_row,
    coalesce(a.questions_to_ask, []) AS questions_to_ask,
    x.question_id,
    coalesce(b.stance, w.stance) AS stance,
    coalesce(l.label, replace(coalesce(b.stance, w.stance), '_', ' ')) AS stance_label,
    coalesce(b.scope, w.scope) AS stance_scope,
    p.wording_since,
    p.ordinal,
    p.version_id,
    p.char_start,
    p.char_end,
    r.lead_start,
    r.lead_end,
    p.collection_id,
    c.licence,
    c.attribution,
    x.texts_version,
    r.rules_version
FROM provisions AS p
INNER JOIN ledger.provision_reading AS r
    ON p.provision_id = r.provision_id AND p.state_no = r.state_no AND p.version_id = r.read_in
INNER JOIN ledger.platforms AS pl ON p.platform_id = pl.platform_id
INNER JOIN ledger.collections AS c ON p.collection_id = c.collection_id
LEFT JOIN ledger.topics AS t ON r.topic_id = t.topic_id
LEFT JOIN ledger.page_texts AS x ON r.topic_id = x.topic_id AND r.act = x.act
LEFT JOIN ledger.answers AS w
    ON p.platform_id = w.platform_id AND x.question_id = w.question_id AND w.valid_to IS NULL AND NOT coalesce(w.beside, FALSE)
LEFT JOIN told_beside AS b ON p.document_id = b.document_id AND x.question_id = b.question_id
LEFT JOIN ledger.question_stances AS l ON x.question_id = l.question_id AND coalesce(b.stance, w.stance) = l.stance
LEFT JOIN asked AS a ON p.provision_id = a.provision_id AND p.state_no = a.state_no
LEFT JOIN named AS n ON p.provision_id = n.provision_id AND p.state_no = n.state_no
WHERE p.kind <> 'heading';
COMMENT ON VIEW provision_pages IS 'What the page of each provision in force says: one row a provision; slot by slot in provision_slots, law in provision_regulations, others'' like clauses in comparable_provisions. The texts around the quote are templates of ours and no legal advice.';
COMMENT ON COLUMN provision_pages.provision_id IS 'The provision''s lasting id.';
COMMENT ON COLUMN provision_pages.state_no IS 'Number of its wording.';
COMMENT ON COLUMN provision_pages.platform_id IS 'The platform.';
COMMENT ON COLUMN provision_pages.platform IS 'Its name.';
COMMENT ON COLUMN provision_pages.document_id IS 'The document.';
COMMENT ON COLUMN provision_pages.terms_type IS 'Its terms type.';
COMMENT ON COLUMN provision_pages.headline IS 'One sentence that asserts nothing the wording does not.';
COMMENT ON COLUMN provision_pages.headline_from IS 'made (the sentence''s own words, its pronouns replaced), quoted (topic and the sentence word for word), cut (topic and its beginning).';
COMMENT ON COLUMN provision_pages.text IS 'The exact words, as Markdown.';
COMMENT ON COLUMN provision_pages.stem IS 'The sentence a list item or table row completes; NULL: it stands alone.';
COMMENT ON COLUMN provision_pages.heading IS 'The headings above it, outermost first, joined by " > ".';
COMMENT ON COLUMN provision_pages.topic_id IS 'The topic the page is about: what a person decided, what a sentence of it plainly states, else the surest that is not about anything at all; NULL: none.';
COMMENT ON COLUMN provision_pages.topic IS 'Its name.';
COMMENT ON COLUMN provision_pages.topics IS 'All its topics, surest first.';
COMMENT ON COLUMN provision_pages.role IS 'Who does what: platform_practice, user_permission, user_duty, user_prohibition, third_party, agreement_term, definition, unread (it could not be told).';
COMMENT ON COLUMN provision_pages.polarity IS 'states, limits (within a limit, on a condition, with an exception), denies.';
COMMENT ON COLUMN provision_pages.act IS 'The polarity of a practice of the platform, else the role in short.';
COMMENT ON COLUMN provision_pages.why_it_matters IS 'Why provisions on the topic matter (template); NULL: no topic.';
COMMENT ON COLUMN provision_pages.impact IS 'What such a provision means for people (template); NULL: no topic.';
COMMENT ON COLUMN provision_pages.data_kind IS 'Kind of data: sensitive, children, content, location, contact_account, usage, none_named, not_data.';
COMMENT ON COLUMN provision_pages.specified IS 'What it says by itself, stem and heading included; empty in languages whose slots are not read.';
COMMENT ON COLUMN provision_pages.specified_elsewhere IS 'What its section or document says, which may speak of other processing; quotes in ledger.provision_slots.';
COMMENT ON COLUMN provision_pages.left_open IS 'What the topic asks for and no sign was found of.';
COMMENT ON COLUMN provision_pages.denied IS 'What it, its section or document says is not there ("that people have a choice"): neither specified nor left open.';
COMMENT ON COLUMN provision_pages.exposure IS 'high, medium, low or unknown (which is not low).';
COMMENT ON COLUMN provision_pages.exposure_reason IS 'Why, in words.';
COMMENT ON COLUMN provision_pages.exposure_row IS 'The row of the table of exposure that gave it; link-alone: the clause is a link and nothing else, and no clause in force that is counted or searched.';
COMMENT ON COLUMN provision_pages.questions_to_ask IS 'What an assessment of the vendor should ask (template), by what is left open or denied.';
COMMENT ON COLUMN provision_pages.question_id IS 'The question that tells platforms'' stance on the topic; NULL: none.';
COMMENT ON COLUMN provision_pages.stance IS 'This platform''s stance on that question: in a document for firms and developers that says something else to them, theirs; NULL: no question, or not asked.';
COMMENT ON COLUMN provision_pages.stance_label IS 'The same as people read it; NULL: no question, or not asked.';
COMMENT ON COLUMN provision_pages.stance_scope IS 'Whom that stance is about, as answers.scope and answers_beside.scope say: general, business, region or an edition (region:europe); NULL: no question, or not asked.';
COMMENT ON COLUMN provision_pages.wording_since IS 'When this wording was first seen (UTC).';
COMMENT ON COLUMN provision_pages.ordinal IS 'Position in the document, from 0.';
COMMENT ON COLUMN provision_pages.version_id IS 'The version quoted.';
COMMENT ON COLUMN provision_pages.char_start IS 'Offset of the text in the version''s Markdown.';
COMMENT ON COLUMN provision_pages.char_end IS 'Offset behind it.';
COMMENT ON COLUMN provision_pages.lead_start IS 'Offset of the sentence that carries it.';
COMMENT ON COLUMN provision_pages.lead_end IS 'Offset behind that sentence.';
COMMENT ON COLUMN provision_pages.collection_id IS 'Where the text came from.';
COMMENT ON COLUMN provision_pages.licence IS 'Licence under which that collection''s data may be passed on.';
COMMENT ON COLUMN provision_pages.attribution IS 'Whom to name.';
COMMENT ON COLUMN provision_pages.texts_version IS 'Version of the template texts.';
COMMENT ON COLUMN provision_pages.rules_version IS 'Version of the rules, texts and code that read it.';

CREATE OR REPLACE VIEW provision_regulations AS
WITH subjects AS (
    SELECT
        provision_id,
        state_no,
        topic_id
    FROM ledger.provision_topics
    WHERE band = 'automatic'
    UNION
    SELECT
        provision_id,
        state_no,
        topic_id
    FROM ledger.provision_reading
    WHERE topic_id IS NOT NULL
)

SELECT
    p.provision_id,
    p.platform_id,
    p.platform,
    p.document_id,
    p.terms_type,
    m.topic_id,
    t.name AS topic,
    m.topic_id = r.topic_id AS is_lead_topic,
    g.regulation_id,
    g.name AS regulation,
    m.articles,
    m.why,
    g.jurisdiction,
    g.authorities,
    m.status,
    m.checked,
    m.source,
    g.title,
    g.url
FROM provisions AS p
INNER JOIN ledger.provision_reading AS r
    ON p.provision_id = r.provision_id AND p.state_no = r.state_no AND p.version_id = r.read_in
INNER JOIN subjects AS l ON p.provision_id = l.provision_id AND p.state_no = l.state_no
INNER JOIN ledger.topic_regulations AS m ON l.topic_id = m.topic_id AND list_contains(m.roles, r.role)
INNER JOIN ledger.regulations AS g ON m.regulation_id = g.regulation_id
INNER JOIN ledger.topics AS t ON m.topic_id = t.topic_id
-- the articles mapped of these protect consumers only: documents for businesses and developers are no contracts with them
WHERE
    g.regulation_id NOT IN ('unfair-terms', 'consumer-rights', 'rome-i', 'brussels-i')
    OR p.terms_type NOT IN (
        'Commercial Terms',
        'Business Terms',
        'Enterprise Terms',
        'Developer Terms',
        'Data Processor Agreement',
        'Business Privacy Policy',
        'Platform to Business Notice'
    );
COMMENT ON VIEW provision_regulations IS 'Law that provisions in force may touch, by topic and role; consumer law not for documents for businesses and developers; potentially relevant, no advice: one row a provision, topic and instrument.';
COMMENT ON COLUMN provision_regulations.provision_id IS 'The provision.';
COMMENT ON COLUMN provision_regulations.platform_id IS 'The platform.';
COMMENT ON COLUMN provision_regulations.platform IS 'The platform''s name.';
COMMENT ON COLUMN provision_regulations.document_id IS 'The document.';
COMMENT ON COLUMN provision_regulations.terms_type IS 'Terms type.';
COMMENT ON COLUMN provision_regulations.topic_id IS 'The topic by which it may be relevant.';
COMMENT ON COLUMN provision_regulations.topic IS 'Its name.';
COMMENT ON COLUMN provision_regulations.is_lead_topic IS 'True: it is the topic the provision''s page is about.';
COMMENT ON COLUMN provision_regulations.regulation_id IS 'The instrument.';
COMMENT ON COLUMN provision_regulations.regulation IS 'Its short name.';
COMMENT ON COLUMN provision_regulations.articles IS 'Articles or sections.';
COMMENT ON COLUMN provision_regulations.why IS 'Why they may be relevant, in our words.';
COMMENT ON COLUMN provision_regulations.jurisdiction IS 'Where it holds.';
COMMENT ON COLUMN provision_regulations.authorities IS 'Who enforces it.';
COMMENT ON COLUMN provision_regulations.status IS 'unverified (written from memory), read_in_a_copy (compared with the law''s wording on a site of others) or verified (compared with the official text).';
COMMENT ON COLUMN provision_regulations.checked IS 'When it was compared; NULL: it was not.';
COMMENT ON COLUMN provision_regulations.source IS 'The pages it was compared with, with spaces between; NULL: it was not.';
COMMENT ON COLUMN provision_regulations.title IS 'Full title.';
COMMENT ON COLUMN provision_regulations.url IS 'Address of the official text.';
