-- What readers meet under the natural names: questions, answers now and over time, and the words that prove them.

CREATE OR REPLACE VIEW questions AS
SELECT
    q.question_id,
    q.title,
    q.experimental,
    (
        SELECT list(s.stance ORDER BY s.stance_no)
        FROM ledger.question_stances AS s
        WHERE s.question_id = q.question_id
    ) AS stances,
    (
        SELECT list(s.label ORDER BY s.stance_no)
        FROM ledger.question_stances AS s
        WHERE s.question_id = q.question_id
    ) AS stance_labels,
    (
        SELECT list(c.name ORDER BY c.name)
        FROM ledger.question_columns AS c
        WHERE c.question_id = q.question_id
    ) AS columns,
    q.languages,
    q.rules_version
FROM ledger.questions AS q;
COMMENT ON VIEW questions IS 'The questions in force: one row a question; what their stances and values mean is in ledger.question_stances and ledger.question_columns.';
COMMENT ON COLUMN questions.question_id IS 'Readable id, e.g. ai_training.';
COMMENT ON COLUMN questions.title IS 'The question as people ask it.';
COMMENT ON COLUMN questions.experimental IS 'True: its answers were not measured against a careful reader yet.';
COMMENT ON COLUMN questions.stances IS 'The stances it knows, the standing ones (silent, not_captured, conflicting, unsure) included.';
COMMENT ON COLUMN questions.stance_labels IS 'The same stances as people read them, in the same order.';
COMMENT ON COLUMN questions.columns IS 'The values that come with its answers; as columns in the view answers_ and the question''s id.';
COMMENT ON COLUMN questions.languages IS 'Languages (ISO 639-1) of which the rules know enough that nothing found means silence.';
COMMENT ON COLUMN questions.rules_version IS 'Version of its rules and of the code that reads by them.';

CREATE OR REPLACE VIEW answer_values AS
WITH told AS (
    SELECT
        a.answer_id,
        a.platform_id,
        a.question_id,
        k.name,
        a.value ->> ('$.' || k.name) AS value,
        -- a list in another order is the same list, words with a link elsewhere are the same words
        CASE
            WHEN json_type(a.value, '$.' || k.name) = 'ARRAY'
                THEN cast(list_sort(cast(a.value -> ('$.' || k.name) AS VARCHAR[])) AS VARCHAR)
            ELSE lower(regexp_replace(a.value ->> ('$.' || k.name), '\]\([^()\s]*\)', ']', 'g'))
        END AS compared,
        a.valid_from,
        a.valid_to,
        a.place
    FROM (
        SELECT
            *,
            row_number() OVER (PARTITION BY platform_id, question_id ORDER BY valid_from) AS place
        FROM ledger.answers
        WHERE NOT coalesce(beside, FALSE)
    ) AS a
    CROSS JOIN unnest(json_keys(a.value)) AS k (name)
    WHERE a.value ->> ('$.' || k.name) NOT IN ('', '[]', '{}')
),

ordered AS (
    SELECT
        *,
        lag(value) OVER one_after_another AS value_before,
        lag(compared) OVER one_after_another AS compared_before,
        lag(place) OVER one_after_another AS place_before
    FROM told
    WINDOW one_after_another AS (PARTITION BY platform_id, question_id, name ORDER BY place)
)

SELECT
    o.answer_id,
    o.platform_id,
    p.name AS platform,
    o.question_id,
    o.name,
    o.value,
    max(CASE WHEN o.place_before IS DISTINCT FROM o.place - 1 OR o.compared <> o.compared_before THEN o.valid_from END)
        OVER (PARTITION BY o.platform_id, o.question_id, o.name ORDER BY o.place) AS value_since,
    CASE WHEN o.place_before = o.place - 1 THEN o.value_before END AS previous_value,
    o.valid_to IS NULL AS is_current
