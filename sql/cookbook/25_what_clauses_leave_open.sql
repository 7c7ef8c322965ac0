-- question: Which clauses expose users most, what do they leave open, and what should one ask the vendor?
-- for: analyst
-- reads: provision_pages
SELECT
    platform,
    terms_type,
    heading,
    headline,
    left_open,
    exposure_reason,
    questions_to_ask[1] AS first_question
FROM provision_pages
WHERE exposure = 'high'
ORDER BY len(left_open) DESC, platform, provision_id
LIMIT 12
