"""The workbook of a release: the tables a person reads, a sheet each, within Excel's limits and saying what was cut."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from assets.releases.rows import quoted
from assets.releases.tables import AnalystTable, choices
from assets.warehouse import ColumnDescription, Reader

# Excel's own limits (Microsoft, "Excel specifications and limits").
MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
LONGEST_SHEET_NAME = 31
LARGEST_EXACT_NUMBER = 2**53

# Excel counts days from the end of 1899 and takes 1900 for a leap year: earlier days are written as text.
_DAY_OF_1970 = 25_569
_FIRST_RIGHT_DAY = 61
_CUT = " … (cut; see Parquet, CSV or DuckDB)"
_NUMBERS = ("INTEGER", "BIGINT", "DOUBLE")
_WIDTHS = {"VARCHAR": 28, "TIMESTAMP WITH TIME ZONE": 17, "DATE": 11}
_OTHER_WIDTH = 12
_AT_ONCE = 2_000


@dataclass
class Cut:
    """What of a table is not in the workbook: rows beyond the limit, and cells whose text was too long."""

    rows: int = 0
    cells: int = 0


@dataclass
class Workbook:
    """What a workbook has: sheets by table, and what was cut of them."""

    sheets: list[str] = field(default_factory=list)
    cut: dict[str, Cut] = field(default_factory=dict)


@dataclass(frozen=True)
class _Styles:
    head: Format
    day: Format
    time: Format


def write_workbook(
    reader: Reader, tables: Sequence[AnalystTable], path: Path, *, about: Sequence[str], made: datetime
) -> Workbook:
    """Write the tables for reading into an XLSX file, as ``reader`` has them in its schema ``temp``.

    ``about``: lines for the first sheet, followed there by what was left out and cut; ``made``: the time written into
    the file, of the data and not of the clock, so that the same rows give the same bytes.
    """
    shown = [table for table in tables if _has_sheet(table.name)]
    written = Workbook()
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
        front, columns = book.add_worksheet("About"), book.add_worksheet("Columns")
        for table in shown:
            sheet = book.add_worksheet(_sheet_name(table.name, written.sheets))
            written.sheets.append(sheet.name)
            cut = _write_table(reader, table, sheet, styles)
            if cut.rows or cut.cells:
                written.cut[table.name] = cut
        _write_columns(columns, shown, styles)
        _write_lines(front, [*about, "", *_what_is_where(tables, written.cut)])
    return written


def _has_sheet(table: str) -> bool:
    return table not in choices().not_in_workbook


def _sheet_name(table: str, taken: Sequence[str]) -> str:
    """Return a table's name as Excel takes it, cut to its length and told apart from those there are."""
    name, number = table[:LONGEST_SHEET_NAME], 1
    while name in taken:
        number += 1
        name = f"{table[: LONGEST_SHEET_NAME - len(str(number)) - 1]}~{number}"
    return name


def _columns_of(table: AnalystTable) -> list[ColumnDescription]:
    left_out = choices().columns_not_in_workbook
    return [column for column in table.columns if f"{table.name}.{column.name}" not in left_out]


def _write_table(reader: Reader, table: AnalystTable, sheet: Worksheet, styles: _Styles) -> Cut:
    columns = _columns_of(table)
    cut = Cut()
    for position, column in enumerate(columns):
        width = max(_WIDTHS.get(column.data_type, _OTHER_WIDTH), len(column.name) + 3)
        sheet.set_column(position, position, width)
        sheet.write_string(0, position, column.name, styles.head)
    sheet.freeze_panes(1, 0)
    row_no = 0
    for row in _rows(reader, table, columns):
        if row_no + 1 >= MOST_ROWS:
            cut.rows += 1
            continue
        row_no += 1
        for position, value in enumerate(row):
            if value is not None:
                cut.cells += _write_cell(sheet, row_no, position, value, columns[position].data_type, styles)
    sheet.autofilter(0, 0, max(row_no, 1), len(columns) - 1)
    return cut


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


def _write_columns(sheet: Worksheet, tables: Sequence[AnalystTable], styles: _Styles) -> None:
    """Write what every column of every sheet means."""
    heads = {"table": 28, "column": 28, "type": 14, "meaning": 110, "an empty cell means": 44}
    for position, (head, width) in enumerate(heads.items()):
        sheet.set_column(position, position, width)
        sheet.write_string(0, position, head, styles.head)
    sheet.freeze_panes(1, 0)
    row = 0
    for table in tables:
        for column in _columns_of(table):
            row += 1
            kind = "TIME (UTC)" if column.data_type == "TIMESTAMP WITH TIME ZONE" else column.data_type
            empty = table.missing_means(column) or ""
            for position, text in enumerate((table.name, column.name, kind, column.description, empty)):
                sheet.write_string(row, position, text)


def _what_is_where(tables: Sequence[AnalystTable], cut: Mapping[str, Cut]) -> Iterator[str]:
    """Yield which sheets there are, what of the release is not in the workbook, and where it is whole."""
    yield "This workbook is for reading. The whole is in termscape.duckdb, parquet/ and csv/ of the same release."
    yield "Empty cells are missing values; the sheet Columns says what that means. Times are UTC."
    yield "Sheets:"
    for table in tables:
        if _has_sheet(table.name):
            yield f"  {table.name}: {table.description}"
    present = {table.name for table in tables}
    yield "Tables that have no sheet:"
    for name, why in choices().not_in_workbook.items():
        if name in present:
            yield f"  {name}: {why}"
    yield "Columns that have none:"
    for column, why in choices().columns_not_in_workbook.items():
        if column.partition(".")[0] in present:
            yield f"  {column}: {why}"
    for name, part in cut.items():
        if part.rows:
            yield f"{name}: the last {part.rows} rows are left out; Excel takes {MOST_ROWS} a sheet."
        if part.cells:
            yield f"{name}: {part.cells} texts are cut; Excel takes {MOST_CHARACTERS} characters a cell."


def _write_lines(sheet: Worksheet, lines: Sequence[str]) -> None:
    sheet.set_column(0, 0, 120)
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line[:MOST_CHARACTERS])
