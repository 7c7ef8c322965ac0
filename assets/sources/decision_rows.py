"""CSV files in which people keep what they decided, a row a decision: read whole, with a line for every mistake."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from assets.errors import InputError


def decision_rows(path: Path, columns: Sequence[str]) -> list[tuple[int, dict[str, str]]] | None:
    """Return the rows of a file that are not empty, each with its line; ``None`` if there is no file.

    Values are without white space around them; columns that were not asked for are passed over.

    Raises:
        InputError: the file cannot be read, is no CSV or lacks a column; names the file, the line and the fix.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error}). A CSV file in UTF-8 was expected.") from error
    return list(_rows(path, text, columns))


def _rows(path: Path, text: str, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        missing = [name for name in columns if name not in (reader.fieldnames or ())]
        if missing:
            raise InputError(
                f"{path}:1: expected the columns {', '.join(columns)}; {missing[0]!r} is missing."
            )
        for row in reader:
            values = {name: (row[name] or "").strip() for name in columns}
            if any(values.values()):
                yield reader.line_num, values
    except csv.Error as error:
        raise InputError(f"{path}:{reader.line_num}: not CSV: {error}.") from error


def day_of_decision(written: str, place: str, asked: str) -> date:
    """Return the day on which something was decided.

    ``asked``: which day was to be written, for who wrote one that is still to come.

    Raises:
        InputError: it is no day, or one still to come; the message begins with ``place``.
    """
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise InputError(f"{place}: when {written!r} is no day: write it like 2026-03-01.") from None
    # a day ahead of UTC it is tomorrow already
    if day > datetime.now(UTC).date() + timedelta(days=1):
        raise InputError(f"{place}: when {written} is still to come: write {asked}.")
    return day
