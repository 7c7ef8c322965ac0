-- Every occurrence has its wording among the states.
-- asset: provision_occurrences
-- severity: invariant

SELECT
    o.version_id,
    o.ordinal
FROM ledger.provision_occurrences AS o
ANTI JOIN ledger.provision_states AS s ON o.provision_id = s.provision_id AND o.state_no = s.state_no
