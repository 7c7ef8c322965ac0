"""Pieces refined: paragraphs that hold several clauses are divided, and hidden headings are found."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from assets.provisions.elements import Piece
from assets.provisions.enumerators import parse_enumerator
from assets.provisions.headings import is_bold_title, is_clause, is_plain_title
from assets.provisions.lines import trimmed
from assets.provisions.plain_text import is_visible, plain
from assets.provisions.tables import cells

BOLD_LEVEL = 7
"""Rank of a bold line that acts as a heading: below every heading Markdown knows (1 to 6)."""
TITLE_MAX_CHARACTERS = 400
"""Longer Markdown is not looked at as a title (a title's link may have a long target)."""
HEADER_CELL_MAX_CHARACTERS = 150
"""A table header with a longer cell is a layout table whose first row is text like any other."""

_BLOCK_TAG = re.compile(
    r"</?(?:p|div|ul|ol|li|tr|td|th|table|thead|tbody|h[1-6]|section|article|blockquote|dl|dt|dd|hr)"
    r"(?:\s[^<>]{0,500})?/?>|<br\s*/?>\s*<br\s*/?>",
    re.IGNORECASE,
)
_LINE_END = re.compile(r"\r\n|\n|\r")
_GOES_ON = re.compile(r"(?:[:;.,：；。，]|\b(?:and|or|und|oder|et|ou))[\s*_]*$")
_LINK_ALONE = re.compile(r"\[[^\[\]]{1,200}\]\([^()\s]{0,1000}\)")
_QUOTE_MARKS = re.compile(r"[ \t>]*")
_TEXT_KINDS = frozenset({"paragraph", "quote", "list_item"})


def refine(markdown: str, pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with divided paragraphs, found headings and judged table headers, in order."""
    divided: list[Piece] = []
    for piece in pieces:
        if piece.kind in _TEXT_KINDS:
            divided.extend(_divide(markdown, piece))
        else:
            divided.append(piece)
    for at, piece in enumerate(divided):
        following = divided[at + 1] if at + 1 < len(divided) else None
        if piece.kind in _TEXT_KINDS:
            _find_heading(markdown, piece, following)
        elif piece.kind == "heading" and is_clause(markdown[piece.start : piece.end]):
            piece.kind, piece.level = "paragraph", 0
        elif piece.kind in ("table_header", "table_row"):
            before = divided[at - 1] if at else None
            _judge_row(markdown, piece, is_first=before is None or before.table != piece.table)
    return divided


def _divide(markdown: str, piece: Piece) -> list[Piece]:
    """Divide a paragraph at block tags, bold title lines, and lines that start with an enumerator."""
    text = markdown[piece.start : piece.end]
    spans = [(piece.start, piece.end)]
    if "<" in text:
        spans = _split_at_tags(text, piece.start)
    if "\n" in text or "\r" in text:
        spans = [part for start, end in spans for part in _split_at_lines(markdown, start, end)]
    if len(spans) == 1 and spans[0] == (piece.start, piece.end):
        return [piece]
    parts: list[Piece] = []
    for start, end in spans:
        start, end = trimmed(markdown, start, end)
        if start < end and is_visible(markdown[start:end]):
            kind = piece.kind if not parts or piece.kind == "quote" else "paragraph"
            parts.append(
                replace(piece, kind=kind, start=start, end=end, marker=None if parts else piece.marker)
            )
    if len(parts) > 1 and piece.kind == "list_item" and _title_line(markdown[parts[0].start : parts[0].end]):
        # The title of a list item, on a line of its own: the item is what comes below it.
        parts[0].kind, parts[0].level, parts[0].marker = (
            "heading",
            BOLD_LEVEL + len(piece.items),
            piece.marker,
        )
        parts[1].kind, parts[1].marker = "list_item", piece.marker
    return parts


def _split_at_tags(text: str, offset: int) -> list[tuple[int, int]]:
    spans, start = [], 0
    for tag in _BLOCK_TAG.finditer(text):
        spans.append((offset + start, offset + tag.start()))
        start = tag.end()
    spans.append((offset + start, offset + len(text)))
    return spans


def _split_at_lines(markdown: str, start: int, end: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    lines = _line_spans(markdown, start, end)
    opened = start
    for (line_start, line_end), (next_start, next_end) in pairwise(lines):
        line, following = markdown[line_start:line_end], markdown[next_start:next_end]
        if opened == line_start and _title_line(line):
            spans.append((opened, line_end))
            # "**8. Title.<break>**Text": the title's closing asterisks may have slipped to the next line.
            opened = next_start + (2 if _is_unclosed(line) and following.startswith("**") else 0)
        elif _starts_clause(line, following):
            spans.append((opened, line_end))
            opened = next_start
    spans.append((opened, end))
    return spans


def _starts_clause(line: str, following: str) -> bool:
    """Whether the line that follows within a paragraph is a title, or an item such as ``(b) …``."""
    breaks = line.endswith(("  ", "\t", "\\", "<br>", "<br/>", "<br />"))
    if breaks and is_bold_title(following.strip()):
        return True
    if not breaks and not _GOES_ON.search(line[-40:]):
        return False
    found = parse_enumerator(following)
    # "Section 5" may stand at the start of a line by chance.
    return found is not None and found.readings[0][0] != "named"


def _line_spans(markdown: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where the text of each line starts and ends, without indentation and quote marks."""
    spans = []
    while start < end:
        newline = _LINE_END.search(markdown, start, end)
        stop = newline.start() if newline else end
        marks = _QUOTE_MARKS.match(markdown, start, stop)
        at, _ = trimmed(markdown, marks.end() if marks else start, stop)
        spans.append((at, stop))
        start = newline.end() if newline else end
    return spans


def _title_line(line: str) -> bool:
    text = line.strip()
    return is_bold_title(text + "**" if _is_unclosed(text) else text)


def _is_unclosed(line: str) -> bool:
    return line.count("**") % 2 == 1 and line.lstrip().startswith("**")


def _find_heading(markdown: str, piece: Piece, following: Piece | None) -> None:
    """Make a heading of a paragraph that is nothing but a title."""
    text = markdown[piece.start : piece.end]
    if len(text) > TITLE_MAX_CHARACTERS or "\n" in text:
        return
    if piece.kind == "list_item":
        if following is not None and following.kind != "heading" and _title_line(text):
            _find_item_heading(piece, following)
    elif _title_line(text):
        is_menu = following is not None and following.kind == "list_item"
        # The title of a menu ("Previous versions") heads its links, not the document after them.
        if not (following and is_menu and _LINK_ALONE.fullmatch(markdown[following.start : following.end])):
            piece.kind, piece.level = "heading", BOLD_LEVEL
    elif (
        not piece.items
        and piece.kind == "paragraph"
        and following is not None
        # A line that is nothing but a link is a menu's, not a title.
        and not _LINK_ALONE.fullmatch(text)
        and is_plain_title(plain(text))
    ):
        below = plain(markdown[following.start : min(following.end, following.start + TITLE_MAX_CHARACTERS)])
        if following.kind != "heading" and not (following.kind == "paragraph" and _alike(plain(text), below)):
            piece.kind, piece.level = "heading", BOLD_LEVEL


def _find_item_heading(piece: Piece, following: Piece) -> None:
    """Make a heading of a bold list item that stands above text of its own."""
    item = piece.items[-1]
    owns_next = item in following.items
    # "6. **Licences**" above "* 6.1 …" not indented: a converter lost the nesting.
    spreads = len(following.items) == len(piece.items) and following.items[-1].run is not item.run
    if owns_next or spreads:
        piece.kind, piece.level = "heading", BOLD_LEVEL + len(piece.items)
        item.heads_following = spreads


def _alike(first: str, second: str) -> bool:
    """Whether two lines in a row are titles of one kind: then they are a list, or lines of an address."""
    if not is_plain_title(second):
        return False
    one, two = parse_enumerator(first), parse_enumerator(second)
    if one is None or two is None:
        return one is two
    return one.readings[0][0] == two.readings[0][0]


def _judge_row(markdown: str, piece: Piece, is_first: bool) -> None:
    """Tell a table's header from a first row that is text, and from a row that lacks the header's mark."""
    row = cells(markdown[piece.start : piece.end])
    if piece.kind == "table_header":
        if any(
            len(cell) > HEADER_CELL_MAX_CHARACTERS and len(plain(cell)) > HEADER_CELL_MAX_CHARACTERS
            for cell in row
        ):
            piece.kind = "table_row"
    elif is_first and len(row) > 1 and all(not cell or is_bold_title(cell) for cell in row):
        piece.kind = "table_header"
