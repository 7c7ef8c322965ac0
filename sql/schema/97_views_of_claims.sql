-- What readers meet under the natural names: claims about platforms, their verdicts now and over time, and the words.

CREATE OR REPLACE VIEW claim_history AS
WITH runs AS (
    SELECT
        k.*,
        lag(k.check_id) OVER (PARTITION BY k.claim_id ORDER BY k.valid_from) AS previous_check_id,
        lag(k.verdict) OVER (PARTITION BY k.claim_id ORDER BY k.valid_from) AS previous_verdict
    FROM ledger.claim_checks AS k
)

SELECT
    r.check_id,
    r.claim_id,
    c.platform_id,
    p.name AS platform,
    c.text AS claim,
    c.source_title AS source,
    c.experimental,
    r.verdict,
    r.reason,
    e.quote,
    e.role AS quote_role,
    d.terms_type AS quoted_from,
    r.currency,
    r.valid_from_earliest,
    r.valid_from,
    r.valid_to_earliest,
    r.valid_to,
    r.cause,
    max(CASE WHEN r.verdict IS DISTINCT FROM r.previous_verdict THEN r.valid_from END) OVER (
        PARTITION BY r.claim_id ORDER BY r.valid_from
    ) AS verdict_since,
    r.previous_check_id IS NOT NULL AND r.verdict <> r.previous_verdict AS verdict_turned,
    r.previous_verdict,
    r.previous_check_id,
    r.documents_searched,
    c.claim_no,
    r.rules_version
FROM runs AS r
INNER JOIN ledger.claims AS c ON r.claim_id = c.claim_id
INNER JOIN ledger.platforms AS p ON c.platform_id = p.platform_id
LEFT JOIN ledger.claim_evidence AS e ON r.check_id = e.check_id AND e.evidence_no = 1
LEFT JOIN ledger.versions AS v ON e.version_id = v.version_id
LEFT JOIN ledger.documents AS d ON v.document_id = d.document_id;
COMMENT ON VIEW claim_history IS 'What the documents of the platform made of each claim over time, with the first quote: one row a claim and interval.';
COMMENT ON COLUMN claim_history.check_id IS 'The check; all its quotes are in claim_evidence.';
COMMENT ON COLUMN claim_history.claim_id IS 'The claim (claims).';
COMMENT ON COLUMN claim_history.platform_id IS 'The platform it is about.';
COMMENT ON COLUMN claim_history.platform IS 'The platform''s name.';
COMMENT ON COLUMN claim_history.claim IS 'What is claimed, in our paraphrase.';
COMMENT ON COLUMN claim_history.source IS 'Title of the source that claims it.';
COMMENT ON COLUMN claim_history.experimental IS 'True: it is checked by a question whose answers were not measured against a careful reader yet.';
COMMENT ON COLUMN claim_history.verdict IS 'supported, contradicted, partly, not_addressed, not_captured or not_checkable (ledger.claim_checks says what each means).';
COMMENT ON COLUMN claim_history.reason IS 'Why, in words.';
COMMENT ON COLUMN claim_history.quote IS 'The words that speak to it most; NULL: there are none.';
COMMENT ON COLUMN claim_history.quote_role IS 'What they do: supports, supports_in_part, contradicts, context; NULL: no quote.';
COMMENT ON COLUMN claim_history.quoted_from IS 'Terms type of the document quoted; NULL: no quote.';
COMMENT ON COLUMN claim_history.currency IS 'observed, or inferred (the collection records only changes).';
COMMENT ON COLUMN claim_history.valid_from_earliest IS 'When the text before was last seen (UTC): the verdict began after it; NULL: nothing was seen before.';
COMMENT ON COLUMN claim_history.valid_from IS 'When the texts that carry it were first seen (UTC): it began by then; NULL: no text carries it.';
COMMENT ON COLUMN claim_history.valid_to_earliest IS 'When those texts were last seen before it ended (UTC); NULL: it holds, or ended with a document that was not known before.';
COMMENT ON COLUMN claim_history.valid_to IS 'When texts that end it were first seen (UTC); NULL: it holds.';
COMMENT ON COLUMN claim_history.cause IS 'Why it began: first_look, edited, document_added, never_seen, not_checkable.';
COMMENT ON COLUMN claim_history.verdict_since IS 'Since when the verdict, whatever the words, has been this one without a break (UTC).';
COMMENT ON COLUMN claim_history.verdict_turned IS 'True: the verdict before was another (claim_turns).';
COMMENT ON COLUMN claim_history.previous_verdict IS 'The verdict before; NULL: this is the first.';
COMMENT ON COLUMN claim_history.previous_check_id IS 'The check before; NULL: this is the first.';
COMMENT ON COLUMN claim_history.documents_searched IS 'The versions that were read for it.';
COMMENT ON COLUMN claim_history.claim_no IS 'Order in which claims are listed.';
COMMENT ON COLUMN claim_history.rules_version IS 'Version of the claim, its rules and the checking code.';

