-- comparison_provisions: what each platform says today about a topic, verbatim and side by side.
-- grain: one row a topic and current provision.
-- key: topic_id, document_id, ordinal
-- columns:
--   topic_id <- topics.topic_id: The topic.
--   topic <- topics.name: Its name.
--   platform_id <- provisions.platform_id: The platform.
--   platform <- platforms.name: Its name.
--   document_id <- provisions.document_id: The document.
--   terms_type <- provisions.terms_type: Its terms type.
--   heading <- provisions.heading_path: The headings above the provision, outermost first, joined by " > ".
--   stem <- provisions.stem: The sentence a list item or table row completes; NULL: it stands alone.
--   text <- provisions.text: The exact words, as Markdown.
--   confidence: How sure the labelling is, 0 to 1.
--   rule_id: The rule that labelled it.
--   explanation: The words that decided.
--   wording_since <- provisions.wording_since: When this wording was first seen (UTC).
--   last_seen <- current_versions.last_seen: When the document was last seen with it (UTC).
--   provision_id <- provisions.provision_id: The provision's lasting id.
--   state_no <- provisions.state_no: Number of its wording.
--   ordinal <- provisions.ordinal: Position in the document, from 0.
--   version_id <- provisions.version_id: The version quoted.
--   char_start <- provisions.char_start: Offset of the quote in the version's Markdown.
--   char_end <- provisions.char_end: Offset behind it.
--   collection_id <- provisions.collection_id: Where the text came from.
--   licence <- collections.licence: Licence under which that collection's data may be passed on.
--   attribution <- collections.attribution: Whom to name.

SELECT
    t.topic_id,
    t.name AS topic,
    p.platform_id,
    pl.name AS platform,
    p.document_id,
    p.terms_type,
    array_to_string(p.heading_path, ' > ') AS heading,
    p.stem,
    p.text,
    l.confidence,
    l.rule_id,
    l.explanation,
    p.wording_since,
    v.last_seen,
    p.provision_id,
    p.state_no,
    p.ordinal,
    p.version_id,
    p.char_start,
    p.char_end,
    p.collection_id,
    c.licence,
    c.attribution
FROM provisions AS p
INNER JOIN ledger.provision_topics AS l ON p.provision_id = l.provision_id AND p.state_no = l.state_no
INNER JOIN topics AS t ON l.topic_id = t.topic_id
INNER JOIN platforms AS pl ON p.platform_id = pl.platform_id
INNER JOIN current_versions AS v ON p.version_id = v.version_id
INNER JOIN collections AS c ON p.collection_id = c.collection_id
WHERE l.band = 'automatic' AND p.kind <> 'heading'
ORDER BY t.topic_id, p.platform_id, p.document_id, p.ordinal
