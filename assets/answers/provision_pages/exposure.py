"""How exposed people are by a clause: the first row of the table in ``exposure.yaml`` that fits, with its reason."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assets.answers.provision_pages.marks import read_marks
from assets.answers.provision_pages.model import ACTS, NONE_NAMED, NOT_DATA
from assets.answers.provision_pages.slots import SlotBook, read_slots
from assets.topics.annotated_yaml import Entry, read_yaml

EXPOSURE_FILE = Path(__file__).parent / "exposure.yaml"
NO_TOPIC = "none"
"""How the table speaks of clauses that no topic was found for."""
DENIAL = "denial"
"""The row of clauses that say that something is not done."""
RESTS_ON_SLOTS = ("training-by-default", "ads", "arbitration")
"""Rows that say that a choice is stated, which without slots cannot be told."""
LINK_ALONE = "link-alone"
"""The row of clauses that are a link and nothing else."""
LEVELS = ("high", "medium", "low", "unknown")
"""``unknown`` is not low: it could not be told."""


@dataclass(frozen=True)
class Exposure:
    """A level, why in words, and the row of the table that gave it."""

    level: str
    reason: str
    row_id: str


POINTS_ELSEWHERE = Exposure("unknown", "it is a link alone: what it says stands where it leads", LINK_ALONE)


@dataclass(frozen=True)
class ExposureRow:
    """A row of the table; what is empty is not asked. ``open_at_least``: so many slots; the other lists: one of each.

    A slot that is denied is not filled: it counts with those left open, and alone where a row asks for it in ``denied``.
    """

    row_id: str
    level: str
    reason: str
    acts: tuple[str, ...]
    topics: tuple[str, ...]
    kinds: tuple[str, ...]
    open_at_least: int
    open_any: tuple[str, ...]
    marks: tuple[str, ...]
    also: tuple[str, ...]
    denied: tuple[str, ...]

    def fits(
        self,
        act: str,
        topic_id: str,
        kind: str,
        left_open: Sequence[str],
        marks: Collection[str],
        denied: Sequence[str] = (),
    ) -> bool:
        """Tell whether the row is about such a clause."""
        unfilled = [*left_open, *denied]
        return (
            (not self.acts or act in self.acts)
            and (not self.topics or (topic_id or NO_TOPIC) in self.topics)
            and (not self.kinds or kind in self.kinds)
            and len(unfilled) >= self.open_at_least
            and (not self.open_any or any(slot in unfilled for slot in self.open_any))
            and (not self.denied or any(slot in denied for slot in self.denied))
            and (not self.marks or any(mark in marks for mark in self.marks))
            and (not self.also or any(mark in marks for mark in self.also))
        )


@dataclass(frozen=True)
class ExposureTable:
    """The rows in their order; the last fits everything."""

    rows: tuple[ExposureRow, ...]
    slots: SlotBook

    def of(
        self,
        act: str,
        topic_id: str,
        kind: str,
        left_open: Sequence[str],
        marks: Collection[str] = (),
        denied: Sequence[str] = (),
    ) -> Exposure:
        """Return the exposure of a clause.

        Args:
            act: what it does (``ACTS``).
            topic_id: what it is about.
            kind: the kind of data (a kind of ``slots.yaml``, ``none_named`` or ``not_data``).
            left_open: ids of the slots that neither it nor its document fills.
            marks: what its sentences say beside that (``marks.yaml``): stances it takes, signs.
            denied: ids of the slots of which it or its document says that what they ask for is not there.
        """
        row = next(one for one in self.rows if one.fits(act, topic_id, kind, left_open, marks, denied))
        return self._by(row, kind, left_open, denied)

    def of_stances(self, act: str, topic_id: str, marks: Collection[str]) -> Exposure | None:
        """Return the exposure of a clause of which only its stances are known, ``None`` where they do not decide.

        Where the clause alone is found to train models by default, it states no choice; whether any other clause of
        which the slots are not read does, is not known, and so no row that depends on a choice is used.
        """
        left_open = ["choice"] if "ai_training.yes_default" in marks else []
        for row in self.rows:
            by_slots = bool(row.open_any or row.open_at_least or row.denied) and not left_open
            stated = row.row_id in RESTS_ON_SLOTS and not left_open and "ai_training.yes_opt_out" not in marks
            told = row.marks or row.row_id == DENIAL
            if told and not by_slots and not stated and row.fits(act, topic_id, NOT_DATA, left_open, marks):
                return self._by(row, NOT_DATA, left_open)
        return None

    def _by(
        self, row: ExposureRow, kind: str, left_open: Sequence[str], denied: Sequence[str] = ()
    ) -> Exposure:
        """Return a row's level with its reason in words: ``{open}`` there is what the clause leaves open and denies."""
        slots = self.slots.slots
        labels = [slot.denial.label for slot in map(slots.__getitem__, denied) if slot.denial]
        unfilled = [
            *([f"leaves open {in_words([slots[slot].label for slot in left_open])}"] if left_open else []),
            *([f"denies {in_words(labels)}"] if labels else []),
        ]
        reason = row.reason.replace("{kind}", self.slots.kind_label(kind))
        return Exposure(row.level, reason.replace("{open}", " and ".join(unfilled)), row.row_id)


def in_words(parts: Sequence[str]) -> str:
    """Return things as a sentence lists them: ``a, b and c``."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


@cache
def read_exposure(file: Path = EXPOSURE_FILE) -> ExposureTable:
    """Read a table of exposure; once a process.

    Raises:
        CatalogueError: the file is not as expected, or its last row does not fit everything.
    """
    fields = read_yaml(file).fields(["version", "rows"])
    slots = read_slots()
    rows = tuple(_row(item, slots) for item in fields["rows"].entries())
    last = rows[-1]
    if (
        last.acts
        or last.topics
        or last.kinds
        or last.open_any
        or last.open_at_least
        or last.marks
        or last.denied
    ):
        raise fields["rows"].entries()[-1].fail("expected a last row that fits every clause")
    return ExposureTable(rows, slots)


def _row(item: Entry, slots: SlotBook) -> ExposureRow:
    fields = item.fields(
        ["id", "level", "reason"], ["acts", "topics", "kinds", "open", "open_any", "marks", "also", "denied"]
    )
    kinds = [*(kind.kind_id for kind in slots.data_kinds), NONE_NAMED, NOT_DATA]
    topics = [*slots.of_topic, *slots.general]
    return ExposureRow(
        row_id=fields["id"].text(),
        level=fields["level"].choice(LEVELS),
        reason=fields["reason"].text(),
        acts=_chosen(fields.get("acts"), ACTS),
        topics=_chosen(fields.get("topics"), [*topics, "ai-transparency-labelling", NO_TOPIC]),
        kinds=_chosen(fields.get("kinds"), kinds),
        open_at_least=int(fields["open"].number(1, 9)) if "open" in fields else 0,
        open_any=_chosen(fields.get("open_any"), list(slots.slots)),
        marks=_chosen(fields.get("marks"), read_marks().names()),
        also=_chosen(fields.get("also"), read_marks().names()),
        denied=_chosen(fields.get("denied"), [one for one, slot in slots.slots.items() if slot.denial]),
    )


def _chosen(entry: Entry | None, allowed: Sequence[str]) -> tuple[str, ...]:
    return tuple(one.choice(allowed) for one in entry.entries()) if entry is not None else ()
