-- Every claim has exactly one verdict that holds now.
-- asset: claim_checks
-- severity: invariant

SELECT
    c.claim_id,
    count(k.check_id) AS verdicts
FROM ledger.claims AS c
LEFT JOIN ledger.claim_checks AS k ON c.claim_id = k.claim_id AND k.valid_to IS NULL
GROUP BY ALL
HAVING count(k.check_id) <> 1
