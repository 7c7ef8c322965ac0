-- What every table, view, column and macro of this database means, from their own comments.

CREATE OR REPLACE VIEW data_dictionary AS
WITH tables AS (
    SELECT
        schema_name,
        table_name,
        'table' AS kind,
        comment
    FROM duckdb_tables()
    WHERE NOT internal AND database_name = current_database()
    UNION ALL
    SELECT
        schema_name,
        view_name AS table_name,
        'view' AS kind,
        comment
    FROM duckdb_views()
    WHERE NOT internal AND database_name = current_database()
),

described AS (
    SELECT
        schema_name,
        table_name,
        kind,
        0 AS position,
        NULL AS column_name,
        NULL AS data_type,
        comment,
        TRUE AS is_nullable
    FROM tables
    UNION ALL
    SELECT
        c.schema_name,
        c.table_name,
        t.kind,
        c.column_index AS position,
        c.column_name,
        c.data_type,
        c.comment,
        c.is_nullable
    FROM duckdb_columns() AS c
    INNER JOIN tables AS t ON c.schema_name = t.schema_name AND c.table_name = t.table_name
    WHERE NOT c.internal AND c.database_name = current_database()
    UNION ALL
    SELECT
        f.schema_name,
        f.function_name AS table_name,
        'macro' AS kind,
        0 AS position,
        NULL AS column_name,
        array_to_string(f.parameters, ', ') AS data_type,
        f.comment,
        TRUE AS is_nullable
    FROM duckdb_functions() AS f
    WHERE NOT f.internal AND f.database_name = current_database() AND f.function_type IN ('macro', 'table_macro')
)

SELECT
    d.schema_name,
    d.table_name,
    d.kind,
    d.position,
    d.column_name,
    d.data_type,
    d.comment,
    CASE
        WHEN NOT d.is_nullable THEN 'never missing'
        WHEN d.column_name IS NOT NULL THEN nullif(regexp_extract(d.comment, '\bNULL(?: too)?:? ([^;.]+)', 1), '')
    END AS missing_means,
    coalesce(s.stage, CASE WHEN d.kind = 'macro' THEN 'asking' WHEN d.kind = 'view' AND starts_with(d.table_name, 'answers_') THEN 'answers' ELSE 'comparisons' END) AS stage
FROM described AS d
LEFT JOIN ledger.table_stages AS s ON d.schema_name = s.schema_name AND d.table_name = s.table_name AND d.kind <> 'macro'
ORDER BY d.schema_name DESC, d.table_name, d.kind, d.position;
COMMENT ON VIEW data_dictionary IS 'What this database holds: one row a table, view or macro (column_name is NULL), and one a column of it.';
COMMENT ON COLUMN data_dictionary.schema_name IS 'main (what was published, for readers) or ledger (everything, noise and quarantine included).';
COMMENT ON COLUMN data_dictionary.table_name IS 'Name of the table, view or macro.';
COMMENT ON COLUMN data_dictionary.kind IS 'table, view or macro.';
COMMENT ON COLUMN data_dictionary.position IS 'Place of the column, from 1; 0: the row is about the table, view or macro itself.';
COMMENT ON COLUMN data_dictionary.column_name IS 'Name of the column; NULL: the row is about the table, view or macro itself.';
COMMENT ON COLUMN data_dictionary.data_type IS 'DuckDB type of the column; of a macro its parameters; NULL: the row is about a table or view itself.';
COMMENT ON COLUMN data_dictionary.comment IS 'What it means.';
COMMENT ON COLUMN data_dictionary.missing_means IS 'What a missing value means; never missing: it has none; NULL: its comment does not speak of it.';
COMMENT ON COLUMN data_dictionary.stage IS 'The stage of the pipeline that makes it: sources, captures, versions, provisions, topics, changes, answers, comparisons, ...; asking: a macro.';
