"""Querying what is published: ``sql``, which also says what tables, columns and macros there are and what they mean."""

from __future__ import annotations

import re
import sys
from typing import Annotated

import duckdb
import typer
from rapidfuzz import process

from assets.errors import InputError, NothingFound
from assets.home import Home
from assets.warehouse import read_frame
from orchestration import display
from orchestration.cli import HomeOption, JsonOption, chosen_home
from orchestration.sql_files import sql_checks

_BARE_NAME = re.compile(r"[a-z_][a-z0-9_]{0,80}(?:\.[a-z_][a-z0-9_]{0,80})?;?", re.IGNORECASE)

_TABLES = """
SELECT name, kind, description FROM (
    SELECT if(database_name = 'internal', 'internal.', '') || view_name AS name, 'view' AS kind, comment AS description FROM duckdb_views() WHERE NOT internal AND schema_name = 'main'
    UNION ALL
    SELECT if(database_name = 'internal', 'internal.', '') || table_name, 'table', comment FROM duckdb_tables() WHERE schema_name = 'main'
    UNION ALL
    SELECT function_name || '(' || array_to_string(parameters, ', ') || ')', 'macro', comment
    FROM duckdb_functions() WHERE function_type = 'table_macro' AND NOT internal AND schema_name = 'main'
)
ORDER BY name
"""
_COLUMNS = """
SELECT column_name, data_type, comment AS description FROM duckdb_columns()
WHERE NOT internal AND lower(table_name) = lower(?) AND if(database_name = 'internal', 'internal', schema_name) = ? ORDER BY column_index
"""
_MACRO = """
SELECT function_name, parameters, comment AS description FROM duckdb_functions()
WHERE function_type = 'table_macro' AND NOT internal AND lower(function_name) = lower(?)
"""


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(sql)


def sql(
    query: Annotated[
        str | None,
        typer.Argument(
            help='A query, e.g. "FROM changes LIMIT 5"; or the name of a table alone, e.g. changes, for its columns.',
            show_default="read from standard input",
        ),
    ] = None,
    home: HomeOption = None,
    json_output: JsonOption = False,
) -> None:
    """Run a query (one statement) on the published database, read-only.

    Without a query and input: list its tables, views and macros. With the name of one alone
    (`termscape sql changes`, `termscape sql ledger.versions`): list its columns with their types and what they mean.
    With the name of a check that warned (`termscape sql documents_failing`): show the rows it found.
    """
    chosen = chosen_home(home)
    if query is None and not sys.stdin.isatty():
        query = sys.stdin.read().strip()
    check = next((one for one in sql_checks() if query and one.name == query.strip(" ;\n\t")), None)
    if check:
        display.notes.print(check.description, markup=False)
        query = check.query
    elif (
        query
        and _BARE_NAME.fullmatch(query.strip())
        and _describe(chosen, query.strip(" ;\n\t"), json_output)
    ):
        return
    query = query if query and query.strip() else _TABLES
    _refuse_several(query)
    frame = read_frame(chosen, query, with_internal=True)
    if frame.width == 0:
        raise InputError(
            "the query returned no columns. The published database is read-only: use SELECT or FROM."
        )
    if json_output:
        display.as_json(frame.to_dicts())
    else:
        display.table(frame.to_dicts(), names="columns")


def _describe(home: Home, name: str, json_output: bool) -> bool:
    """Print the columns of a table or view, or the parameters of a macro; return whether the name was one.

    Raises:
        NothingFound: it is none, and no statement of one word either; the message names those there are.
    """
    schema, _, table = name.rpartition(".")
    columns = read_frame(home, _COLUMNS, [table, schema or "main"], with_internal=True).to_dicts()
    macros = [] if schema else read_frame(home, _MACRO, [table]).to_dicts()
    if not columns and not macros:
        if _is_statement(name):
            return False
        there = [
            row["name"].partition("(")[0] for row in read_frame(home, _TABLES, with_internal=True).to_dicts()
        ]
        near = [match[0] for match in process.extract(name, sorted(set(there)), limit=3, score_cutoff=70)]
        said = f"Nearest: {', '.join(near)}" if near else f"There are: {', '.join(sorted(set(there)))}"
        raise NothingFound(f"no table {name!r} here. {said}. (All, with what they hold: termscape sql)")
    if json_output:
        display.as_json(columns or macros)
        return True
    if columns:
        display.table(columns, title=name, wide=["description"], names="columns")
    for macro in macros:
        values = ", ".join(macro["parameters"])
        display.out.print(f"Macro: FROM {macro['function_name']}({values})", markup=False)
        display.out.print(macro["description"], markup=False)
    return True


def _is_statement(query: str) -> bool:
    try:
        return bool(duckdb.extract_statements(query))
    except duckdb.Error:
        return False


def _refuse_several(query: str) -> None:
    """Refuse a query of several statements: only the result of the last would be shown.

    A query that DuckDB cannot parse passes: running it says what is wrong.
    """
    try:
        statements = duckdb.extract_statements(query)
    except duckdb.Error:
        return
    # DuckDB puts a CREATE TYPE before a PIVOT; a CREATE that somebody wrote is refused by the read-only database
    asked = [statement for statement in statements if statement.type != duckdb.StatementType.CREATE]
    if not statements:
        raise InputError("the query holds no statement, only comments or semicolons.")
    if len(asked) > 1:
        raise InputError(
            f"the query holds {len(asked)} statements; one at a time was expected, since only the last one's "
            "result would be shown. Run them one by one, or join them with WITH or UNION."
        )
