-- What feeds, alerts and digests tell: changes, stances that turned, links that lead elsewhere, documents lost from sight.

CREATE OR REPLACE VIEW events AS
WITH weightiest AS (
    -- of each step the provision that matters most: its words stand for the change
    SELECT
        p.version_id,
        p.change_id,
        p.provision_id,
        p.before,
        p.after
    FROM ledger.provision_changes AS p
    WHERE p.change_class <> 'noise' AND p.operation <> 'moved'
    QUALIFY
        row_number() OVER (
            PARTITION BY p.version_id
            ORDER BY list_position(['high', 'medium', 'low', 'none'], p.significance), p.score DESC, p.change_id
        ) = 1
),

asked AS (
    -- the questions whose answer, at that time, rested on a provision that changed with substance
    SELECT
        c.version_id,
        list_sort(list(DISTINCT a.question_id)) AS questions
    FROM ledger.provision_changes AS c
    INNER JOIN ledger.answer_evidence AS e ON c.provision_id = e.provision_id AND e.role IN ('rule', 'opt_out')
    INNER JOIN ledger.answers AS a ON e.answer_id = a.answer_id
    INNER JOIN ledger.versions AS v ON c.version_id = v.version_id
    WHERE
        c.change_class = 'substantive'
        AND a.valid_from <= v.first_seen
        AND (a.valid_to IS NULL OR a.valid_to >= v.first_seen)
    GROUP BY c.version_id
),

decided AS (
    SELECT
        v.version_id,
        v.document_id,
        v.timeline_id,
        v.first_seen,
        d.platform_id,
        d.terms_type,
        coalesce(o.recorded_at, v.first_seen) AS noticed_at
    FROM ledger.versions AS v
    INNER JOIN ledger.documents AS d ON v.document_id = d.document_id
    LEFT JOIN ledger.observations AS o ON v.decided_by = o.observation_id
    WHERE v.status = 'published'
),

turned AS (
    -- a stance turned with the text that was first seen then: of several, one the answer after rests on
    SELECT
        t.*,
        d.version_id,
        d.document_id,
        d.terms_type,
        d.timeline_id,
        d.noticed_at
    FROM stance_turns AS t
    LEFT JOIN decided AS d ON t.platform_id = d.platform_id AND t.turned_by = d.first_seen
    WHERE t.is_of_the_policy
    QUALIFY
        row_number() OVER (
            PARTITION BY t.answer_id_after
            ORDER BY d.terms_type IN (t.quoted_from_after, t.quoted_from_before) DESC, d.version_id
        ) = 1
),

unseen AS (
    SELECT
        g.*,
        -- from this on it is a gap (view gaps): twice the cadence and at least two days
        g.gap_from + greatest(INTERVAL 2 DAYS, to_hours((2 * coalesce(s.cadence_hours, 24))::BIGINT)) AS told_from
    FROM gaps AS g
    LEFT JOIN ledger.document_pages AS s ON g.document_id = s.document_id
    WHERE g.failed_looks > 0
),

targets AS (
    -- site and path: what a reader tells two addresses apart by
    SELECT
        l.*,
        regexp_replace(regexp_replace(l.target_before, '^https?://(www\.)?', ''), '/?([?#].*)?$', '') AS was,
        regexp_replace(regexp_replace(l.target_after, '^https?://(www\.)?', ''), '/?([?#].*)?$', '') AS became
    FROM legal_link_changes AS l
),

links AS (
    SELECT
        t.*,
        if(length(t.was) > 80, left(t.was, 40) || '…' || right(t.was, 39), t.was) AS shown_before,
        if(length(t.became) > 80, left(t.became, 40) || '…' || right(t.became, 39), t.became) AS shown_after
    FROM targets AS t
),

