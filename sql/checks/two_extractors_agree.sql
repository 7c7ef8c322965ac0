-- Published pages on which two independent extractors read different words: under 70 % in common, look before you trust them.
-- asset: versions
-- severity: warn

SELECT
    version_id,
    agreement
FROM ledger.versions
WHERE status = 'published' AND agreement < 0.7
