-- What readers meet under the natural names: who has a wording that others have too, and since when.

CREATE OR REPLACE VIEW platform_answers AS
SELECT *
FROM answers
QUALIFY
    row_number() OVER (
        PARTITION BY platform_id, question_id ORDER BY scope <> 'general' ASC, confidence DESC, scope ASC
    ) = 1;
COMMENT ON VIEW platform_answers IS 'The answer to show for a platform where there is room for one: the general one, or where its words are about some users only, that: one row a platform and question.';
COMMENT ON COLUMN platform_answers.answer_id IS 'The answer; all its quotes are in answer_evidence.';
COMMENT ON COLUMN platform_answers.platform_id IS 'The platform.';
COMMENT ON COLUMN platform_answers.platform IS 'The platform''s name.';
COMMENT ON COLUMN platform_answers.question_id IS 'The question (questions).';
COMMENT ON COLUMN platform_answers.question IS 'The question as people ask it.';
COMMENT ON COLUMN platform_answers.experimental IS 'True: the question''s answers were not measured against a careful reader yet.';
COMMENT ON COLUMN platform_answers.scope IS 'Whom the answer is about.';
COMMENT ON COLUMN platform_answers.stance IS 'The stance; silent: every relevant document was read and none says; not_captured: we could not look; conflicting; unsure: it cannot be read, or its language is not covered.';
COMMENT ON COLUMN platform_answers.stance_label IS 'The stance as people read it.';
COMMENT ON COLUMN platform_answers.method IS 'How it came about: rules, or correction (a person decided, see explanation).';
COMMENT ON COLUMN platform_answers.headline IS 'One sentence; it asserts nothing the quotes do not entail.';
COMMENT ON COLUMN platform_answers.quote IS 'The words that carry the stance, verbatim; NULL: there are none (silent, not_captured).';
COMMENT ON COLUMN platform_answers.quote_completes IS 'The sentence or heading above a list that the quote completes, without which an item may not be understood; NULL: it stands by itself.';
COMMENT ON COLUMN platform_answers.quoted_from IS 'Terms type of the document quoted; NULL: no quote.';
COMMENT ON COLUMN platform_answers.value IS 'JSON: values read with the stance; as columns in the view answers_ and the question''s id.';
COMMENT ON COLUMN platform_answers.confidence IS 'How sure the reading is, 0 to 1: a rank, not a probability.';
COMMENT ON COLUMN platform_answers.currency IS 'observed, inferred (the collection records only changes) or stale (at the newest look of all, no look at a document of the platform had succeeded for three times its cadence).';
COMMENT ON COLUMN platform_answers.valid_from_earliest IS 'When the text before was last seen (UTC): the answer began after it; NULL: nothing was seen before.';
COMMENT ON COLUMN platform_answers.valid_from IS 'When the texts that say so were first seen (UTC): the answer, with just these words, began by then; NULL: nothing was ever captured.';
COMMENT ON COLUMN platform_answers.stance_since IS 'Since when the stance, whatever its words, has been this one without a break (UTC).';
COMMENT ON COLUMN platform_answers.value_since IS 'Since when all its values have been these (UTC), which may be later than the stance; NULL: it has none.';
COMMENT ON COLUMN platform_answers.cause IS 'Why it began: first_look, edited (a document was), document_added (one was first captured then), never_seen.';
COMMENT ON COLUMN platform_answers.previous_stance IS 'The stance before; NULL: this is the first.';
COMMENT ON COLUMN platform_answers.documents_searched IS 'The versions that were read for it.';
COMMENT ON COLUMN platform_answers.explanation IS 'The rules that decided; of a correction who decided, when and why.';

CREATE OR REPLACE VIEW wording_adoptions AS
WITH ordered AS (
    SELECT
        v.version_id,
        v.document_id,
        v.first_seen,
        v.words,
        lag(v.version_id) OVER timeline AS previous_version_id,
        lag(v.last_seen) OVER timeline AS previous_last_seen,
        lag(v.words) OVER timeline AS previous_words
    FROM versions AS v
    WINDOW timeline AS (PARTITION BY v.timeline_id ORDER BY v.version_no)
),

-- what is missing from a text less than half as long was perhaps only not captured
steps AS (
    SELECT
        version_id,
        document_id,
        first_seen,
        CASE WHEN 2 * previous_words >= words THEN previous_version_id END AS previous_version_id,
        CASE WHEN 2 * previous_words >= words THEN previous_last_seen END AS seen_without
    FROM ordered
),

places AS (
    SELECT
        o.version_id,
        count(*) AS provisions,
        count(*) FILTER (s.first_version_id = o.version_id) AS new_provisions
    FROM ledger.provision_occurrences AS o
    INNER JOIN ledger.provision_states AS s ON o.provision_id = s.provision_id AND o.state_no = s.state_no
    WHERE o.kind <> 'heading'
    GROUP BY o.version_id
),

standing AS (
    SELECT DISTINCT
        o.provision_id,
        o.state_no
    FROM current_versions AS c
    INNER JOIN ledger.provision_occurrences AS o ON c.version_id = o.version_id
),

