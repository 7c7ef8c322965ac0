-- Events beside what people of this home made of them; termscape is the published database, attached under its name.

CREATE VIEW changes_to_review AS
WITH latest AS (
    SELECT * FROM reviews
    QUALIFY row_number() OVER (PARTITION BY subject ORDER BY review_no DESC) = 1
)

SELECT
    e.event_id,
    coalesce(r.state, v.state, 'new') AS state,
    coalesce(r.note, v.note) AS note,
    coalesce(r.who, v.who) AS who,
    coalesce(r.reviewed_on, v.reviewed_on) AS reviewed_on,
    e.changed_before,
    e.platform_id,
    e.platform,
    n.owner,
    n.contract,
    n.criticality,
    e.document_id,
    e.terms_type,
    e.kind,
    e.significance,
    e.summary,
    e.before,
    e.after,
    e.change_id,
    e.version_id
FROM termscape.main.events AS e
LEFT JOIN latest AS r ON e.event_id = r.subject
LEFT JOIN latest AS v ON e.version_id = v.subject AND e.kind = 'change'
LEFT JOIN vendors AS n ON e.platform_id = n.platform_id;
COMMENT ON VIEW changes_to_review IS 'Every event with what people of this home made of it: one row an event; WHERE state = ''new'' leaves what nobody looked at.';
COMMENT ON COLUMN changes_to_review.event_id IS 'The event (events).';
COMMENT ON COLUMN changes_to_review.state IS 'new, seen or dismissed.';
COMMENT ON COLUMN changes_to_review.note IS 'What was noted; NULL: nobody reviewed it.';
COMMENT ON COLUMN changes_to_review.who IS 'Who reviewed it last; NULL: nobody.';
COMMENT ON COLUMN changes_to_review.reviewed_on IS 'When; NULL: never.';
COMMENT ON COLUMN changes_to_review.changed_before IS 'By when it had come (UTC).';
COMMENT ON COLUMN changes_to_review.platform_id IS 'The platform.';
COMMENT ON COLUMN changes_to_review.platform IS 'Its name.';
COMMENT ON COLUMN changes_to_review.owner IS 'Who answers for it here (vendors); NULL: it is no vendor.';
COMMENT ON COLUMN changes_to_review.contract IS 'The contract (vendors); NULL: it is no vendor.';
COMMENT ON COLUMN changes_to_review.criticality IS 'How much hangs on it (vendors); NULL: it is no vendor.';
COMMENT ON COLUMN changes_to_review.document_id IS 'The document.';
COMMENT ON COLUMN changes_to_review.terms_type IS 'Its terms type.';
COMMENT ON COLUMN changes_to_review.kind IS 'change, stance_turn, link_change, not_observed, observed_again.';
COMMENT ON COLUMN changes_to_review.significance IS 'high, medium, low or none.';
COMMENT ON COLUMN changes_to_review.summary IS 'What happened.';
COMMENT ON COLUMN changes_to_review.before IS 'The words before.';
COMMENT ON COLUMN changes_to_review.after IS 'The words after.';
COMMENT ON COLUMN changes_to_review.change_id IS 'Of a change: its most important provision''s (provision_changes).';
COMMENT ON COLUMN changes_to_review.version_id IS 'The version after (versions); NULL: there is none.';
