-- A stance that says what a platform does rests on a quote, or on a person's decision about its documents; another leaves the release.
-- asset: answers
-- severity: row
-- table: ledger.answers
-- key: answer_id
-- limit: 0.02

SELECT a.answer_id
FROM ledger.answers AS a
ANTI JOIN ledger.answer_evidence AS e ON a.answer_id = e.answer_id
WHERE a.stance NOT IN ('silent', 'not_captured', 'unsure') AND a.method <> 'correction'