all_kinds AS (
    SELECT
        'change' AS kind,
        concat_ws('|', 'change', c.version_id) AS identity,
        c.changed_after,
        c.changed_before,
        d.noticed_at,
        c.platform_id,
        c.document_id,
        c.timeline_id,
        c.significance,
        c.change_class,
        list_sort(list_distinct(c.topics_added || c.topics_removed || c.topics_modified)) AS topics,
        coalesce(a.questions, []) AS questions,
        c.directions,
        c.summary,
        w.before,
        w.after,
        w.provision_id,
        w.change_id,
        c.version_id,
        c.previous_version_id,
        c.declared_date,
        c.silent_edit
    FROM changes AS c
    INNER JOIN decided AS d ON c.version_id = d.version_id
    LEFT JOIN weightiest AS w ON c.version_id = w.version_id
    LEFT JOIN asked AS a ON c.version_id = a.version_id
    WHERE c.recorded_first_as IS NULL
    UNION ALL BY NAME
    SELECT
        'stance_turn' AS kind,
        concat_ws('|', 'stance_turn', t.platform_id, t.question_id, t.scope, epoch_us(t.turned_by), t.stance_before, t.stance_after) AS identity,
        t.turned_after AS changed_after,
        t.turned_by AS changed_before,
        coalesce(t.noticed_at, t.turned_by) AS noticed_at,
        t.platform_id,
        t.document_id,
        t.timeline_id,
        if(t.experimental, 'medium', 'high') AS significance,
        NULL AS change_class,
        []::VARCHAR[] AS topics,
        [t.question_id] AS questions,
        []::VARCHAR[] AS directions,
        format('{} Before: “{}”; now: “{}”.', t.question, t.stance_before_label, t.stance_after_label) AS summary,
        t.quote_before AS before,
        t.quote_after AS after,
        t.version_id
    FROM turned AS t
    UNION ALL BY NAME
    SELECT
        'link_change' AS kind,
        concat_ws('|', 'link_change', l.version_id, l.link_text, l.target_after) AS identity,
        l.changed_after,
        l.changed_before,
        coalesce(o.recorded_at, l.changed_before) AS noticed_at,
        l.platform_id,
        l.document_id,
        l.timeline_id,
        'low' AS significance,
        []::VARCHAR[] AS topics,
        []::VARCHAR[] AS questions,
        []::VARCHAR[] AS directions,
        format('The link “{}” leads to {} now; before, it led to {}.', l.link_text, l.shown_after, l.shown_before) AS summary,
        l.target_before AS before,
        l.target_after AS after,
        l.version_id
    FROM links AS l
    INNER JOIN ledger.versions AS v ON l.version_id = v.version_id
    LEFT JOIN ledger.observations AS o ON v.decided_by = o.observation_id
    WHERE l.status <> 'quarantined'
    UNION ALL BY NAME
    SELECT
        'not_observed' AS kind,
        concat_ws('|', 'not_observed', u.timeline_id, epoch_us(u.gap_from)) AS identity,
        u.gap_from AS changed_after,
        u.told_from AS changed_before,
        coalesce(
            (
                SELECT min(o.recorded_at)
                FROM ledger.observations AS o
                WHERE o.observed_at > u.told_from
            ), u.told_from
        ) AS noticed_at,
        t.platform_id,
        u.document_id,
        u.timeline_id,
        'medium' AS significance,
        []::VARCHAR[] AS topics,
        []::VARCHAR[] AS questions,
        []::VARCHAR[] AS directions,
        format('Nobody could see it since {}: {}.', strftime(u.gap_from, '%Y-%m-%d'), u.reason) AS summary
    FROM unseen AS u
    INNER JOIN ledger.documents AS t ON u.document_id = t.document_id
    UNION ALL BY NAME
    SELECT
        'observed_again' AS kind,
        concat_ws('|', 'observed_again', u.timeline_id, epoch_us(u.gap_until)) AS identity,
        u.gap_from AS changed_after,
        u.gap_until AS changed_before,
        coalesce(
            (
                SELECT max(o.recorded_at)
                FROM ledger.observations AS o
                WHERE o.timeline_id = u.timeline_id AND o.observed_at = u.gap_until
            ), u.gap_until
        ) AS noticed_at,
        t.platform_id,
        u.document_id,
        u.timeline_id,
        'low' AS significance,
        []::VARCHAR[] AS topics,
        []::VARCHAR[] AS questions,
        []::VARCHAR[] AS directions,
        format('It could be seen again, after {} days.', u.days) AS summary
    FROM unseen AS u
    INNER JOIN ledger.documents AS t ON u.document_id = t.document_id
    WHERE u.gap_until IS NOT NULL
)