FROM ordered AS o
INNER JOIN ledger.platforms AS p ON o.platform_id = p.platform_id;
COMMENT ON VIEW answer_values IS 'The values read with the answers, over time: one row an answer and value.';
COMMENT ON COLUMN answer_values.answer_id IS 'The answer (answer_history).';
COMMENT ON COLUMN answer_values.platform_id IS 'The platform.';
COMMENT ON COLUMN answer_values.platform IS 'Its name.';
COMMENT ON COLUMN answer_values.question_id IS 'The question (questions).';
COMMENT ON COLUMN answer_values.name IS 'The value''s name, e.g. notice_days; what it says is in ledger.question_columns.';
COMMENT ON COLUMN answer_values.value IS 'The value as text; a list or a mapping as JSON.';
COMMENT ON COLUMN answer_values.value_since IS 'Since when the value has been this one without a break, as answer_history.stance_since says of the stance (UTC).';
COMMENT ON COLUMN answer_values.previous_value IS 'The value in the answer before; NULL: that had none.';
COMMENT ON COLUMN answer_values.is_current IS 'True: the answer holds now (answers).';

CREATE OR REPLACE VIEW answer_history AS
WITH runs AS (
    SELECT
        a.*,
        lag(a.answer_id) OVER one_after_another AS previous_answer_id,
        lag(a.stance) OVER one_after_another AS previous_stance,
        lag(a.scope) OVER one_after_another AS previous_scope
    FROM ledger.answers AS a
    WHERE NOT coalesce(a.beside, FALSE)
    WINDOW one_after_another AS (PARTITION BY a.platform_id, a.question_id ORDER BY a.valid_from)
)

SELECT
    r.answer_id,
    r.platform_id,
    p.name AS platform,
    r.question_id,
    q.title AS question,
    q.experimental,
    r.scope,
    r.stance,
    coalesce(s.label, replace(r.stance, '_', ' ')) AS stance_label,
    r.method,
    r.headline,
    e.quote,
    CASE
        WHEN o.kind = 'list_item' THEN coalesce(o.stem, o.heading_path[-1])
        WHEN o.kind = 'table_row' THEN o.stem
    END AS quote_completes,
    d.terms_type AS quoted_from,
    r.value,
    r.confidence,
    r.currency,
    r.valid_from_earliest,
    r.valid_from,
    r.valid_to_earliest,
    r.valid_to,
    r.cause,
    max(
        CASE
            WHEN
                r.stance IS DISTINCT FROM r.previous_stance
                OR (r.cause = 'other_edition' AND r.scope IS DISTINCT FROM r.previous_scope)
                THEN r.valid_from
        END
    ) OVER (PARTITION BY r.platform_id, r.question_id ORDER BY r.valid_from) AS stance_since,
    t.value_since,
    r.previous_answer_id IS NOT NULL AND r.stance <> r.previous_stance AS stance_turned,
    r.previous_stance,
    r.previous_scope,
    r.previous_answer_id,
    r.documents_searched,
    r.explanation,
    r.rules_version
FROM runs AS r
INNER JOIN ledger.platforms AS p ON r.platform_id = p.platform_id
INNER JOIN ledger.questions AS q ON r.question_id = q.question_id
LEFT JOIN ledger.question_stances AS s ON r.question_id = s.question_id AND r.stance = s.stance
LEFT JOIN (
    SELECT
        answer_id,
        max(value_since) AS value_since
    FROM answer_values
    GROUP BY answer_id
) AS t ON r.answer_id = t.answer_id
LEFT JOIN ledger.answer_evidence AS e ON r.answer_id = e.answer_id AND e.evidence_no = 1
LEFT JOIN ledger.versions AS v ON e.version_id = v.version_id
LEFT JOIN ledger.provision_occurrences AS o
    ON
        e.version_id = o.version_id AND e.provision_id = o.provision_id
        AND e.char_start >= o.char_start AND e.char_start < o.char_end
