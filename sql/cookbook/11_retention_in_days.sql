-- question: What is the longest period, in days, for which platforms say they keep users' data, and in which clause?
-- for: analyst
-- reads: answer_evidence, answers_retention_period, provisions
SELECT
    r.platform,
    r.retention_days,
    r.retention_period,
    r.of_what,
    p.text AS clause,
    r.quoted_from
FROM answers_retention_period AS r
INNER JOIN answer_evidence AS e ON r.answer_id = e.answer_id AND e.evidence_no = 1
-- a quote may be a part of its clause
LEFT JOIN provisions AS p ON e.provision_id = p.provision_id AND e.version_id = p.version_id
WHERE r.retention_days IS NOT NULL
ORDER BY r.retention_days, r.platform
