-- answers_with_quotes: every answer in force with every quote that proves it, ready to be passed on: source, licence, attribution.
-- grain: one row an answer and quote; an answer without a quote (silent, not_captured) has one row.
-- key: answer_id, evidence_no
-- columns:
--   answer_id <- answers.answer_id: The answer.
--   evidence_no <- answer_evidence.evidence_no: Order of importance, from 1; 0: there is no quote.
--   platform_id <- answers.platform_id: The platform.
--   platform <- platforms.name: Its name.
--   question_id <- answers.question_id: The question.
--   question: The question as people ask it.
--   experimental: True: the question's answers were not measured against a careful reader yet.
--   scope <- answers.scope: Whom the answer is about.
--   stance <- answers.stance: The stance.
--   stance_label: The stance as people read it.
--   headline <- answers.headline: One sentence; it asserts nothing the quotes do not entail.
--   value <- answers.value: JSON: values read with the stance.
--   role <- answer_evidence.role: rule (it carries the stance), opt_out, scope, contradiction, context (proves nothing); NULL: no quote.
--   quote <- answer_evidence.quote: The exact words; NULL: there are none.
--   completes <- provision_occurrences.stem: The sentence or heading that a list item or table row completes; NULL: the quote stands by itself.
--   document_id <- documents.document_id: The document quoted; NULL: no quote.
--   terms_type <- documents.terms_type: Its terms type; NULL: no quote.
--   version_id <- answer_evidence.version_id: The version quoted; NULL: no quote.
--   char_start <- answer_evidence.char_start: Offset of the quote in the version's Markdown; NULL: no quote.
--   char_end <- answer_evidence.char_end: Offset behind it; NULL: no quote.
--   text_seen_from <- versions.first_seen: When the version quoted was first seen (UTC); NULL: no quote.
--   text_seen_until <- versions.last_seen: When it was last seen (UTC); NULL: no quote.
--   url <- declarations.declaration: Page of the document; of several all, with a space between; NULL: no declaration names one, or no quote.
--   confidence <- answers.confidence: How sure the reading is, 0 to 1.
--   currency <- answers.currency: observed, inferred or stale.
--   collection_id <- declarations.collection_id: Where the text came from; NULL: no quote.
--   licence: Licence under which that collection's data may be passed on; NULL: no quote.
--   attribution: Whom to name; NULL: no quote.

WITH quotes AS (
    SELECT
        e.*,
        v.collection_id,
        v.first_seen,
        v.last_seen,
        CASE
            WHEN o.kind = 'list_item' THEN coalesce(o.stem, o.heading_path[-1])
            WHEN o.kind = 'table_row' THEN o.stem
        END AS completes
    FROM answer_evidence AS e
    INNER JOIN versions AS v ON e.version_id = v.version_id
    LEFT JOIN ledger.provision_occurrences AS o
        ON
            e.version_id = o.version_id AND e.provision_id = o.provision_id
            AND e.char_start >= o.char_start AND e.char_start < o.char_end
    WHERE e.is_current
)

SELECT
    a.answer_id,
    coalesce(q.evidence_no, 0) AS evidence_no,
    a.platform_id,
    a.platform,
    a.question_id,
    a.question,
    a.experimental,
    a.scope,
    a.stance,
    a.stance_label,
    a.headline,
    a.value,
    q.role,
    q.quote,
    q.completes,
    q.document_id,
    q.terms_type,
    q.version_id,
    q.char_start,
    q.char_end,
    q.first_seen AS text_seen_from,
    q.last_seen AS text_seen_until,
    array_to_string(p.urls, ' ') AS url,
    a.confidence,
    a.currency,
    q.collection_id,
    c.licence,
    c.attribution
FROM answers AS a
LEFT JOIN quotes AS q ON a.answer_id = q.answer_id
LEFT JOIN collections AS c ON q.collection_id = c.collection_id
LEFT JOIN ledger.document_pages AS p ON q.document_id = p.document_id
ORDER BY a.question_id, a.platform_id, a.scope, evidence_no
