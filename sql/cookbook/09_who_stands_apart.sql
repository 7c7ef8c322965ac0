-- question: Which platforms say something else than most others, and on what?
-- for: researcher
-- reads: answer_matrix
SELECT
    platform,
    count(*) AS questions,
    list(question_id || ': ' || stance ORDER BY question_id) AS on_what
FROM answer_matrix
WHERE is_stated AND NOT experimental AND platforms >= 4 AND same_stance * 3 <= platforms
GROUP BY platform
ORDER BY questions DESC, platform
