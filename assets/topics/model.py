"""What a topic, a rule, a provision to be read and a label are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assets.topics.headings import HeadingRule
from assets.topics.patterns import Pattern

Band = Literal["automatic", "review", "hidden"]
Method = Literal["rules", "rules+exemplars", "exemplars"]

AUTOMATIC = 0.7
"""Confidence from which a label is shown without a question mark: one plain rule, or two weaker ones."""
REVIEW = 0.4
"""Confidence from which a label is shown as unsure; below it is kept, not shown."""


def band_of(confidence: float) -> Band:
    """Return the band of a confidence: shown, shown as unsure, or kept hidden."""
    return "automatic" if confidence >= AUTOMATIC else "review" if confidence >= REVIEW else "hidden"


@dataclass(frozen=True, eq=False)
class Rule:
    """A pattern that is a sign of a topic; ``weight`` is how sure it makes, alone.

    ``heading`` must match a heading above or the stem, if given, ``required`` one of these or the sentence;
    ``excluded`` must not match the sentence; ``terms_types`` limits it to documents whose type holds one of these words.
    """

    rule_id: str
    weight: float
    pattern: Pattern
    heading: Pattern | None
    required: Pattern | None
    excluded: Pattern | None
    terms_types: tuple[str, ...]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True)
class Topic:
    """A topic: what belongs to it, the OPP-115 category it corresponds to, and its rules.

    ``parent`` is the topic that always joins it. ``of_contents``: it is also found in sentences that only say
    what a document is about (see ``contents``); all other topics need a statement. ``of_items``: found in a stem, it is a topic of the items too.
    ``under``: the headings that give it to the fragments below them. ``languages``: those (ISO 639-1) of which the rules know enough that nothing found means silence.
    ``terms_types``: found only in documents whose type holds one of these words, if there are any.
    """

    topic_id: str
    name: str
    definition: str
    opp115: str | None
    parent: str | None
    rules: tuple[Rule, ...]
    of_contents: bool = False
    of_items: bool = False
    languages: tuple[str, ...] = ("en",)
    under: HeadingRule | None = None
    terms_types: tuple[str, ...] = ()


@dataclass(frozen=True)
class TopicLabel:
    """A topic found in a provision, and what decided.

    ``rule_id`` is the weightiest rule that found it (empty: none did), ``explanation`` the words it matched
    and the weightiest words and pieces of words for which sentences of the exemplars spoke.
    """

    topic_id: str
    confidence: float
    band: Band
    method: Method
    rule_id: str
    explanation: str


@dataclass(frozen=True)
class Provision:
    """A provision as it is labelled: see ``Taxonomy.label``."""

    text: str
    heading_path: tuple[str, ...] = ()
    stem: str | None = None
    kind: str = "paragraph"
    terms_type: str = ""
