-- Documents whose newest text is held in quarantine: what readers see may be older than what the site shows.
-- asset: versions
-- severity: warn

SELECT
    p.name AS platform,
    d.terms_type,
    min(h.held_since) AS held_since,
    count(*) AS texts,
    arg_max(h.class, h.held_since) AS class,
    arg_max(h.reason, h.held_since) AS reason,
    arg_max(h.words, h.held_since) AS words,
    sum(h.looks_since)::BIGINT AS looks_since,
    any_value(s.next_due) AS next_due
FROM held AS h
INNER JOIN ledger.documents AS d ON h.document_id = d.document_id
INNER JOIN ledger.platforms AS p ON d.platform_id = p.platform_id
LEFT JOIN schedule AS s ON h.timeline_id = s.timeline_id
GROUP BY p.name, d.terms_type, h.timeline_id
ORDER BY lower(p.name), d.terms_type, held_since
