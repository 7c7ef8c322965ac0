-- What is nobody else's business: reviews, vendors and deliveries of this home, in a file of their own (duckdb).

CREATE TABLE reviews (
    subject VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    note VARCHAR NOT NULL,
    who VARCHAR NOT NULL,
    reviewed_on DATE NOT NULL,
    review_no INTEGER NOT NULL
);
COMMENT ON TABLE reviews IS 'What people of this home made of events and changes (reviews.csv): one row a review, the last one of a subject counts.';
COMMENT ON COLUMN reviews.subject IS 'An event (events), a change of a provision (provision_changes.change_id) or a version (changes.version_id).';
COMMENT ON COLUMN reviews.state IS 'new, seen or dismissed; what is dismissed stays out of alerts and digests.';
COMMENT ON COLUMN reviews.note IS 'Why, or what to do; empty: nothing was noted.';
COMMENT ON COLUMN reviews.who IS 'Who reviewed it.';
COMMENT ON COLUMN reviews.reviewed_on IS 'The day it was reviewed.';
COMMENT ON COLUMN reviews.review_no IS 'Order in the file, from 1.';

CREATE TABLE vendors (
    platform_id VARCHAR NOT NULL,
    platform VARCHAR NOT NULL,
    owner VARCHAR NOT NULL,
    contract VARCHAR NOT NULL,
    criticality VARCHAR NOT NULL,
    note VARCHAR NOT NULL
);
COMMENT ON TABLE vendors IS 'The platforms that those who keep this home use themselves (vendors.yaml): one row a platform.';
COMMENT ON COLUMN vendors.platform_id IS 'The platform.';
COMMENT ON COLUMN vendors.platform IS 'Its name as the file gives it.';
COMMENT ON COLUMN vendors.owner IS 'Who answers for it; empty: nobody is named.';
COMMENT ON COLUMN vendors.contract IS 'The contract; empty: none is named.';
COMMENT ON COLUMN vendors.criticality IS 'high, medium or low; empty: not stated.';
COMMENT ON COLUMN vendors.note IS 'What else is to be known; empty: nothing.';

CREATE TABLE deliveries (
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
COMMENT ON TABLE deliveries IS 'Which event was sent to whom, and how that went: one row an event and recipient; the archive''s ledger has every step of it.';
COMMENT ON COLUMN deliveries.delivery_id IS 'Hash of event and recipient: each event reaches each recipient once.';
COMMENT ON COLUMN deliveries.event_id IS 'The event (events); of a weekly digest as a whole: digest, its watchlist and its last day.';
COMMENT ON COLUMN deliveries.watchlist IS 'The watchlist that asked for it first.';
COMMENT ON COLUMN deliveries.recipient_id IS 'Hash of the recipient as the watchlist writes it.';
COMMENT ON COLUMN deliveries.recipient IS 'The recipient without secrets, for people.';
COMMENT ON COLUMN deliveries.state IS 'due (not tried yet, or to be tried again), sent, in_doubt (sent, and it is not known whether it arrived: the process ended before it could be written down, or the server never answered).';
COMMENT ON COLUMN deliveries.attempts IS 'How often it was tried.';
COMMENT ON COLUMN deliveries.due_since IS 'When it became due (UTC).';
COMMENT ON COLUMN deliveries.last_attempt IS 'The last attempt (UTC); NULL: none yet.';
COMMENT ON COLUMN deliveries.next_attempt IS 'It is not tried again before this (UTC); NULL: at the next run, or never.';
COMMENT ON COLUMN deliveries.reason IS 'Why the last attempt failed or is in doubt; NULL: it did not.';
COMMENT ON COLUMN deliveries.chain_no IS 'Number of the ledger line that tells the present state.';
