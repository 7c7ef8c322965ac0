-- An occurrence lies inside its version's Markdown and is not empty.
-- asset: provision_occurrences
-- severity: invariant

SELECT
    o.version_id,
    o.ordinal
FROM ledger.provision_occurrences AS o
INNER JOIN ledger.versions AS v ON o.version_id = v.version_id
INNER JOIN ledger.markdowns AS m ON v.markdown_sha256 = m.markdown_sha256
WHERE o.char_start < 0 OR o.char_end <= o.char_start OR o.char_end > length(m.markdown)
