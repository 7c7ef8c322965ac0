"""What the site says of itself: coverage and gaps, method and accuracy, the data dictionary."""

from __future__ import annotations

import duckdb

from assets.changes.classes import CLASSES
from assets.releases.accuracy import accuracy_figures
from assets.site.change_pages import months_between
from assets.site.charts import ACCENT, STANCE_COLOURS, Chart, Series, stacked_months
from assets.site.environment import words
from assets.site.model import Page, Row
from assets.site.reading import dicts_of, rows_of

LONGEST_GAPS = 60
RECENT_DAYS = 730
"""Gaps that ended longer ago tell of the history of a collection, not of what is known today."""
_FAILED = "outcome NOT IN ('changed', 'unchanged', 'not_modified')"

_LOOKS_A_MONTH = f"""
SELECT strftime(observed_at, '%Y-%m') AS month, count(*) FILTER (NOT ({_FAILED})), count(*) FILTER ({_FAILED})
FROM observations GROUP BY ALL ORDER BY month
"""
_OUTCOMES = """
SELECT outcome, count(*) AS looks, count(DISTINCT document_id) AS documents, strftime(max(observed_at), '%Y-%m-%d') AS newest
FROM observations GROUP BY ALL ORDER BY looks DESC, outcome
"""
_MISSING = """
SELECT d.platform_id, p.name AS platform, d.terms_type, max_by(o.reason, o.observed_at) AS reason
FROM documents AS d JOIN platforms AS p ON d.platform_id = p.platform_id
LEFT JOIN observations AS o ON d.document_id = o.document_id
WHERE d.coverage = 'not_captured' GROUP BY d.platform_id, p.name, d.terms_type ORDER BY lower(p.name), d.terms_type
"""
_GAPS = f"""
SELECT g.document_id, g.gap_from, g.gap_until, g.days, g.reason FROM gaps AS g
JOIN documents AS d ON g.document_id = d.document_id AND d.coverage = 'captured'
WHERE g.gap_until IS NULL OR g.gap_until >= (SELECT max(observed_at) FROM observations) - INTERVAL {RECENT_DAYS} DAY
ORDER BY g.days DESC NULLS FIRST, g.document_id, g.gap_from LIMIT {LONGEST_GAPS}
"""
_PLATFORMS = f"""
SELECT p.platform_id, p.name AS platform, count(o.observation_id) AS looks,
       count(o.observation_id) FILTER (o.{_FAILED}) AS failed, min(o.observed_at) AS first_look, max(o.observed_at) AS last_look
FROM platforms AS p LEFT JOIN documents AS d ON p.platform_id = d.platform_id
LEFT JOIN observations AS o ON d.document_id = o.document_id
GROUP BY p.platform_id, p.name ORDER BY lower(p.name), p.platform_id
"""
_STATE = f"""
SELECT (SELECT count(*) FROM documents WHERE coverage = 'captured') AS captured,
       (SELECT count(*) FROM documents WHERE coverage = 'not_captured') AS missing,
       (SELECT count(*) FROM documents WHERE coverage = 'absent') AS absent,
       (SELECT count(*) FROM held) AS held,
       (SELECT count(*) FROM observations) AS looks,
       (SELECT count(*) FROM observations WHERE {_FAILED}) AS failed
"""
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


def state_of(connection: duckdb.DuckDBPyConnection) -> Row:
    """Return how many documents are captured, missing and absent, how many texts are held, and the looks."""
    return dicts_of(connection, _STATE)[0]


def coverage_page(connection: duckdb.DuckDBPyConnection) -> Page:
    """Return the page on what was looked at and what could not be seen."""
    state = state_of(connection)
    return Page(
        "coverage",
        "",
        "coverage.html",
        {
            "title": "Coverage and gaps",
            "numbers": [
                (state["captured"], "documents captured"),
                (state["missing"], "not captured"),
                (state["absent"], "known not to exist"),
                (state["held"], "texts held now"),
                (state["looks"], "looks"),
                (state["failed"], "looks in vain"),
            ],
            "chart": _looks(connection),
            "outcomes": [
                [words(row["outcome"]), f"{row['looks']:,}", f"{row['documents']:,}", row["newest"]]
                for row in dicts_of(connection, _OUTCOMES)
            ],
            "missing": dicts_of(connection, _MISSING),
            "held": dicts_of(connection, "FROM held ORDER BY held_since, document_id"),
            "gaps": dicts_of(connection, _GAPS),
            "platforms": dicts_of(connection, _PLATFORMS),
            "collections": collections(connection),
        },
    )


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


def collections(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """Return the collections the texts come from."""
    return dicts_of(connection, "FROM collections ORDER BY name, collection_id")


def _looks(connection: duckdb.DuckDBPyConnection) -> Chart | None:
    counts = {month: (well, failed) for month, well, failed in rows_of(connection, _LOOKS_A_MONTH)}
    months = months_between(list(counts))
    return stacked_months(
        "Looks a month",
        "Every attempt to see a document. Imported histories record changes only, so their looks are the recorded ones.",
        months,
        [
            Series("seen", ACCENT, [counts.get(month, (0, 0))[0] for month in months]),
            Series("in vain", STANCE_COLOURS[0], [counts.get(month, (0, 0))[1] for month in months]),
        ],
        "looks",
    )
