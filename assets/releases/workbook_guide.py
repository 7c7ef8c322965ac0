"""The sheets that guide through a workbook: what it is and what was cut, which sheet holds what, what each column means."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from assets.releases.tables import AnalystTable, choices
from assets.warehouse import ColumnDescription

# Excel's own limits (Microsoft, "Excel specifications and limits").
MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
LONGEST_SHEET_NAME = 31

GUIDE = ("About", "Contents", "Columns")
"""The sheets before those of tables."""

_OF_QUESTION = ("answers_", "Q ")
"""What the name of a question's view begins with, and its sheet: with all of the first, the end of many is cut."""


@dataclass
class Sheet:
    """A sheet of a table: its name, its rows, the rows beyond Excel's limit, and the cells whose text was too long."""

    name: str
    rows: int = 0
    rows_left_out: int = 0
    cells_cut: int = 0


def with_sheets(tables: Sequence[AnalystTable]) -> list[AnalystTable]:
    """Return the tables that have a sheet, in the order of the sheets: the views of single questions come last."""
    shown = [table for table in tables if table.name not in choices().not_in_workbook]
    return sorted(shown, key=lambda table: table.of_question)


def columns_of(table: AnalystTable) -> list[ColumnDescription]:
    """Return the columns of a table that its sheet has."""
    left_out = choices().columns_not_in_workbook
    return [column for column in table.columns if f"{table.name}.{column.name}" not in left_out]


def sheet_name(table: AnalystTable, taken: Collection[str]) -> str:
    """Return a table's name as Excel takes it, told apart from those there are; capitals are none to Excel.

    What is too long keeps its beginning and its end: the ends of names tell them apart.
    """
    name = table.name
    if table.of_question:
        name = _OF_QUESTION[1] + name.removeprefix(_OF_QUESTION[0])
    known = {one.casefold() for one in taken}
    fitting, number = _fitting(name), 1
    while fitting.casefold() in known:
        number += 1
        fitting = _fitting(name, f" ({number})")
    return fitting


def _fitting(name: str, ending: str = "") -> str:
    most = LONGEST_SHEET_NAME - len(ending)
    if len(name) > most:
        end = (most - 1) // 2
        name = f"{name[: most - 1 - end]}…{name[-end:]}"
    return name + ending


def write_contents(
    sheet: Worksheet, tables: Sequence[AnalystTable], written: Mapping[str, Sheet], head: Format
) -> None:
    """Write which sheets there are, each with a link to it, its rows, its table and what it holds."""
    _write_heads(sheet, {"sheet": 34, "rows": 10, "table": 34, "what it holds": 110}, head)
    for row, table in enumerate(with_sheets(tables), start=1):
        of = written[table.name]
        # the only links of the book: within it, and in words of ours
        sheet.write_url(row, 0, f"internal:'{of.name}'!A1", string=of.name)
        sheet.write_number(row, 1, of.rows)
        sheet.write_string(row, 2, table.name)
        sheet.write_string(row, 3, table.description)


def write_columns(sheet: Worksheet, tables: Sequence[AnalystTable], head: Format) -> None:
    """Write what every column of every sheet means."""
    _write_heads(
        sheet, {"table": 28, "column": 28, "type": 14, "meaning": 110, "an empty cell means": 44}, head
    )
    row = 0
    for table in with_sheets(tables):
        for column in columns_of(table):
            row += 1
            kind = "TIME (UTC)" if column.data_type == "TIMESTAMP WITH TIME ZONE" else column.data_type
            empty = table.missing_means(column) or ""
            for position, text in enumerate((table.name, column.name, kind, column.description, empty)):
                sheet.write_string(row, position, text)


def write_about(sheet: Worksheet, lines: Sequence[str]) -> None:
    """Write lines, one below the other."""
    sheet.set_column(0, 0, 120)
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line[:MOST_CHARACTERS])


def what_is_where(tables: Sequence[AnalystTable], written: Mapping[str, Sheet]) -> Iterator[str]:
    """Yield what of the release is not in the workbook, and where it is whole."""
    yield "This workbook is for reading. The whole is in termscape.duckdb, parquet/ and csv/ of the same release."
    yield "The sheet Contents leads to every other sheet. Those that begin with Q have the answers to one question."
    yield "Empty cells are missing values; the sheet Columns says what that means. Times are UTC."
    present = {table.name for table in tables}
    yield "Tables that have no sheet:"
    for name, why in choices().not_in_workbook.items():
        if name in present:
            yield f"  {name}: {why}"
    yield "Columns that have none:"
    for column, why in choices().columns_not_in_workbook.items():
        if column.partition(".")[0] in present:
            yield f"  {column}: {why}"
    for name, sheet in written.items():
        if sheet.rows_left_out:
            yield f"{name}: the last {sheet.rows_left_out} rows are left out; Excel takes {MOST_ROWS} a sheet."
        if sheet.cells_cut:
            yield f"{name}: {sheet.cells_cut} texts are cut; Excel takes {MOST_CHARACTERS} characters a cell."


def _write_heads(sheet: Worksheet, widths: Mapping[str, int], head: Format) -> None:
    for position, (name, width) in enumerate(widths.items()):
        sheet.set_column(position, position, width)
        sheet.write_string(0, position, name, head)
    sheet.freeze_panes(1, 0)
