"""The tables of a release as files: each view is worked out once, sorted, hashed, and written as Parquet and CSV."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from assets.releases.manifest import ReleasedFile, ReleasedTable
from assets.releases.publication import READ_ONLY
from assets.releases.rows import as_text, count_rows, literal, quoted
from assets.releases.tables import AnalystTable
from assets.warehouse import Reader

# The same rows in groups of the same size give the same bytes; it is also what DuckDB reads fastest.
ROWS_A_GROUP = 122_880
_AT_ONCE = 1024 * 1024


def lay_out(reader: Reader, tables: Sequence[AnalystTable]) -> dict[str, ReleasedTable]:
    """Work out every table once, sorted, into the schema ``temp`` under its own name, and hash its rows."""
    facts = {}
    for table in tables:
        order = ", ".join(f"{quoted(name)} NULLS FIRST" for name in table.order)
        name = quoted(table.name)
        reader.connection.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM main.{name} ORDER BY {order}")
        columns = {column.name: column.data_type for column in table.columns}
        found = count_rows(reader, f"temp.{name}", columns)
        facts[table.name] = ReleasedTable(found.rows, found.rows_sha256, columns)
    return facts


def write_tables(reader: Reader, tables: Sequence[AnalystTable], folder: Path) -> None:
    """Write each table that ``lay_out`` made as ``parquet/NAME.parquet`` and ``csv/NAME.csv`` below a folder."""
    for kind in ("parquet", "csv"):
        (folder / kind).mkdir()
    for table in tables:
        source = f"temp.{quoted(table.name)}"
        reader.connection.execute(
            f"COPY (FROM {source}) TO {literal(folder / 'parquet' / f'{table.name}.parquet')} "
            f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROWS_A_GROUP})"
        )
        texts = ", ".join(
            f"{as_text(column.name, column.data_type)} AS {quoted(column.name)}" for column in table.columns
        )
        reader.connection.execute(
            f"COPY (SELECT {texts} FROM {source}) TO {literal(folder / 'csv' / f'{table.name}.csv')} "
            "(FORMAT csv, HEADER true, DELIMITER ',', NULLSTR '')"
        )


def hashed_files(folder: Path) -> list[ReleasedFile]:
    """Return the files below a folder, by path, with their sizes and hashes; links are not followed."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            name = path.relative_to(folder).as_posix()
            found.append(ReleasedFile(name, path.stat().st_size, sha256_of(path)))
    return found


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(_AT_ONCE):
            digest.update(part)
    return digest.hexdigest()


def seal(folder: Path) -> None:
    """Make every file below a folder read-only, and have all of it on disk before anything is renamed."""
    for path in [folder, *folder.rglob("*")]:
        if path.is_file():
            path.chmod(READ_ONLY)
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
