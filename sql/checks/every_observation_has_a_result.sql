-- Nothing that was observed is left without an outcome.
-- asset: versions
-- severity: warn

SELECT o.observation_id
FROM ledger.observations AS o
ANTI JOIN ledger.observation_results AS r ON o.observation_id = r.observation_id
