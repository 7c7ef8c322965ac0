"""The workbook of a release: the tables a person reads, a sheet each, within Excel's limits."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from assets.releases.rows import quoted
from assets.releases.tables import AnalystTable
from assets.releases.workbook_guide import (
    GUIDE,
    MOST_CHARACTERS,
    MOST_ROWS,
    Sheet,
    columns_of,
    sheet_name,
    what_is_where,
    with_sheets,
    write_about,
    write_columns,
    write_contents,
)
from assets.warehouse import ColumnDescription, Reader

LARGEST_EXACT_NUMBER = 2**53

# Excel counts days from the end of 1899 and takes 1900 for a leap year: earlier days are written as text.
_DAY_OF_1970 = 25_569
_FIRST_RIGHT_DAY = 61
_CUT = " … (cut; see Parquet, CSV or DuckDB)"
_NUMBERS = ("INTEGER", "BIGINT", "DOUBLE")
_WIDTHS = {"VARCHAR": 28, "TIMESTAMP WITH TIME ZONE": 17, "DATE": 11}
_OTHER_WIDTH = 12
_AT_ONCE = 2_000


@dataclass(frozen=True)
class _Styles:
    head: Format
    day: Format
    time: Format


def write_workbook(
    reader: Reader, tables: Sequence[AnalystTable], path: Path, *, about: Sequence[str], made: datetime
) -> None:
    """Write the tables for reading into an XLSX file, as ``reader`` has them in its schema ``temp``.

    Three sheets before them guide through the book. ``about``: lines for the first, followed there by what was left
    out and cut; ``made``: the time written into
    the file, of the data and not of the clock, so that the same rows give the same bytes.
    """
    written: dict[str, Sheet] = {}
    options = {
        "constant_memory": True,
        "tmpdir": str(path.parent),
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties(
            {"title": "Termscape release", "created": made.astimezone(UTC).replace(tzinfo=None)}
        )
        styles = _Styles(
            book.add_format({"bold": True}),
            book.add_format({"num_format": "yyyy-mm-dd"}),
            book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        )
        front, contents, columns = (book.add_worksheet(name) for name in GUIDE)
        for table in with_sheets(tables):
            name = sheet_name(table, [*GUIDE, *(sheet.name for sheet in written.values())])
            written[table.name] = _write_table(reader, table, book.add_worksheet(name), styles)
        write_contents(contents, tables, written, styles.head)
        write_columns(columns, tables, styles.head)
        write_about(front, [*about, "", *what_is_where(tables, written)])


def _write_table(reader: Reader, table: AnalystTable, sheet: Worksheet, styles: _Styles) -> Sheet:
    columns = columns_of(table)
    written = Sheet(sheet.name)
    for position, column in enumerate(columns):
        width = max(_WIDTHS.get(column.data_type, _OTHER_WIDTH), len(column.name) + 3)
        sheet.set_column(position, position, width)
        sheet.write_string(0, position, column.name, styles.head)
    sheet.freeze_panes(1, 0)
    for row in _rows(reader, table, columns):
        if written.rows + 1 >= MOST_ROWS:
            written.rows_left_out += 1
            continue
        written.rows += 1
        for position, value in enumerate(row):
            if value is not None:
                data_type = columns[position].data_type
                written.cells_cut += _write_cell(sheet, written.rows, position, value, data_type, styles)
    sheet.autofilter(0, 0, max(written.rows, 1), len(columns) - 1)
    return written


def _rows(
    reader: Reader, table: AnalystTable, columns: Sequence[ColumnDescription]
) -> Iterator[tuple[Any, ...]]:
    selected = ", ".join(_as_cell(column) for column in columns)
    found = reader.connection.execute(f"SELECT {selected} FROM temp.{quoted(table.name)}")
    while rows := found.fetchmany(_AT_ONCE):
        yield from rows


def _as_cell(column: ColumnDescription) -> str:
    """Return the SQL of a value as a cell holds it: days since 1899 for times (UTC), lists as words with commas."""
    name = quoted(column.name)
    if column.data_type in ("DATE", "TIMESTAMP WITH TIME ZONE"):
        return f"epoch({name}) / 86400.0 + {_DAY_OF_1970}"
    if column.data_type == "VARCHAR[]":
        return f"array_to_string({name}, ', ')"
    return name if column.data_type in (*_NUMBERS, "VARCHAR", "BOOLEAN") else f"CAST({name} AS VARCHAR)"


def _write_cell(
    sheet: Worksheet, row: int, position: int, value: Any, data_type: str, styles: _Styles
) -> bool:
    """Write one cell, words always as words and never as a formula or link; return whether it was cut."""
    if isinstance(value, str):
        too_long = len(value) > MOST_CHARACTERS
        text = value[: MOST_CHARACTERS - len(_CUT)] + _CUT if too_long else value
        sheet.write_string(row, position, text)
        return too_long
    if isinstance(value, bool):
        sheet.write_boolean(row, position, value)
    elif data_type in ("DATE", "TIMESTAMP WITH TIME ZONE"):
        is_day = data_type == "DATE"
        if value >= _FIRST_RIGHT_DAY:
            sheet.write_number(row, position, value, styles.day if is_day else styles.time)
        else:
            moment = datetime(1970, 1, 1) + timedelta(days=value - _DAY_OF_1970)
            sheet.write_string(row, position, f"{moment:%Y-%m-%d}" if is_day else moment.isoformat())
    elif math.isfinite(value) and abs(value) <= LARGEST_EXACT_NUMBER:
        sheet.write_number(row, position, value)
    else:
        sheet.write_string(row, position, str(value))
    return False
