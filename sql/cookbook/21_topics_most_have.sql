-- question: Which topics do most platforms speak of, and in whose documents was no clause on them found? A place to look, no verdict.
-- for: analyst
-- reads: platform_topic_coverage
SELECT
    topic,
    count(*) FILTER (provisions > 0) AS speak_of_it,
    list(platform ORDER BY platform) FILTER (coverage = 'none_found') AS none_found
FROM platform_topic_coverage
GROUP BY topic
HAVING speak_of_it >= 0.6 * count(*) AND count(*) FILTER (coverage = 'none_found') > 0
ORDER BY speak_of_it DESC, topic
