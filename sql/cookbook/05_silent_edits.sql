-- question: Which documents changed in a way that matters and kept the date they declare, and how long after that date?
-- for: journalist
-- reads: silent_edits
SELECT
    platform,
    terms_type,
    declared_date,
    days_after_declared,
    changed_before,
    significance,
    summary
FROM silent_edits
ORDER BY changed_before DESC, platform, terms_type