CREATE OR REPLACE VIEW claims AS
SELECT
    c.claim_id,
    c.platform_id,
    h.platform,
    c.text AS claim,
    h.verdict,
    h.reason,
    h.quote,
    h.quote_role,
    h.quoted_from,
    h.verdict_since,
    h.previous_verdict,
    h.currency,
    c.experimental,
    c.source_id,
    c.source_title AS source,
    c.publisher,
    c.source_url,
    c.source_date,
    c.read_on,
    c.how_checked,
    c.questions,
    h.documents_searched,
    h.check_id,
    c.claim_no,
    c.rules_version
FROM ledger.claims AS c
INNER JOIN claim_history AS h ON c.claim_id = h.claim_id
WHERE h.valid_to IS NULL;
COMMENT ON VIEW claims IS 'Claims that third parties make about platforms, and what the platforms'' documents make of them now: one row a claim.';
COMMENT ON COLUMN claims.claim_id IS 'Source and name of the claim, e.g. some-article/encrypts-data.';
COMMENT ON COLUMN claims.platform_id IS 'The platform it is about.';
COMMENT ON COLUMN claims.platform IS 'The platform''s name.';
COMMENT ON COLUMN claims.claim IS 'What is claimed, in our paraphrase.';
COMMENT ON COLUMN claims.verdict IS 'supported, contradicted, partly, not_addressed, not_captured or not_checkable (ledger.claim_checks says what each means).';
COMMENT ON COLUMN claims.reason IS 'Why, in words.';
COMMENT ON COLUMN claims.quote IS 'The words that speak to it most; NULL: there are none. All are in claim_evidence.';
COMMENT ON COLUMN claims.quote_role IS 'What they do: supports, supports_in_part, contradicts, context; NULL: no quote.';
COMMENT ON COLUMN claims.quoted_from IS 'Terms type of the document quoted; NULL: no quote.';
COMMENT ON COLUMN claims.verdict_since IS 'Since when the verdict has been this one without a break (UTC); NULL: no text carries it.';
COMMENT ON COLUMN claims.previous_verdict IS 'The verdict of the interval before; NULL: this is the first.';
COMMENT ON COLUMN claims.currency IS 'observed, or inferred (the collection records only changes).';
COMMENT ON COLUMN claims.experimental IS 'True: it is checked by a question whose answers were not measured against a careful reader yet.';
COMMENT ON COLUMN claims.source_id IS 'The source: the name of its file of claims.';
COMMENT ON COLUMN claims.source IS 'Title of the source.';
COMMENT ON COLUMN claims.publisher IS 'Who published it.';
COMMENT ON COLUMN claims.source_url IS 'Where it stands; NULL: not given.';
COMMENT ON COLUMN claims.source_date IS 'The day it is dated (YYYY-MM-DD), or unknown.';
COMMENT ON COLUMN claims.read_on IS 'The day on which a person read it and wrote the claims down.';
COMMENT ON COLUMN claims.how_checked IS 'Which stances on which questions, or which statements, mean which verdict.';
COMMENT ON COLUMN claims.questions IS 'The questions it is checked by (questions).';
COMMENT ON COLUMN claims.documents_searched IS 'The versions that were read for it.';
COMMENT ON COLUMN claims.check_id IS 'The check (claim_history).';
COMMENT ON COLUMN claims.claim_no IS 'Order in which claims are listed: by source, and as they stand in its file.';
COMMENT ON COLUMN claims.rules_version IS 'Version of the claim, its rules and the checking code.';

CREATE OR REPLACE VIEW claim_turns AS
SELECT
    h.claim_id,
    h.platform_id,
    h.platform,
    h.claim,
    h.experimental,
    h.valid_from_earliest AS turned_after,
    h.valid_from AS turned_by,
    h.previous_verdict AS verdict_before,
    h.verdict AS verdict_after,
    b.quote AS quote_before,
    h.quote AS quote_after,
    b.quoted_from AS quoted_from_before,
    h.quoted_from AS quoted_from_after,
    h.cause,
    h.cause = 'edited'
    AND h.verdict NOT IN ('not_captured', 'not_checkable') AND h.previous_verdict NOT IN ('not_captured', 'not_checkable')
        AS is_of_the_policy,
    h.previous_check_id AS check_id_before,
    h.check_id AS check_id_after
