-- question: Where can users say no, and by which words?
-- for: analyst
-- reads: answer_evidence, answers
SELECT
    a.platform,
    a.question_id,
    a.stance,
    e.quote,
    e.terms_type
FROM answer_evidence AS e
INNER JOIN answers AS a ON e.answer_id = a.answer_id
WHERE e.role = 'opt_out'
ORDER BY a.question_id, a.platform, e.evidence_no
