-- noqa: disable=LT02
-- How a wording spread.

CREATE OR REPLACE MACRO spread(family) AS TABLE
    SELECT
        a.place,
        a.platform,
        a.seen_without,
        a.first_seen,
        a.was_seen_to_take_it_up,
        a.came_with,
        a.new_share,
        a.is_in_force,
        a.similarity,
        a.text,
        a.document_id,
        a.provision_id
    FROM wording_adoptions AS a
    WHERE a.family_id = family
    ORDER BY a.place;
COMMENT ON MACRO TABLE spread IS 'Which platforms have a wording and since when, in the order in which we saw them with it: FROM spread(''…''), a family_id of wording_spread.';
