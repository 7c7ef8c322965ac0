-- wording_spread: wordings that platforms share nearly word for word, who was first seen with each, and whether others took it up.
-- grain: one row a family of wordings.
-- key: family_id
-- columns:
--   family_id <- wording_families.family_id: The family; its members: FROM spread(family_id).
--   spread: taken_up (a platform that was watched without it had it later), with_a_text (the same, but only in a version of which half or more was new, or with three other shared wordings: a text or a section was written anew or taken over, not a wording), order_unknown (whoever has it had it when we first looked, so nobody is known to have been first), common (a fifth of all platforms and at least eight have it: a phrase of the trade or of a law).
--   platforms <- wording_families.platform_id: Platforms that have or had it.
--   in_force <- provision_occurrences.version_id: Of these, platforms that have it now.
--   share_of_platforms <- platforms.platform_id: Platforms that have or had it over all platforms of which we have a text.
--   first_platform_id <- wording_families.platform_id: Who was first seen with it.
--   first_platform <- platforms.name: Its name.
--   first_seen <- versions.first_seen: When that was (UTC).
--   first_is_certain <- versions.last_seen: True: every other platform was seen without it after that; false: another may have had it before we looked.
--   taken_up_by <- wording_families.platform_id: Platforms that were seen without it when another had it, and with it later.
--   newest_platform <- platforms.name: Who was seen to take it up last; NULL: nobody was.
--   newest_seen <- versions.first_seen: When that was (UTC); NULL: nobody was.
--   topics <- provision_topics.topic_id: What the earliest wording is about.
--   text <- provision_states.text: The earliest wording as Markdown.
--   document_id <- documents.document_id: The document it stood in.
--   provision_id <- provision_states.provision_id: Its provision.
--   state_no <- provision_states.state_no: Number of its wording.

WITH adopted AS (
    SELECT
        *,
        -- all 18 uptakes on 22 platforms came so: with texts written anew, or a law firm's section in five pieces
        was_seen_to_take_it_up AND came_with < 3 AND new_share < 0.5 AS by_itself
    FROM wording_adoptions
),

watched AS (
    SELECT count(DISTINCT platform_id) AS platforms
    FROM current_versions
),

families AS (
    SELECT
        a.family_id,
        count(*) AS platforms,
        count(*) FILTER (a.is_in_force) AS in_force,
        min_by(a.platform_id, a.place) AS first_platform_id,
        min_by(a.platform, a.place) AS first_platform,
        min_by(a.text, a.place) AS text,
        min_by(a.document_id, a.place) AS document_id,
        min_by(a.provision_id, a.place) AS provision_id,
        min_by(a.state_no, a.place) AS state_no,
        min(a.first_seen) AS first_seen,
        count(*) FILTER (a.was_seen_to_take_it_up) AS taken_up_by,
        count(*) FILTER (a.by_itself) AS taken_up_by_itself,
        max_by(a.platform, a.place) FILTER (a.was_seen_to_take_it_up) AS newest_platform,
        max(a.first_seen) FILTER (a.was_seen_to_take_it_up) AS newest_seen
    FROM adopted AS a
    GROUP BY a.family_id
),

about AS (
    SELECT
        provision_id,
        state_no,
        list(topic_id ORDER BY confidence DESC, topic_id ASC) AS topics
    FROM ledger.provision_topics
    WHERE band = 'automatic'
    GROUP BY ALL
)

SELECT
    f.family_id,
    CASE
        -- a fifth, and never fewer than eight: among few platforms some five may well have copied from one
        WHEN f.platforms >= 8 AND f.platforms >= 0.2 * w.platforms THEN 'common'
        WHEN f.taken_up_by_itself > 0 THEN 'taken_up'
        WHEN f.taken_up_by > 0 THEN 'with_a_text'
        ELSE 'order_unknown'
    END AS spread,
    f.platforms,
    f.in_force,
    round(f.platforms / w.platforms, 4) AS share_of_platforms,
    f.first_platform_id,
    f.first_platform,
    f.first_seen,
    f.taken_up_by = f.platforms - 1 AS first_is_certain,
    f.taken_up_by,
    f.newest_platform,
    f.newest_seen,
    coalesce(t.topics, []) AS topics,
    f.text,
    f.document_id,
    f.provision_id,
    f.state_no
FROM families AS f
CROSS JOIN watched AS w
LEFT JOIN about AS t ON f.provision_id = t.provision_id AND f.state_no = t.state_no
ORDER BY f.taken_up_by_itself DESC, f.platforms DESC, f.family_id ASC
