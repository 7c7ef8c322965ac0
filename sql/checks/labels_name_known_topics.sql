-- Every label names a topic of the taxonomy in force.
-- asset: provision_topics
-- severity: invariant

SELECT
    l.provision_id,
    l.topic_id
FROM ledger.provision_topics AS l
ANTI JOIN ledger.topics AS t ON l.topic_id = t.topic_id
