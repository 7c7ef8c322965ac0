-- platform_topic_coverage: which topics each platform's current documents were found to speak about.
-- grain: one row a platform and topic, whether or not anything was found.
-- key: platform_id, topic_id
-- columns:
--   platform_id <- documents.platform_id: The platform.
--   platform <- platforms.name: Its name.
--   topic_id <- topics.topic_id: The topic.
--   topic <- topics.name: Its name.
--   coverage <- provisions.topics, documents.coverage: stated (a provision speaks about it), none_found (every known document was read and no provision was labelled with it; rules miss some, so this is no proof of silence), not_captured (none found, and a known document could not be captured), unsure (none found, and the rules do not cover the language of a document for this topic).
--   reason <- documents.coverage, current_versions.language, topics.languages: Which documents are missing or in which languages; NULL: stated or none_found.
--   provisions <- provisions.provision_id: Provisions that speak about it.
--   documents <- provisions.document_id: Documents they stand in.
--   terms_types <- provisions.terms_type: Terms types of those documents; empty list: none.
--   since <- provisions.wording_since: When the newest of these wordings was first seen (UTC); NULL: there is none.
--   example <- provisions.text: The surest of them, verbatim; NULL: there is none.
--   example_provision_id <- provisions.provision_id: Its provision; NULL: there is none.

WITH labelled AS (
    SELECT
        p.*,
        t.topic_id,
        t.confidence
    FROM provisions AS p
    INNER JOIN ledger.provision_topics AS t ON p.provision_id = t.provision_id AND p.state_no = t.state_no
    WHERE t.band = 'automatic' AND p.kind <> 'heading'
),

found AS (
    SELECT
        platform_id,
        topic_id,
        count(DISTINCT provision_id) AS provisions,
        count(DISTINCT document_id) AS documents,
        list_sort(list_distinct(list(terms_type))) AS terms_types,
        max(wording_since) AS since,
        first(text ORDER BY confidence DESC, document_id ASC, ordinal ASC) AS example,
        first(provision_id ORDER BY confidence DESC, document_id ASC, ordinal ASC) AS example_provision_id
    FROM labelled
    GROUP BY ALL
),

missing AS (
    SELECT
        platform_id,
        'not captured: ' || string_agg(terms_type, ', ' ORDER BY terms_type ASC) AS reason
    FROM documents
    WHERE coverage = 'not_captured'
    GROUP BY ALL
),

in_other_languages AS (
    SELECT
        v.platform_id,
        t.topic_id,
        'language not covered: ' || string_agg(
            v.terms_type || ' (' || coalesce(v.language, 'unknown') || ')', ', ' ORDER BY v.terms_type ASC
        ) AS reason
    FROM current_versions AS v
    CROSS JOIN topics AS t
    WHERE NOT coalesce(list_contains(t.languages, v.language), FALSE)
    GROUP BY ALL
)

SELECT
    p.platform_id,
    p.name AS platform,
    t.topic_id,
    t.name AS topic,
    CASE
        WHEN f.topic_id IS NOT NULL THEN 'stated'
        WHEN m.platform_id IS NOT NULL THEN 'not_captured'
        WHEN o.topic_id IS NOT NULL THEN 'unsure'
        ELSE 'none_found'
    END AS coverage,
    CASE WHEN f.topic_id IS NULL THEN coalesce(m.reason, o.reason) END AS reason,
    coalesce(f.provisions, 0) AS provisions,
    coalesce(f.documents, 0) AS documents,
    coalesce(f.terms_types, []) AS terms_types,
    f.since,
    f.example,
    f.example_provision_id
FROM platforms AS p
CROSS JOIN topics AS t
LEFT JOIN found AS f ON p.platform_id = f.platform_id AND t.topic_id = f.topic_id
LEFT JOIN missing AS m ON p.platform_id = m.platform_id
LEFT JOIN in_other_languages AS o ON p.platform_id = o.platform_id AND t.topic_id = o.topic_id
WHERE p.documents > 0
ORDER BY p.platform_id, t.topic_id
