-- A quote is exactly what stands in the version it names; an answer whose quote is not leaves the release.
-- asset: answers
-- severity: row
-- table: ledger.answers
-- key: answer_id
-- limit: 0.02

SELECT DISTINCT e.answer_id
FROM ledger.answer_evidence AS e
INNER JOIN ledger.versions AS v ON e.version_id = v.version_id
INNER JOIN ledger.markdowns AS m ON v.markdown_sha256 = m.markdown_sha256
WHERE e.quote <> substring(m.markdown, e.char_start + 1, e.char_end - e.char_start)
