-- question: Which clauses of different platforms are nearest in words, topic by topic?
-- for: researcher
-- reads: comparable_provisions, provision_pages
WITH pairs AS (
    SELECT
        p.topic,
        p.platform,
        c.other_platform,
        p.text,
        c.other_text,
        list_distinct(regexp_extract_all(lower(p.text), '\w+')) AS words,
        list_distinct(regexp_extract_all(lower(c.other_text), '\w+')) AS other_words
    FROM comparable_provisions AS c
    INNER JOIN provision_pages AS p ON c.provision_id = p.provision_id
    -- each pair once
    WHERE p.platform_id < c.other_platform_id AND least(length(p.text), length(c.other_text)) >= 60
)

SELECT
    topic,
    platform,
    other_platform,
    round(len(list_intersect(words, other_words)) / len(list_distinct(words || other_words)), 2) AS share_of_words,
    text,
    other_text
FROM pairs
QUALIFY row_number() OVER (PARTITION BY topic ORDER BY share_of_words DESC, platform ASC, text ASC, other_text ASC) = 1
ORDER BY share_of_words DESC, topic
LIMIT 10
