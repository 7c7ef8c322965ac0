"""Writes texts alike letter by letter: without spaces, shapes of quotes and dashes; or without numbering and case too."""

from __future__ import annotations

import re
import unicodedata

# Every shape of quotes, dashes and spaces, and the one that stands for it.
_SHAPES = (
    *((shape, "'") for shape in "‘’‚‛′`´"),
    *((shape, '"') for shape in "“”„‟″«»"),
    *((shape, "-") for shape in "‐‑‒–—―−"),
    *((space, "") for space in (" ", "\t", "\u00a0", "\u2009", "\u202f", "\u3000", "\\")),
)


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
