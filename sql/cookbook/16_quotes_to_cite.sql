-- question: Which words may I print as evidence that data is sold or shared for advertising or not, with source and licence?
-- for: journalist
-- reads: answers_with_quotes
SELECT
    platform,
    stance,
    quote,
    terms_type,
    url,
    text_seen_from,
    text_seen_until,
    licence,
    attribution
FROM answers_with_quotes
WHERE question_id = 'personal_data_sale_ads' AND role = 'rule'
ORDER BY platform, evidence_no
