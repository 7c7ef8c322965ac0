"""Reads one clause by itself: its topic, the sentence that carries it, who does what, and the slots it fills."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assets.answers.model import Clause
from assets.answers.provision_pages.headline import headline_of
from assets.answers.provision_pages.model import NONE_NAMED, NOT_DATA, UNREAD, Act, ClauseReading, Find
from assets.answers.provision_pages.roles import Possible, RoleReader, read_roles
from assets.answers.provision_pages.slots import SlotBook, read_slots
from assets.answers.units import QUOTED_KINDS, Unit, folded, units_of
from assets.topics.branches import Branch, BranchIndex
from assets.topics.model import Rule, Topic

LANGUAGES = ("en",)
"""Languages (ISO 639-1) that roles and slots are read in; clauses in others are shown with their words alone."""
FEWEST_WORDS = 4
"""Words under which a sentence is a label ("Content.") and carries no clause, if there is another."""
LONGEST_LABEL = 12
"""Words of a bold first sentence up to which it is taken for the name of the clause."""
_BOLD = re.compile(r"(?:\*\*|__).{1,200}(?:\*\*|__)[.:]?|(?:\*\*|__).{1,200}[.:](?:\*\*|__)")
SIGNS_SHOWN = 4
"""Signs of one slot that are shown; a list of all data collected can hold forty."""
HEADINGS_READ = 2
"""Headings right above a clause that are read with it; a document's title says too little."""

_WORD = re.compile(r"\w+")
_TO_BORDER = re.compile(r"\w{0,20}(?: [^\s,.;:()]{1,30}){0,9}")
_Key = tuple[str, str, tuple[str, ...], str, str, tuple[str, ...], str]


@dataclass(frozen=True)
class ToRead:
    """A clause to be read: its topics, the surest first, and the language of its document.

    A clause in a language other than ``LANGUAGES`` is shown with its words alone.
    """

    clause: Clause
    topics: tuple[str, ...]
    language: str = "en"

    @property
    def key(self) -> _Key:
        """Everything a reading depends on, without the place."""
        one = self.clause
        return (
            one.text, one.stem or "", one.heading_path[-HEADINGS_READ:], one.kind, one.terms_type, self.topics,
            self.language,
        )  # fmt: skip


@dataclass(frozen=True)
class _Words:
    """The words of a clause as they are read: its own, its nearest headings, and what stands right above it."""

    whole: str
    headings: tuple[str, ...]
    above: str

    @staticmethod
    def of(clause: Clause) -> _Words:
        headings = tuple(folded(heading) for heading in clause.heading_path[-HEADINGS_READ:])
        # the nearest heading says for which data or purpose; a section's title does not
        above = " ".join([*headings[-1:], folded(clause.stem or "")])
        return _Words(folded(clause.text), headings, above)

    @property
    def everything(self) -> str:
        return f"{self.whole}\n{self.above}"


