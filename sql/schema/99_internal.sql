-- What is nobody else's business: reviews, vendors and deliveries of this home. A release leaves the whole schema out.

CREATE SCHEMA IF NOT EXISTS internal;

CREATE TABLE IF NOT EXISTS internal.reviews (
    subject VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    note VARCHAR NOT NULL,
    who VARCHAR NOT NULL,
    reviewed_on DATE NOT NULL,
    review_no INTEGER NOT NULL
);
COMMENT ON TABLE internal.reviews IS 'What people of this home made of events and changes (reviews.csv): one row a review, the last one of a subject counts.';
COMMENT ON COLUMN internal.reviews.subject IS 'An event (events), a change of a provision (provision_changes.change_id) or a version (changes.version_id).';
COMMENT ON COLUMN internal.reviews.state IS 'new, seen or dismissed; what is dismissed stays out of alerts and digests.';
COMMENT ON COLUMN internal.reviews.note IS 'Why, or what to do; empty: nothing was noted.';
COMMENT ON COLUMN internal.reviews.who IS 'Who reviewed it.';
COMMENT ON COLUMN internal.reviews.reviewed_on IS 'The day it was reviewed.';
COMMENT ON COLUMN internal.reviews.review_no IS 'Order in the file, from 1.';

CREATE TABLE IF NOT EXISTS internal.vendors (
    platform_id VARCHAR NOT NULL,
    platform VARCHAR NOT NULL,
    owner VARCHAR NOT NULL,
    contract VARCHAR NOT NULL,
    criticality VARCHAR NOT NULL,
    note VARCHAR NOT NULL
);
COMMENT ON TABLE internal.vendors IS 'The platforms that those who keep this home use themselves (vendors.yaml): one row a platform.';
COMMENT ON COLUMN internal.vendors.platform_id IS 'The platform.';
COMMENT ON COLUMN internal.vendors.platform IS 'Its name as the file gives it.';
COMMENT ON COLUMN internal.vendors.owner IS 'Who answers for it; empty: nobody is named.';
COMMENT ON COLUMN internal.vendors.contract IS 'The contract; empty: none is named.';
COMMENT ON COLUMN internal.vendors.criticality IS 'high, medium or low; empty: not stated.';
COMMENT ON COLUMN internal.vendors.note IS 'What else is to be known; empty: nothing.';

CREATE TABLE IF NOT EXISTS internal.deliveries (
    delivery_id VARCHAR NOT NULL,
    event_id VARCHAR NOT NULL,
    watchlist VARCHAR NOT NULL,
    recipient_id VARCHAR NOT NULL,
    recipient VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    attempts INTEGER NOT NULL,
    due_since TIMESTAMP WITH TIME ZONE NOT NULL,
    last_attempt TIMESTAMP WITH TIME ZONE,
    next_attempt TIMESTAMP WITH TIME ZONE,
    reason VARCHAR,
    chain_no BIGINT NOT NULL
);
COMMENT ON TABLE internal.deliveries IS 'Which event was sent to whom, and how that went: one row an event and recipient; the archive''s ledger has every step of it.';
COMMENT ON COLUMN internal.deliveries.delivery_id IS 'Hash of event and recipient: each event reaches each recipient once.';
COMMENT ON COLUMN internal.deliveries.event_id IS 'The event (events); of a weekly digest as a whole: digest, its watchlist and its last day.';
COMMENT ON COLUMN internal.deliveries.watchlist IS 'The watchlist that asked for it first.';
COMMENT ON COLUMN internal.deliveries.recipient_id IS 'Hash of the recipient as the watchlist writes it.';
COMMENT ON COLUMN internal.deliveries.recipient IS 'The recipient without secrets, for people.';
COMMENT ON COLUMN internal.deliveries.state IS 'due (not tried yet, or to be tried again), sent, in_doubt (it ended between sending and recording: it may have arrived).';
COMMENT ON COLUMN internal.deliveries.attempts IS 'How often it was tried.';
COMMENT ON COLUMN internal.deliveries.due_since IS 'When it became due (UTC).';
COMMENT ON COLUMN internal.deliveries.last_attempt IS 'The last attempt (UTC); NULL: none yet.';
COMMENT ON COLUMN internal.deliveries.next_attempt IS 'It is not tried again before this (UTC); NULL: at the next run, or never.';
COMMENT ON COLUMN internal.deliveries.reason IS 'Why the last attempt failed or is in doubt; NULL: it did not.';
COMMENT ON COLUMN internal.deliveries.chain_no IS 'Number of the ledger line that tells the present state.';

CREATE OR REPLACE VIEW internal.changes_to_review AS
WITH latest AS (
    SELECT * FROM internal.reviews
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
FROM events AS e
LEFT JOIN latest AS r ON e.event_id = r.subject
LEFT JOIN latest AS v ON e.version_id = v.subject AND e.kind = 'change'
LEFT JOIN internal.vendors AS n ON e.platform_id = n.platform_id;
COMMENT ON VIEW internal.changes_to_review IS 'Every event with what people of this home made of it: one row an event; WHERE state = ''new'' leaves what nobody looked at.';
COMMENT ON COLUMN internal.changes_to_review.event_id IS 'The event (events).';
COMMENT ON COLUMN internal.changes_to_review.state IS 'new, seen or dismissed.';
COMMENT ON COLUMN internal.changes_to_review.note IS 'What was noted; NULL: nobody reviewed it.';
COMMENT ON COLUMN internal.changes_to_review.who IS 'Who reviewed it last; NULL: nobody.';
COMMENT ON COLUMN internal.changes_to_review.reviewed_on IS 'When; NULL: never.';
COMMENT ON COLUMN internal.changes_to_review.changed_before IS 'By when it had come (UTC).';
COMMENT ON COLUMN internal.changes_to_review.platform_id IS 'The platform.';
COMMENT ON COLUMN internal.changes_to_review.platform IS 'Its name.';
COMMENT ON COLUMN internal.changes_to_review.owner IS 'Who answers for it here (vendors); NULL: it is no vendor.';
COMMENT ON COLUMN internal.changes_to_review.contract IS 'The contract (vendors); NULL: it is no vendor.';
COMMENT ON COLUMN internal.changes_to_review.criticality IS 'How much hangs on it (vendors); NULL: it is no vendor.';
COMMENT ON COLUMN internal.changes_to_review.document_id IS 'The document.';
COMMENT ON COLUMN internal.changes_to_review.terms_type IS 'Its terms type.';
COMMENT ON COLUMN internal.changes_to_review.kind IS 'change, stance_turn, link_change, not_observed, observed_again.';
COMMENT ON COLUMN internal.changes_to_review.significance IS 'high, medium, low or none.';
COMMENT ON COLUMN internal.changes_to_review.summary IS 'What happened.';
COMMENT ON COLUMN internal.changes_to_review.before IS 'The words before.';
COMMENT ON COLUMN internal.changes_to_review.after IS 'The words after.';
COMMENT ON COLUMN internal.changes_to_review.change_id IS 'Of a change: its most important provision''s (provision_changes).';
COMMENT ON COLUMN internal.changes_to_review.version_id IS 'The version after (versions); NULL: there is none.';
