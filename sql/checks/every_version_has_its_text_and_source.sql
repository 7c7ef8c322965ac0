-- A version has its Markdown and the bodies it was made of.
-- asset: versions
-- severity: invariant

SELECT v.version_id
FROM ledger.versions AS v
LEFT JOIN ledger.markdowns AS m ON v.markdown_sha256 = m.markdown_sha256
LEFT JOIN ledger.version_sources AS s ON v.version_id = s.version_id
WHERE m.markdown_sha256 IS NULL OR s.version_id IS NULL