LEFT JOIN ledger.documents AS d ON v.document_id = d.document_id;
COMMENT ON VIEW answer_history IS 'What each platform''s documents said to each question over time, with the first quote: one row a platform, question and interval; what others are told is in answers_beside.';
COMMENT ON COLUMN answer_history.answer_id IS 'The answer; all its quotes are in answer_evidence.';
COMMENT ON COLUMN answer_history.platform_id IS 'The platform.';
COMMENT ON COLUMN answer_history.platform IS 'The platform''s name.';
COMMENT ON COLUMN answer_history.question_id IS 'The question (questions).';
COMMENT ON COLUMN answer_history.question IS 'The question as people ask it.';
COMMENT ON COLUMN answer_history.experimental IS 'True: the question''s answers were not measured against a careful reader yet.';
COMMENT ON COLUMN answer_history.scope IS 'Whom the answer is about: general; business (firms, developers or paying plans only); region (people of a region that the words name); region:europe and the like (its words stand in an edition for that region).';
COMMENT ON COLUMN answer_history.stance IS 'The stance; silent: every relevant document was read and none says; not_captured: we could not look; conflicting; unsure: it cannot be read, or its language is not covered.';
COMMENT ON COLUMN answer_history.stance_label IS 'The stance as people read it.';
COMMENT ON COLUMN answer_history.method IS 'How it came about: rules, or correction (a person decided, see explanation).';
COMMENT ON COLUMN answer_history.headline IS 'One sentence; it asserts nothing the quotes do not entail.';
COMMENT ON COLUMN answer_history.quote IS 'The words that carry the stance, verbatim; NULL: there are none (silent, not_captured).';
COMMENT ON COLUMN answer_history.quote_completes IS 'The sentence or heading above a list that the quote completes, without which an item may not be understood; NULL: it stands by itself.';
COMMENT ON COLUMN answer_history.quoted_from IS 'Terms type of the document quoted; NULL: no quote.';
COMMENT ON COLUMN answer_history.value IS 'JSON: values read with the stance; as columns in the view answers_ and the question''s id.';
COMMENT ON COLUMN answer_history.confidence IS 'How sure the reading is, 0 to 1: a rank, not a probability.';
COMMENT ON COLUMN answer_history.currency IS 'observed, inferred (the collection records only changes) or stale (at the newest look of all, no look at a document of the platform had succeeded for three times its cadence; of an answer that ended: another edition of the document was captured, its own text was last seen then).';
COMMENT ON COLUMN answer_history.valid_from_earliest IS 'When the text before was last seen (UTC): the answer began after it; NULL: nothing was seen before.';
COMMENT ON COLUMN answer_history.valid_from IS 'When the texts that say so were first seen (UTC): the answer, with just these words, began by then; NULL: nothing was ever captured.';
COMMENT ON COLUMN answer_history.valid_to_earliest IS 'When the texts that say so were last seen before it ended (UTC).';
COMMENT ON COLUMN answer_history.valid_to IS 'When texts that say otherwise were first seen (UTC), or with currency stale another edition of the text; NULL: it holds.';
COMMENT ON COLUMN answer_history.cause IS 'Why it began: first_look, edited (a document was), document_added (one was first captured then), other_edition (of a document that for another region, or that for everybody, was captured), other_archive (a document was read from another collection''s copy from then on, with other words), never_seen.';
COMMENT ON COLUMN answer_history.stance_since IS 'Since when the stance, whatever its words, has been this one without a break (UTC).';
COMMENT ON COLUMN answer_history.value_since IS 'Since when all its values have been these (UTC), which may be later than the stance; value by value in answer_values; NULL: it has none.';
COMMENT ON COLUMN answer_history.stance_turned IS 'True: the stance before was another one.';
COMMENT ON COLUMN answer_history.previous_stance IS 'The stance before; NULL: this is the first.';
COMMENT ON COLUMN answer_history.previous_scope IS 'Whom the answer before was about; NULL: this is the first.';
COMMENT ON COLUMN answer_history.previous_answer_id IS 'The answer before; NULL: this is the first.';
COMMENT ON COLUMN answer_history.documents_searched IS 'The versions that were read for it.';
COMMENT ON COLUMN answer_history.explanation IS 'The rules that decided; of a correction who decided, when and why.';
COMMENT ON COLUMN answer_history.rules_version IS 'Version of the question''s rules and reading code.';