SELECT
    left(sha256(k.identity), 16) AS event_id,
    k.kind,
    k.changed_after,
    k.changed_before,
    k.noticed_at,
    k.platform_id,
    p.name AS platform,
    k.document_id,
    d.terms_type,
    k.significance,
    k.change_class,
    k.topics,
    k.questions,
    k.directions,
    k.summary,
    k.before,
    k.after,
    k.provision_id,
    k.change_id,
    k.version_id,
    k.previous_version_id,
    k.declared_date,
    k.silent_edit,
    t.collection_id,
    c.licence,
    c.attribution
FROM all_kinds AS k
INNER JOIN ledger.platforms AS p ON k.platform_id = p.platform_id
LEFT JOIN ledger.documents AS d ON k.document_id = d.document_id
LEFT JOIN ledger.timelines AS t ON k.timeline_id = t.timeline_id
LEFT JOIN ledger.collections AS c ON t.collection_id = c.collection_id;
COMMENT ON VIEW events IS 'What feeds, alerts and digests tell, in one list: one row a change of a document, a stance that turned, a link that leads to another legal document, a document that could no longer be seen or could again.';
COMMENT ON COLUMN events.event_id IS 'Hash of what identifies it: the same in every home, and after a rebuild.';
COMMENT ON COLUMN events.kind IS 'change, stance_turn, link_change, not_observed, observed_again.';
COMMENT ON COLUMN events.changed_after IS 'It came after this (UTC): the old text was last seen then; NULL: not known.';
COMMENT ON COLUMN events.changed_before IS 'It had come by this (UTC): the new text was first seen then; of not_observed: when it had been out of sight so long that it is told.';
COMMENT ON COLUMN events.noticed_at IS 'When this archive recorded the look that showed it (UTC): later than changed_before for what was imported.';
COMMENT ON COLUMN events.platform_id IS 'The platform.';
COMMENT ON COLUMN events.platform IS 'Its name.';
COMMENT ON COLUMN events.document_id IS 'The document; of a stance_turn one that changed when it turned.';
COMMENT ON COLUMN events.terms_type IS 'Its terms type.';
COMMENT ON COLUMN events.significance IS 'high, medium, low or none. Changes: as in changes. Stances that turned: high (medium while the question is experimental). Documents out of sight: medium. The rest: low.';
COMMENT ON COLUMN events.change_class IS 'Of a change: substantive, editorial, exact_return, locale_switch; NULL: another kind.';
COMMENT ON COLUMN events.topics IS 'Topics of the provisions that changed with substance.';
COMMENT ON COLUMN events.questions IS 'The question that turned; of a change the questions whose answer rested on a provision that changed.';
COMMENT ON COLUMN events.directions IS 'Of a change: which way it points.';
COMMENT ON COLUMN events.summary IS 'What happened, in a sentence or three.';
COMMENT ON COLUMN events.before IS 'The words before: of a change those of its most important provision, of a stance its quote, of a link its target; NULL: there were none.';
COMMENT ON COLUMN events.after IS 'The words after, in the same way; NULL: there are none.';
COMMENT ON COLUMN events.provision_id IS 'Of a change: that provision; NULL: not a change, or no words changed but their order.';
COMMENT ON COLUMN events.change_id IS 'Of a change: what happened to that provision (provision_changes); NULL: as there.';
COMMENT ON COLUMN events.version_id IS 'The version after (versions); of a link_change a candidate (ledger.versions); NULL: there is none.';
COMMENT ON COLUMN events.previous_version_id IS 'The version before; NULL: not a change.';
COMMENT ON COLUMN events.declared_date IS 'Date the new text declares; NULL: none.';
COMMENT ON COLUMN events.silent_edit IS 'True: what matters changed and the document told of it neither by its date nor by a notice (changes); NULL: not known, or not a change.';
COMMENT ON COLUMN events.collection_id IS 'Where it came from (collections).';
COMMENT ON COLUMN events.licence IS 'Licence under which that collection''s data may be passed on.';
COMMENT ON COLUMN events.attribution IS 'Whom to name.';
