"""Pipe tables: which lines belong to one, where a row's text lies, and what its cells are."""

from __future__ import annotations

import re

_DELIMITER = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*){0,200}\|?\s*$")
_CELL = re.compile(r"(?:[^|\\`]|\\.|`[^`|]{0,300}`|`)*+", re.DOTALL)


def is_delimiter(text: str) -> bool:
    """Tell whether a line is the row of dashes below a table's header."""
    return "|" in text and _DELIMITER.match(text) is not None


def table_starts(text: str, following: str) -> bool:
    """Tell whether a table starts at a line: a header above its dashes, or a row with no header at all."""
    if "|" not in text:
        return False
    if is_delimiter(following):
        return True
    return text.startswith("|") and text.rstrip().endswith("|") and len(text.strip()) > 1


def row_content(text: str) -> tuple[int, int]:
    """Return the offsets of a row's text, without the pipes around it and the empty cells at its ends."""
    start, end = 0, len(text)
    while start < end and (text[start].isspace() or text[start] == "|"):
        start += 1
    while end > start and (
        text[end - 1].isspace() or (text[end - 1] == "|" and text[end - 2 : end - 1] != "\\")
    ):
        end -= 1
    return start, end


def cells(row: str) -> list[str]:
    """Return the cells of a row's text, white space trimmed.

    >>> cells("Purpose | Data | ")
    ['Purpose', 'Data', '']
    """
    found, at = [], 0
    while True:
        match = _CELL.match(row, at)
        end = match.end() if match else at
        found.append(row[at:end].strip())
        if end >= len(row):
            return found
        at = end + 1
