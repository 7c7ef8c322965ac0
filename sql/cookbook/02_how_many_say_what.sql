-- question: Of how many platforms could we read an answer to each question, and how did they answer?
-- for: journalist
-- reads: how_platforms_answer
SELECT
    title,
    platforms,
    stated,
    silent,
    unsure + conflicting AS unclear,
    not_captured,
    summary
FROM how_platforms_answer
WHERE NOT experimental
ORDER BY stated DESC, title
