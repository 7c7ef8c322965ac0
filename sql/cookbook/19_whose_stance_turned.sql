-- question: Whose stance turned because its policy did, and not only our view of it?
-- for: journalist
-- reads: stance_turns
SELECT
    platform,
    question_id,
    turned_after,
    turned_by,
    stance_before,
    stance_after,
    quote_before,
    quote_after
FROM stance_turns
WHERE is_of_the_policy AND NOT experimental
ORDER BY turned_by DESC, platform, question_id
LIMIT 20
