-- tier_and_region_differences: answers that are not the same for everybody: by plan, by kind of customer, by region, by product.
-- grain: one row an answer in force and quote that tells the difference; where only values tell it, one row with the first quote (of a way out, if there is one).
-- key: answer_id, evidence_no
-- columns:
--   answer_id <- answers.answer_id: The answer.
--   evidence_no <- answer_evidence.evidence_no: Which of its quotes; 0: there is none.
--   platform_id <- answers.platform_id: The platform.
--   platform <- platforms.name: Its name.
--   question_id <- answers.question_id: The question.
--   question: The question as people ask it.
--   experimental: True: the question's answers were not measured against a careful reader yet.
--   scope <- answers.scope: Whom the answer is about.
--   stance <- answers.stance: The stance.
--   stance_label: The stance as people read it.
--   differs_by: tier (plan or kind of account), region, or scope (a rule for a product, plan or source of data that is quoted as such).
--   told_by <- answer_evidence.role: quote (the words that make the difference are quoted), value (it was read as a value of the answer) or stance (the stance or its scope says so).
--   value <- answers.value: JSON: the values that tell it; NULL: only the quote does.
--   quote <- answer_evidence.quote: The words; NULL: there are none.
--   terms_type <- documents.terms_type: Terms type of the document quoted; NULL: no quote.
--   document_id <- documents.document_id: The document quoted; NULL: no quote.

WITH members AS (
    SELECT
        a.answer_id,
        j.key AS name,
        j.value
    FROM answers AS a
    CROSS JOIN json_each(a.value) AS j
),

told AS (
    SELECT
        answer_id,
        name,
        value,
        regexp_matches(name, 'tier|plan') AS is_tier
    FROM members
    WHERE
        regexp_matches(name, '(^|_)(tiers?|plans?|regions?|residence)(_|$)')
        AND json_type(value) <> 'NULL' AND value::VARCHAR NOT IN ('[]', '{}', '""', '"{}"', '"[]"')
        -- two kinds of users who are told the same
        AND NOT (
            json_type(value) = 'OBJECT'
            AND len(json_keys(value)) > 1
            AND len(list_distinct(json_extract_string(value, '$.*'))) = 1
        )
    UNION ALL
    SELECT
        answer_id,
        name,
        value,
        TRUE AS is_tier
    FROM members
    WHERE name = 'depends_on' AND json_type(value) = 'ARRAY' AND list_contains(json_extract_string(value, '$[*]'), 'plan')
),

-- An answer that depends on a setting, on who has a link or on where something is posted differs for nobody's plan. What an
-- edition of the documents for a region says (scope region:europe) is no difference that they state.
differing AS (
    SELECT
        a.answer_id,
        a.platform_id,
        a.platform,
        a.question_id,
        a.question,
        a.experimental,
        a.scope,
        a.stance,
        a.stance_label,
        bool_or(
            (regexp_matches(a.stance, '(^|_)tier') AND NOT regexp_matches(a.stance, 'setting_or_tier'))
            OR a.scope = 'business'
            OR coalesce(t.is_tier, FALSE)
        ) AS by_tier,
        bool_or(regexp_matches(a.stance, 'region|residence') OR a.scope = 'region' OR coalesce(NOT t.is_tier, FALSE)) AS by_region,
        '{' || string_agg(to_json(t.name) || ': ' || t.value, ', ' ORDER BY t.name ASC) || '}' AS value
    FROM answers AS a
    LEFT JOIN told AS t ON a.answer_id = t.answer_id
    GROUP BY ALL
),

scoped AS (
    SELECT *
    FROM answer_evidence
    WHERE is_current AND role = 'scope'
),

-- where no quote is marked as the difference, the way out comes first: it is what is open to some only
firsts AS (
    SELECT *
    FROM answer_evidence
    WHERE is_current
    QUALIFY row_number() OVER (PARTITION BY answer_id ORDER BY role <> 'opt_out' ASC, evidence_no ASC) = 1
)

SELECT
    d.answer_id,
    coalesce(s.evidence_no, f.evidence_no, 0) AS evidence_no,
    d.platform_id,
    d.platform,
    d.question_id,
    d.question,
    d.experimental,
    d.scope,
    d.stance,
    d.stance_label,
    CASE
        WHEN d.by_tier THEN 'tier'
        WHEN d.by_region THEN 'region'
        ELSE 'scope'
    END AS differs_by,
    CASE
        WHEN s.answer_id IS NOT NULL THEN 'quote'
        WHEN d.value IS NOT NULL THEN 'value'
        ELSE 'stance'
    END AS told_by,
    d.value,
    coalesce(s.quote, f.quote) AS quote,
    coalesce(s.terms_type, f.terms_type) AS terms_type,
    coalesce(s.document_id, f.document_id) AS document_id
FROM differing AS d
LEFT JOIN scoped AS s ON d.answer_id = s.answer_id
LEFT JOIN firsts AS f ON d.answer_id = f.answer_id AND s.answer_id IS NULL
WHERE d.by_tier OR d.by_region OR s.answer_id IS NOT NULL
ORDER BY d.question_id, d.platform_id, evidence_no
