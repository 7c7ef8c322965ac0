"""Writes texts alike letter by letter: without spaces, shapes of quotes and dashes; or without numbering and case too."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from assets.versions.blocks import REMEMBERED

# Every shape of quotes, dashes and spaces, and the one that stands for it.
_SHAPES = str.maketrans(
    {
        shape: plain
        for plain, shapes in (("'", "‘’‚‛′`´"), ('"', "“”„‟″«»"), ("-", "‐‑‒–—―−"))
        for shape in shapes
    }
    | dict.fromkeys(" \t\u00a0\u2009\u202f\u3000\\", "")
)


@lru_cache(maxsize=REMEMBERED)
def squeeze(visible: str) -> str:
    """Return a visible text without spaces and with one shape for quotes, dashes and full-width letters.

    >>> squeeze("the “user’s” data – all") == squeeze("the \"user's\" data-all")
    True
    """
    text = visible if visible.isascii() else unicodedata.normalize("NFKC", visible)
    return text.translate(_SHAPES)


# The number of a line, such as 1., (a), iv), A.1. or 2.3.1 without a full stop; or Article 1 –, § 2:, 第三条
_NUMBERING = re.compile(
    r"\(?(?:[A-Z]\.)?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[A-Za-z]|[ivxIVX]{1,5})(?:\.?\)|\.)(?=\s)"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}(?=\s)"
    r"|(?i:article|art\.|section|sec\.|clause|part|chapter|artikel|abschnitt|ziffer|artículo|artigo|§{1,2})\s?"
    r"(?:\d{1,3}(?:\.\d{1,2}){0,3}[A-Za-z]?|[ivxIVX]{1,5}|[A-Z])(?:\s?[.:–—-](?=\s)|$)"
    r"|第[\d一二三四五六七八九十百零〇]{1,5}[条條章节節](?=[\s、：:.]|$)"
)
_PUNCTUATION = str.maketrans("", "", ".,;:!?()[]{}<>\"'-/&*_|…•·。，、；：！？（）")


@lru_cache(maxsize=REMEMBERED)
def bare(line: str) -> str:
    """Return a visible line without its number, case, spaces and punctuation.

    >>> bare("A.1. Your Data:") == bare("2) your data") == bare("Article 2 – Your data")
    True
    """
    number = _NUMBERING.match(line)
    return squeeze(line[number.end() :] if number else line).casefold().translate(_PUNCTUATION)
