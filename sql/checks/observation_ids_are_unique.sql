-- Every attempt to look is recorded once.
-- asset: observations
-- severity: invariant

SELECT observation_id
FROM ledger.observations
GROUP BY observation_id
HAVING count(*) > 1
