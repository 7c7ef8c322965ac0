-- Published pages on which two independent extractors read different words (DESIGN section 4: below .7 look, do not trust).
-- asset: versions
-- severity: warn

SELECT
    version_id,
    agreement
FROM ledger.versions
WHERE status = 'published' AND agreement < 0.7
