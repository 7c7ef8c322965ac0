-- Documents whose policy was last seen longer ago than three times their cadence: what readers see may be stale.
-- asset: versions
-- severity: warn

SELECT
    s.document_id,
    s.last_seen,
    s.cadence_hours,
    s.last_outcome,
    s.last_reason
FROM schedule AS s
WHERE s.last_look IS NOT NULL AND coalesce(s.last_seen, s.failing_since) < now() - to_hours(3 * s.cadence_hours)
ORDER BY s.last_seen NULLS FIRST, s.document_id
