-- Every platform has an answer to every question, were it only that we could not look.
-- asset: answers
-- severity: invariant

SELECT
    p.platform_id,
    q.question_id
FROM platforms AS p
CROSS JOIN ledger.questions AS q
ANTI JOIN ledger.answers AS a ON p.platform_id = a.platform_id AND q.question_id = a.question_id
