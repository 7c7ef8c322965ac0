"""What is told: an event with the words before and after, its interval and its citation."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Kind = Literal["change", "stance_turn", "link_change", "not_observed", "observed_again"]
KINDS: tuple[Kind, ...] = ("change", "stance_turn", "link_change", "not_observed", "observed_again")

KIND_WORDS = {
    "change": "change",
    "stance_turn": "stance turned",
    "link_change": "link leads elsewhere",
    "not_observed": "out of sight",
    "observed_again": "seen again",
}
"""How a kind is said where a word or two have to do."""

Significance = Literal["high", "medium", "low"]
SIGNIFICANCES: tuple[Significance, ...] = ("high", "medium", "low")
_RANKS = {"high": 3, "medium": 2, "low": 1, "none": 0}

Operation = Literal["equal", "removed", "added"]
Pieces = tuple[tuple[Operation, str], ...]
"""Runs of words in order: those kept and removed give the older text, those kept and added the newer one."""


def rank(significance: str) -> int:
    """Return how weighty a significance is, from 0 (none) to 3 (high)."""
    return _RANKS[significance]


@dataclass(frozen=True)
class Part:
    """The words of one provision, quote or link before and after; shortened where nothing changed.

    Attributes:
        subject_id: the change of the provision (``provision_changes.change_id``); empty: it is no provision.
        provision_id: the provision; empty: it is none.
        operation: added, removed, modified, split, merged, reborn; or quote, link.
        significance: high, medium, low or none.
        heading: the headings above it, joined.
        pieces: the words.
    """

    subject_id: str
    provision_id: str
    operation: str
    significance: str
    heading: str
    pieces: Pieces

    @property
    def before(self) -> str:
        """The words before; empty: there were none."""
        return "".join(text for operation, text in self.pieces if operation != "added").strip()

    @property
    def after(self) -> str:
        """The words after; empty: there are none."""
        return "".join(text for operation, text in self.pieces if operation != "removed").strip()


@dataclass(frozen=True)
class Event:
    """One row of the view ``events``; ``parts`` are its words, the weightiest first, ``more_parts`` those left out."""

    event_id: str
    kind: Kind
    changed_after: datetime | None
    changed_before: datetime
    noticed_at: datetime
    platform_id: str
    platform: str
    document_id: str | None
    terms_type: str | None
    significance: str
    change_class: str | None
    topics: tuple[str, ...]
    questions: tuple[str, ...]
    directions: tuple[str, ...]
    summary: str
    before: str | None
    after: str | None
    provision_id: str | None
    change_id: str | None
    version_id: str | None
    previous_version_id: str | None
    declared_date: date | None
    silent_edit: bool | None
    collection_id: str | None
    licence: str | None
    attribution: str | None
    parts: tuple[Part, ...] = field(default=(), compare=False)
    more_parts: int = field(default=0, compare=False)

    @property
    def title(self) -> str:
        """Who and what, in a line."""
        terms = f" · {self.terms_type}" if self.terms_type else ""
        return f"{self.platform}{terms}: {KIND_WORDS[self.kind]}"

    @property
    def interval(self) -> str:
        """When it came: two days between which it happened, or the one by which it had."""
        if self.changed_after is None:
            return f"by {self.changed_before:%Y-%m-%d}"
        if self.changed_after.date() == self.changed_before.date():
            return f"on {self.changed_before:%Y-%m-%d}"
        return f"between {self.changed_after:%Y-%m-%d} and {self.changed_before:%Y-%m-%d}"

    @property
    def citation(self) -> str:
        """What to cite: document, version, declared date, when the interval is, and whom to name."""
        said = [self.document_id or self.platform_id]
        if self.version_id:
            said.append(f"version {self.version_id}")
        if self.declared_date:
            said.append(f"declared date {self.declared_date}")
        said.append(self.interval)
        if self.attribution or self.licence:
            said.append(", ".join(part for part in (self.attribution, self.licence) if part))
        return "; ".join(said)