members AS (
    SELECT
        f.family_id,
        f.platform_id,
        f.provision_id,
        f.state_no,
        f.similarity,
        s.text,
        v.version_id,
        v.document_id,
        v.first_seen,
        v.seen_without,
        v.previous_version_id,
        n.provision_id IS NOT NULL AS in_force
    FROM ledger.wording_families AS f
    INNER JOIN ledger.provision_states AS s ON f.provision_id = s.provision_id AND f.state_no = s.state_no
    INNER JOIN steps AS v ON s.first_version_id = v.version_id
    LEFT JOIN standing AS n ON f.provision_id = n.provision_id AND f.state_no = n.state_no
),

firsts AS (
    SELECT
        *,
        bool_or(in_force) OVER (PARTITION BY family_id, platform_id) AS is_in_force
    FROM members
    QUALIFY
        row_number() OVER (
            PARTITION BY family_id, platform_id ORDER BY first_seen ASC, similarity DESC, provision_id ASC, state_no ASC
        ) = 1
),

told AS (
    SELECT
        f.*,
        row_number() OVER (PARTITION BY f.family_id ORDER BY f.first_seen, f.platform_id) AS place,
        coalesce(f.seen_without >= min(f.first_seen) OVER (PARTITION BY f.family_id), FALSE) AS came_after_another,
        count(*) OVER (PARTITION BY f.platform_id, f.version_id) - 1 AS came_with
    FROM firsts AS f
)

SELECT
    t.family_id,
    t.platform_id,
    p.name AS platform,
    t.place,
    t.seen_without,
    t.first_seen,
    t.came_after_another,
    u.held_before,
    -- the same bound as for two wordings to be nearly the same
    t.came_after_another AND coalesce(u.held_before < 0.75, FALSE) AS was_seen_to_take_it_up,
    t.came_with,
    round(c.new_provisions / c.provisions, 4) AS new_share,
    t.is_in_force,
    t.similarity,
    t.text,
    t.document_id,
    t.provision_id,
    t.state_no,
    t.version_id,
    t.previous_version_id
FROM told AS t
INNER JOIN ledger.platforms AS p ON t.platform_id = p.platform_id
LEFT JOIN places AS c ON t.version_id = c.version_id
LEFT JOIN ledger.wording_uptakes AS u ON t.family_id = u.family_id AND t.platform_id = u.platform_id;
COMMENT ON VIEW wording_adoptions IS 'Which platforms have or had nearly the same wording, and since when each: one row a family of wordings and platform.';
COMMENT ON COLUMN wording_adoptions.family_id IS 'The family: wordings of two platforms or more that are nearly the same; wording_spread sums it up.';
COMMENT ON COLUMN wording_adoptions.platform_id IS 'The platform.';
COMMENT ON COLUMN wording_adoptions.platform IS 'The platform''s name.';
COMMENT ON COLUMN wording_adoptions.place IS 'Order in which we first saw the platforms with it, from 1; not who wrote it first.';
COMMENT ON COLUMN wording_adoptions.seen_without IS 'When its document was last seen without the wording (UTC); NULL: it stood in the first text we have, or the text before was less than half as long; it may be older.';
COMMENT ON COLUMN wording_adoptions.first_seen IS 'When its document was first seen with it (UTC).';
COMMENT ON COLUMN wording_adoptions.came_after_another IS 'True: its document was seen without this clause when another platform already had it.';
COMMENT ON COLUMN wording_adoptions.held_before IS 'How much of the words stood in one stretch of its document''s text before, 0 to 1; NULL: it did not come after another.';
COMMENT ON COLUMN wording_adoptions.was_seen_to_take_it_up IS 'True: it came after another, and its words were new to the document, not only cut out of another clause (held_before under .75).';
COMMENT ON COLUMN wording_adoptions.came_with IS 'Other wordings shared with anybody that came with the same version: many, and a whole text was taken up, not a wording.';
COMMENT ON COLUMN wording_adoptions.new_share IS 'Share of the provisions of that version whose wording was new with it: near 1, the whole text was written anew.';
COMMENT ON COLUMN wording_adoptions.is_in_force IS 'True: a wording of the family stands in a current version of the platform.';
COMMENT ON COLUMN wording_adoptions.similarity IS 'How like the earliest wording of the family its own first one was, 0 to 1, in words.';
COMMENT ON COLUMN wording_adoptions.text IS 'That wording as Markdown.';
COMMENT ON COLUMN wording_adoptions.document_id IS 'The document it stood in.';
COMMENT ON COLUMN wording_adoptions.provision_id IS 'The provision.';
COMMENT ON COLUMN wording_adoptions.state_no IS 'Number of its wording.';
COMMENT ON COLUMN wording_adoptions.version_id IS 'The version in which it was first seen.';
COMMENT ON COLUMN wording_adoptions.previous_version_id IS 'The version before it, seen without; NULL: none, or less than half as long.';