CREATE OR REPLACE VIEW answers AS
SELECT
    h.answer_id,
    h.platform_id,
    h.platform,
    h.question_id,
    h.question,
    h.experimental,
    h.scope,
    h.stance,
    h.stance_label,
    h.method,
    h.headline,
    h.quote,
    h.quote_completes,
    h.quoted_from,
    h.value,
    h.confidence,
    CASE
        WHEN EXISTS (
            SELECT 1
            FROM schedule AS s
            INNER JOIN ledger.documents AS d ON s.document_id = d.document_id
            WHERE
                d.platform_id = h.platform_id
                AND s.last_look IS NOT NULL
                AND coalesce(s.last_seen, s.failing_since) < (SELECT max(o.observed_at) FROM ledger.observations AS o) - to_hours(3 * s.cadence_hours)
        ) THEN 'stale'
        WHEN list_has_any(h.documents_searched, (SELECT list(f.version_id) FROM ledger.out_of_sight AS f)) THEN 'stale'
        ELSE h.currency
    END AS currency,
    h.valid_from_earliest,
    h.valid_from,
    h.stance_since,
    h.value_since,
    h.cause,
    h.previous_stance,
    h.documents_searched,
    h.explanation
FROM answer_history AS h
WHERE h.valid_to IS NULL;
COMMENT ON VIEW answers IS 'What each platform''s current documents say to each question, with the first quote: one row a platform and question; what others are told is in answers_beside.';
COMMENT ON COLUMN answers.answer_id IS 'The answer; all its quotes are in answer_evidence.';
COMMENT ON COLUMN answers.platform_id IS 'The platform.';
COMMENT ON COLUMN answers.platform IS 'The platform''s name.';
COMMENT ON COLUMN answers.question_id IS 'The question (questions).';
COMMENT ON COLUMN answers.question IS 'The question as people ask it.';
COMMENT ON COLUMN answers.experimental IS 'True: the question''s answers were not measured against a careful reader yet.';
COMMENT ON COLUMN answers.scope IS 'Whom the answer is about: general; business (firms, developers or paying plans only); region (people of a region that the words name); region:europe and the like (its words stand in an edition for that region).';
COMMENT ON COLUMN answers.stance IS 'The stance; silent: every relevant document was read and none says; not_captured: we could not look; conflicting; unsure: it cannot be read, or its language is not covered.';
COMMENT ON COLUMN answers.stance_label IS 'The stance as people read it.';
COMMENT ON COLUMN answers.method IS 'How it came about: rules, or correction (a person decided, see explanation).';
COMMENT ON COLUMN answers.headline IS 'One sentence; it asserts nothing the quotes do not entail.';
COMMENT ON COLUMN answers.quote IS 'The words that carry the stance, verbatim; NULL: there are none (silent, not_captured).';
COMMENT ON COLUMN answers.quote_completes IS 'The sentence or heading above a list that the quote completes, without which an item may not be understood; NULL: it stands by itself.';
COMMENT ON COLUMN answers.quoted_from IS 'Terms type of the document quoted; NULL: no quote.';
COMMENT ON COLUMN answers.value IS 'JSON: values read with the stance; as columns in the view answers_ and the question''s id.';
COMMENT ON COLUMN answers.confidence IS 'How sure the reading is, 0 to 1: a rank, not a probability.';
COMMENT ON COLUMN answers.currency IS 'observed, inferred (the collection records only changes) or stale (at the newest look of all, no look at a document of the platform had succeeded for three times its cadence; where a document that was read comes from a collection that records only changes: its looks had failed for as long; of an answer that ended: another edition of the document was captured, its own text was last seen then).';
COMMENT ON COLUMN answers.valid_from_earliest IS 'When the text before was last seen (UTC): the answer began after it; NULL: nothing was seen before.';
COMMENT ON COLUMN answers.valid_from IS 'When the texts that say so were first seen (UTC): the answer, with just these words, began by then; NULL: nothing was ever captured.';
COMMENT ON COLUMN answers.stance_since IS 'Since when the stance, whatever its words, has been this one without a break (UTC).';
COMMENT ON COLUMN answers.value_since IS 'Since when all its values have been these (UTC), which may be later than the stance; value by value in answer_values; NULL: it has none.';
COMMENT ON COLUMN answers.cause IS 'Why it began: first_look, edited (a document was), document_added (one was first captured then), other_edition (of a document that for another region, or that for everybody, was captured), other_archive (a document was read from another collection''s copy from then on, with other words), never_seen.';
COMMENT ON COLUMN answers.previous_stance IS 'The stance before; NULL: this is the first.';
COMMENT ON COLUMN answers.documents_searched IS 'The versions that were read for it.';
COMMENT ON COLUMN answers.explanation IS 'The rules that decided; of a correction who decided, when and why.';

