-- What readers meet under the natural names: questions, answers now and over time, and the words that prove them.

CREATE OR REPLACE VIEW questions AS
SELECT
    q.question_id,
    q.title,
    q.experimental,
    (
        SELECT list(s.stance ORDER BY s.stance_no)
        FROM ledger.question_stances AS s
        WHERE s.question_id = q.question_id
    ) AS stances,
    (
        SELECT list(c.name ORDER BY c.name)
        FROM ledger.question_columns AS c
        WHERE c.question_id = q.question_id
    ) AS columns,
    q.languages,
    q.rules_version
FROM ledger.questions AS q;
COMMENT ON VIEW questions IS 'The questions in force: one row a question; what their stances and values mean is in ledger.question_stances and ledger.question_columns.';
COMMENT ON COLUMN questions.question_id IS 'Readable id, e.g. ai_training.';
COMMENT ON COLUMN questions.title IS 'The question as people ask it.';
COMMENT ON COLUMN questions.experimental IS 'True: its answers were not measured against a careful reader yet.';
COMMENT ON COLUMN questions.stances IS 'The stances it knows, the standing ones (silent, not_captured, conflicting, unsure) included.';
COMMENT ON COLUMN questions.columns IS 'The values that come with its answers; as columns in the view answers_ and the question''s id.';
COMMENT ON COLUMN questions.languages IS 'Languages (ISO 639-1) of which the rules know enough that nothing found means silence.';
COMMENT ON COLUMN questions.rules_version IS 'Version of its rules and of the code that reads by them.';

CREATE OR REPLACE VIEW answer_history AS
WITH runs AS (
    SELECT
        a.*,
        lag(a.answer_id) OVER one_after_another AS previous_answer_id,
        lag(a.stance) OVER one_after_another AS previous_stance,
        lag(a.scope) OVER one_after_another AS previous_scope
    FROM ledger.answers AS a
    WHERE NOT coalesce(a.beside, FALSE)
    WINDOW one_after_another AS (PARTITION BY a.platform_id, a.question_id ORDER BY a.valid_from)
)

SELECT
    r.answer_id,
    r.platform_id,
    p.name AS platform,
    r.question_id,
    q.title AS question,
    q.experimental,
    r.scope,
    r.stance,
    r.method,
    r.headline,
    e.quote,
    CASE
        WHEN o.kind = 'list_item' THEN coalesce(o.stem, o.heading_path[-1])
        WHEN o.kind = 'table_row' THEN o.stem
    END AS quote_completes,
    d.terms_type AS quoted_from,
    r.value,
    r.confidence,
    r.currency,
    r.valid_from_earliest,
    r.valid_from,
    r.valid_to_earliest,
    r.valid_to,
    r.cause,
    max(
        CASE
            WHEN
                r.stance IS DISTINCT FROM r.previous_stance
                OR (r.cause = 'other_edition' AND r.scope IS DISTINCT FROM r.previous_scope)
                THEN r.valid_from
        END
    ) OVER (PARTITION BY r.platform_id, r.question_id ORDER BY r.valid_from) AS stance_since,
    r.previous_answer_id IS NOT NULL AND r.stance <> r.previous_stance AS stance_turned,
    r.previous_stance,
    r.previous_scope,
    r.previous_answer_id,
    r.documents_searched,
    r.explanation,
    r.rules_version
FROM runs AS r
INNER JOIN ledger.platforms AS p ON r.platform_id = p.platform_id
INNER JOIN ledger.questions AS q ON r.question_id = q.question_id
LEFT JOIN ledger.answer_evidence AS e ON r.answer_id = e.answer_id AND e.evidence_no = 1
LEFT JOIN ledger.versions AS v ON e.version_id = v.version_id
LEFT JOIN ledger.provision_occurrences AS o
    ON
        e.version_id = o.version_id AND e.provision_id = o.provision_id
        AND e.char_start >= o.char_start AND e.char_start < o.char_end
