-- Every occurrence holds text and lies inside its version's Markdown.
-- asset: provision_occurrences
-- severity: invariant

WITH bounds AS (
    SELECT
        version_id,
        min(char_start) AS first_start,
        max(char_end) AS last_end,
        min(char_end - char_start) AS shortest
    FROM ledger.provision_occurrences
    GROUP BY version_id
)

SELECT b.version_id
FROM bounds AS b
INNER JOIN ledger.versions AS v ON b.version_id = v.version_id
INNER JOIN ledger.markdowns AS m ON v.markdown_sha256 = m.markdown_sha256
WHERE b.first_start < 0 OR b.shortest <= 0 OR b.last_end > length(m.markdown)
