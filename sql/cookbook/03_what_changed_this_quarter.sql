-- question: What changed since 1 July 2026 and matters? The change lies between the two times.
-- for: analyst
-- reads: changes_feed
SELECT
    platform,
    terms_type,
    changed_after,
    changed_before,
    significance,
    summary
FROM changes_feed
WHERE changed_before >= '2026-07-01' AND significance IN ('high', 'medium')
ORDER BY changed_before DESC, platform, terms_type
