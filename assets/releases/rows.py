"""Rows as text, one way for every format: what CSV files hold, and what the hash of a table's rows is made of."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from assets.warehouse import Reader

# Longer than any document: DuckDB refuses a line of a CSV file beyond this, and sets aside as much memory.
LONGEST_LINE = 64 * 1024 * 1024


class Rows(msgspec.Struct, frozen=True):
    """How many rows a table has, and a hash of them that does not depend on their order."""

    rows: int
    rows_sha256: str


def quoted(name: str) -> str:
    """Return a name as SQL writes it.

    >>> quoted("words before")
    '"words before"'
    """
    return '"' + name.replace('"', '""') + '"'


def literal(text: object) -> str:
    """Return a text as SQL writes it.

    >>> literal("it's")
    "'it''s'"
    """
    return "'" + str(text).replace("'", "''") + "'"


def as_text(name: str, data_type: str) -> str:
    """Return the SQL that makes a value of a column its text: times in UTC, lists as JSON, others as DuckDB has them."""
    column = quoted(name)
    if data_type == "TIMESTAMP WITH TIME ZONE":
        # without fractions where there are none, as ISO 8601 is mostly written
        utc = f"({column} AT TIME ZONE 'UTC')"
        whole = f"date_trunc('second', {utc}) = {utc}"
        return (
            f"CASE WHEN {whole} THEN strftime({utc}, '%Y-%m-%dT%H:%M:%SZ') "
            f"ELSE strftime({utc}, '%Y-%m-%dT%H:%M:%S.%fZ') END"
        )
    if data_type.endswith("]") or data_type.startswith(("STRUCT", "MAP")):
        return f"CAST(to_json({column}) AS VARCHAR)"
    return column if data_type == "VARCHAR" else f"CAST({column} AS VARCHAR)"


def count_rows(reader: Reader, source: str, columns: Mapping[str, str]) -> Rows:
    """Count and hash the rows of ``source`` (a table, or a function that reads a file).

    ``columns``: names and DuckDB types, in order. A row is the JSON list of its values as text (``as_text``, null
    where there is none); the hash is the SHA-256 of the sorted SHA-256 of all rows, in hexadecimal, one after another.
    """
    texts = ", ".join(as_text(name, data_type) for name, data_type in columns.items())
    found = reader.connection.execute(
        f"WITH hashes AS (SELECT sha256(CAST(to_json([{texts}]) AS VARCHAR)) AS row_sha256 FROM {source}) "
        "SELECT count(*), sha256(coalesce(string_agg(row_sha256, '' ORDER BY row_sha256), '')) FROM hashes"
    ).fetchone()
    assert found is not None
    return Rows(*found)


def parquet_source(path: Path) -> str:
    """Return the SQL that reads a Parquet file."""
    return f"read_parquet({literal(path)})"


def csv_source(path: Path, columns: Mapping[str, str]) -> str:
    """Return the SQL that reads a CSV file of a release, every value as the text that stands there.

    A field with nothing in it is a missing value, one with an empty pair of quotes an empty text.
    """
    types = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in columns)
    return (
        f"read_csv({literal(path)}, columns = {{{types}}}, header = true, delim = ',', quote = '\"', escape = '\"', "
        f"nullstr = '', allow_quoted_nulls = false, auto_detect = false, parallel = false, "
        f"max_line_size = {LONGEST_LINE})"
    )
