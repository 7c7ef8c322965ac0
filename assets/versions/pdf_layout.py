"""The lines of a PDF's pages, with where they stand and how they are set; running headers and footers dropped."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

# Running lines stand in the outer parts of a page of this share of its height ...
MARGIN_SHARE = 0.12
# ... and repeat, numbers aside, on this many pages (a chapter's name runs through the chapter only).
MIN_RUNNING_PAGES = 3
# A line is measured at this many of its characters: each measurement is a call into the PDF library.
SAMPLED_CHARACTERS = 6
# The weight PDF calls bold begins at (400 is regular, 700 bold).
BOLD_WEIGHT = 600

_PAGE_NUMBER = re.compile(
    r"(?:page|seite|pagina|página|pág\.?)?\s{0,2}[-–|]?\s{0,2}(?:\d{1,4}|[ivxl]{1,6})"
    r"(?:\s{0,2}(?:of|von|de|di|sur|/)\s{0,2}\d{1,4})?\s{0,2}[-–|]?",
    re.IGNORECASE,
)
_LINE_FEED, _CARRIAGE_RETURN = 10, 13
# The dots that lead from a title to its page number in a list of contents.
_LEADER = re.compile(r"(?:\.\s?){6,200}\s?\d{1,4}$")
_DIGITS = re.compile(r"\d+")
_BOLD_NAME = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """A line of text on a page: positions in points from the page's left and top, size of type in points."""

    text: str
    page: int
    left: float
    right: float
    top: float
    bottom: float
    baseline: float
    size: float
    bold: bool
    page_width: float
    page_height: float


def read_lines(page: Any, page_number: int) -> list[Line]:
    """Return the lines of a pypdfium2 page, in the document's reading order."""
    from pypdfium2 import raw  # type: ignore[import-untyped]

    text_page = page.get_textpage()
    size = page.get_size()
    lines: list[Line] = []
    characters: list[str] = []
    # Where the characters that show stand among the page's characters.
    indexes: list[int] = []
    for index in range(text_page.count_chars() + 1):
        code = raw.FPDFText_GetUnicode(text_page, index) if index < text_page.count_chars() else _LINE_FEED
        if code in (_LINE_FEED, _CARRIAGE_RETURN):
            text = "".join(characters).strip()
            if text and indexes:
                lines.append(_line(text, page_number, size, raw, text_page, indexes))
            characters, indexes = [], []
            continue
        character = chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else ""
        # PDFium marks a hyphen that breaks a word at a line's end by one of these.
        characters.append("\u00ad" if code in (0x2, 0xFFFE) else character)
        if character and not character.isspace():
            indexes.append(index)
    text_page.close()
    return lines


def _line(
    text: str, page_number: int, page_size: tuple[float, float], raw: Any, text_page: Any, indexes: list[int]
) -> Line:
    """Measure a line at a few of its characters, the first and the last among them."""
    width, height = page_size
    step = max(1, len(indexes) // SAMPLED_CHARACTERS)
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    boxes, styles = [], Counter[tuple[float, bool]]()
    for index in sorted({*indexes[::step], indexes[-1]}):
        raw.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
        boxes.append((left.value, right.value, bottom.value, top.value))
        size = raw.FPDFText_GetFontSize(text_page, index) * _scale(raw, text_page, index)
        styles[round(size, 1), _is_bold(raw, text_page, index)] += 1
    raw.FPDFText_GetCharOrigin(text_page, indexes[0], left, bottom)
    size, bold = styles.most_common(1)[0][0]
    return Line(
        text=text,
        page=page_number,
        left=min(box[0] for box in boxes),
        right=max(box[1] for box in boxes),
        top=height - max(box[3] for box in boxes),
        bottom=height - min(box[2] for box in boxes),
        baseline=height - bottom.value,
        size=size,
        bold=bold,
        page_width=width,
        page_height=height,
    )


def without_running_lines(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """Return all lines but those that repeat at the head or foot of the pages, page numbers and contents."""
    seen = Counter(key for lines in pages for key in {_key(line) for line in lines if _in_margin(line)})
    return [
        line
        for lines in pages
        for line in lines
        if not _LEADER.search(line.text)
        and not (
            _in_margin(line) and (seen[_key(line)] >= MIN_RUNNING_PAGES or _PAGE_NUMBER.fullmatch(line.text))
        )
    ]


def _key(line: Line) -> str:
    return _DIGITS.sub("#", line.text)


def _in_margin(line: Line) -> bool:
    margin = MARGIN_SHARE * line.page_height
    return line.bottom < margin or line.top > line.page_height - margin


def _scale(raw: Any, text_page: Any, index: int) -> float:
    """Return the factor by which the text's matrix enlarges its font (many writers set fonts of size 1)."""
    matrix = raw.FS_MATRIX()
    if not raw.FPDFText_GetMatrix(text_page, index, matrix):
        return 1.0
    return float((matrix.c**2 + matrix.d**2) ** 0.5) or 1.0


def _is_bold(raw: Any, text_page: Any, index: int) -> bool:
    if raw.FPDFText_GetFontWeight(text_page, index) >= BOLD_WEIGHT:
        return True
    buffer = ctypes.create_string_buffer(128)
    length = raw.FPDFText_GetFontInfo(text_page, index, buffer, 128, ctypes.c_int())
    name = buffer.raw[: max(0, min(length, 128) - 1)].decode("utf-8", "replace")
    return _BOLD_NAME.search(name) is not None
