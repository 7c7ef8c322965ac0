"""What "it" stands for in a sentence that is quoted alone: the sentence before it, or the heading above."""

from __future__ import annotations

from assets.changes.acts import Act
from assets.changes.grammar import grammar
from assets.changes.model import Wording
from assets.changes.names import names_data
from assets.changes.quoting import sentences_of, shortened
from assets.changes.statements import Statement, read
from assets.changes.summary_labels import headings_below_title

LONGEST_BEFORE = 60
"""Characters quoted of the sentence before: enough to say what it is about."""
LEAD_WORDS = 2
"""Words before a deed ("However, we …") up to which the sentence has not said yet what it is about."""
_STANDING = frozenset({"it", "them"})
_POINTING = frozenset({"this", "these", "those", "such"})


def beside(one: Wording, sentence: str) -> str:
    """Return what is to be read beside a sentence of a provision to understand it; empty for one that says all.

    >>> one = Wording("We read your logbook to plan routes. We do not sell it.")
    >>> beside(one, "We do not sell it.")
    ', after “We read your logbook to plan routes”'
    """
    if not _points_back(read(sentence)):
        return ""
    sentences = sentences_of(one.text)
    at = next((n for n, known in enumerate(sentences) if sentence in known), 0)
    if at:
        return f", after “{shortened(sentences[at - 1], LONGEST_BEFORE)}”"
    headings = headings_below_title(one)
    return f", under “{headings[-1]}”" if headings else ""


def _points_back(one: Statement) -> bool:
    """Whether a deed's object stands outside the sentence: "we do not use it to", "we never sell such data"."""
    return any(_is_elsewhere(one, act) for act in one.acts)


def _is_elsewhere(one: Statement, act: Act) -> bool:
    forms, place = one.words.forms, act.end
    named = sum(form.isalpha() for form in forms[: act.start]) > LEAD_WORDS
    if named or place >= len(forms):
        return False
    speaks = forms[place + 1 : place + 2] and forms[place + 1] in grammar().be  # "you represent it is lawful"
    if forms[place] in _STANDING:
        return not speaks
    points = any(found.label == "data" and found.start == place + 1 for found in one.marks["actors"])
    return forms[place] in _POINTING and (points or names_data(forms[place + 1 : place + 2]))
