"""Finds the dialogs in which a page asks for consent to cookies: their buttons, and the lines above them that ask."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assets.versions.artefacts import artefacts

REACH = 8
"""Lines above the buttons in which a dialog's text is looked for; the longest of the corpus has seven."""
DIALOG_WORDS = 70
"""The most words of one line of a dialog."""
BUTTON_WORDS = 8
"""The most words of a line of buttons that stand by themselves."""
BUTTON_LINE = 160
"""Characters of such a line at most, with words of twenty letters."""
REMEMBERED_LINES = 1 << 14
"""Lines whose reading is kept at hand: versions of one document share nearly all of theirs."""
_WORD = re.compile(r"[^\W\d_]+")


def without_consent_dialogs(lines: Sequence[str]) -> list[str]:
    """Return visible lines without dialogs that ask for consent to cookies.

    A dialog is its buttons ("Accept all Reject all") and the lines right above them that speak as dialogs do; a
    paragraph that only mentions cookies is none.

    >>> without_consent_dialogs(["We value your privacy", "Accept all Reject all", "We keep logs."])
    ['We keep logs.']
    """
    dropped: set[int] = set()
    for number, line in enumerate(lines):
        if number not in dropped and asks_for_consent(line) and _ends_in_buttons(line):
            dropped.add(number)
        if not _is_buttons(line):
            continue
        above = number - 1
        while above >= max(0, number - REACH) and (
            _is_buttons(lines[above]) or asks_for_consent(lines[above])
        ):
            above -= 1
        if any(asks_for_consent(one) for one in lines[above + 1 : number]):
            dropped.update(range(above + 1, number + 1))
    return [line for number, line in enumerate(lines) if number not in dropped] if dropped else list(lines)


@lru_cache(maxsize=REMEMBERED_LINES)
def asks_for_consent(line: str) -> bool:
    """Whether a line speaks as the dialogs do that ask for consent to cookies."""
    if len(line.split()) > DIALOG_WORDS:
        return False
    lowered = line.lower().replace("’", "'")
    return any(phrase in lowered for phrase in artefacts().dialogs)


def _is_buttons(line: str) -> bool:
    if len(line) > BUTTON_LINE:
        return False
    words = _WORD.findall(line.lower())
    buttons = artefacts().buttons
    return 0 < len(words) <= BUTTON_WORDS and all(word in buttons for word in words)


def _ends_in_buttons(line: str) -> bool:
    last = re.split(r"[.!?。！？]\s?", line.strip())[-1]
    return bool(last) and _is_buttons(last)