LEFT JOIN ledger.documents AS d ON v.document_id = d.document_id;
COMMENT ON VIEW answer_history IS 'What each platform''s documents said to each question over time, with the first quote: one row a platform, question and interval; what others are told is in answers_beside.';
COMMENT ON COLUMN answer_history.answer_id IS 'The answer; all its quotes are in answer_evidence.';
COMMENT ON COLUMN answer_history.platform_id IS 'The platform.';
COMMENT ON COLUMN answer_history.platform IS 'The platform''s name.';
COMMENT ON COLUMN answer_history.question_id IS 'The question (questions).';
COMMENT ON COLUMN answer_history.question IS 'The question as people ask it.';
COMMENT ON COLUMN answer_history.experimental IS 'True: the question''s answers were not measured against a careful reader yet.';
COMMENT ON COLUMN answer_history.scope IS 'Whom the answer is about: general; business (firms, developers or paying plans only); region (people of a region that the words name); region:europe and the like (its words stand in an edition for that region).';
COMMENT ON COLUMN answer_history.stance IS 'The stance; silent: every relevant document was read and none says; not_captured: we could not look; conflicting; unsure: it cannot be read, or its language is not covered.';
COMMENT ON COLUMN answer_history.method IS 'How it came about: rules, or correction (a person decided, see explanation).';
COMMENT ON COLUMN answer_history.headline IS 'One sentence; it asserts nothing the quotes do not entail.';
COMMENT ON COLUMN answer_history.quote IS 'The words that carry the stance, verbatim; NULL: there are none (silent, not_captured).';
COMMENT ON COLUMN answer_history.quote_completes IS 'The sentence or heading above a list that the quote completes, without which an item may not be understood; NULL: it stands by itself.';
COMMENT ON COLUMN answer_history.quoted_from IS 'Terms type of the document quoted; NULL: no quote.';
COMMENT ON COLUMN answer_history.value IS 'JSON: values read with the stance; as columns in the view answers_ and the question''s id.';
COMMENT ON COLUMN answer_history.confidence IS 'How sure the reading is, 0 to 1: a rank, not a probability.';
COMMENT ON COLUMN answer_history.currency IS 'observed, inferred (the collection records only changes) or stale (at the newest look of all, no look at a document of the platform had succeeded for three times its cadence; of an answer that ended: another edition of the document was captured, its own text was last seen then).';
COMMENT ON COLUMN answer_history.valid_from_earliest IS 'When the text before was last seen (UTC): the answer began after it; NULL: nothing was seen before.';
COMMENT ON COLUMN answer_history.valid_from IS 'When the texts that say so were first seen (UTC): the answer, with just these words, began by then; NULL: nothing was ever captured.';
COMMENT ON COLUMN answer_history.valid_to_earliest IS 'When the texts that say so were last seen before it ended (UTC).';
COMMENT ON COLUMN answer_history.valid_to IS 'When texts that say otherwise were first seen (UTC), or with currency stale another edition of the text; NULL: it holds.';
COMMENT ON COLUMN answer_history.cause IS 'Why it began: first_look, edited (a document was), document_added (one was first captured then), other_edition (of a document that for another region, or that for everybody, was captured), never_seen.';
COMMENT ON COLUMN answer_history.stance_since IS 'Since when the stance, whatever its words, has been this one without a break (UTC).';
COMMENT ON COLUMN answer_history.stance_turned IS 'True: the stance before was another one.';
COMMENT ON COLUMN answer_history.previous_stance IS 'The stance before; NULL: this is the first.';
COMMENT ON COLUMN answer_history.previous_scope IS 'Whom the answer before was about; NULL: this is the first.';
COMMENT ON COLUMN answer_history.previous_answer_id IS 'The answer before; NULL: this is the first.';
COMMENT ON COLUMN answer_history.documents_searched IS 'The versions that were read for it.';
COMMENT ON COLUMN answer_history.explanation IS 'The rules that decided; of a correction who decided, when and why.';
COMMENT ON COLUMN answer_history.rules_version IS 'Version of the question''s rules and reading code.';

CREATE OR REPLACE VIEW answers AS
SELECT
    h.answer_id,
    h.platform_id,
    h.platform,
    h.question_id,
    h.question,
    h.experimental,
    h.scope,
    h.stance,
    h.method,
    h.headline,
    h.quote,
    h.quote_completes,
    h.quoted_from,
    h.value,
    h.confidence,
    CASE
        WHEN EXISTS (
            SELECT 1
            FROM schedule AS s
            INNER JOIN ledger.documents AS d ON s.document_id = d.document_id
            WHERE
                d.platform_id = h.platform_id
                AND s.last_look IS NOT NULL
                AND coalesce(s.last_seen, s.failing_since) < (SELECT max(o.observed_at) FROM ledger.observations AS o) - to_hours(3 * s.cadence_hours)
        ) THEN 'stale'
        ELSE h.currency
    END AS currency,
    h.valid_from_earliest,
    h.valid_from,
    h.stance_since,
    h.cause,
    h.previous_stance,
    h.documents_searched,
    h.explanation
