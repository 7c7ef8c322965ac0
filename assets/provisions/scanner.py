"""Markdown line by line: where each heading, paragraph, list item, table row and code block starts and ends.

A line scanner of our own instead of a CommonMark parser, because versions come out of converters and
archives, not out of an author's editor: indentation is never meant as code, list items are indented by
whatever a converter likes, a fence may never close, and every offset must be exact. One pass, linear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from assets.provisions.elements import Item, ListRun, Piece
from assets.provisions.lines import Line, fenced_blocks, split_lines, trimmed
from assets.provisions.model import Kind
from assets.provisions.plain_text import INVISIBLE, is_visible
from assets.provisions.tables import is_delimiter, row_content, table_starts

MAX_DEPTH = 12
"""Lists nested deeper than this are read as this deep: no policy goes further, hostile input would."""
SETEXT_MAX_CHARACTERS = 400
"""An underline below a longer paragraph is a rule someone drew, not the mark of a heading."""

_ATX = re.compile(r"(#{1,6})(?:[ \t]+|$)")
_UNDERLINE = re.compile(r"(={2,}|-{2,})\s*$")
_RULE = re.compile(r"([-*_])(?:[ \t]*\1){2,}\s*$")
# A number of more than three digits at the start of a line is a year or an amount, not a list marker.
_MARKER = re.compile(r"(?P<glyph>[-*+•‣◦▪·●○■□]|\\[-*+]|[–—])(?=\s|$)|(?P<number>\d{1,3})[.)](?=\s|$)")


@dataclass(slots=True)
class _Scanner:
    markdown: str
    lines: list[Line]
    pieces: list[Piece] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    opened: int = -1
    closes: int = -1
    quoted: int = 0
    after_blank: bool = True
    tables: int = 0
    last_runs: dict[tuple[int, bool], ListRun] = field(default_factory=dict)

    def scan(self) -> list[Piece]:
        fences = fenced_blocks(self.markdown, self.lines)
        skip_to = 0
        for number, line in enumerate(self.lines):
            if number < skip_to:
                continue
            if line.content >= line.end:
                self._close()
                self.after_blank = True
            elif number in fences:
                skip_to = fences[number] + 1
                self._code(number, fences[number])
            else:
                if line.quoted != self.quoted:
                    self._close()
                    self.quoted = line.quoted
                    self.after_blank = True
                skip_to = self._line(number, line)
        self._close()
        return self.pieces

    def _line(self, number: int, line: Line) -> int:
        """Read one line that is not blank; return the number of the first line still to read."""
        text = self.markdown[line.content : line.end]
        is_open = self.opened >= 0
        if is_open and self._is_underline(text, line):
            self._close(heading=1 if text[0] == "=" else 2)
            self.after_blank = True
        elif _RULE.match(text):
            self._close()
            self._leave(line.indent)
        elif (atx := _ATX.match(text)) and atx.end() <= len(text):
            self._close()
            self._leave(line.indent)
            self._atx(line.content, line.end, atx)
        elif table_starts(text, self._next_text(number)):
            self._close()
            self._leave(line.indent)
            return self._table(number)
        elif (marker := _MARKER.match(text)) and self._starts_item(marker, line, is_open):
            self._close()
            self._item(line, line.content, line.indent, marker)
        elif is_open and not self.after_blank:
            self.closes = line.end
        else:
            self._leave(line.indent)
            self._open(line.content, line.end)
        return number + 1

    def _is_underline(self, text: str, line: Line) -> bool:
        if not _UNDERLINE.match(text) or self.closes - self.opened > SETEXT_MAX_CHARACTERS:
            return False
        return not self.items or line.indent >= self.items[-1].indent + 2

    def _starts_item(self, marker: re.Match[str], line: Line, is_open: bool) -> bool:
        if not is_open:
            return True
        if marker["number"]:
            # Within running text a line may begin with a number by chance; "1." and the next of a list do not.
            number = int(marker["number"])
            counts_on = any(run.ordered and run.next_number == number for run in self.last_runs.values())
            return number == 1 or counts_on or any(item.run.ordered for item in self.items)
        return marker.end() < line.end - line.content

    def _item(self, line: Line, at: int, indent: int, marker: re.Match[str]) -> None:
        """Open the item at ``at``, and those nested in it on the same line."""
        while True:
            self._leave(indent, for_item=True)
            self.items.append(Item(marker[0], indent, self._run(marker)))
            end_of_marker = at + len(marker[0])
            at = self._skip(end_of_marker, line.end)
            indent += max(2, at - end_of_marker + len(marker[0]))
            rest = self.markdown[at : line.end]
            nested = _MARKER.match(rest)
            # "3. 5. Mai" is the third item and a date; a list within an item starts with a glyph or with 1.
            is_list = nested is not None and nested["number"] in (None, "1")
            if nested is None or not is_list or _RULE.match(rest) or len(self.items) >= MAX_DEPTH:
                break
            marker = nested
        self.after_blank = False
        if not rest:
            return
        atx = _ATX.match(rest)
        if atx and atx.end() <= len(rest):
            self._atx(at, line.end, atx)
        else:
            self._open(at, line.end)

    def _run(self, marker: re.Match[str]) -> ListRun:
        """Return the run the next item belongs to: the one just left at this depth, or a new one."""
        depth, is_ordered = len(self.items), marker["number"] is not None
        number = int(marker["number"]) if is_ordered else 0
        previous = self.last_runs.get((depth, is_ordered))
        # A numbered list that goes on counting after an interruption is still the same list.
        if previous is None or (is_ordered and number != previous.next_number):
            previous = ListRun(is_ordered, number)
        previous.next_number = number + 1
        self.last_runs = {
            key: run
            for key, run in self.last_runs.items()
            if key[0] < depth or key == (depth, not is_ordered)
        }
        if is_ordered:
            self.last_runs.pop((depth, False), None)
        self.last_runs[depth, is_ordered] = previous
        return previous

    def _leave(self, indent: int, for_item: bool = False) -> None:
        """Close the list items a line of this indentation no longer stands in."""
        while self.items and (
            indent < self.items[-1].indent + 2 or (for_item and len(self.items) >= MAX_DEPTH)
        ):
            self.items.pop()
        if not for_item:
            depth = len(self.items)
            # An unordered list ends at the first block outside of it; a numbered one may go on counting.
            self.last_runs = {
                key: run for key, run in self.last_runs.items() if key[0] < depth or run.ordered
            }
        self.after_blank = False

    def _open(self, start: int, end: int) -> None:
        self.opened, self.closes = start, end
        self.after_blank = False

    def _close(self, heading: int = 0) -> None:
        if self.opened >= 0:
            kind: Kind = "heading" if heading else "quote" if self.quoted else "paragraph"
            self._emit(kind, self.opened, self.closes, heading)
        self.opened = -1

    def _emit(self, kind: Kind, start: int, end: int, level: int = 0, table: int = 0) -> None:
        start, end = trimmed(self.markdown, start, end)
        if start >= end or not is_visible(self.markdown[start:end]):
            return
        marker = None
        if self.items and not self.items[-1].has_text and kind in ("paragraph", "quote"):
            kind, marker = "list_item", self.items[-1].marker
        for item in self.items:
            item.has_text = True
        self.pieces.append(Piece(kind, start, end, level, tuple(self.items), table, marker))

    def _atx(self, at: int, end: int, atx: re.Match[str]) -> None:
        start = at + atx.end()
        title = self.markdown[start:end].rstrip()
        unclosed = title.rstrip("#")
        if len(unclosed) < len(title) and (not unclosed or unclosed[-1] in " \t"):
            title = unclosed
        self._emit("heading", start, start + len(title), len(atx[1]))
        self.after_blank = True

    def _code(self, first: int, last: int) -> None:
        self._close()
        self._leave(self.lines[first].indent)
        if last > first + 1:
            self._emit("code", self.lines[first + 1].content, self.lines[last - 1].end)
        self.after_blank = True

    def _table(self, number: int) -> int:
        self.tables += 1
        has_header = is_delimiter(self._next_text(number))
        while number < len(self.lines):
            line = self.lines[number]
            text = self.markdown[line.content : line.end]
            if "|" not in text or line.quoted != self.quoted:
                break
            if not is_delimiter(text):
                start, end = row_content(text)
                self._emit(
                    "table_header" if has_header else "table_row",
                    line.content + start,
                    line.content + end,
                    table=self.tables,
                )
                has_header = False
            number += 1
        self.after_blank = True
        return number

    def _next_text(self, number: int) -> str:
        if number + 1 >= len(self.lines):
            return ""
        line = self.lines[number + 1]
        return self.markdown[line.content : line.end]

    def _skip(self, at: int, end: int) -> int:
        while at < end and (self.markdown[at].isspace() or self.markdown[at] in INVISIBLE):
            at += 1
        return at


def scan(markdown: str) -> list[Piece]:
    """Cut Markdown into pieces, in order, without overlap; what lies between them a reader does not see."""
    return _Scanner(markdown, list(split_lines(markdown))).scan()
