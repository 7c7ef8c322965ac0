-- question: Where is a platform silent, and had it said something before? And where could we not look?
-- for: researcher
-- reads: silences
SELECT
    platform,
    kind,
    count(*) AS questions,
    list(question_id ORDER BY question_id) AS which,
    list(question_id || ': ' || said_before ORDER BY question_id) FILTER (said_before NOT IN ('silent', 'unsure', 'not_captured')) AS said_before,
    max(documents_missing) AS documents_missing
FROM silences
WHERE NOT experimental
GROUP BY platform, kind
ORDER BY platform, kind
