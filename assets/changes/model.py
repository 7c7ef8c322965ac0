"""What a change is made of: wordings, their word-level difference, which way it points, and how much it matters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Operation = Literal["added", "removed", "modified", "moved", "split", "merged", "reborn"]
"""What happened to a provision. ``moved``: the same wording elsewhere (a wording that moved and changed is
``modified``); ``reborn``: a provision of an older version came back; ``split``: its text went on as several
provisions; ``merged``: several went on as one."""

ChangeClass = Literal["substantive", "editorial", "noise"]
"""``substantive``: rights, duties, practices, parties, numbers, purposes, contacts or conditions differ for a
reader; ``editorial``: wording, numbering, spelling, a real date stamp, notice banners; ``noise``: what is not the
policy's text (DESIGN section 5)."""

Significance = Literal["high", "medium", "low", "none"]
"""How much a change matters to those who are governed by it; ``none`` for what is not substantive."""

DirectionKind = Literal[
    "permitted", "forbidden", "weakened", "strengthened", "widened", "narrowed", "raised", "lowered"
]
"""Which way a change points, seen from what the text says: ``permitted``: may now be done what could not before;
``forbidden``: the reverse; ``weakened``: a duty or promise binds less (will -> may, opt-in -> opt-out);
``strengthened``: it binds more; ``widened``: a party, purpose, kind of data or place was added; ``narrowed``:
one was taken away; ``raised`` and ``lowered``: a number (days, age, amount) with its unit."""

Actor = Literal["platform", "user", "other", "unclear"]
"""Whose action, duty or right it is."""

PieceOperation = Literal["equal", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Wording:
    """A provision as it stands in one version: its Markdown and what is needed to understand it there."""

    text: str
    kind: str = "paragraph"
    heading_path: tuple[str, ...] = ()
    stem: str | None = None
    topics: tuple[str, ...] = ()
    language: str | None = None
    terms_type: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that both wordings share, or that only one of them has. Joined, they give the texts again."""

    operation: PieceOperation
    text: str


@dataclass(frozen=True, slots=True)
class Direction:
    """One way in which a change points, with the rule that saw it and the words it saw.

    ``before`` and ``after`` are words of the two plain texts (empty: there are none on that side); ``subject``
    is what it is about where the rule can tell ("days to object"), else empty.
    """

    kind: DirectionKind
    rule: str
    actor: Actor = "unclear"
    before: str = ""
    after: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """Whether a provision's change matters.

    ``score``: how sure it is that a careful reader would call it substantive, 0 to 1; ``rule`` and ``reason``
    (in words, naming the words that decided) say why. ``sentences_gone`` and ``sentences_come``: whole sentences
    about somebody's doing that only one of two wordings has. ``replaced_list``: what the list is about in which it
    stood or stands, if the step replaced that list; else empty.
    """

    change_class: ChangeClass
    significance: Significance
    score: float
    rule: str
    reason: str
    directions: tuple[Direction, ...] = field(default=())
    sentences_gone: tuple[str, ...] = ()
    sentences_come: tuple[str, ...] = ()
    replaced_list: str = ""