class ClauseReader:
    """Reads clauses; remembers wordings, which the versions of a document share."""

    def __init__(
        self, topics: Sequence[Topic], roles: RoleReader | None = None, slots: SlotBook | None = None
    ) -> None:
        self._rules: Mapping[str, tuple[Rule, ...]] = {topic.topic_id: topic.rules for topic in topics}
        self._roles = roles or read_roles()
        self._slots = slots or read_slots()
        self._slots_of: dict[tuple[str, ...], frozenset[str]] = {}
        signs = [(slot.slot_id, slot.signs) for slot in self._slots.slots.values()]
        signs += [(kind.kind_id, kind.signs) for kind in self._slots.data_kinds]
        cues = self._roles.signs()
        self._cue_ids = frozenset(cue_id for cue_id, _ in cues)
        self._index = BranchIndex([*signs, *cues])
        self._known: dict[_Key, ClauseReading | None] = {}

    def read_all(self, several: Sequence[ToRead]) -> list[ClauseReading | None]:
        """Return what clauses say, in their order; ``None`` of what says nothing (headings)."""
        new = {one.key: one for one in several if one.key not in self._known}
        cut = [(one, units_of([one.clause])) for one in new.values()]
        spoken = [(_Words.of(one.clause), one, units) for one, units in cut]
        found = self._index.candidates_of([(words.everything.lower(), 0) for words, _, _ in spoken])
        for (words, one, units), branches in zip(spoken, found, strict=True):
            self._known[one.key] = self._read(words, one, units, branches) if units else _unread(one)
        return [self._known[one.key] for one in several]

    def read(self, clause: Clause, topics: Sequence[str], language: str = "en") -> ClauseReading | None:
        """Return what one clause says; see :meth:`read_all`."""
        return self.read_all([ToRead(clause, tuple(topics), language)])[0]

    def _read(
        self, words: _Words, one: ToRead, units: Sequence[Unit], branches: Sequence[Branch[str]]
    ) -> ClauseReading:
        topic = self._slots.lead_topic(one.topics)
        readable = one.language in LANGUAGES
        lead, act = units[0], UNREAD
        if readable:
            lead, act = self._lead(
                units, topic, words, one.clause, [b for b in branches if b.owner in self._cue_ids]
            )
        headline, made = headline_of(lead.row or lead.text, lead.lead, act)
        start = one.clause.char_start
        return ClauseReading(
            topic_id=topic,
            act=act,
            lead_start=lead.start - start,
            lead_end=lead.end - start,
            headline=headline,
            headline_from=made,
            data_kind=self._kind(topic, words, branches),
            finds=self._finds(units, words, start, self._wanted(branches, one.topics)) if readable else {},
        )

    def _kind(self, topic: str, words: _Words, branches: Sequence[Branch[str]]) -> str:
        if topic not in self._slots.about_data:
            return NOT_DATA
        named = {kind.kind_id for kind in self._slots.data_kinds}
        signs = [branch for branch in branches if branch.owner in named]
        for text in (words.whole, words.above):
            both = (text, text.lower())
            found = {branch.owner for branch in signs if _search(branch, both)}
            for kind in self._slots.data_kinds:
                if kind.kind_id in found or (text is words.above and topic in kind.topics):
                    return kind.kind_id
        return NONE_NAMED

    def _lead(
        self, units: Sequence[Unit], topic: str, words: _Words, clause: Clause, possible: Possible
    ) -> tuple[Unit, Act]:
        """Return the sentence that carries the clause and its act: the first that states the topic, else that is read."""
        spoken = [unit for unit in units if not _is_label(unit, units)] or list(units)
        on_topic = [unit for unit in spoken if self._states(unit, topic)] if len(spoken) > 1 else spoken
        first: tuple[Unit, Act] | None = None
        for unit in [*on_topic, *(one for one in spoken if one not in on_topic)]:
            act = self._act(unit, topic, words.headings, clause, possible)
            if act.role != "unread":
                return unit, act
            first = first or (unit, act)
        return first or (units[0], UNREAD)

    def _act(
        self, unit: Unit, topic: str, headings: Sequence[str], clause: Clause, possible: Possible
    ) -> Act:
        if clause.kind == "definition":
            return Act("definition", "states", "kind")
        act = self._roles.read(unit.row or unit.text, unit.lead, headings, clause.terms_type, possible)
        if clause.kind == "table_row" and act.role == "platform_practice":
            return _of_cells(act, unit.row)
        agreed = topic in self._slots.agreed and act.role == "user_duty"
        if agreed or (topic in self._slots.terms and act.role in ("platform_practice", "third_party")):
            return Act("agreement_term", act.polarity, act.cue_id, act.start)
        return act

    def _states(self, unit: Unit, topic: str) -> bool:
        text = unit.context
        return any(
            rule.pattern.search(text) and not (rule.excluded and rule.excluded.search(text))
            for rule in self._rules.get(topic, ())
        )

    def _wanted(self, branches: Sequence[Branch[str]], topics: tuple[str, ...]) -> list[Branch[str]]:
        """Return the signs of the slots that count for a clause on these topics, or that it can fill for another."""
        if topics not in self._slots_of:
            slots = {slot for topic in topics for slot in self._slots.of_topic.get(topic, ())}
            slots |= {one.slot_id for one in self._slots.slots.values() if set(one.topics) & set(topics)}
            self._slots_of[topics] = frozenset(slots)
        wanted = self._slots_of[topics]
        return [branch for branch in branches if branch.owner in wanted]

    def _finds(
        self, units: Sequence[Unit], words: _Words, start: int, branches: Sequence[Branch[str]]
    ) -> dict[str, Find]:
        """Return the first sign of each slot: in the clause, else in its stem and headings."""
        first: dict[str, Unit] = {}
        said: dict[str, list[tuple[int, int, str]]] = {}
        whole, above = (words.whole, words.whole.lower()), (words.above, words.above.lower())
        texts = [(unit, (unit.text, unit.text.lower())) for unit in units]
        for branch in branches:
            if not _search(branch, whole):
                continue
            for unit, text in texts:
                for match in branch.pattern.finditer(text[0] if branch.cased else text[1]):
                    if branch.owner not in first or unit.start < first[branch.owner].start:
                        first[branch.owner] = unit
                    end = self._end(branch.owner, unit.text, match.end())
                    said.setdefault(branch.owner, []).append(
                        (unit.start, match.start(), unit.text[match.start() : end])
                    )
        finds = {
            slot: Find(_told(said[slot]), unit.start - start, unit.end - start)
            for slot, unit in first.items()
        }
        for branch in branches:
            if branch.owner not in finds and (sign := _search(branch, above)):
                end = self._end(branch.owner, words.above, sign.end())
                told = words.above[sign.start() : end].strip(" ,:")
                finds[branch.owner] = Find(told, units[0].start - start, units[0].end - start, in_stem=True)
        return finds

    def _end(self, slot: str, text: str, end: int) -> int:
        """Return where a sign ends as it is shown: with the words up to a border, where it means little without."""
        behind = _TO_BORDER.match(text, end) if self._slots.slots[slot].to_border else None
        return behind.end() if behind else end


