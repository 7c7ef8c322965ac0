-- question: Since when does each platform speak of training models, and does it still? Every wording counts, also those replaced.
-- for: researcher
-- reads: search_history
SELECT
    platform,
    min(first_seen) AS first_seen,
    max(last_seen) AS last_seen,
    count(*) AS wordings,
    count(*) FILTER (is_in_force) AS in_force,
    arg_min(snippet, (first_seen, -score, provision_id)) AS first_words
FROM search_history('train model')
-- both words: training, trained, models and Modelle count too
WHERE len(found) = 2
GROUP BY platform
ORDER BY first_seen, platform
