-- noqa: disable=LT02
-- What platforms said at a moment, and platforms side by side.

CREATE OR REPLACE MACRO answers_at(moment) AS TABLE
    SELECT
        h.* EXCLUDE (stance_turned, previous_answer_id)
    FROM answer_history AS h
    WHERE
        h.valid_from <= cast(moment AS timestamptz)
        AND (h.valid_to IS NULL OR h.valid_to > cast(moment AS timestamptz));
COMMENT ON MACRO TABLE answers_at IS 'What each platform''s documents said to each question at a moment, as far as they were seen: FROM answers_at(''2025-01-01''). An answer whose end lies in a window counts until the other text was seen.';

CREATE OR REPLACE MACRO compare(platform_ids) AS TABLE
    SELECT
        a.question_id,
        a.question,
        a.experimental,
        a.platform,
        a.stance,
        a.stance_label,
        a.headline,
        a.quote,
        a.quoted_from,
        a.stance_since
    FROM answers AS a
    WHERE list_contains(platform_ids, a.platform_id)
    ORDER BY a.question_id, a.platform_id;
COMMENT ON MACRO TABLE compare IS 'What some platforms say to every question, side by side: FROM compare([''chatgpt'', ''claude-ai'']).';
