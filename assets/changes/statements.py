"""What a sentence of a policy lays down, read together with the stem it completes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assets.changes.acts import STRENGTH, Act, ActReader, Marks, deed_at
from assets.changes.grammar import grammar, root
from assets.changes.lexicon import lexicon
from assets.changes.phrases import Words, words_of

REMEMBERED = 1 << 14
"""Sentences whose reading is kept at hand."""
OWN_ACT = 8
"""Words at the start of an item in which an act of a named actor makes it a sentence of its own."""
OWN_START = 3
"""Words at the start of an item in which a subject makes it a sentence of its own."""
ENGLISH_SHARE = 0.14
"""Share of common English words from which a text is read as English; real sentences have a third of them."""
_CLAUSES = re.compile(r"(?<=[.:;!?])\s+|(?<=[：。；])")
"""Between the sentences of a stem: only the last one leads its items."""
SHORT_TEXT = 6
"""Words up to which a text in Latin letters is taken for English: too few to tell."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence read: its words, the phrases found in them, and its acts in order."""

    words: Words
    marks: Marks
    acts: tuple[Act, ...]
    is_english: bool

    def governing(self, place: int) -> Act | None:
        """Return the act whose object stands at a word: the last one that begins before it.

        What users may not do rules the whole item below it, whatever acts the item tells of.
        """
        if self.is_forbidden_item:
            return self.acts[0]
        before = [act for act in self.acts if act.start <= place]
        return before[-1] if before else None

    @property
    def is_forbidden_item(self) -> bool:
        """Whether it completes a stem that says what users may not do."""
        led = self.acts[0] if self.acts else None
        return led is not None and led.inherited and led.negated and led.actor == "user"


def read(text: str, stem: str = "") -> Statement:
    """Read a sentence (plain text) as completing a stem; an empty stem is none."""
    return _read(text, stem)


@lru_cache(maxsize=REMEMBERED)
def _read(text: str, stem: str) -> Statement:
    words = words_of(text)
    marks = lexicon().reading.find(words.forms)
    english = is_english(words.forms)
    acts = ActReader(words, marks, english).acts()
    own_subject = bool(acts) and acts[0].actor != "unclear" and acts[0].start <= OWN_ACT
    if (
        stem
        and not own_subject
        and not _speaks(words.forms)
        and not (acts and acts[0].start <= 1 and acts[0].negated)
    ):
        led = _stem_act(stem)
        if led is not None:
            acts = [_inherit(led, words, marks), *acts]
    return Statement(words, marks, tuple(acts), english)


@lru_cache(maxsize=REMEMBERED)
def things_of(text: str) -> Marks:
    """Return the parties, purposes, kinds of data, places and weighty matters a plain text names, by group."""
    return lexicon().things.find(words_of(text).forms)


def is_english(forms: tuple[str, ...]) -> bool:
    """Whether a text is read by the rules for English: by its common words, or because it is short and Latin."""
    if len(forms) <= SHORT_TEXT:
        return all(form.isascii() and form not in lexicon().foreign for form in forms if form.isalpha())
    return sum(form in grammar().common for form in forms) >= ENGLISH_SHARE * len(forms)


@lru_cache(maxsize=2048)
def _stem_act(stem: str) -> Act | None:
    """Return what governs the items a stem introduces: the last act of its last clause that has one."""
    clauses = [_read(clause, "") for clause in reversed(_CLAUSES.split(stem.rstrip(" :：.*_")))]
    one = next((clause for clause in clauses if clause.acts), None)
    if one is None or one.acts[-1].verb in grammar().pointing:
        return None
    led = one.acts[-1]
    if led.negated and _excepts(one, led):
        disclaims = led.actor == "platform" and led.deed != "practice"
        return None if disclaims else replace(led, negated=False, force="may")
    return replace(led, actor="user") if _is_told_to_users(one, led) else led


def _excepts(one: Statement, led: Act) -> bool:
    """Whether the items are exceptions from a refusal: "we do not read your letters other than for:"."""
    bounds = [found.start for found in one.marks["bounds"] if found.label == "exception"]
    return any(start >= led.end and "," not in one.words.forms[start:] for start in bounds)


def _is_told_to_users(one: Statement, led: Act) -> bool:
    """Whether a stem forbids without naming anybody: "keep to the law, for instance do not:", "must not be used for:"."""
    if not led.negated or led.actor != "unclear":
        return False
    words = one.words.forms[led.start : led.end]
    return words[:1] == ("do",) or (led.force in ("may", "must", "should") and led.verb == root("use"))


def _speaks(forms: Sequence[str]) -> bool:
    """Whether an item begins a sentence of its own: "If you …", "We …"."""
    return any(form in ("if", "we", "you", "when") for form in forms[:OWN_START])


def stem_force(stem: str) -> tuple[object, ...]:
    """Return who must, may or must not do what a stem introduces; equal for stems of equal force."""
    led = _stem_act(stem) if stem else None
    return (led.actor, STRENGTH[led.force], led.negated) if led else ()


@lru_cache(maxsize=2048)
def forbids(heading: str) -> bool:
    """Whether a heading tells users what not to do, so that the items below it are prohibitions."""
    led = _stem_act(heading)
    return led is not None and led.negated and led.actor == "user"


def _inherit(led: Act, words: Words, marks: Marks) -> Act:
    place = next(
        (n for n, form in enumerate(words.forms) if form.isalpha() and form not in grammar().skipped), 0
    )
    verb = root(words.forms[place]) if words.forms else ""
    deed = led.deed or deed_at(marks, place)
    return Act(led.actor, led.force, led.negated, led.verb or verb, deed, 0, place, inherited=True)
