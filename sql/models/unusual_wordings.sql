-- unusual_wordings: provisions in force on a common topic in words that hardly any other platform uses there: an unusual rule, or a label to review.
-- grain: one row a topic, language and provision.
-- key: topic_id, language, provision_id, state_no
-- columns:
--   topic_id <- wording_outliers.topic_id: Its main topic.
--   topic <- topics.name: The topic's name.
--   platform_id <- wording_outliers.platform_id: The platform.
--   platform <- platforms.name: Its name.
--   document_id <- documents.document_id: The document.
--   terms_type <- documents.terms_type: Its terms type.
--   text <- provision_states.text: Its wording, as Markdown.
--   nearness <- wording_outliers.nearness: How near its nearest neighbours on three other platforms are, 0 to 1.
--   usual_nearness <- wording_outliers.nearness: How near those of a provision on this topic usually are (the median).
--   topic_confidence <- provision_topics.confidence: How sure its topic is, 0 to 1: read those below the others with care.
--   nearest_platform <- platforms.name: The platform whose provision is nearest all the same.
--   nearest_text <- provision_states.text: That provision, as Markdown.
--   language <- wording_outliers.language: Language of the documents that were compared (ISO 639-1).
--   provision_id <- wording_outliers.provision_id: The provision.
--   state_no <- wording_outliers.state_no: Number of its wording.
--   nearest_provision_id <- wording_outliers.nearest_provision_id: The nearest provision.

SELECT
    o.topic_id,
    t.name AS topic,
    o.platform_id,
    p.name AS platform,
    tl.document_id,
    d.terms_type,
    s.text,
    o.nearness,
    n.usual_nearness,
    l.confidence AS topic_confidence,
    np.name AS nearest_platform,
    ns.text AS nearest_text,
    o.language,
    o.provision_id,
    o.state_no,
    o.nearest_provision_id
FROM ledger.wording_outliers AS o
INNER JOIN ledger.wording_norms AS n ON o.topic_id = n.topic_id AND o.language = n.language
INNER JOIN topics AS t ON o.topic_id = t.topic_id
INNER JOIN platforms AS p ON o.platform_id = p.platform_id
INNER JOIN ledger.provision_states AS s ON o.provision_id = s.provision_id AND o.state_no = s.state_no
INNER JOIN ledger.timelines AS tl ON s.timeline_id = tl.timeline_id
INNER JOIN documents AS d ON tl.document_id = d.document_id
INNER JOIN ledger.provision_topics AS l
    ON o.provision_id = l.provision_id AND o.state_no = l.state_no AND o.topic_id = l.topic_id
INNER JOIN ledger.provision_states AS ns
    ON o.nearest_provision_id = ns.provision_id AND o.nearest_state_no = ns.state_no
INNER JOIN ledger.timelines AS nt ON ns.timeline_id = nt.timeline_id
INNER JOIN documents AS nd ON nt.document_id = nd.document_id
INNER JOIN platforms AS np ON nd.platform_id = np.platform_id
ORDER BY o.nearness / n.usual_nearness ASC, o.topic_id ASC, o.provision_id ASC
