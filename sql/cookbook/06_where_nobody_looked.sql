-- question: Of which documents do we not know what they said, for how long, and why? Only gaps that are known to be ones.
-- for: researcher
-- reads: documents, gaps
SELECT
    g.document_id,
    count(*) AS gaps,
    max(g.days) AS longest_days,
    arg_max(g.gap_from, g.days) AS longest_from,
    sum(g.failed_looks) AS failed_looks,
    arg_max(g.reason, g.days) AS why
FROM gaps AS g
INNER JOIN documents AS d ON g.document_id = d.document_id
WHERE g.is_known
GROUP BY g.document_id
ORDER BY longest_days DESC, g.document_id
LIMIT 15