FROM answer_history AS h
WHERE h.valid_to IS NULL;
COMMENT ON VIEW answers IS 'What each platform''s current documents say to each question, with the first quote: one row a platform and question; what others are told is in answers_beside.';
COMMENT ON COLUMN answers.answer_id IS 'The answer; all its quotes are in answer_evidence.';
COMMENT ON COLUMN answers.platform_id IS 'The platform.';
COMMENT ON COLUMN answers.platform IS 'The platform''s name.';
COMMENT ON COLUMN answers.question_id IS 'The question (questions).';
COMMENT ON COLUMN answers.question IS 'The question as people ask it.';
COMMENT ON COLUMN answers.experimental IS 'True: the question''s answers were not measured against a careful reader yet.';
COMMENT ON COLUMN answers.scope IS 'Whom the answer is about: general; business (firms, developers or paying plans only); region (people of a region that the words name); region:europe and the like (its words stand in an edition for that region).';
COMMENT ON COLUMN answers.stance IS 'The stance; silent: every relevant document was read and none says; not_captured: we could not look; conflicting; unsure: it cannot be read, or its language is not covered.';
COMMENT ON COLUMN answers.method IS 'How it came about: rules, or correction (a person decided, see explanation).';
COMMENT ON COLUMN answers.headline IS 'One sentence; it asserts nothing the quotes do not entail.';
COMMENT ON COLUMN answers.quote IS 'The words that carry the stance, verbatim; NULL: there are none (silent, not_captured).';
COMMENT ON COLUMN answers.quote_completes IS 'The sentence or heading above a list that the quote completes, without which an item may not be understood; NULL: it stands by itself.';
COMMENT ON COLUMN answers.quoted_from IS 'Terms type of the document quoted; NULL: no quote.';
COMMENT ON COLUMN answers.value IS 'JSON: values read with the stance; as columns in the view answers_ and the question''s id.';
COMMENT ON COLUMN answers.confidence IS 'How sure the reading is, 0 to 1: a rank, not a probability.';
COMMENT ON COLUMN answers.currency IS 'observed, inferred (the collection records only changes) or stale (at the newest look of all, no look at a document of the platform had succeeded for three times its cadence; of an answer that ended: another edition of the document was captured, its own text was last seen then).';
COMMENT ON COLUMN answers.valid_from_earliest IS 'When the text before was last seen (UTC): the answer began after it; NULL: nothing was seen before.';
COMMENT ON COLUMN answers.valid_from IS 'When the texts that say so were first seen (UTC): the answer, with just these words, began by then; NULL: nothing was ever captured.';
COMMENT ON COLUMN answers.stance_since IS 'Since when the stance, whatever its words, has been this one without a break (UTC).';
COMMENT ON COLUMN answers.cause IS 'Why it began: first_look, edited (a document was), document_added (one was first captured then), other_edition (of a document that for another region, or that for everybody, was captured), never_seen.';
COMMENT ON COLUMN answers.previous_stance IS 'The stance before; NULL: this is the first.';
COMMENT ON COLUMN answers.documents_searched IS 'The versions that were read for it.';
COMMENT ON COLUMN answers.explanation IS 'The rules that decided; of a correction who decided, when and why.';

CREATE OR REPLACE VIEW stance_turns AS
SELECT
    h.platform_id,
    h.platform,
    h.question_id,
    h.question,
    h.experimental,
    b.scope AS scope_before,
    h.scope,
    h.valid_from_earliest AS turned_after,
    h.valid_from AS turned_by,
    h.previous_stance AS stance_before,
    h.stance AS stance_after,
    b.quote AS quote_before,
    h.quote AS quote_after,
    b.quoted_from AS quoted_from_before,
    h.quoted_from AS quoted_from_after,
    h.cause,
    h.cause = 'edited' AND h.stance NOT IN ('not_captured', 'unsure') AND h.previous_stance NOT IN ('not_captured', 'unsure')
    AND (b.scope = h.scope OR NOT (starts_with(b.scope, 'region:') OR starts_with(h.scope, 'region:')))
        AS is_of_the_policy,
    CASE
        WHEN b.scope <> h.scope AND (starts_with(b.scope, 'region:') OR starts_with(h.scope, 'region:'))
            THEN
                CASE WHEN h.cause = 'other_edition' THEN 'another edition of a document was captured' ELSE 'it rests on another edition of the documents' END
                || ': before, the answer was of scope ' || b.scope || ', since then of ' || h.scope
        WHEN h.cause = 'other_edition' THEN 'another edition of a document was captured, for another region or for everybody'
        WHEN h.cause = 'document_added' THEN 'a document was first captured then, which may have said so long before'
        WHEN 'not_captured' IN (h.stance, h.previous_stance) THEN 'a document that would have to say it could not be read before or after'
        WHEN 'unsure' IN (h.stance, h.previous_stance) THEN 'the text could not be read surely before or after'
        ELSE 'a document was edited'
    END AS reason,
    h.previous_answer_id AS answer_id_before,
    h.answer_id AS answer_id_after
