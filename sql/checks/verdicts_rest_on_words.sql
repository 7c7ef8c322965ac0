-- A verdict on what documents state rests on words that speak for or against; a check without any leaves the release.
-- asset: claim_checks
-- severity: row
-- table: ledger.claim_checks
-- key: check_id
-- limit: 0.02

SELECT k.check_id
FROM ledger.claim_checks AS k
ANTI JOIN ledger.claim_evidence AS e ON k.check_id = e.check_id AND e.role <> 'context'
WHERE k.verdict IN ('supported', 'contradicted', 'partly')
