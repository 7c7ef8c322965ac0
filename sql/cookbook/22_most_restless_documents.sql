-- question: Which documents change most, and how old is the typical clause in them?
-- for: researcher
-- reads: provision_age_and_churn
SELECT
    platform,
    terms_type,
    observed_days,
    substantive_changes,
    provisions_changed,
    round(churn_per_year, 2) AS churn_per_year,
    median_age_days,
    round(unchanged_since_start, 2) AS unchanged_since_start
FROM provision_age_and_churn
WHERE observed_days >= 90
ORDER BY provision_age_and_churn.churn_per_year DESC, platform, terms_type
LIMIT 10