FROM answer_history AS h
INNER JOIN answer_history AS b ON h.previous_answer_id = b.answer_id
WHERE h.stance_turned;
COMMENT ON VIEW stance_turns IS 'When what a platform says on a question turned: one row a platform, question and turn.';
COMMENT ON COLUMN stance_turns.platform_id IS 'The platform.';
COMMENT ON COLUMN stance_turns.platform IS 'The platform''s name.';
COMMENT ON COLUMN stance_turns.question_id IS 'The question (questions).';
COMMENT ON COLUMN stance_turns.question IS 'The question as people ask it.';
COMMENT ON COLUMN stance_turns.experimental IS 'True: the question''s answers were not measured against a careful reader yet.';
COMMENT ON COLUMN stance_turns.scope_before IS 'Whom the answer before was about.';
COMMENT ON COLUMN stance_turns.scope IS 'Whom the answer after is about: region:europe and the like where its words stand in an edition for that region.';
COMMENT ON COLUMN stance_turns.turned_after IS 'When the text before was last seen (UTC): it turned after that; NULL: not known.';
COMMENT ON COLUMN stance_turns.turned_by IS 'When the new text was first seen (UTC): it had turned by then.';
COMMENT ON COLUMN stance_turns.stance_before IS 'The stance before.';
COMMENT ON COLUMN stance_turns.stance_after IS 'The stance after.';
COMMENT ON COLUMN stance_turns.quote_before IS 'The words that carried the stance before; NULL: there were none.';
COMMENT ON COLUMN stance_turns.quote_after IS 'The words that carry the stance after; NULL: there are none.';
COMMENT ON COLUMN stance_turns.quoted_from_before IS 'Terms type of the document quoted before.';
COMMENT ON COLUMN stance_turns.quoted_from_after IS 'Terms type of the document quoted after.';
COMMENT ON COLUMN stance_turns.cause IS 'edited: a document was edited; document_added: one was first captured then, which may have said so long before; other_edition: that for another region, or that for everybody, was captured.';
COMMENT ON COLUMN stance_turns.is_of_the_policy IS 'True: a document was edited, both stances were read, and both are about the same people (not one about everybody, the other of an edition for a region); false: what we know changed, not necessarily what the platform says.';
COMMENT ON COLUMN stance_turns.reason IS 'Why it turned, or why that cannot be told, in words.';
COMMENT ON COLUMN stance_turns.answer_id_before IS 'The answer before (answer_history).';
COMMENT ON COLUMN stance_turns.answer_id_after IS 'The answer after (answer_history).';

CREATE OR REPLACE VIEW answers_beside AS
SELECT
    a.answer_id,
    a.platform_id,
    p.name AS platform,
    a.question_id,
    q.title AS question,
    a.scope,
    a.stance,
    g.scope AS scope_in_answers,
    g.stance AS stance_in_answers,
    a.headline,
    e.quote,
    d.terms_type AS quoted_from,
    a.value,
    a.confidence,
    a.valid_from_earliest,
    a.valid_from
FROM ledger.answers AS a
INNER JOIN ledger.platforms AS p ON a.platform_id = p.platform_id
INNER JOIN ledger.questions AS q ON a.question_id = q.question_id
LEFT JOIN answers AS g ON a.platform_id = g.platform_id AND a.question_id = g.question_id
LEFT JOIN ledger.answer_evidence AS e ON a.answer_id = e.answer_id AND e.evidence_no = 1
LEFT JOIN ledger.versions AS v ON e.version_id = v.version_id
LEFT JOIN ledger.documents AS d ON v.document_id = d.document_id
WHERE a.beside AND a.valid_to IS NULL;
COMMENT ON VIEW answers_beside IS 'What current documents say to others than those the platform''s answer is about, where it is something else (a way out for people of a region only): one row a platform, question and scope, beside the row in answers.';
COMMENT ON COLUMN answers_beside.answer_id IS 'The answer; all its quotes are in answer_evidence.';
COMMENT ON COLUMN answers_beside.platform_id IS 'The platform.';
COMMENT ON COLUMN answers_beside.platform IS 'The platform''s name.';
COMMENT ON COLUMN answers_beside.question_id IS 'The question (questions).';
COMMENT ON COLUMN answers_beside.question IS 'The question as people ask it.';
COMMENT ON COLUMN answers_beside.scope IS 'Whom this is about: region (people of a region that the quotes name), or general: the others, where the answer itself is about those of a region.';
COMMENT ON COLUMN answers_beside.stance IS 'What they are told.';
COMMENT ON COLUMN answers_beside.scope_in_answers IS 'Whom the platform''s answer is about.';
COMMENT ON COLUMN answers_beside.stance_in_answers IS 'The stance of that.';
COMMENT ON COLUMN answers_beside.headline IS 'One sentence; it asserts nothing the quotes do not entail.';
COMMENT ON COLUMN answers_beside.quote IS 'The words that carry it, verbatim.';
COMMENT ON COLUMN answers_beside.quoted_from IS 'Terms type of the document quoted.';
COMMENT ON COLUMN answers_beside.value IS 'JSON: values read with the stance.';
COMMENT ON COLUMN answers_beside.confidence IS 'How sure the reading is, 0 to 1: a rank, not a probability.';
COMMENT ON COLUMN answers_beside.valid_from_earliest IS 'When the text before was last seen (UTC): the answer began after it; NULL: nothing was seen before.';
COMMENT ON COLUMN answers_beside.valid_from IS 'When the texts that say so were first seen (UTC): the answer began by then.';

