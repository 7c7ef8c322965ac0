-- Documents whose newest look is held in quarantine: what readers see may be older than what the site shows.
-- asset: versions
-- severity: warn

SELECT
    document_id,
    held_since_then
FROM documents
WHERE held_since_then > 0
