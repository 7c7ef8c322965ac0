-- A provision has each of its wordings once, and a version shows each provision once.
-- asset: provision_occurrences
-- severity: invariant

SELECT
    provision_id,
    cast(state_no AS VARCHAR) AS repeated
FROM ledger.provision_states
GROUP BY ALL
HAVING count(*) > 1
UNION ALL
SELECT
    provision_id,
    version_id AS repeated
FROM ledger.provision_occurrences
GROUP BY ALL
HAVING count(*) > 1
