"""What the site says of itself: method and accuracy, the data dictionary."""

from __future__ import annotations

import duckdb

from assets.changes.classes import CLASSES
from assets.releases.accuracy import accuracy_figures
from assets.site.model import Page
from assets.site.reading import dicts_of, rows_of

_TABLES = """
SELECT if(t.schema_name = 'main', '', t.schema_name || '.') || t.name AS name, t.comment, t.schema_name,
       list((c.column_name, c.data_type, c.comment) ORDER BY c.column_index) AS columns
FROM (SELECT schema_name, table_name AS name, comment FROM duckdb_tables() WHERE NOT internal
      UNION ALL SELECT schema_name, view_name, comment FROM duckdb_views() WHERE NOT internal) AS t
JOIN duckdb_columns() AS c ON t.schema_name = c.schema_name AND t.name = c.table_name
WHERE t.schema_name NOT IN ('temp', 'internal')
GROUP BY t.schema_name, t.name, t.comment ORDER BY t.schema_name <> 'main', t.name
"""
_MACROS = """
SELECT DISTINCT function_name, parameters, comment FROM duckdb_functions()
WHERE function_type = 'table_macro' AND NOT internal ORDER BY function_name
"""


def method_page(connection: duckdb.DuckDBPyConnection) -> Page:
    """Return the page on how it is made and how accurate it is."""
    return Page(
        "method",
        "",
        "method.html",
        {
            "title": "Method and accuracy",
            "classes": CLASSES,
            "accuracy": accuracy_figures(),
            "rules": rows_of(
                connection,
                "SELECT stage, version FROM ledger.stage_versions WHERE NOT contains(stage, '.') ORDER BY stage",
            ),
        },
    )


def dictionary_page(connection: duckdb.DuckDBPyConnection) -> Page:
    """Return the page with every table, column and macro of the database."""
    return Page(
        "dictionary",
        "",
        "dictionary.html",
        {
            "title": "Data dictionary",
            "tables": dicts_of(connection, _TABLES),
            "macros": rows_of(connection, _MACROS),
        },
    )
