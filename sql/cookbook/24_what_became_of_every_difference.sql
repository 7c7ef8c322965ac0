-- question: What became of every recorded difference: which were changes, which noise or held back, and why?
-- for: researcher
-- reads: noise_ledger
SELECT
    status,
    change_class,
    count(*) AS candidates,
    count(DISTINCT document_id) AS documents,
    arg_max(reason, (first_seen, version_id)) AS newest_reason
FROM noise_ledger
GROUP BY status, change_class
ORDER BY candidates DESC, status, change_class
