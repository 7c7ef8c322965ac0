-- question: What differs between the texts in force on 1 January and on 1 August 2026, clause by clause, where it matters?
-- for: analyst
-- reads: changes_between
SELECT
    platform,
    terms_type,
    operation,
    heading,
    words_before,
    words_after,
    significance,
    is_certain
FROM changes_between('2026-01-01', '2026-08-01')
WHERE significance = 'high'
ORDER BY platform, terms_type, heading, provision_id
LIMIT 25
