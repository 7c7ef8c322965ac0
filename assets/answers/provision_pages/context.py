"""Fills the slots a clause leaves open from its section and its document, quoting where they are filled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assets.answers.model import Clause
from assets.answers.provision_pages.model import ClauseReading, Find, SlotFilled, Where
from assets.answers.provision_pages.slots import SlotBook
from assets.provisions.plain_text import plain

SPEAKS_FOR_OTHERS = ("platform_practice", "user_permission", "agreement_term", "third_party")
"""Roles of clauses that can specify something for another: what users must not do fills no slot of a practice."""
PRACTICES_AND_TERMS = ("platform_practice", "third_party", "user_permission", "agreement_term")
"""Roles of clauses whose slots are sought beyond the clause: a rule of conduct stands by itself."""


_POINTS = re.compile(
    r"(?:please )?(?:see|refer to|read|review)\b|(?:for|to) (?:more|learn|find)\b", re.IGNORECASE
)
"""Begins a sentence that only says where something can be read."""
_LABEL = re.compile(r"[A-Z][\w ,&/'’-]{2,50}: ")
INTRODUCED = 15
"""Clauses behind one with a colon at its end that its list can have: longer ones name what is asked for before."""
_LINK = re.compile(r"\W{0,6}\[[^\]]{0,200}\]\([^)]{0,500}\)\W{0,3}")
NEXT_TO = 2
"""Clauses before or behind one that belong to the same passage: paragraphs on one thing have two or three parts."""
SAID_WORDS = 5
"""Words from which a sentence can be quoted as saying something; lines of contents and labels have up to four."""


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
        self._in_order = [one for one in clauses if one.reading.act.role in SPEAKS_FOR_OTHERS]
        for one in clauses:
            if one.reading.act.role in SPEAKS_FOR_OTHERS:
                self._sections.setdefault(one.clause.heading_path, []).append(one)
                for topic in one.topics:
                    self._by_topic.setdefault(topic, []).append(one)

    def filled(self, one: ReadClause) -> list[SlotFilled]:
        """Return every slot of a clause's topic, with where it is filled."""
        if not one.reading.slots_read:
            return []
        slots = self._book.asked_of(one.reading.topic_id, one.reading.act.name)
        filled = [self._filled(one, slot) for slot in slots]
        if one.reading.act.name in self._book.never_open or self._book.settled & {*one.reading.marks}:
            return [slot for slot in filled if slot.where != "open"]
        return filled

    def _filled(self, one: ReadClause, slot_id: str) -> SlotFilled:
        """Return where a slot is filled: in the clause, its section, its document; denied where each only denies it."""
        find = one.reading.finds.get(slot_id)
        if find is not None and find.denied and _introduces(one.clause):
            # what such a sentence denies its list can still name
            for other in self._introduced(one):
                named = other.reading.finds.get(slot_id)
                said = named is not None and not named.denied and _is_said(other, named)
                if named is not None and said and other.clause.stem is not None:
                    return _placed(slot_id, "section", other, named)
        if find is not None:
            return _placed(slot_id, "clause", one, find)
        if one.reading.act.role in PRACTICES_AND_TERMS:
            places: tuple[tuple[Where, Iterator[ReadClause]], ...] = (
                ("section", self._in_section(one, slot_id)),
                ("document", self._elsewhere(one, slot_id)),
            )
            for where, others in places:
                denied: SlotFilled | None = None
                for other in others:
                    found = other.reading.finds.get(slot_id)
                    if found is None or other is one or not _is_said(other, found):
                        continue
                    if not found.denied:
                        return _placed(slot_id, where, other, found)
                    denied = denied or _placed(slot_id, where, other, found)
                if denied is not None:
                    return denied
        return SlotFilled(slot_id, "open")

    def _in_section(self, one: ReadClause, slot_id: str) -> Iterator[ReadClause]:
        """Yield the clauses under the same heading that can say something for a clause, the nearest first.

        What is ``near`` is said only by a clause on the same topic that is no sibling in the same list, as each item
        names what is its own; the rest also by clauses on the slot's topics, and by those right beside it on any.
        """
        slot = self._book.slots[slot_id]
        place = one.clause.ordinal
        if _introduces(one.clause):
            yield from self._introduced(one)
            if slot.near:
                return
        if not one.clause.heading_path:
            return
        for other in sorted(
            self._sections.get(one.clause.heading_path, ()), key=lambda o: abs(o.clause.ordinal - place)
        ):
            same = other.reading.topic_id == one.reading.topic_id
            if slot.near:
                sibling = one.clause.stem is not None and other.clause.stem == one.clause.stem
                sibling = sibling or (_is_labelled(one.clause) and _is_labelled(other.clause))
                if same and not sibling and abs(other.clause.ordinal - place) <= NEXT_TO:
                    yield other
            elif one.reading.topic_id in self._book.specific:
                # a use that needs a statement of its own: what is said beside it of other data fills nothing
                own = {one.reading.topic_id, *self._book.beside.get(one.reading.topic_id, ())}
                if same or own & {*other.topics}:
                    yield other
            elif (
                same
                or one.reading.topic_id in other.topics
                or other.reading.topic_id in slot.topics
                or abs(other.clause.ordinal - place) <= NEXT_TO
            ):
                yield other

    def _introduced(self, one: ReadClause) -> Iterator[ReadClause]:
        """Yield the clauses that a clause with a colon at its end introduces: the next under its heading or below."""
        path, place = one.clause.heading_path, one.clause.ordinal
        for other in self._in_order:
            if (
                place < other.clause.ordinal <= place + INTRODUCED
                and other.clause.heading_path[: len(path)] == path
            ):
                yield other

    def _elsewhere(self, one: ReadClause, slot_id: str) -> Iterator[ReadClause]:
        """Yield the clauses on a slot's topics: those about the clause's topic first, others where that is enough."""
        slot = self._book.slots[slot_id]
        if slot.near:
            return
        candidates = [other for topic in slot.topics for other in self._by_topic.get(topic, ())]
        yield from (other for other in candidates if other.reading.topic_id == one.reading.topic_id)
        if slot.general and one.reading.topic_id not in self._book.specific:
            # led by the slot's topic: said of the document, not in passing
            yield from (other for other in candidates if other.reading.topic_id in slot.topics)


