-- Every wording was read for topics, so that no topic means none.
-- asset: provision_topics
-- severity: invariant

SELECT
    s.provision_id,
    s.state_no
FROM ledger.provision_states AS s
ANTI JOIN ledger.topic_readings AS r ON s.provision_id = r.provision_id AND s.state_no = r.state_no
