-- comparable_provisions: the clauses of other platforms on the same topic that play the same part, the nearest in words first; one a platform, at most five, none that has too little in common.
-- grain: one row a current provision and comparable provision.
-- key: provision_id, place
-- columns:
--   provision_id <- provision_reading.provision_id: The provision compared.
--   place: 1 is the nearest.
--   platform_id <- platforms.platform_id: The provision's platform.
--   topic_id <- provision_reading.topic_id: The topic of both.
--   role <- provision_reading.role: Who does what in both: what users may not do is never compared with what a platform does.
--   other_platform_id <- platforms.platform_id: The other platform.
--   other_platform <- platforms.name: Its name.
--   other_terms_type <- documents.terms_type: Terms type of the other document.
--   other_provision_id <- provision_reading.provision_id: The comparable provision.
--   other_headline <- provision_reading.headline: What it says in one sentence.
--   other_text <- provision_states.text: Its exact words, as Markdown.
--   other_stem <- provision_occurrences.stem: The sentence it completes; NULL: it stands alone.
--   other_polarity <- provision_reading.polarity: states, limits or denies.
--   other_exposure <- provision_reading.exposure: Its exposure.
--   other_stance <- answers.stance: The other platform's stance on the topic's question; NULL: the topic has none.
--   other_stance_label: The same as people read it; NULL: the topic has none.
--   question_id <- answers.question_id: That question.
--   similarity: Share of the telling words in common, seldom words counting more, 0 to 1; under 0.1 nothing is shown.
--   other_version_id <- versions.version_id: The version quoted.
--   other_char_start <- provision_occurrences.char_start: Offset of the quote in the version's Markdown.
--   other_char_end <- provision_occurrences.char_end: Offset behind it.

-- Near-linear: a word that stands in more than 250 provisions of a topic and role leads to none of them, and of each
-- provision the 24 most seldom words that a second platform uses too are followed. Two provisions are alike by the words
-- they share over all words they have: those that only one platform uses count as words that are not shared. Words that
-- only join others count nowhere. At least two of those shared (one, of a provision with two or fewer) stand in the
-- provisions' own texts: that both stand under "You may not use the service to:" makes nothing alike.
WITH pages AS (
    SELECT *
    FROM provision_pages
    WHERE topic_id IS NOT NULL AND role <> 'unread'
),

joining AS (
    SELECT
        unnest(
            string_split(
                'about above after again all also and another any anyone are because been before being below between both but can '
                || 'could did does doing don each either else etc even every following for from further had has have here how '
                || 'however including into its itself may might more most must not nor off only onto other others otherwise our ours '
                || 'out over own please same shall should since some such than that the their them then there these they this those '
                || 'through thus too under until upon was were what when where whether which while who whom whose will with within '
                || 'without would you your yours',
                ' '
            )
        ) AS word
),

words AS (
    SELECT
        provision_id,
        platform_id,
        topic_id,
        role,
        word,
        bool_or(is_own) AS is_own
    FROM (
        SELECT
            provision_id,
            platform_id,
            topic_id,
            role,
            TRUE AS is_own,
            unnest(regexp_extract_all(lower(regexp_replace(text, '\]\([^()\s]*\)', '] ', 'g')), '[\p{L}]{3,}')) AS word
        FROM pages
        UNION ALL
        SELECT
            provision_id,
            platform_id,
            topic_id,
            role,
            FALSE AS is_own,
            unnest(regexp_extract_all(lower(coalesce(stem, '')), '[\p{L}]{3,}')) AS word
        FROM pages
    ) AS said
    ANTI JOIN joining USING (word)
    GROUP BY ALL
),

weights AS (
    SELECT
        topic_id,
        role,
        word,
        count(*) AS provisions,
        count(DISTINCT platform_id) AS platforms,
        ln(1 + any_value(groups.size) / count(*)) AS weight
    FROM words
    INNER JOIN (SELECT topic_id, role, count(*) AS size FROM pages GROUP BY ALL) AS groups USING (topic_id, role)
    GROUP BY ALL
),

norms AS (
    SELECT
        w.provision_id,
        sqrt(sum(k.weight * k.weight)) AS norm,
        count(*) FILTER (w.is_own) AS own_words
    FROM words AS w
    INNER JOIN weights AS k ON w.topic_id = k.topic_id AND w.role = k.role AND w.word = k.word
    GROUP BY ALL
),

weighed AS (
    SELECT
        w.provision_id,
        w.platform_id,
        w.topic_id,
        w.role,
        w.word,
        w.is_own,
        k.weight
    FROM words AS w
    INNER JOIN weights AS k ON w.topic_id = k.topic_id AND w.role = k.role AND w.word = k.word
    WHERE k.platforms > 1 AND k.provisions <= 250
    QUALIFY row_number() OVER (PARTITION BY w.provision_id ORDER BY k.provisions ASC, w.word ASC) <= 24
),

shared AS (
    SELECT
        a.provision_id,
        b.provision_id AS other_id,
        b.platform_id AS other_platform_id,
        sum(a.weight * b.weight) AS weight,
        count(*) FILTER (a.is_own AND b.is_own) AS own_words
    FROM weighed AS a
    INNER JOIN weighed AS b
        ON a.topic_id = b.topic_id AND a.role = b.role AND a.word = b.word AND a.platform_id <> b.platform_id
    GROUP BY ALL
),

pairs AS (
    SELECT
        s.provision_id,
        s.other_id,
        -- sums of fractions differ in their last digits with the order of rows: rounded, equals stay equal
        round(s.weight / (na.norm * nb.norm), 9) AS similarity
    FROM shared AS s
    INNER JOIN norms AS na ON s.provision_id = na.provision_id
    INNER JOIN norms AS nb ON s.other_id = nb.provision_id
    WHERE
        s.own_words >= if(least(na.own_words, nb.own_words) <= 2, 1, 2)
        AND round(s.weight / (na.norm * nb.norm), 9) >= 0.1
    QUALIFY row_number() OVER (
        PARTITION BY s.provision_id, s.other_platform_id
        ORDER BY round(s.weight / (na.norm * nb.norm), 9) DESC, s.other_id ASC
    ) = 1
),

chosen AS (
    SELECT
        provision_id,
        other_id,
        similarity,
        row_number() OVER (PARTITION BY provision_id ORDER BY similarity DESC, other_id ASC) AS place
    FROM pairs
    QUALIFY place <= 5
)

SELECT
    c.provision_id,
    c.place,
    p.platform_id,
    p.topic_id,
    p.role,
    o.platform_id AS other_platform_id,
    o.platform AS other_platform,
    o.terms_type AS other_terms_type,
    o.provision_id AS other_provision_id,
    o.headline AS other_headline,
    o.text AS other_text,
    o.stem AS other_stem,
    o.polarity AS other_polarity,
    o.exposure AS other_exposure,
    o.stance AS other_stance,
    o.stance_label AS other_stance_label,
    o.question_id,
    round(c.similarity, 3) AS similarity,
    o.version_id AS other_version_id,
    o.char_start AS other_char_start,
    o.char_end AS other_char_end
FROM chosen AS c
INNER JOIN pages AS p ON c.provision_id = p.provision_id
INNER JOIN pages AS o ON c.other_id = o.provision_id
ORDER BY c.provision_id, c.place
