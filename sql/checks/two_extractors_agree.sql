-- Published pages on which two independent extractors read different words: under 70 % in common, look before you trust them.
-- asset: versions
-- severity: warn

SELECT
    p.name AS platform,
    d.terms_type,
    v.first_seen,
    v.agreement,
    v.version_id
FROM ledger.versions AS v
INNER JOIN ledger.documents AS d ON v.document_id = d.document_id
INNER JOIN ledger.platforms AS p ON d.platform_id = p.platform_id
WHERE v.status = 'published' AND v.agreement < 0.7
ORDER BY lower(p.name), d.terms_type, v.first_seen
