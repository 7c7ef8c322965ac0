"""Reads the Markdown of a captured page as the rules of judging see it: its words, links, headings and top."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from assets.captures.judging_words import judging_words

TOP = 500  # characters of running text in which an error page says what it is
RUNNING_LINE = 9  # words outside links that make a line running text
HEADINGS = 12  # headings that are kept: those of a page's top
# Characters of a long page that are read: its head and as much of its middle. A page this long is no error
# page, and whether it is written like a policy shows in a part of it.
SAMPLE = 6_000

_LINK = re.compile(
    r"!?\[((?:[^\[\]\n]|\[[^\[\]\n]{0,300}\]){0,2000}+)\]\(((?:[^()\n]|\([^()\n]{0,300}\)){0,2000}+)\)"
)
_TAG = re.compile(r"<[^<>\n]{1,300}>")
_HEADING = re.compile(r"[>\s]{0,8}#{1,6}\s")
_BOLD_LINE = re.compile(r"\s{0,8}(?:\*\*|__)[^*\n]{2,80}(?:\*\*|__)\s*")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,})\s*")
_MARKS = "*_`#>|\\=~-+\u00ad\u200b\u200c\u200d\u2060\ufeff"
_WITHOUT_MARKS = str.maketrans({**dict.fromkeys(_MARKS, " "), "’": "'"})
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_AROUND_WORDS = ".,;:!?()[]\"'“”‘’"


@dataclass(frozen=True)
class Page:
    """A page, or a sample of a long one.

    Texts are in lower case. ``opening`` is the running text at the top, without menus; ``bold_lines`` are
    lines set in bold, the headings of old markup; ``content_words``
    counts what is neither link nor heading, ``running_words`` the words of lines with sentences,
    ``small_words`` words like "and" in the languages known, ``legal`` legal words, ``rules`` different
    legal words; ``links`` are texts with their targets.
    """

    text: str
    opening: str
    title: str
    headings: tuple[str, ...]
    bold_lines: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    words: int
    link_words: int
    content_words: int
    running_words: int
    small_words: int
    legal: int
    rules: int


class _Line(NamedTuple):
    """One line of a page: its text in lower case, and its words by kind."""

    text: str
    is_heading: bool
    is_bold: bool
    words: int
    link_words: int
    small_words: int
    legal: tuple[str, ...]
    links: tuple[tuple[str, str], ...]


def read_page(markdown: str, title: str) -> Page:
    """Read a page's Markdown (all of a short page, a sample of a long one) and its title."""
    lines = [_read_line(line) for line in _lines(_sample(markdown)) if line]
    legal = Counter(word for line in lines for word in line.legal)
    outside = [0 if line.is_heading else line.words - line.link_words for line in lines]
    return Page(
        text=" ".join(line.text for line in lines if line.text),
        opening=_opening(lines),
        title=plain(title),
        headings=tuple(line.text for line in lines if line.is_heading and line.text)[:HEADINGS],
        bold_lines=tuple(line.text for line in lines if line.is_bold and line.text)[:HEADINGS],
        links=tuple(link for line in lines for link in line.links),
        words=sum(line.words for line in lines),
        link_words=sum(line.link_words for line in lines),
        content_words=sum(outside),
        running_words=sum(words for words in outside if words >= RUNNING_LINE),
        small_words=sum(line.small_words for line in lines),
        legal=legal.total(),
        rules=len(legal),
    )


def plain(markdown: str) -> str:
    """Return a text in lower case, without marks and doubled spaces, with straight apostrophes."""
    return " ".join(markdown.translate(_WITHOUT_MARKS).lower().split())


def count_words(text: str) -> int:
    """Words between spaces; of Chinese and Japanese, where a word has about two characters, half of those."""
    unspaced = 0 if text.isascii() else len(_UNSPACED.findall(text))
    pieces = (_UNSPACED.sub(" ", text) if unspaced else text).split()
    return unspaced // 2 + sum(1 for piece in pieces if piece[0].isalnum() or any(map(str.isalnum, piece)))


def _lines(markdown: str) -> list[str]:
    """The lines of a text, its underlined headings in the form of the others."""
    lines = markdown.split("\n")
    for number, line in enumerate(lines):
        if line.startswith(("===", "---")) and number and _UNDERLINE.fullmatch(line) and lines[number - 1]:
            lines[number - 1] = f"# {lines[number - 1]}"
            lines[number] = ""
    return lines


def _opening(lines: list[_Line]) -> str:
    parts: list[str] = []
    length = 0
    for line in lines:
        if line.text and 2 * line.link_words < line.words:
            parts.append(line.text)
            length += len(line.text)
            if length >= TOP:
                break
    return " ".join(parts)[:TOP]


# Versions of one document share nearly all of their lines.
@lru_cache(maxsize=1 << 14)
def _read_line(line: str) -> _Line:
    is_heading = _HEADING.match(line) is not None
    is_bold = _BOLD_LINE.fullmatch(line) is not None
    line = _TAG.sub(" ", line)
    visible, beside, links = _without_targets(line) if "](" in line else (line, line, ())
    text = plain(visible)
    count = count_words(text)
    outside = count_words(plain(beside)) if links else count
    words = judging_words()
    found = Counter(word.strip(_AROUND_WORDS) for word in text.split())
    legal = {word: found[word] for word in words.legal_words & found.keys()}
    legal |= {phrase: times for phrase in words.legal_phrases if (times := text.count(phrase))}
    if not text.isascii():
        legal |= {p: times for p in words.legal_phrases_beyond_ascii if (times := text.count(p))}
    return _Line(
        text=text,
        is_heading=is_heading,
        is_bold=is_bold,
        words=count,
        link_words=max(0, count - outside),
        small_words=sum(found[word] for word in words.small_words & found.keys()),
        legal=tuple(Counter(legal).elements()),
        links=links,
    )


def _without_targets(line: str) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """A line as it is seen, the same without its links, and the links' texts and targets."""
    visible: list[str] = []
    beside: list[str] = []
    links: list[tuple[str, str]] = []
    end = 0
    for link in _LINK.finditer(line):
        between = line[end : link.start()]
        visible += [between, link[1]]
        beside += [between, " "]
        links.append((plain(link[1]), link[2]))
        end = link.end()
    return "".join([*visible, line[end:]]), "".join([*beside, line[end:]]), tuple(links)


def _sample(markdown: str) -> str:
    if len(markdown) <= 2 * SAMPLE:
        return markdown
    middle = (len(markdown) - SAMPLE) // 2
    return markdown[:SAMPLE] + "\n" + markdown[middle : middle + SAMPLE]