FROM claim_history AS h
INNER JOIN claim_history AS b ON h.previous_check_id = b.check_id
WHERE h.verdict_turned;
COMMENT ON VIEW claim_turns IS 'When what the documents make of a claim turned: one row a claim and turn.';
COMMENT ON COLUMN claim_turns.claim_id IS 'The claim (claims).';
COMMENT ON COLUMN claim_turns.platform_id IS 'The platform it is about.';
COMMENT ON COLUMN claim_turns.platform IS 'The platform''s name.';
COMMENT ON COLUMN claim_turns.claim IS 'What is claimed, in our paraphrase.';
COMMENT ON COLUMN claim_turns.experimental IS 'True: it is checked by a question whose answers were not measured against a careful reader yet.';
COMMENT ON COLUMN claim_turns.turned_after IS 'When the text before was last seen (UTC): it turned after that; NULL: not known.';
COMMENT ON COLUMN claim_turns.turned_by IS 'When the new text was first seen (UTC): it had turned by then.';
COMMENT ON COLUMN claim_turns.verdict_before IS 'The verdict before.';
COMMENT ON COLUMN claim_turns.verdict_after IS 'The verdict after.';
COMMENT ON COLUMN claim_turns.quote_before IS 'The words that spoke to it most before; NULL: there were none.';
COMMENT ON COLUMN claim_turns.quote_after IS 'The words that speak to it most after; NULL: there are none.';
COMMENT ON COLUMN claim_turns.quoted_from_before IS 'Terms type of the document quoted before.';
COMMENT ON COLUMN claim_turns.quoted_from_after IS 'Terms type of the document quoted after.';
COMMENT ON COLUMN claim_turns.cause IS 'edited: a document was edited; document_added: one was first captured then, which may have said so long before.';
COMMENT ON COLUMN claim_turns.is_of_the_policy IS 'True: a document was edited and both verdicts were read from texts; false: what we know changed, not necessarily what the platform says.';
COMMENT ON COLUMN claim_turns.check_id_before IS 'The check before (claim_history).';
COMMENT ON COLUMN claim_turns.check_id_after IS 'The check after (claim_history).';

CREATE OR REPLACE VIEW claim_evidence AS
SELECT
    e.check_id,
    k.claim_id,
    e.evidence_no,
    e.role,
    e.quote,
    v.document_id,
    d.terms_type,
    e.version_id,
    e.provision_id,
    e.char_start,
    e.char_end,
    k.valid_to IS NULL AS is_current
FROM ledger.claim_evidence AS e
INNER JOIN ledger.claim_checks AS k ON e.check_id = k.check_id
INNER JOIN ledger.versions AS v ON e.version_id = v.version_id
INNER JOIN ledger.documents AS d ON v.document_id = d.document_id;
COMMENT ON VIEW claim_evidence IS 'The words of platforms'' documents that speak to claims, each from the newest version in which that part of the check was read: one row a quote.';
COMMENT ON COLUMN claim_evidence.check_id IS 'The check (claim_history).';
COMMENT ON COLUMN claim_evidence.claim_id IS 'The claim (claims).';
COMMENT ON COLUMN claim_evidence.evidence_no IS 'Order of importance, from 1.';
COMMENT ON COLUMN claim_evidence.role IS 'supports, supports_in_part, contradicts, context (helps to read, proves nothing).';
COMMENT ON COLUMN claim_evidence.quote IS 'The exact words.';
COMMENT ON COLUMN claim_evidence.document_id IS 'The document quoted.';
COMMENT ON COLUMN claim_evidence.terms_type IS 'Its terms type.';
COMMENT ON COLUMN claim_evidence.version_id IS 'The version quoted.';
COMMENT ON COLUMN claim_evidence.provision_id IS 'The provision quoted.';
COMMENT ON COLUMN claim_evidence.char_start IS 'Offset in the version''s Markdown.';
COMMENT ON COLUMN claim_evidence.char_end IS 'Offset behind the quote.';
COMMENT ON COLUMN claim_evidence.is_current IS 'True: the check holds now (claims).';
