"""Stems: the unfinished sentence that the items of a list, or the rows of a table, complete."""

from __future__ import annotations

import re

from assets.provisions.plain_text import plain
from assets.provisions.sentences import sentences

STEM_MAX_CHARACTERS = 400
"""A stem's share of one block: the end of its last sentence. Longest stem read in 79 real documents: 370."""
SHORT_LEAD_MAX_WORDS = 4
"""A last sentence this short ("For example:") needs the sentence before it to be understood."""

_OPEN_END = re.compile(r"[:：,，;；—–-][\s\"'”’*_]*$")
_ENDED = re.compile(r"[.!?。！？][\s\"'”’)）\]*_]*$")
_DANGLING = re.compile(
    r"\b(?:not|to|may|must|shall|will|should|can|agree|following|including|und|oder|zu|de|à)\W{0,3}$", re.I
)
# A closed sentence announces a list only where it points ahead near its end: "for the following purposes."
_CUE = re.compile(
    r"(?:\bfollowing\b|\bas follows\b|\bbelow\b(?!\))|\bfolgend\w{0,2}\b|\bsuivante?s?\b|\bci-dessous\b|以下|如下|下列)"
    r"[^.!?。]{0,60}[.!?。]?\W{0,4}$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?:[;；,，]|[;,]\s{0,2}(?:and|or|and/or|und|oder|et|ou))[\s*_]*$", re.IGNORECASE)


def lead_in(text: str, is_heading: bool = False) -> str | None:
    """Return the sentence that a block leaves open for a list below it, as plain text; ``None``: it is closed.

    Open is what ends with a colon, a comma or a dash, without a full stop, or points ahead ("the following").
    A heading is open only with a colon or an unfinished phrase ("You may not").
    """
    words = _tail(text)
    if not words:
        return None
    if is_heading:
        return words if words[-1] in ":：" or _DANGLING.search(words) else None
    last = _last_sentence(words)
    if _OPEN_END.search(last) or not _ENDED.search(last) or _CUE.search(last):
        return last
    return None


def ends_open(text: str) -> bool:
    """Tell whether a block plainly announces what comes: it ends with a colon or an unfinished phrase."""
    return text.rstrip(" *_\t\r\n").endswith((":", "：")) or _DANGLING.search(text[-30:]) is not None


def goes_on(text: str) -> bool:
    """Tell whether a block is an item with more to come: it ends with a semicolon, a comma, "; and" or "; or"."""
    return _GOES_ON.search(text[-30:]) is not None


def join_stems(stem: str | None, text: str | None, lead: str | None) -> str | None:
    """Return the stem of a nested list: the parent item's stem, its last sentence, and a lead-in after it."""
    own = _last_sentence(_tail(text)) if text else None
    return " ".join(part for part in (stem, own, lead) if part) or None


def _tail(text: str) -> str:
    return plain(text[-4 * STEM_MAX_CHARACTERS :])


def _last_sentence(words: str) -> str:
    spans = sentences(words)
    if not spans:
        return words
    start = spans[-1][0]
    if len(spans) > 1 and len(words[start:].split()) <= SHORT_LEAD_MAX_WORDS:
        start = spans[-2][0]
    last = words[start:]
    if len(last) > STEM_MAX_CHARACTERS:
        last = "… " + last[-STEM_MAX_CHARACTERS:].split(" ", 1)[-1]
    return last
