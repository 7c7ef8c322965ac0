"""The slots that clauses fill or leave open, by topic, and the kinds of data they are about: ``slots.yaml``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assets.answers.cues import read_words
from assets.answers.provision_pages.model import ACTS, NONE_NAMED
from assets.topics.annotated_yaml import Entry, read_yaml
from assets.topics.patterns import Pattern, compile_pattern

SLOTS_FILE = Path(__file__).parent / "slots.yaml"


@dataclass(frozen=True, eq=False)
class Denial:
    """That a text says that something is not there: ``label`` ends the sentence "it denies …"."""

    label: str
    signs: Pattern
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Slot:
    """Something a clause can specify. ``topics``: of which provisions of the document may say it for the clause.

    ``general``: said once, it speaks for the whole document; else only a provision of the clause's own topic does.
    ``near``: it is never sought beyond the clause's section, as what another one names is of something else.
    ``to_border``: a sign is shown with the words behind it, up to the next comma or full stop.
    ``denial``: how a text says that what it asks for is not there, ``None`` where texts do not.
    """

    slot_id: str
    label: str
    topics: tuple[str, ...]
    general: bool
    near: bool
    to_border: bool
    signs: Pattern
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]
    denial: Denial | None


@dataclass(frozen=True, eq=False)
class DataKind:
    """A kind of data, its signs, and the topics whose clauses are about it where no sign of another stands.

    ``weighty``: it counts before others wherever it is named. ``refines``: the kind in whose place it counts, "" of none.
    """

    kind_id: str
    label: str
    weighty: bool
    refines: str
    topics: tuple[str, ...]
    signs: Pattern
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class SlotBook:
    """What ``slots.yaml`` states: slots, the slots of each topic, kinds of data, and which topics are of which sort."""

    slots: Mapping[str, Slot]
    of_topic: Mapping[str, tuple[str, ...]]
    data_kinds: tuple[DataKind, ...]
    about_data: frozenset[str]
    general: tuple[str, ...]
    terms: frozenset[str]
    agreed: frozenset[str]
    given_up: frozenset[str]
    specific: frozenset[str]
    of_act: Mapping[str, tuple[str, ...]]
    never_open: frozenset[str]
    settled: frozenset[str]
    beside: Mapping[str, tuple[str, ...]]

    def asked_of(self, topic_id: str, act: str) -> tuple[str, ...]:
        """Return the slots that a clause on a topic can fill or leave open, by what it does."""
        allowed = self.of_act.get(act)
        slots = self.of_topic.get(topic_id, ())
        return slots if allowed is None else tuple(slot for slot in slots if slot in allowed)

    def kind_label(self, kind_id: str) -> str:
        """Return a kind of data in words."""
        labels = {kind.kind_id: kind.label for kind in self.data_kinds}
        return labels.get(kind_id, "data that is not named" if kind_id == NONE_NAMED else "no data")

    def lead_topic(self, topics: Sequence[str]) -> str:
        """Return the topic a page is about: the surest that does not speak of anything at all; "" of none."""
        special = [topic for topic in topics if topic not in self.general]
        ordered = special or sorted(topics, key=self.general.index)
        return ordered[0] if ordered else ""


@cache
def read_slots(file: Path = SLOTS_FILE) -> SlotBook:
    """Read the slots of a file; once a process.

    Raises:
        CatalogueError: the file is not as expected; names file, line and expectation.
    """
    fields = read_yaml(file).fields(
        [
            "words",
            "slots",
            "topics",
            "data_kinds",
            "about_data",
            "general",
            "terms",
            "agreed",
            "given_up",
            "specific",
            "of_act",
            "never_open",
            "settled",
            "beside",
        ]
    )
    words = read_words(fields["words"])
    slots = {one.slot_id: one for one in (_slot(item, words) for item in fields["slots"].entries())}
    of_topic: dict[str, tuple[str, ...]] = {}
    for key, value in fields["topics"].pairs():
        for slot in value.entries():
            if slot.text() not in slots:
                raise slot.fail(f"expected a slot: {', '.join(slots)}; found {slot.text()!r}")
        of_topic[key.text()] = value.texts()
    return SlotBook(
        slots=slots,
        of_topic=of_topic,
        data_kinds=tuple(_kind(item, words) for item in fields["data_kinds"].entries()),
        about_data=frozenset(fields["about_data"].texts()),
        general=fields["general"].texts(),
        terms=frozenset(fields["terms"].texts()),
        agreed=frozenset(fields["agreed"].texts()),
        given_up=frozenset(fields["given_up"].texts()),
        specific=frozenset(fields["specific"].texts()),
        of_act={
            act: tuple(slot.choice(list(slots)) for slot in entry.entries())
            for act, entry in fields["of_act"].fields([], ACTS).items()
        },
        beside={key.text(): value.texts() for key, value in fields["beside"].pairs()},
        settled=frozenset(fields["settled"].texts()),
        never_open=frozenset(one.choice(ACTS) for one in fields["never_open"].entries()),
    )


def _slot(item: Entry, words: Mapping[str, str]) -> Slot:
    fields = item.fields(
        ["id", "label", "topics", "signs", "examples", "counterexamples"],
        ["general", "near", "to_border", "denied"],
    )
    return Slot(
        slot_id=fields["id"].text(),
        label=fields["label"].text(),
        topics=fields["topics"].texts(),
        general="general" in fields and fields["general"].choice(["yes", "no"]) == "yes",
        near="near" in fields and fields["near"].choice(["yes", "no"]) == "yes",
        to_border="to_border" in fields and fields["to_border"].choice(["yes", "no"]) == "yes",
        signs=compile_pattern(fields["signs"], words),
        examples=fields["examples"].texts(),
        counterexamples=fields["counterexamples"].texts(),
        denial=_denial(fields["denied"], words) if "denied" in fields else None,
    )


def _denial(item: Entry, words: Mapping[str, str]) -> Denial:
    fields = item.fields(["label", "signs", "examples", "counterexamples"])
    return Denial(
        label=fields["label"].text(),
        signs=compile_pattern(fields["signs"], words),
        examples=fields["examples"].texts(),
        counterexamples=fields["counterexamples"].texts(),
    )


def _kind(item: Entry, words: Mapping[str, str]) -> DataKind:
    fields = item.fields(
        ["id", "label", "topics", "signs", "examples", "counterexamples"], ["weighty", "refines"]
    )
    return DataKind(
        kind_id=fields["id"].text(),
        label=fields["label"].text(),
        refines=fields["refines"].text() if "refines" in fields else "",
        weighty="weighty" in fields and fields["weighty"].choice(["yes", "no"]) == "yes",
        topics=fields["topics"].texts(),
        signs=compile_pattern(fields["signs"], words),
        examples=fields["examples"].texts(),
        counterexamples=fields["counterexamples"].texts(),
    )
