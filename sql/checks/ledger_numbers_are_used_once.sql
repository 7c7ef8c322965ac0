-- No two observations rest on the same line of the ledger.
-- asset: observations
-- severity: invariant

SELECT chain_no
FROM ledger.observations
GROUP BY chain_no
HAVING count(*) > 1
