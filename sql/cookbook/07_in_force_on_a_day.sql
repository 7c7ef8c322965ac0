-- question: Which text of each privacy policy was in force on 1 March 2026, and how sure is that?
-- for: researcher
-- reads: in_force_at
SELECT
    platform,
    answer,
    first_seen,
    looked_before,
    looked_after,
    or_version_id IS NOT NULL AS may_have_been_the_next,
    length(markdown) AS characters
FROM in_force_at('2026-03-01')
WHERE terms_type = 'Privacy Policy'
ORDER BY platform
