-- question: Who trains AI models on what users put in, since when, and in which words?
-- for: journalist
-- reads: answers
SELECT
    platform,
    stance,
    scope,
    stance_since,
    quoted_from,
    quote,
    currency
FROM answers
WHERE question_id = 'ai_training'
ORDER BY stance, platform
