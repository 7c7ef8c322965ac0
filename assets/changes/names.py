"""What a word of a sentence names: somebody who acts ("Acme may"), several things, somebody's data, or a month."""

from __future__ import annotations

from collections.abc import Sequence

from assets.changes.lexicon import lexicon
from assets.changes.phrases import Words

LEAST_NAME = 3
"""Letters of a name that acts ("Acme may …"); shorter ones in capitals are numbers of lists."""


def is_name(words: Words, place: int) -> bool:
    """Whether a word has the capital of a name, and is no small word of the language."""
    if not 0 <= place < len(words.forms) or words.forms[place] in lexicon().function_words:
        return False
    name = _as_written(words, place)
    if not name[:1].isupper() or len(name) < LEAST_NAME:
        return False
    return name[1:2].islower() or not words.text.isupper()


def is_plural(words: Words, place: int) -> bool:
    """Whether a word is one of several things, and seldom a company: "Credits may", "Administrators may"."""
    name = _as_written(words, place).lower().rstrip("'’")
    return words.forms[place] != name and not name.endswith(("'s", "’s"))


def names_data(forms: Sequence[str]) -> bool:
    """Whether words name somebody's data: "recordings may be used" tells of it, "credits may be used" does not."""
    return any(one.label != "none" for one in lexicon().things.find(tuple(forms))["data"])


def is_month(words: Words, at: int, end: int) -> bool:
    """Whether a "may" that ends at a word is the month: "3 May 2031"."""
    forms = words.forms
    if forms[at] != "may" or end != at + 1 or end >= len(forms):
        return False
    behind_a_number = at > 0 and forms[at - 1][0].isdigit() and _as_written(words, at).startswith("M")
    return forms[end][0].isdigit() or behind_a_number


def _as_written(words: Words, place: int) -> str:
    start, end = words.spans[place]
    return words.text[start:end]
