-- noqa: disable=LT02
-- Searching texts by words, in any DuckDB without an extension: words are folded, weighed as BM25 does, and phrases hold.

CREATE OR REPLACE MACRO ledger.has_no_spaces(words) AS
    regexp_matches(words, '[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]');
COMMENT ON MACRO ledger.has_no_spaces IS 'Whether a text holds a script that is written without spaces between words.';

CREATE OR REPLACE MACRO ledger.folded(words) AS
    ' ' || trim(regexp_replace(
        CASE
            WHEN ledger.has_no_spaces(words)
                THEN regexp_replace(strip_accents(lower(words)), '([\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]+)', ' \1 ', 'g')
            ELSE replace(strip_accents(lower(words)), 'ß', 'ss')
        END,
        '[^\p{L}\p{N}]+', ' ', 'g'
    )) || ' ';
COMMENT ON MACRO ledger.folded IS 'Words as search compares them: small letters without accents, one space between words and at both ends; Chinese, Japanese and Thai stand apart from other scripts.';

CREATE OR REPLACE MACRO ledger.spelt_out(words) AS
    replace(replace(replace(lower(words), 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue');
COMMENT ON MACRO ledger.spelt_out IS 'Words with ä, ö and ü written ae, oe and ue.';

CREATE OR REPLACE MACRO ledger.times_in(needle, folded_text) AS
    length(replace(folded_text, needle, needle || '#')) - length(folded_text);
COMMENT ON MACRO ledger.times_in IS 'How often words stand in a folded text, which holds no #.';

CREATE OR REPLACE MACRO ledger.without_targets(body) AS
    CASE WHEN contains(body, '](') THEN regexp_replace(body, '\]\([^)\s]*\)', ']', 'g') ELSE body END;
COMMENT ON MACRO ledger.without_targets IS 'Markdown without the addresses that its links lead to.';

CREATE OR REPLACE MACRO ledger.in_step(body) AS
    ' ' || regexp_replace(strip_accents(lower(body)), '[^\p{L}\p{N}]', ' ', 'g');
COMMENT ON MACRO ledger.in_step IS 'A text folded sign by sign behind one space, so that a place in it is a place in the text.';

CREATE OR REPLACE MACRO ledger.place_of(word, body) AS
    coalesce(
        nullif(instr(ledger.in_step(body), ' ' || word), 0),
        nullif(instr(ledger.in_step(ledger.spelt_out(body)), ' ' || word), 0),
        nullif(instr(ledger.in_step(body), word), 0),
        1
    );
COMMENT ON MACRO ledger.place_of IS 'Where a folded word begins in a text, from 1; 1 too if it does not stand there.';

CREATE OR REPLACE MACRO ledger.cut_around(body, place) AS
    CASE WHEN place > 81 THEN '…' || regexp_replace(body[place - 80:place - 1], '^\S{0,30}\s', '') ELSE body[:place - 1] END
    || CASE WHEN place + 160 < length(body) THEN regexp_replace(body[place:place + 160], '\s\S{0,30}$', '') || '…' ELSE body[place:] END;
COMMENT ON MACRO ledger.cut_around IS 'The words around a place of a text, from about 80 signs before it to 160 behind.';

CREATE OR REPLACE MACRO ledger.snippet(word, body) AS
    ledger.cut_around(
        regexp_replace(ledger.without_targets(body), '\s', ' ', 'g'),
        ledger.place_of(word, ledger.without_targets(body))
    );
COMMENT ON MACRO ledger.snippet IS 'The words of a text around the first place of a folded word.';

CREATE OR REPLACE MACRO ledger.words_of(query) AS TABLE
    WITH said AS (
        SELECT regexp_replace(query, '[“”„«»「」『』]', '"', 'g') AS line
    ),

    parts AS (
        SELECT
            unnest(regexp_extract_all(line, '"([^"]+)"', 1)) AS part,
            TRUE AS is_phrase
        FROM said
        UNION ALL
        SELECT
            unnest(string_split_regex(regexp_replace(line, '"[^"]*"', ' ', 'g'), '[\s"]+')) AS part,
            FALSE AS is_phrase
        FROM said
    ),

    -- both ways to write an umlaut
    folded AS (
        SELECT
            part,
            is_phrase,
            unnest(list_distinct([trim(ledger.folded(part)), trim(ledger.folded(ledger.spelt_out(part)))])) AS words
        FROM parts
    ),

    -- of a script without spaces every two signs that stand side by side; a phrase stays whole
    single AS (
        SELECT
            part,
            is_phrase,
            unnest(CASE
                WHEN is_phrase OR NOT ledger.has_no_spaces(words) THEN [words]
                ELSE flatten([
                    CASE
                        WHEN ledger.has_no_spaces(w) AND length(w) > 2 THEN [w[i:i + 1] FOR i IN range(1, length(w))]
                        ELSE [w]
                    END
                    FOR w IN string_split(words, ' ')
                ])
            END) AS words
        FROM folded
    )

    SELECT DISTINCT
        CASE WHEN NOT is_phrase AND ledger.has_no_spaces(words) THEN words ELSE trim(ledger.folded(part)) END AS term,
        CASE WHEN NOT is_phrase AND ledger.has_no_spaces(words) THEN words ELSE part END AS said,
        is_phrase,
        words,
        CASE WHEN ledger.has_no_spaces(words[1]) THEN '' ELSE ' ' END
        || words
        || CASE WHEN ledger.has_no_spaces(words[-1]) THEN '' ELSE ' ' END AS exact,
        -- from four letters on a word also finds longer ones, and from five on those that are joined to another
        NOT is_phrase AND length(words) >= 4 AND NOT ledger.has_no_spaces(words) AS finds_longer,
        NOT is_phrase AND length(words) >= 5 AND NOT ledger.has_no_spaces(words) AS finds_joined
    FROM single
    WHERE words <> '';
COMMENT ON MACRO TABLE ledger.words_of IS 'The words and "phrases" of a search, one row a way to write each.';

CREATE OR REPLACE MACRO ledger.ranked(query, corpus) AS TABLE
    WITH chosen AS (
        SELECT
            row_number() OVER () AS text_no,
            t.*
        FROM (
            SELECT
                'in_force' AS read_from,
                i.*
            FROM ledger.texts_in_force AS i
            UNION ALL
            SELECT
                'ever' AS read_from,
                e.*
            FROM ledger.texts_ever AS e
        ) AS t
        WHERE t.read_from = corpus
    ),

    -- a text with umlauts is read twice, once with them spelt out
    bodies AS (
        SELECT
            text_no,
            language,
            ledger.folded(ledger.without_targets(text)) AS body,
            ledger.folded(concat_ws(' ', heading, stem)) AS above
        FROM chosen
        UNION ALL
        SELECT
            text_no,
            language,
            ledger.folded(ledger.spelt_out(ledger.without_targets(text))) AS body,
            ledger.folded(ledger.spelt_out(concat_ws(' ', heading, stem))) AS above
        FROM chosen
        WHERE regexp_matches(concat_ws(' ', text, heading, stem), '[äöüÄÖÜ]')
    ),

    asked AS (
        SELECT * FROM ledger.words_of(query)
    ),

    -- a longer word that begins so counts half, a joined one a quarter, a word of the heading or stem three tenths
    counted AS (
        SELECT
            b.text_no,
            q.term,
            min(q.said) AS said,
            max(q.is_phrase::INTEGER) AS phrases,
            max(
                ledger.times_in(q.exact, b.body)
                + CASE WHEN q.finds_longer THEN 0.5 * (ledger.times_in(' ' || q.words, b.body) - ledger.times_in(q.exact, b.body)) ELSE 0 END
                + CASE
                    WHEN q.finds_joined AND b.language IN ('de', 'nl', 'sv', 'da', 'no', 'nb', 'fi') AND NOT contains(b.body, ' ' || q.words)
                        THEN 0.25 * contains(b.body, q.words)::INTEGER
                    ELSE 0
                END
                + CASE WHEN NOT q.is_phrase THEN 0.3 * contains(b.above, q.exact)::INTEGER ELSE 0 END
            ) AS times
        FROM bodies AS b
        INNER JOIN asked AS q
            ON contains(b.body, CASE WHEN q.finds_longer OR q.finds_joined THEN q.words ELSE q.exact END) OR (NOT q.is_phrase AND contains(b.above, q.exact))
        GROUP BY b.text_no, q.term
    ),

    found AS (
        SELECT * FROM counted WHERE times > 0
    ),

    everywhere AS (
        SELECT
            count(*) AS texts,
            avg(length(text)) AS length
        FROM chosen
    ),

    -- Robertson's BM25 with his usual constants, 1.2 and 0.75
    weighed AS (
        SELECT
            f.text_no,
            f.term,
            f.said,
            f.phrases,
            ln(1 + (a.texts - r.texts + 0.5) / (r.texts + 0.5))
            * f.times * 2.2 / (f.times + 1.2 * (0.25 + 0.75 * length(c.text) / a.length)) AS weight
        FROM found AS f
        INNER JOIN (
            SELECT
                term,
                count(*) AS texts
            FROM found
            GROUP BY ALL
        ) AS r ON f.term = r.term
        INNER JOIN chosen AS c ON f.text_no = c.text_no
        CROSS JOIN everywhere AS a
    ),

    scored AS (
        SELECT
            w.text_no,
            sum(w.weight) AS score,
            list(w.said ORDER BY w.weight DESC, w.term ASC) AS found,
            arg_max(w.term, w.weight) AS weightiest
        FROM weighed AS w
        GROUP BY w.text_no
        HAVING sum(w.phrases) = (SELECT count(DISTINCT q.term) FROM asked AS q WHERE q.is_phrase)
    )

    SELECT
        s.score,
        s.found,
        s.weightiest,
        c.*
    FROM scored AS s
    INNER JOIN chosen AS c ON s.text_no = c.text_no;
COMMENT ON MACRO TABLE ledger.ranked IS 'The texts of a corpus (in_force, ever) that hold words of a search and all its "phrases", with their score.';

CREATE OR REPLACE MACRO search(query) AS TABLE
    SELECT
        round(r.score, 3) AS score,
        p.name AS platform,
        d.terms_type,
        r.heading,
        ledger.snippet(split_part(r.weightiest, ' ', 1), r.text) AS snippet,
        r.text,
        r.found,
        r.first_seen,
        r.last_seen,
        r.document_id,
        r.provision_id,
        r.version_id,
        c.licence,
        c.attribution
    FROM ledger.ranked(query, 'in_force') AS r
    INNER JOIN ledger.documents AS d ON r.document_id = d.document_id
    INNER JOIN ledger.platforms AS p ON d.platform_id = p.platform_id
    INNER JOIN ledger.versions AS v ON r.version_id = v.version_id
    INNER JOIN ledger.timelines AS t ON v.timeline_id = t.timeline_id
    INNER JOIN ledger.collections AS c ON t.collection_id = c.collection_id
    ORDER BY r.score DESC, r.document_id ASC, r.provision_id ASC;
COMMENT ON MACRO TABLE search IS 'The clauses in force that hold some of these words, the best first: FROM search(''train models "personal data"'') LIMIT 10. Words in double quotes must stand there as they are; accents and capitals do not matter, ue finds ü, a word of four letters finds longer ones that begin so. score: BM25, to be compared within one search only; found: the words found, the weightiest first; first_seen: of this wording; last_seen: of the document.';

CREATE OR REPLACE MACRO search_history(query) AS TABLE
    SELECT
        round(r.score, 3) AS score,
        p.name AS platform,
        d.terms_type,
        r.heading,
        ledger.snippet(split_part(r.weightiest, ' ', 1), r.text) AS snippet,
        r.text,
        r.found,
        r.first_seen,
        r.last_seen,
        r.is_in_force,
        r.document_id,
        r.provision_id,
        r.state_no,
        r.version_id,
        c.licence,
        c.attribution
    FROM ledger.ranked(query, 'ever') AS r
    INNER JOIN ledger.documents AS d ON r.document_id = d.document_id
    INNER JOIN ledger.platforms AS p ON d.platform_id = p.platform_id
    INNER JOIN ledger.versions AS v ON r.version_id = v.version_id
    INNER JOIN ledger.timelines AS t ON v.timeline_id = t.timeline_id
    INNER JOIN ledger.collections AS c ON t.collection_id = c.collection_id
    ORDER BY r.score DESC, r.document_id ASC, r.first_seen ASC, r.provision_id ASC;
COMMENT ON MACRO TABLE search_history IS 'Every wording a clause ever had that holds some of these words, the best first, as search() finds them: FROM search_history(''"do not sell"''). first_seen and last_seen: between which times this wording was seen without a break; is_in_force: it stands in the newest version.';