def _introduces(clause: Clause) -> bool:
    """Tell whether a clause ends with a colon, and so goes on in what follows."""
    return clause.text.rstrip(" *_").endswith(":")


def _is_labelled(clause: Clause) -> bool:
    """Tell whether a clause begins with a name in bold or before a colon, as those of an unmarked list do."""
    return clause.text.startswith(("**", "__")) or _LABEL.match(clause.text) is not None


def _is_said(other: ReadClause, find: Find) -> bool:
    """Tell whether the sentence of a find says something: no line of a list of contents, no label."""
    quote = other.clause.text[find.start : find.end]
    if _LINK.fullmatch(quote):
        return False
    words = plain(quote)
    return not (
        find.in_stem or len(words.split()) < SAID_WORDS or words.endswith("?") or _POINTS.match(words)
    )


def left_open(slots: Sequence[SlotFilled]) -> list[str]:
    """Return the slots that nothing fills."""
    return [slot.slot for slot in slots if slot.where == "open"]


def denied(slots: Sequence[SlotFilled]) -> list[str]:
    """Return the slots of which the document says that what they ask for is not there."""
    return [slot.slot for slot in slots if slot.denied]


def by_place(slots: Sequence[SlotFilled]) -> Mapping[str, list[str]]:
    """Return the slots by where they are filled: ``clause``, ``section``, ``document``, ``open``; denied ones nowhere."""
    places: dict[str, list[str]] = {"clause": [], "section": [], "document": [], "open": []}
    for slot in slots:
        if not slot.denied:
            places[slot.where].append(slot.slot)
    return places


def _placed(slot_id: str, where: Where, one: ReadClause, find: Find) -> SlotFilled:
    clause = one.clause
    if find.in_stem:
        return SlotFilled(slot_id, "clause", find.words, None, clause.provision_id, denied=find.denied)
    return SlotFilled(
        slot_id,
        where,
        find.words,
        clause.text[find.start : find.end],
        clause.provision_id,
        clause.char_start + find.start,
        clause.char_start + find.end,
        find.denied,
    )
