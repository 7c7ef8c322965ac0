-- question: Where is an answer not the same for everybody: by plan, kind of customer, region or product?
-- for: analyst
-- reads: tier_and_region_differences
SELECT
    platform,
    question_id,
    scope,
    stance,
    differs_by,
    value,
    quote,
    terms_type
FROM tier_and_region_differences
WHERE NOT experimental
ORDER BY platform, question_id, evidence_no
