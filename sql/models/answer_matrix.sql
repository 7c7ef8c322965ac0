-- answer_matrix: platforms against questions in long form: the stance of each, how sure it is and since when. The wide form is the view matrix.
-- grain: one row a platform and question.
-- key: platform_id, question_id
-- columns:
--   platform_id <- answers.platform_id: The platform.
--   platform <- platforms.name: Its name.
--   question_id <- answers.question_id: The question.
--   question: The question as people ask it.
--   experimental: True: the question's answers were not measured against a careful reader yet.
--   scope <- answers.scope: Whom the stance is about; not general: the platform's words are about some users only.
--   stance <- answers.stance: The stance; silent, not_captured, unsure and conflicting are told apart from what is said.
--   stance_label: The stance as people read it.
--   is_stated <- answers.stance: True: the platform's words answer the question; false: they do not, or we could not read them.
--   stance_since <- answers.valid_from: Since when the stance has been this one without a break (UTC); NULL: nothing was ever captured.
--   previous_stance <- answers.stance: The stance before; NULL: this is the first.
--   same_stance: Platforms with this stance on the question, this one included.
--   platforms: Platforms whose words answer the question.
--   confidence <- answers.confidence: How sure the reading is, 0 to 1: a rank, not a probability.
--   currency <- answers.currency: observed, inferred (the collection records only changes) or stale.
--   headline <- answers.headline: One sentence; it asserts nothing the quotes do not entail.
--   answer_id <- answers.answer_id: The answer; its quotes are in answers_with_quotes.

WITH cells AS (
    SELECT
        *,
        stance NOT IN ('silent', 'not_captured', 'unsure', 'conflicting') AS is_stated
    FROM platform_answers
)

SELECT
    c.platform_id,
    c.platform,
    c.question_id,
    c.question,
    c.experimental,
    c.scope,
    c.stance,
    c.stance_label,
    c.is_stated,
    c.stance_since,
    c.previous_stance,
    count(*) OVER (PARTITION BY c.question_id, c.stance) AS same_stance,
    count(*) FILTER (c.is_stated) OVER (PARTITION BY c.question_id) AS platforms,
    c.confidence,
    c.currency,
    c.headline,
    c.answer_id
FROM cells AS c
ORDER BY c.platform_id, c.question_id
