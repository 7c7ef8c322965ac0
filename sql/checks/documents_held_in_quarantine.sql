-- Documents whose newest text is held in quarantine: what readers see may be older than what the site shows.
-- asset: versions
-- severity: warn

SELECT
    p.name AS platform,
    d.terms_type,
    h.held_since,
    h.class,
    h.reason,
    h.words,
    h.looks_since,
    s.next_due
FROM held AS h
INNER JOIN ledger.documents AS d ON h.document_id = d.document_id
INNER JOIN ledger.platforms AS p ON d.platform_id = p.platform_id
LEFT JOIN schedule AS s ON h.timeline_id = s.timeline_id
ORDER BY lower(p.name), d.terms_type, h.held_since
