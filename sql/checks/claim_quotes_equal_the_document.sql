-- A quote beside a claim is exactly what stands in the version it names; a check whose quote is not leaves the release.
-- asset: claim_checks
-- severity: row
-- table: ledger.claim_checks
-- key: check_id
-- limit: 0.02

SELECT DISTINCT e.check_id
FROM ledger.claim_evidence AS e
INNER JOIN ledger.versions AS v ON e.version_id = v.version_id
INNER JOIN ledger.markdowns AS m ON v.markdown_sha256 = m.markdown_sha256
WHERE e.quote <> substring(m.markdown, e.char_start + 1, e.char_end - e.char_start)
