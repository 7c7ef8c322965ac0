-- question: Which clauses got an earlier wording back, what did they say meanwhile, and for how long?
-- for: journalist
-- reads: provision_changes, provision_history
WITH told AS (
    SELECT
        h.*,
        lag(h.text) OVER one_by_one AS text_before,
        lag(h.first_seen) OVER one_by_one AS meanwhile_from,
        lag(h.state_no, 2) OVER one_by_one AS state_before_that
    FROM provision_history AS h
    WHERE h.kind <> 'heading'
    WINDOW one_by_one AS (PARTITION BY h.timeline_id, h.provision_id ORDER BY h.first_seen)
)

SELECT
    t.document_id,
    t.meanwhile_from,
    t.first_seen AS back_by,
    date_diff('day', t.meanwhile_from, t.first_seen) AS days,
    c.significance,
    t.text_before AS said_meanwhile,
    t.text AS says_again
FROM told AS t
INNER JOIN provision_changes AS c
    ON t.timeline_id = c.timeline_id AND t.provision_id = c.provision_id AND t.first_seen = c.changed_before
WHERE t.state_no = t.state_before_that AND c.significance IN ('high', 'medium')
ORDER BY t.first_seen DESC, t.document_id, t.provision_id
LIMIT 10
