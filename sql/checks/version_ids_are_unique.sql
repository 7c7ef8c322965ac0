-- A version id names one version.
-- asset: versions
-- severity: invariant

SELECT version_id
FROM ledger.versions
GROUP BY version_id
HAVING count(*) > 1
