-- question: Which clauses speak of deleting an account, the best first?
-- for: journalist
-- reads: search
SELECT
    score,
    platform,
    terms_type,
    heading,
    snippet,
    found
FROM search('delete account')
LIMIT 10
