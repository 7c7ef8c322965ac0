"""Lines of a PDF to paragraphs: wrapped lines joined, hyphenated words mended, list items told apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assets.versions.inline_text import escaped_start, is_bullet
from assets.versions.pdf_layout import Line

# A gap between lines this many times the usual one separates paragraphs.
PARAGRAPH_GAP = 1.45
# A line that ends this share of the text's width before its right edge was not wrapped.
SHORT_LINE_SHARE = 0.2
# Items this many points further in are a level deeper.
INDENT_POINTS = 9.0
# Sizes that differ by less than this share are the same (kerning and rounding).
SIZE_TOLERANCE = 0.06

# "1." "1.2" "(a)" "iv)" "Article 3" at the start of a line begin a paragraph.
_NUMBERED = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|\(?(?:[a-z]|[ivx]{1,5})[.)])\s+\S|(?:Article|Section|Artikel|§)\s{0,2}\d"
)
_SENTENCE_END = re.compile(r"[.!?:;。！？：；][\"”’)\]]{0,2}$")
_BULLET = re.compile("[•◦▪●○‣■□➢➤·∙\uf0b7\uf0a7\uf0d8]\\s{0,3}|o\\s{1,3}(?=[A-Z])")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SOFT_HYPHEN = "\u00ad"


@dataclass
class Paragraph:
    """A paragraph, heading or list item: its text, type, and depth in a list (``None`` outside lists)."""

    text: str
    size: float
    bold: bool
    depth: int | None = None

    @property
    def markdown(self) -> str:
        """The text as a Markdown paragraph."""
        return escaped_start(self.text)


def paragraphs(lines: Sequence[Line], body_size: float) -> list[Paragraph]:
    """Return the paragraphs that lines are wrapped from, in order. ``body_size`` is in points."""
    vocabulary = Counter(word.lower() for line in lines for word in _WORD.findall(line.text))
    usual_gap = _usual_gap(lines)
    right_edge = _right_edge(lines)
    found: list[Paragraph] = []
    indents: list[float] = []
    previous: Line | None = None
    for line in lines:
        bullet = _BULLET.match(line.text) or is_bullet(line.text)
        if previous is not None and not bullet and _continues(previous, line, usual_gap, right_edge):
            found[-1].text = _joined(found[-1].text, line.text, vocabulary)
        elif bullet:
            while indents and line.left < indents[-1] - INDENT_POINTS:
                indents.pop()
            if not indents or line.left > indents[-1] + INDENT_POINTS:
                indents.append(line.left)
            text = line.text[bullet.end() :].strip()
            found.append(Paragraph(text, line.size, line.bold, depth=len(indents) - 1))
        else:
            if not found or found[-1].depth is None:
                indents.clear()
            found.append(Paragraph(line.text, line.size, line.bold))
        previous = line
    for paragraph in found:
        paragraph.text = " ".join(paragraph.text.replace(_SOFT_HYPHEN, "").split())
        # Sizes a rounding apart are one size to whoever ranks headings by them.
        if abs(paragraph.size - body_size) < SIZE_TOLERANCE * body_size:
            paragraph.size = body_size
    return [paragraph for paragraph in found if any(map(str.isalnum, paragraph.text))]


def _continues(previous: Line, line: Line, usual_gap: float, right_edge: float) -> bool:
    """Say whether a line goes on with the paragraph of the line before it."""
    if abs(line.size - previous.size) > SIZE_TOLERANCE * previous.size:
        return False
    # A sentence may begin or end in bold; after an unfinished line it does, after a short one a title ended.
    if line.bold != previous.bold and _wrapped_early(previous, right_edge):
        return False
    if line.page != previous.page:
        return not _SENTENCE_END.search(previous.text) and line.text[:1].islower()
    if _NUMBERED.match(line.text) and (
        _SENTENCE_END.search(previous.text) or _wrapped_early(previous, right_edge)
    ):
        return False
    gap = line.baseline - previous.baseline
    if abs(gap) < 0.5 * line.size:
        return True
    if gap < 0 or gap > PARAGRAPH_GAP * usual_gap:
        return False
    return not (_wrapped_early(previous, right_edge) and not line.text[:1].islower())


def _wrapped_early(line: Line, right_edge: float) -> bool:
    return line.right < right_edge - SHORT_LINE_SHARE * line.page_width


def _usual_gap(lines: Sequence[Line]) -> float:
    """Return the commonest distance between the baselines of neighbouring lines, in points."""
    gaps = Counter(
        round(line.baseline - before.baseline)
        for before, line in pairwise(lines)
        if line.page == before.page and 0 < line.baseline - before.baseline < 4 * line.size
    )
    return float(gaps.most_common(1)[0][0]) if gaps else 14.0


def _right_edge(lines: Sequence[Line]) -> float:
    """Return where full lines end: the place nine lines in ten do not pass."""
    return sorted(line.right for line in lines)[len(lines) * 9 // 10]


def _joined(text: str, following: str, vocabulary: Counter[str]) -> str:
    """Join a wrapped line to the text before it, mending a word broken by a hyphen."""
    if text.endswith(_SOFT_HYPHEN):
        return text.rstrip(_SOFT_HYPHEN) + _mended(text.rstrip(_SOFT_HYPHEN), following, vocabulary)
    if text.endswith("-") and following[:1].islower():
        return text[:-1] + _mended(text[:-1], following, vocabulary)
    return f"{text} {following}"


def _mended(before: str, following: str, vocabulary: Counter[str]) -> str:
    """Return what follows a broken word's first half: with the hyphen, unless the document writes it without."""
    first = _WORD.findall(before)[-1:] or [""]
    second = _WORD.findall(following)[:1] or [""]
    whole = (first[0] + second[0]).lower()
    compound = f"{first[0]}-{second[0]}".lower()
    hyphen = "" if vocabulary[whole] > vocabulary[compound] else "-"
    return hyphen + following
