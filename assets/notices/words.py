"""The words before and after, cut to what a reader of a message needs, and cleaned of what could harm it."""

from __future__ import annotations

import json
import re

from assets.notices.model import Pieces

KEPT_CHARACTERS = 140
"""Characters kept on each side of a change of what did not change: a sentence or so."""
LONGEST_RUN = 700
"""Characters of one run of removed or added words that are shown; a long new clause is linked, not sent whole."""
CUT = " […] "
"""Stands where words were left out."""

# Control characters (XML allows tab, line feed and carriage return only), halves of surrogate pairs, non-characters,
# and marks that turn the direction of text around, with which a page could make a message read otherwise than it is.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)


def clean(text: str) -> str:
    """Return text that may stand in XML, a mail and a terminal; what is harmful is left out."""
    return _HARMFUL.sub("", text).replace("\r", " ")


def one_line(text: str, longest: int = 0) -> str:
    """Return text in one line, as a title or the header of a mail needs it; cut to ``longest`` characters if given.

    >>> one_line("Hello\\r\\nBcc: x@y.example", 12)
    'Hello Bcc: …'
    """
    line = " ".join(clean(text).split())
    return line if not longest or len(line) <= longest else line[: longest - 1].rstrip() + "…"


def pieces_of(word_diff: str) -> Pieces:
    """Return what ``provision_changes.word_diff`` holds, shortened."""
    return shortened(tuple((operation, text) for operation, text in json.loads(word_diff)))


def exchanged(before: str | None, after: str | None) -> Pieces:
    """Return one wording instead of another, such as a quote or the target of a link."""
    pieces: Pieces = ()
    if before:
        pieces += (("removed", before),)
    if after:
        pieces += (("added", after),)
    return shortened(pieces)


def shortened(pieces: Pieces) -> Pieces:
    """Return the pieces with long stretches cut: what stayed is needed only beside what changed."""
    result: Pieces = ()
    for number, (operation, text) in enumerate(pieces):
        text = clean(text)
        if operation == "equal":
            text = _context(text, first=number == 0, last=number == len(pieces) - 1)
        elif len(text) > LONGEST_RUN:
            text = text[:LONGEST_RUN].rsplit(" ", 1)[0] + CUT
        result += ((operation, text),)
    return result


def _context(text: str, *, first: bool, last: bool) -> str:
    """Return what stayed: its end before a change, its beginning after one, both between two."""
    if len(text) <= KEPT_CHARACTERS * (1 if first or last else 2) + len(CUT):
        return text
    head = "" if first else text[:KEPT_CHARACTERS].rsplit(" ", 1)[0]
    tail = "" if last else text[-KEPT_CHARACTERS:].split(" ", 1)[-1]
    return f"{head}{CUT}{tail}"
