"""A text of a document, with what is computed of it for comparing it computed once."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from assets.versions.artefacts import core_lines
from assets.versions.hashes import Fingerprints, fingerprints
from assets.versions.visible import visible_lines

_WORDS = re.compile("[\u3040-\u30ff\u3400-\u9fff]|[^\\W_\u3040-\u30ff\u3400-\u9fff]+")
_SHAPES = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "\\": "",
    }
)


@dataclass(frozen=True)
class Text:
    """A document's Markdown, when it was seen (UTC) and in which language it is written (``en``, ``de-CH`` …)."""

    markdown: str
    seen_at: datetime
    language: str | None = None

    @cached_property
    def prints(self) -> Fingerprints:
        """The three hashes and the number of words."""
        return fingerprints(self.markdown)

    @cached_property
    def lines(self) -> list[str]:
        """The visible lines of the policy, without words of the page's interface."""
        return core_lines(visible_lines(self.markdown))

    @cached_property
    def core(self) -> str:
        """The visible text of the policy, without words of the page's interface."""
        return " ".join(self.lines)

    @cached_property
    def word_counts(self) -> Counter[str]:
        """How often each word occurs; each character of Chinese or Japanese text is a word."""
        return Counter(_WORDS.findall(self.core.lower()))


def squeeze(visible: str) -> str:
    """Return a visible text without spaces and with one shape for quotes, dashes and full-width letters.

    >>> squeeze("the “user’s” data – all") == squeeze("the \\"user's\\" data-all")
    True
    """
    text = visible if visible.isascii() else unicodedata.normalize("NFKC", visible)
    return "".join(text.translate(_SHAPES).split())


_NUMBERING = re.compile(
    r"(?:(?<=\s)|^)\(?(?:[A-Z]\.)?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[A-Za-z]|[ivxIVX]{1,5})(?:[.)]\s|\.\)\s)"
)
_NOT_LETTERS = re.compile(r"[\W_]+")


def bare(visible: str) -> str:
    """Return a visible text without numbering, case, spaces and punctuation.

    >>> bare("A.1. Your Data:") == bare("2) your data")
    True
    """
    return _NOT_LETTERS.sub("", _NUMBERING.sub("", visible)).casefold()


def similarity(one: Text, two: Text) -> float:
    """Return the share of words two texts have in common (0 to 1), whatever their order."""
    total = one.word_counts.total() + two.word_counts.total()
    return 2 * (one.word_counts & two.word_counts).total() / total if total else 1.0
