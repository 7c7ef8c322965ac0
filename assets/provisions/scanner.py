"""Markdown line by line: where each heading, paragraph, list item, table row and code block starts and ends.

A line scanner of our own instead of a CommonMark parser, because versions come out of converters and
archives, not out of an author's editor: indentation is never meant as code, list items are indented by
whatever a converter likes, a fence may never close, and every offset must be exact. One pass, linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assets.provisions.model import Kind
from assets.provisions.plain_text import INVISIBLE, is_visible
from assets.provisions.tables import is_delimiter, row_content, table_starts

MAX_DEPTH = 12
"""Lists nested deeper than this are read as this deep: no policy goes further, hostile input would."""
SETEXT_MAX_CHARACTERS = 400
"""An underline below a longer paragraph is a rule someone drew, not the mark of a heading."""

_NEWLINE = re.compile(r"\r\n|\n|\r")
_ATX = re.compile(r"(#{1,6})(?:[ \t]+|$)")
_UNDERLINE = re.compile(r"(={2,}|-{2,})\s*$")
_RULE = re.compile(r"([-*_])(?:[ \t]*\1){2,}\s*$")
_FENCE = re.compile(r"(`{3,}|~{3,})")
# A number of more than three digits at the start of a line is a year or an amount, not a list marker.
_MARKER = re.compile(r"(?P<glyph>[-*+•‣◦▪·●○■□]|\\[-*+]|[–—])(?=\s|$)|(?P<number>\d{1,3})[.)](?=\s|$)")
_DEFINITION = re.compile(r":[ \t]{1,4}(?=\S)")
_UNSEEN = re.compile(
    r"!\[[^\[\]]{0,500}\]\([^()\s]{0,1000}\)|\[\s?\]\([^()\s]{0,1000}\)|<br\s*/?>|<a\s[^<>]{0,300}></a>",
    re.IGNORECASE,
)
_SKIPPED = frozenset(INVISIBLE)


@dataclass(slots=True, eq=False)
class ListRun:
    """A run of list items at one place; ``segmentation`` notes here the stem its items share.

    ``lead_stem`` is that of items after a lead-in within the run, as long as they are numbered ``lead_style``.
    """

    ordered: bool
    next_number: int
    has_stem: bool = False
    stem: str | None = None
    lead_stem: str | None = None
    lead_style: str | None = None


@dataclass(slots=True, eq=False)
class Item:
    """A list item: its marker, how far it is indented, and what ``segmentation`` notes about it.

    ``heads_following``: it is a heading of the list after it, whose nesting was lost.
    """

    marker: str
    indent: int
    run: ListRun
    has_text: bool = False
    heads_following: bool = False
    stem: str | None = None
    text: str = ""


@dataclass(slots=True)
class Piece:
    """A stretch of the document that is one block, before headings and stems are known.

    ``items`` are the list items it stands in, outermost first; ``table`` numbers the table of a row.
    """

    kind: Kind
    start: int
    end: int
    level: int = 0
    items: tuple[Item, ...] = ()
    table: int = 0
    marker: str | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    content: int
    indent: int
    quoted: int


@dataclass(slots=True)
class _Scanner:
    markdown: str
    lines: list[_Line]
    pieces: list[Piece] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    opened: int = -1
    closes: int = -1
    quoted: int = 0
    after_blank: bool = True
    tables: int = 0
    last_runs: dict[tuple[int, bool], ListRun] = field(default_factory=dict)

    def scan(self) -> list[Piece]:
        fences = self._fences()
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

    def _line(self, number: int, line: _Line) -> int:
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

    def _is_underline(self, text: str, line: _Line) -> bool:
        if not _UNDERLINE.match(text) or self.closes - self.opened > SETEXT_MAX_CHARACTERS:
            return False
        return not self.items or line.indent >= self.items[-1].indent + 2

    def _starts_item(self, marker: re.Match[str], line: _Line, is_open: bool) -> bool:
        if not is_open:
            return True
        if marker["number"]:
            # Within running text a line may begin with a number by chance; "1." and the next of a list do not.
            number = int(marker["number"])
            counts_on = any(run.ordered and run.next_number == number for run in self.last_runs.values())
            return number == 1 or counts_on or any(item.run.ordered for item in self.items)
        return marker.end() < line.end - line.content

    def _item(self, line: _Line, at: int, indent: int, marker: re.Match[str]) -> None:
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
        while at < end and (self.markdown[at].isspace() or self.markdown[at] in _SKIPPED):
            at += 1
        return at

    def _fences(self) -> dict[int, int]:
        """Map the line that opens each fenced block to the line that closes it; one left open is none."""
        pairs: dict[int, int] = {}
        opening, fence = -1, ""
        for number, line in enumerate(self.lines):
            match = _FENCE.match(self.markdown, line.content, line.end)
            if not match:
                continue
            if opening < 0:
                opening, fence = number, match[1]
            elif match[1].startswith(fence) and not self.markdown[match.end() : line.end].strip():
                pairs[opening] = number
                opening = -1
        return pairs


def scan(markdown: str) -> list[Piece]:
    """Cut Markdown into pieces, in order, without overlap; what lies between them a reader does not see."""
    return _Scanner(markdown, list(_lines(markdown))).scan()


def trimmed(markdown: str, start: int, end: int) -> tuple[int, int]:
    """Return the offsets without what a reader does not see at both ends: space, images, anchors, breaks."""
    while True:
        while start < end and (markdown[start].isspace() or markdown[start] in _SKIPPED):
            start += 1
        while end > start and (markdown[end - 1].isspace() or markdown[end - 1] in _SKIPPED):
            end -= 1
        if start < end and markdown[start] in "![<" and (unseen := _UNSEEN.match(markdown, start, end)):
            start = unseen.end()
        elif end - start > 4 and markdown[end - 1] in ")>" and (unseen := _unseen_end(markdown, start, end)):
            end = unseen.start()
        else:
            return start, end


def _unseen_end(markdown: str, start: int, end: int) -> re.Match[str] | None:
    opening = "<" if markdown[end - 1] == ">" else "[]("
    at = markdown.rfind(opening, max(start, end - 400), end)
    unseen = _UNSEEN.match(markdown, at, end) if at >= 0 else None
    return unseen if unseen and unseen.end() == end and (at == start or markdown[at - 1] != "\\") else None


def _lines(markdown: str) -> Iterator[_Line]:
    start = 0
    for newline in _NEWLINE.finditer(markdown):
        yield _line(markdown, start, newline.start())
        start = newline.end()
    yield _line(markdown, start, len(markdown))


def _line(markdown: str, start: int, end: int) -> _Line:
    """Measure a line: its indentation in columns (a tab goes to the next multiple of four), its quote marks."""
    at, column, quoted = start, 0, 0
    while at < end:
        character = markdown[at]
        if character == "\t":
            column += 4 - column % 4
        elif character == " ":
            column += 1
        elif character == ">" and quoted < MAX_DEPTH:
            quoted += 1
            # The space after a quote mark belongs to the mark.
            if at + 1 < end and markdown[at + 1] == " ":
                at += 1
        elif not character.isspace() and character not in _SKIPPED:
            break
        at += 1
    return _Line(start, end, at, column, quoted)