CREATE OR REPLACE VIEW answer_evidence AS
SELECT
    e.answer_id,
    a.platform_id,
    a.question_id,
    e.evidence_no,
    e.role,
    e.quote,
    v.document_id,
    d.terms_type,
    e.version_id,
    e.provision_id,
    e.char_start,
    e.char_end,
    a.valid_to IS NULL AS is_current
FROM ledger.answer_evidence AS e
INNER JOIN ledger.answers AS a ON e.answer_id = a.answer_id
INNER JOIN ledger.versions AS v ON e.version_id = v.version_id
INNER JOIN ledger.documents AS d ON v.document_id = d.document_id;
COMMENT ON VIEW answer_evidence IS 'The words that prove the answers, each from the newest version in which the answer was read: one row a quote.';
COMMENT ON COLUMN answer_evidence.answer_id IS 'The answer (answer_history).';
COMMENT ON COLUMN answer_evidence.platform_id IS 'The platform.';
COMMENT ON COLUMN answer_evidence.question_id IS 'The question.';
COMMENT ON COLUMN answer_evidence.evidence_no IS 'Order of importance, from 1.';
COMMENT ON COLUMN answer_evidence.role IS 'rule (it carries the stance), opt_out, scope, contradiction, context (helps to read, proves nothing).';
COMMENT ON COLUMN answer_evidence.quote IS 'The exact words.';
COMMENT ON COLUMN answer_evidence.document_id IS 'The document quoted.';
COMMENT ON COLUMN answer_evidence.terms_type IS 'Its terms type.';
COMMENT ON COLUMN answer_evidence.version_id IS 'The version quoted.';
COMMENT ON COLUMN answer_evidence.provision_id IS 'The provision quoted.';
COMMENT ON COLUMN answer_evidence.char_start IS 'Offset in the version''s Markdown.';
COMMENT ON COLUMN answer_evidence.char_end IS 'Offset behind the quote.';
COMMENT ON COLUMN answer_evidence.is_current IS 'True: the answer holds now (answers).';

CREATE OR REPLACE VIEW archive_paths AS
SELECT
    d.document_id,
    d.platform_id,
    coalesce(r.path, p.name || '/' || d.terms_type || '.md') AS path,
    coalesce(split_part(r.path, '/', 1), p.name) AS service
FROM ledger.documents AS d
INNER JOIN ledger.platforms AS p ON d.platform_id = p.platform_id
LEFT JOIN (
    SELECT
        t.document_id,
        o.provenance ->> '$.path' AS path
    FROM ledger.observations AS o
    INNER JOIN ledger.timelines AS t ON o.timeline_id = t.timeline_id
    WHERE o.provenance ->> '$.path' IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY t.document_id ORDER BY o.observed_at DESC, o.observation_id ASC) = 1
) AS r ON d.document_id = r.document_id;
COMMENT ON VIEW archive_paths IS 'Where a document stands in an Open Terms Archive repository: of an imported one where it stood last, else where it would stand; one row a document.';
COMMENT ON COLUMN archive_paths.document_id IS 'The document.';
COMMENT ON COLUMN archive_paths.platform_id IS 'The platform.';
COMMENT ON COLUMN archive_paths.path IS 'File in the repository, e.g. Midjourney/Privacy Policy.md.';
COMMENT ON COLUMN archive_paths.service IS 'The folder, which is the service''s id there.';
