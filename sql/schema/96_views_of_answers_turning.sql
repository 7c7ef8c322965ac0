-- What readers meet under the natural names: when answers turned, and what is said beside them.

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
    b.stance_label AS stance_before_label,
    h.stance_label AS stance_after_label,
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
        WHEN h.cause = 'other_archive'
            THEN 'a document was read from another collection''s copy from then on: whether the policy or only the copy differs cannot be told'
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
COMMENT ON COLUMN stance_turns.stance_before_label IS 'The stance before as people read it.';
COMMENT ON COLUMN stance_turns.stance_after_label IS 'The stance after as people read it.';
COMMENT ON COLUMN stance_turns.quote_before IS 'The words that carried the stance before; NULL: there were none.';
COMMENT ON COLUMN stance_turns.quote_after IS 'The words that carry the stance after; NULL: there are none.';
COMMENT ON COLUMN stance_turns.quoted_from_before IS 'Terms type of the document quoted before.';
COMMENT ON COLUMN stance_turns.quoted_from_after IS 'Terms type of the document quoted after.';
COMMENT ON COLUMN stance_turns.cause IS 'edited: a document was edited; document_added: one was first captured then, which may have said so long before; other_edition: that for another region, or that for everybody, was captured; other_archive: a document was read from another collection''s copy from then on.';
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
    coalesce(s.label, replace(a.stance, '_', ' ')) AS stance_label,
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
LEFT JOIN ledger.question_stances AS s ON a.question_id = s.question_id AND a.stance = s.stance
LEFT JOIN answers AS g ON a.platform_id = g.platform_id AND a.question_id = g.question_id
LEFT JOIN ledger.answer_evidence AS e ON a.answer_id = e.answer_id AND e.evidence_no = 1
LEFT JOIN ledger.versions AS v ON e.version_id = v.version_id
LEFT JOIN ledger.documents AS d ON v.document_id = d.document_id
WHERE a.beside AND a.valid_to IS NULL;
COMMENT ON VIEW answers_beside IS 'What current documents say to others than those the platform''s answer is about, where it is something else (a way out for people of a region only, what firms and developers agree to in documents of their own): one row a platform, question and scope, beside the row in answers.';
COMMENT ON COLUMN answers_beside.answer_id IS 'The answer; all its quotes are in answer_evidence.';
COMMENT ON COLUMN answers_beside.platform_id IS 'The platform.';
COMMENT ON COLUMN answers_beside.platform IS 'The platform''s name.';
COMMENT ON COLUMN answers_beside.question_id IS 'The question (questions).';
COMMENT ON COLUMN answers_beside.question IS 'The question as people ask it.';
COMMENT ON COLUMN answers_beside.scope IS 'Whom this is about: region (people of a region that the quotes name), business (firms and developers), or general: the others, where the answer itself is about those of a region.';
COMMENT ON COLUMN answers_beside.stance IS 'What they are told.';
COMMENT ON COLUMN answers_beside.stance_label IS 'The same as people read it.';
COMMENT ON COLUMN answers_beside.scope_in_answers IS 'Whom the platform''s answer is about.';
COMMENT ON COLUMN answers_beside.stance_in_answers IS 'The stance of that.';
COMMENT ON COLUMN answers_beside.headline IS 'One sentence; it asserts nothing the quotes do not entail.';
COMMENT ON COLUMN answers_beside.quote IS 'The words that carry it, verbatim.';
COMMENT ON COLUMN answers_beside.quoted_from IS 'Terms type of the document quoted.';
COMMENT ON COLUMN answers_beside.value IS 'JSON: values read with the stance.';
COMMENT ON COLUMN answers_beside.confidence IS 'How sure the reading is, 0 to 1: a rank, not a probability.';
COMMENT ON COLUMN answers_beside.valid_from_earliest IS 'When the text before was last seen (UTC): the answer began after it; NULL: nothing was seen before.';
COMMENT ON COLUMN answers_beside.valid_from IS 'When the texts that say so were first seen (UTC): the answer began by then.';