def _told(signs: Sequence[tuple[int, int, str]]) -> str:
    """Return the first different signs in their order, as one text."""
    words: dict[str, str] = {}
    for _, _, sign in sorted(signs):
        words.setdefault(sign.strip(" ,").lower(), sign.strip(" ,"))
    shown = [sign for low, sign in words.items() if not any(low != other and low in other for other in words)]
    return "; ".join(shown[:SIGNS_SHOWN]) + (" …" if len(shown) > SIGNS_SHOWN else "")


def _of_cells(act: Act, row: str) -> Act:
    """Return the act of a table row, whose cells may say yes or no; where they say both, it cannot be told."""
    cells = {cell.strip(" *_.").lower() for cell in row.split("|")}
    if "no" in cells:
        return UNREAD if "yes" in cells else Act(act.role, "denies", act.cue_id, act.start)
    return act


def _is_label(unit: Unit, units: Sequence[Unit]) -> bool:
    """Tell whether a sentence names the clause rather than being it: some words, or the bold beginning."""
    words = len(_WORD.findall(unit.text))
    bold = unit is units[0] and len(units) > 1 and _BOLD.fullmatch(unit.quote) is not None
    return words < FEWEST_WORDS or (bold and words <= LONGEST_LABEL)


def _unread(one: ToRead) -> ClauseReading | None:
    """Return the reading of a clause without a sentence (a line of signs): its words alone."""
    if one.clause.kind not in QUOTED_KINDS:
        return None
    headline, made = headline_of(folded(one.clause.text), "", UNREAD)
    return ClauseReading("", UNREAD, 0, len(one.clause.text), headline, made, NOT_DATA, {})


def _search(branch: Branch[str], text: tuple[str, str]) -> re.Match[str] | None:
    """Search a text, given as it is and in lower case."""
    return branch.pattern.search(text[0] if branch.cased else text[1])
