-- Documents whose last look did not show the policy: what failed, why, since when, and when they are tried again.
-- asset: versions
-- severity: warn

SELECT
    p.name AS platform,
    d.terms_type,
    s.last_outcome AS outcome,
    s.last_reason AS reason,
    s.failing_since,
    s.failed_looks,
    s.last_seen,
    s.next_due
FROM schedule AS s
INNER JOIN ledger.documents AS d ON s.document_id = d.document_id
INNER JOIN ledger.platforms AS p ON d.platform_id = p.platform_id
WHERE s.failed_looks > 0
ORDER BY lower(p.name), d.terms_type
