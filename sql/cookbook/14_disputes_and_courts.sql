-- question: Who sends users to arbitration, bars class actions or caps its liability, and under which law?
-- for: analyst
-- reads: matrix, answers_governing_law
SELECT
    m.platform,
    m.binding_arbitration,
    m.class_action_waiver,
    m.liability_cap,
    m.governing_law,
    g.quote AS governing_words
FROM matrix AS m
INNER JOIN answers_governing_law AS g ON m.platform_id = g.platform_id
ORDER BY m.platform
