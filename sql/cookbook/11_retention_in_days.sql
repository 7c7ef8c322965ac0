-- question: How many days do platforms keep what, where they name a period?
-- for: analyst
-- reads: answers_retention_period
SELECT
    platform,
    stance,
    retention_days,
    retention_period,
    of_what,
    quote,
    quoted_from
FROM answers_retention_period
ORDER BY retention_days NULLS LAST, platform