CREATE OR REPLACE VIEW answer_evidence AS
SELECT
    e.answer_id,
    a.platform_id,
    p.name AS platform,
    a.question_id,
    e.evidence_no,
    e.role,
    e.quote,
    v.document_id,
    d.terms_type,
    e.version_id,
    e.provision_id,
    e.char_start,
    e.char_end,
    a.valid_to IS NULL AS is_current
FROM ledger.answer_evidence AS e
INNER JOIN ledger.answers AS a ON e.answer_id = a.answer_id
INNER JOIN ledger.platforms AS p ON a.platform_id = p.platform_id
INNER JOIN ledger.versions AS v ON e.version_id = v.version_id
INNER JOIN ledger.documents AS d ON v.document_id = d.document_id;
COMMENT ON VIEW answer_evidence IS 'The words that prove the answers, each from the newest version in which the answer was read: one row a quote.';
COMMENT ON COLUMN answer_evidence.answer_id IS 'The answer (answer_history).';
COMMENT ON COLUMN answer_evidence.platform_id IS 'The platform.';
COMMENT ON COLUMN answer_evidence.platform IS 'Its name.';
COMMENT ON COLUMN answer_evidence.question_id IS 'The question.';
COMMENT ON COLUMN answer_evidence.evidence_no IS 'Order of importance, from 1.';
COMMENT ON COLUMN answer_evidence.role IS 'rule (it carries the stance), opt_out, scope, contradiction, context (helps to read, proves nothing).';
COMMENT ON COLUMN answer_evidence.quote IS 'The exact words.';
COMMENT ON COLUMN answer_evidence.document_id IS 'The document quoted.';
COMMENT ON COLUMN answer_evidence.terms_type IS 'Its terms type.';
COMMENT ON COLUMN answer_evidence.version_id IS 'The version quoted.';
COMMENT ON COLUMN answer_evidence.provision_id IS 'The provision quoted.';
COMMENT ON COLUMN answer_evidence.char_start IS 'Offset in the version''s Markdown.';
COMMENT ON COLUMN answer_evidence.char_end IS 'Offset behind the quote.';
COMMENT ON COLUMN answer_evidence.is_current IS 'True: the answer holds now (answers).';

CREATE OR REPLACE VIEW archive_paths AS
SELECT
    d.document_id,
    d.platform_id,
    coalesce(r.path, p.name || '/' || d.terms_type || '.md') AS path,
    coalesce(split_part(r.path, '/', 1), p.name) AS service
FROM ledger.documents AS d
INNER JOIN ledger.platforms AS p ON d.platform_id = p.platform_id
LEFT JOIN (
    SELECT
        t.document_id,
        o.provenance ->> '$.path' AS path
    FROM ledger.observations AS o
    INNER JOIN ledger.timelines AS t ON o.timeline_id = t.timeline_id
    WHERE o.provenance ->> '$.path' IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY t.document_id ORDER BY o.observed_at DESC, o.observation_id ASC) = 1
) AS r ON d.document_id = r.document_id;
COMMENT ON VIEW archive_paths IS 'Where a document stands in an Open Terms Archive repository: of an imported one where it stood last, else where it would stand; one row a document.';
COMMENT ON COLUMN archive_paths.document_id IS 'The document.';
COMMENT ON COLUMN archive_paths.platform_id IS 'The platform.';
COMMENT ON COLUMN archive_paths.path IS 'File in the repository, e.g. Midjourney/Privacy Policy.md.';
COMMENT ON COLUMN archive_paths.service IS 'The folder, which is the service''s id there.';
