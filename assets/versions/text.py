"""A text of a document, with what is computed of it for comparing it computed once."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from assets.versions.artefacts import core_lines
from assets.versions.date_expressions import find_dates
from assets.versions.hashes import Fingerprints, fingerprints
from assets.versions.visible import visible_lines

_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_AROUND_WORDS = ".,;:!?()[]\"'“”‘’*…。，、；：！？（）"
# Every shape of quotes, dashes and spaces, and the one that stands for it.
_SHAPES = (
    *((shape, "'") for shape in "‘’‚‛′`´"),
    *((shape, '"') for shape in "“”„‟″«»"),
    *((shape, "-") for shape in "‐‑‒–—―−"),
    *((space, "") for space in (" ", "\t", "\u00a0", "\u2009", "\u202f", "\u3000", "\\")),
)


@dataclass(frozen=True)
class Text:
    """A document's Markdown, when it was seen (UTC) and in which language it is written (``en``, ``de-CH`` …).

    ``known_prints`` spares hashing again a text whose fingerprints are known.
    """

    markdown: str
    seen_at: datetime
    language: str | None = None
    known_prints: Fingerprints | None = None

    @cached_property
    def prints(self) -> Fingerprints:
        """The three hashes and the number of words."""
        return self.known_prints or fingerprints(self.markdown)

    @cached_property
    def lines(self) -> list[str]:
        """The visible lines of the policy, without words of the page's interface."""
        return core_lines(visible_lines(self.markdown))

    @cached_property
    def core(self) -> str:
        """The visible text of the policy, without words of the page's interface."""
        return " ".join(self.lines)

    @cached_property
    def plain_lines(self) -> list[str]:
        """The lines with dates and the links they show in one writing."""
        return plain("\n".join(self.lines), self.language).split("\n")

    @cached_property
    def word_counts(self) -> Counter[str]:
        """How often each word occurs; each character of Chinese or Japanese text is a word."""
        text = self.core.casefold()
        if _UNSPACED.search(text):
            text = _UNSPACED.sub(r" \g<0> ", text)
        return Counter(word.strip(_AROUND_WORDS) for word in text.split())


def squeeze(visible: str) -> str:
    """Return a visible text without spaces and with one shape for quotes, dashes and full-width letters.

    Line breaks stay: a text of many lines is squeezed at once, which is what makes it fast.

    >>> squeeze("the “user’s” data – all") == squeeze("the \"user's\" data-all")
    True
    """
    text = visible if visible.isascii() else unicodedata.normalize("NFKC", visible)
    for shape, plain in _SHAPES:
        text = text.replace(shape, plain)
    return text


def squeezed_lines(lines: list[str]) -> list[str]:
    """Return each line squeezed."""
    return squeeze("\n".join(lines)).split("\n") if lines else []


# The number of a line, such as 1., (a), iv), A.1. or 2.3.1 without a full stop
_NUMBERING = re.compile(
    r"\n\(?(?:[A-Z]\.)?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[A-Za-z]|[ivxIVX]{1,5})(?:\.?\)|\.)(?=\s)"
    r"|\n\d{1,2}(?:\.\d{1,2}){1,3}(?=\s)"
)
_PUNCTUATION = tuple(".,;:!?()[]{}<>\"'-/&*_|…•·。，、；：！？（）")


def bare(visible: str) -> str:
    """Return a visible text without its lines' numbers, case, spaces and punctuation; line breaks stay.

    >>> bare("A.1. Your Data:") == bare("2) your data")
    True
    """
    text = squeeze(_NUMBERING.sub("\n", "\n" + visible))[1:].casefold()
    for mark in _PUNCTUATION:
        text = text.replace(mark, "")
    return text


def bare_lines(lines: list[str]) -> list[str]:
    """Return each line bare."""
    return bare("\n".join(lines)).split("\n") if lines else []


def similarity(one: Text, two: Text) -> float:
    """Return the share of words two texts have in common (0 to 1), whatever their order."""
    total = one.word_counts.total() + two.word_counts.total()
    return 2 * (one.word_counts & two.word_counts).total() / total if total else 1.0


_WEB_ADDRESS = re.compile(r"(https?://[\w.-]{1,200})(?::\d{2,5})?[/?#][^\s<>\"'“”’，。；、（）]{0,2000}")
_END_OF_SENTENCE = ".,;:!)]"


def plain(visible: str, language: str | None) -> str:
    """Return a visible text with dates as ISO 8601 and of the links it shows only the site.

    The path of a link changes with languages and redesigns, the writing of dates with the reader's country.
    """
    text = _WEB_ADDRESS.sub(_site, visible) if "://" in visible else visible
    parts, done = [], 0
    for mention in find_dates(text, language=language):
        if mention.value:
            parts += [text[done : mention.start], mention.value.isoformat()]
            done = mention.end
    return "".join([*parts, text[done:]])


def _site(match: re.Match[str]) -> str:
    return match[1] + match[0][len(match[0].rstrip(_END_OF_SENTENCE)) :]
