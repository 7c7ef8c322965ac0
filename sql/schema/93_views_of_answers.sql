-- What readers meet under the natural names: answers and the words that prove them.

CREATE OR REPLACE VIEW answers AS
SELECT
    a.answer_id,
    a.platform_id,
    p.name AS platform,
    a.question_id,
    a.scope,
    a.stance,
    a.headline,
    e.quote,
    CASE
        WHEN o.kind = 'list_item' THEN coalesce(o.stem, o.heading_path[-1])
        WHEN o.kind = 'table_row' THEN o.stem
    END AS quote_completes,
    d.terms_type AS quoted_from,
    a.value,
    a.confidence,
    a.currency,
    a.valid_from,
    a.documents_searched,
    a.explanation
FROM ledger.answers AS a
INNER JOIN ledger.platforms AS p ON a.platform_id = p.platform_id
LEFT JOIN ledger.answer_evidence AS e ON a.answer_id = e.answer_id AND e.evidence_no = 1
LEFT JOIN ledger.versions AS v ON e.version_id = v.version_id
LEFT JOIN ledger.provision_occurrences AS o
    ON
        e.version_id = o.version_id AND e.provision_id = o.provision_id
        AND e.char_start >= o.char_start AND e.char_start < o.char_end
LEFT JOIN ledger.documents AS d ON v.document_id = d.document_id;
COMMENT ON VIEW answers IS 'What each platform''s current documents say to each question, with the first quote: one row a platform, question and scope.';
COMMENT ON COLUMN answers.answer_id IS 'The answer; all its quotes are in answer_evidence.';
COMMENT ON COLUMN answers.platform_id IS 'The platform.';
COMMENT ON COLUMN answers.platform IS 'The platform''s name.';
COMMENT ON COLUMN answers.question_id IS 'The question.';
COMMENT ON COLUMN answers.scope IS 'Whom the answer is about.';
COMMENT ON COLUMN answers.stance IS 'The stance; silent: every relevant document was read and none says; not_captured: we could not look.';
COMMENT ON COLUMN answers.headline IS 'One sentence; it asserts nothing the quotes do not entail.';
COMMENT ON COLUMN answers.quote IS 'The words that carry the stance, verbatim; NULL: there are none (silent, not_captured).';
COMMENT ON COLUMN answers.quote_completes IS 'The sentence or heading above a list that the quote completes, without which an item may not be understood; NULL: it stands by itself.';
COMMENT ON COLUMN answers.quoted_from IS 'Terms type of the document quoted; NULL: no quote.';
COMMENT ON COLUMN answers.value IS 'JSON: values read with the stance.';
COMMENT ON COLUMN answers.confidence IS 'How sure the reading is, 0 to 1.';
COMMENT ON COLUMN answers.currency IS 'observed, inferred (the collection records only changes) or stale.';
COMMENT ON COLUMN answers.valid_from IS 'When the present wording of the provision quoted first was first seen in its document (UTC); NULL: no evidence.';
COMMENT ON COLUMN answers.documents_searched IS 'The versions that were read for it.';
COMMENT ON COLUMN answers.explanation IS 'The rules that decided.';

CREATE OR REPLACE VIEW answer_evidence AS
SELECT
    e.answer_id,
    a.platform_id,
    a.question_id,
    e.evidence_no,
    e.role,
    e.quote,
    v.document_id,
    e.version_id,
    e.provision_id,
    e.char_start,
    e.char_end
FROM ledger.answer_evidence AS e
INNER JOIN ledger.answers AS a ON e.answer_id = a.answer_id
INNER JOIN ledger.versions AS v ON e.version_id = v.version_id;
COMMENT ON VIEW answer_evidence IS 'The words that prove the answers: one row a quote.';
COMMENT ON COLUMN answer_evidence.answer_id IS 'The answer (answers).';
COMMENT ON COLUMN answer_evidence.platform_id IS 'The platform.';
COMMENT ON COLUMN answer_evidence.question_id IS 'The question.';
COMMENT ON COLUMN answer_evidence.evidence_no IS 'Order of importance, from 1.';
COMMENT ON COLUMN answer_evidence.role IS 'rule, opt_out, scope, contradiction, context.';
COMMENT ON COLUMN answer_evidence.quote IS 'The exact words.';
COMMENT ON COLUMN answer_evidence.document_id IS 'The document quoted.';
COMMENT ON COLUMN answer_evidence.version_id IS 'The version quoted.';
COMMENT ON COLUMN answer_evidence.provision_id IS 'The provision quoted.';
COMMENT ON COLUMN answer_evidence.char_start IS 'Offset in the version''s Markdown.';
COMMENT ON COLUMN answer_evidence.char_end IS 'Offset behind the quote.';
