-- question: What may platforms do that they could not, or had promised not to, word for word?
-- for: analyst
-- reads: became_permitted
SELECT
    platform,
    terms_type,
    changed_before,
    direction,
    words_before,
    words_after,
    significance
FROM became_permitted
WHERE significance IN ('high', 'medium')
ORDER BY changed_before DESC, platform, words_after
LIMIT 20
