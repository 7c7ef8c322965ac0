-- question: Which documents of each platform do we have, which do not exist, and which could we not read?
-- for: researcher
-- reads: documents, platforms
SELECT
    p.name AS platform,
    count(*) FILTER (d.coverage = 'captured') AS captured,
    list(d.terms_type ORDER BY d.terms_type) FILTER (d.coverage = 'absent') AS stated_not_to_exist,
    list(d.terms_type ORDER BY d.terms_type) FILTER (d.coverage = 'not_captured') AS not_captured,
    min(d.last_seen) AS oldest_look
FROM platforms AS p
INNER JOIN documents AS d ON p.platform_id = d.platform_id
GROUP BY p.name
ORDER BY p.name
