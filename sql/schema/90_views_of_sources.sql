-- What readers meet under the natural names: platforms, collections, topics.

CREATE OR REPLACE VIEW platforms AS
SELECT
    p.platform_id,
    p.name,
    count(d.document_id) FILTER (d.absent_checked_on IS NULL) AS documents
FROM ledger.platforms AS p
LEFT JOIN ledger.documents AS d ON p.platform_id = d.platform_id
GROUP BY ALL;
COMMENT ON VIEW platforms IS 'The platforms watched: one row a platform.';
COMMENT ON COLUMN platforms.platform_id IS 'Readable id, e.g. claude-ai.';
COMMENT ON COLUMN platforms.name IS 'Name as declared or imported.';
COMMENT ON COLUMN platforms.documents IS 'How many documents it is known to have.';

CREATE OR REPLACE VIEW ledger.document_pages AS
SELECT
    document_id,
    list(url ORDER BY source_id, url) FILTER (url IS NOT NULL) AS urls,
    max(cadence_hours) AS cadence_hours
FROM (
    SELECT
        document_id,
        url,
        min(source_id) AS source_id,
        max(cadence_hours) AS cadence_hours
    FROM ledger.source_documents
    GROUP BY document_id, url
) AS named
GROUP BY document_id;
COMMENT ON VIEW ledger.document_pages IS 'Where a document is found and how often it is looked at: one row a document that a declaration names.';
COMMENT ON COLUMN ledger.document_pages.document_id IS 'The document (ledger.documents).';
COMMENT ON COLUMN ledger.document_pages.urls IS 'Addresses of its pages, each once, in the order of the declaration''s pages; NULL: none is known.';
COMMENT ON COLUMN ledger.document_pages.cadence_hours IS 'Hours after a look at which the next is due; of several pages the longest.';

CREATE OR REPLACE VIEW collections AS SELECT * FROM ledger.collections;
COMMENT ON VIEW collections IS 'Where texts came from, with the licence and attribution their rows carry: one row a collection.';
COMMENT ON COLUMN collections.collection_id IS 'Readable id, e.g. genai-contrib.';
COMMENT ON COLUMN collections.name IS 'Name as the collection gives it.';
COMMENT ON COLUMN collections.kind IS 'How its documents reached us: ota, captures, folder, sample, live.';
COMMENT ON COLUMN collections.licence IS 'Licence of its data; empty when none was stated.';
COMMENT ON COLUMN collections.attribution IS 'Whom to name when publishing rows that derive from it.';
COMMENT ON COLUMN collections.url IS 'Where it was imported from; NULL when from a file.';

CREATE OR REPLACE VIEW topics AS SELECT * FROM ledger.topics;
COMMENT ON VIEW topics IS 'The taxonomy in force: one row a topic.';
COMMENT ON COLUMN topics.topic_id IS 'Readable id, e.g. ai-training-on-user-data.';
COMMENT ON COLUMN topics.name IS 'Name for people.';
COMMENT ON COLUMN topics.parent_id IS 'The topic that always joins this one; NULL: none.';
COMMENT ON COLUMN topics.opp115_category IS 'The OPP-115 category it corresponds to; NULL: none.';
COMMENT ON COLUMN topics.definition IS 'What belongs to the topic and what does not.';
COMMENT ON COLUMN topics.languages IS 'Languages (ISO 639-1) of which the rules know enough that nothing found means silence.';
