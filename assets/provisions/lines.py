"""The lines of Markdown, measured: indentation, quote marks, fences, and what no reader sees at their ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assets.provisions.plain_text import INVISIBLE

MAX_QUOTES = 12
"""Quote marks beyond so many are text: no policy quotes deeper, hostile input would."""

_NEWLINE = re.compile(r"\r\n|\n|\r")
_FENCE = re.compile(r"(`{3,}|~{3,})")
_UNSEEN = re.compile(
    r"!\[[^\[\]]{0,500}\]\([^()\s]{0,1000}\)|\[\s?\]\([^()\s]{0,1000}\)|<br\s*/?>|<a\s[^<>]{0,300}></a>",
    re.IGNORECASE,
)
_SKIPPED = frozenset(INVISIBLE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its line break: where it starts and ends, and where its text does.

    ``indent`` is in columns, ``quoted`` counts the quote marks before the text; a blank line has no text.
    """

    start: int
    end: int
    content: int
    indent: int
    quoted: int


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


def split_lines(markdown: str) -> Iterator[Line]:
    """Yield the lines of Markdown. Only line feeds and carriage returns end one."""
    start = 0
    for newline in _NEWLINE.finditer(markdown):
        yield _line(markdown, start, newline.start())
        start = newline.end()
    yield _line(markdown, start, len(markdown))


def _line(markdown: str, start: int, end: int) -> Line:
    """Measure a line: its indentation in columns (a tab goes to the next multiple of four), its quote marks."""
    at, column, quoted = start, 0, 0
    while at < end:
        character = markdown[at]
        if character == "\t":
            column += 4 - column % 4
        elif character == " ":
            column += 1
        elif character == ">" and quoted < MAX_QUOTES:
            quoted += 1
            # The space after a quote mark belongs to the mark.
            if at + 1 < end and markdown[at + 1] == " ":
                at += 1
        elif not character.isspace() and character not in _SKIPPED:
            break
        at += 1
    return Line(start, end, at, column, quoted)


def fenced_blocks(markdown: str, lines: Sequence[Line]) -> dict[int, int]:
    """Map the line that opens each fenced block to the line that closes it; one left open is none."""
    pairs: dict[int, int] = {}
    opening, fence = -1, ""
    for number, line in enumerate(lines):
        match = _FENCE.match(markdown, line.content, line.end)
        if not match:
            continue
        if opening < 0:
            opening, fence = number, match[1]
        elif match[1].startswith(fence) and not markdown[match.end() : line.end].strip():
            pairs[opening] = number
            opening = -1
    return pairs
