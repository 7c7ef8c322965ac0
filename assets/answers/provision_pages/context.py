"""Fills the slots a clause leaves open from its section and its document, quoting where they are filled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assets.answers.model import Clause
from assets.answers.provision_pages.model import ClauseReading, Find, SlotFilled
from assets.answers.provision_pages.slots import SlotBook

SPEAKS_FOR_OTHERS = ("platform_practice", "user_permission", "agreement_term", "third_party")
"""Roles of clauses that can specify something for another: what users must not do fills no slot of a practice."""
PRACTICES_AND_TERMS = ("platform_practice", "third_party", "user_permission", "agreement_term")
"""Roles of clauses whose slots are sought beyond the clause: a rule of conduct stands by itself."""


@dataclass(frozen=True)
class ReadClause:
    """A clause of a document, its topics and what it says by itself."""

    clause: Clause
    topics: tuple[str, ...]
    reading: ClauseReading


class DocumentSlots:
    """The clauses of one version of a document, by what they fill."""

    def __init__(self, clauses: Sequence[ReadClause], book: SlotBook) -> None:
        self._book = book
        self._sections: dict[tuple[str, ...], list[ReadClause]] = {}
        self._by_topic: dict[str, list[ReadClause]] = {}
        for one in clauses:
            if one.reading.act.role in SPEAKS_FOR_OTHERS:
                self._sections.setdefault(one.clause.heading_path, []).append(one)
                for topic in one.topics:
                    self._by_topic.setdefault(topic, []).append(one)

    def filled(self, one: ReadClause) -> list[SlotFilled]:
        """Return every slot of a clause's topic, with where it is filled."""
        slots = self._book.asked_of(one.reading.topic_id, one.reading.act.name)
        return [self._filled(one, slot) for slot in slots]

    def _filled(self, one: ReadClause, slot_id: str) -> SlotFilled:
        find = one.reading.finds.get(slot_id)
        if find is not None:
            return _placed(slot_id, "clause", one, find)
        if one.reading.act.role in PRACTICES_AND_TERMS:
            for where, others in (
                ("section", self._in_section(one, slot_id)),
                ("document", self._elsewhere(one, slot_id)),
            ):
                for other in others:
                    found = other.reading.finds.get(slot_id)
                    if found is not None and not found.in_stem and other is not one:
                        return _placed(slot_id, "section" if where == "section" else "document", other, found)
        return SlotFilled(slot_id, "open")

    def _in_section(self, one: ReadClause, slot_id: str) -> Iterator[ReadClause]:
        """Yield the clauses under the same heading that are on the slot's topics, or the clause's own."""
        wanted = {*self._book.slots[slot_id].topics, one.reading.topic_id}
        if one.clause.heading_path:
            for other in self._sections.get(one.clause.heading_path, ()):
                if wanted & {*other.topics}:
                    yield other

    def _elsewhere(self, one: ReadClause, slot_id: str) -> Iterator[ReadClause]:
        """Yield the clauses on a slot's topics: those on the clause's topic too first, others where that is enough."""
        slot = self._book.slots[slot_id]
        candidates = [other for topic in slot.topics for other in self._by_topic.get(topic, ())]
        yield from (other for other in candidates if one.reading.topic_id in other.topics)
        if slot.general and one.reading.topic_id not in self._book.specific:
            # by the slot's first topic, and led by it: said of the document, not in passing
            yield from (other for other in candidates if other.reading.topic_id in slot.topics)


def left_open(slots: Sequence[SlotFilled]) -> list[str]:
    """Return the slots that nothing fills."""
    return [slot.slot for slot in slots if slot.where == "open"]


def by_place(slots: Sequence[SlotFilled]) -> Mapping[str, list[str]]:
    """Return the slots by where they are filled: ``clause``, ``section``, ``document``, ``open``."""
    places: dict[str, list[str]] = {"clause": [], "section": [], "document": [], "open": []}
    for slot in slots:
        places[slot.where].append(slot.slot)
    return places


def _placed(slot_id: str, where: str, one: ReadClause, find: Find) -> SlotFilled:
    clause = one.clause
    place = "clause" if where == "clause" else "section" if where == "section" else "document"
    if find.in_stem:
        return SlotFilled(slot_id, "clause", find.words, None, clause.provision_id)
    return SlotFilled(
        slot_id,
        place,  # type: ignore[arg-type]
        find.words,
        clause.text[find.start : find.end],
        clause.provision_id,
        clause.char_start + find.start,
        clause.char_start + find.end,
    )
