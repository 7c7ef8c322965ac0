"""Reads one clause by itself: its topic, the sentence that carries it, who does what, and the slots it fills."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assets.answers.model import Clause
from assets.answers.provision_pages.headline import Sentence, headline_of
from assets.answers.provision_pages.labels import is_label, sentence_of
from assets.answers.provision_pages.marks import Sign, Stance, read_marks
from assets.answers.provision_pages.model import (
    NONE_NAMED,
    NOT_DATA,
    UNREAD,
    Act,
    ClauseReading,
    Find,
    act_named,
)
from assets.answers.provision_pages.roles import Possible, RoleReader, read_roles
from assets.answers.provision_pages.slots import SlotBook, read_slots
from assets.answers.units import QUOTED_KINDS, Unit, folded, units_of
from assets.provisions.plain_text import plain
from assets.topics.branches import Branch, BranchIndex
from assets.topics.model import Rule, Topic

LANGUAGES = ("en",)
"""Languages (ISO 639-1) that roles and slots are read in; clauses in others are shown with their words alone."""
SIGNS_SHOWN = 4
"""Signs of one slot that are shown; a list of all data collected can hold forty."""
HEADINGS_READ = 2
"""Headings right above a clause that are read with it; a document's title says too little."""


_DEFINES = re.compile(
    r"\b(?:means?|refers? to|shall mean|defined|has the meaning|have the meaning)\b|^\W{0,6}\w[^.;]{0,80} - ",
    re.I,
)
_TO_BORDER = re.compile(r"\w{0,20}(?: [^\s,.;:()]{1,30}){0,9}")
_Key = tuple[object, ...]


@dataclass(frozen=True)
class ToRead:
    """A clause to be read: its topics, the surest first, and the language of its document.

    A clause in a language other than ``LANGUAGES`` is shown with its words and what its stances tell. ``stances``: what
    it alone answers to questions; ``corrected``: those of its topics that a person decided on, which come first; ``refused``:
    topics that a person decided it is not about.
    """

    clause: Clause
    topics: tuple[str, ...]
    language: str = "en"
    stances: tuple[Stance, ...] = ()
    corrected: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()

    @property
    def key(self) -> _Key:
        """Everything a reading depends on, without the place."""
        one = self.clause
        return (
            one.text, one.stem or "", one.heading_path[-HEADINGS_READ:], one.kind, one.terms_type, self.topics,
            self.language, self.stances, self.corrected, self.refused,
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
        self._names = {topic.topic_id: topic.name for topic in topics}
        self._marks = read_marks()
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

    def read(
        self, clause: Clause, topics: Sequence[str], language: str = "en", stances: Sequence[Stance] = ()
    ) -> ClauseReading | None:
        """Return what one clause says; see :meth:`read_all`."""
        return self.read_all([ToRead(clause, tuple(topics), language, tuple(stances))])[0]

    def _read(
        self, words: _Words, one: ToRead, units: Sequence[Unit], branches: Sequence[Branch[str]]
    ) -> ClauseReading:
        readable = one.language in LANGUAGES
        signs = self._signs(one, units) if readable else []
        topic, carrying, told = self._decided(one, units, signs)
        lead, act = carrying or units[0], UNREAD
        if readable:
            cues = [branch for branch in branches if branch.owner in self._cue_ids]
            lead, act = self._lead(units, topic, words, one.clause, cues, carrying)
        if told:
            act = _as_told(act, told, readable)
        for unit, sign in signs:
            if unit is lead and sign.act and not told and sign.topic_id not in one.refused:
                topic, act = sign.topic_id or topic, act_named(sign.act, sign.sign_id)
        start = one.clause.char_start
        headline, made = headline_of(sentence_of(lead, units), act, self._names.get(topic, ""))
        return ClauseReading(
            topic_id=topic,
            act=act,
            lead_start=lead.start - start,
            lead_end=lead.end - start,
            headline=headline,
            headline_from=made,
            data_kind=self._kind(topic, words, lead.context, branches),
            finds=self._finds(units, words, start, self._wanted(branches, one.topics, topic))
            if readable
            else {},
            slots_read=readable,
            marks=(
                *(stance.mark for stance in one.stances if topic in self._topics_of(stance)),
                *dict.fromkeys(sign.sign_id for unit, sign in signs if sign.anywhere or unit is lead),
            ),
        )

    def _signs(self, one: ToRead, units: Sequence[Unit]) -> list[tuple[Unit, Sign]]:
        topics = {*one.topics}
        asked = [sign for sign in self._marks.signs if not sign.topics or topics & {*sign.topics}]
        return [(unit, sign) for unit in units for sign in asked if sign.stands_in(unit.row or unit.context)]

    def _topics_of(self, stance: Stance) -> tuple[str, ...]:
        asked = self._marks.questions[stance.question_id]
        return (asked.topic_id, *asked.also)

    def _decided(
        self, one: ToRead, units: Sequence[Unit], signs: Sequence[tuple[Unit, Sign]]
    ) -> tuple[str, Unit | None, str]:
        """Return what a clause is about, and the sentence and the act that tell so, if a mark of it does.

        A person's decision comes first, then what leads wherever it stands, then the clause's surest topic that is not
        about anything at all, then a stance on a question.
        """
        labelled = self._slots.lead_topic(one.corrected) or self._slots.lead_topic(one.topics)
        for unit, sign in signs:
            if sign.leads and not one.corrected and sign.topic_id not in one.refused:
                return sign.topic_id, unit, sign.act
        weak = not labelled or labelled in self._slots.general
        for stance in one.stances:
            topics = self._topics_of(stance)
            asked = self._marks.questions[stance.question_id]
            leads = (stance.stance in asked.leads or weak) and topics[0] not in one.refused
            if labelled in topics or (leads and not one.corrected):
                topic = next((topic for topic in (labelled, *one.topics) if topic in topics), topics[0])
                place = one.clause.char_start + stance.start
                unit = next((unit for unit in units if unit.start == place), units[0])
                return topic, unit, asked.acts[stance.stance]
        return labelled, None, ""

    def _kind(self, topic: str, words: _Words, lead: str, branches: Sequence[Branch[str]]) -> str:
        if topic not in self._slots.about_data:
            return NOT_DATA
        kinds = self._slots.data_kinds
        named = {kind.kind_id for kind in kinds}
        signs = [branch for branch in branches if branch.owner in named]
        for text in (lead, words.whole, words.above):
            both = (text, text.lower())
            found = {branch.owner for branch in signs if _search(branch, both)}
            refined = {kind.refines: kind.kind_id for kind in kinds if kind.refines and kind.kind_id in found}
            # of several kinds the weightiest that a sentence names; beside these the kind that its topic is about
            weighty = [kind.kind_id for kind in kinds if kind.kind_id in found and kind.weighty]
            own = [refined.get(kind.kind_id, kind.kind_id) for kind in kinds if topic in kind.topics]
            others = [kind.kind_id for kind in kinds if kind.kind_id in found and kind.kind_id not in refined]
            if found or text is words.above:
                for kind_id in [*weighty, *(one for one in own if one in found), *own, *others]:
                    return kind_id
        return NONE_NAMED

    def _lead(
        self,
        units: Sequence[Unit],
        topic: str,
        words: _Words,
        clause: Clause,
        possible: Possible,
        carrying: Unit | None,
    ) -> tuple[Unit, Act]:
        """Return the sentence that carries the clause and its act: the first that states the topic, else that is read."""
        if carrying is not None:
            return carrying, self._act(carrying, topic, words.headings, clause, possible)
        spoken = [unit for unit in units if not is_label(unit, units)] or list(units)
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
        if clause.kind == "definition" and (topic in ("definitions", "") or _DEFINES.search(unit.text)):
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

    def _wanted(
        self, branches: Sequence[Branch[str]], labelled: tuple[str, ...], topic: str
    ) -> list[Branch[str]]:
        """Return the signs of slots: of its topics, and all that it can fill for a clause beside it."""
        topics = labelled if topic in labelled else (*labelled, topic)
        if topics not in self._slots_of:
            slots = {slot for topic in topics for slot in self._slots.of_topic.get(topic, ())}
            slots |= set(self._slots.slots)
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


def _as_told(act: Act, told: str, readable: bool) -> Act:
    """Return what a sentence does as its stance or sign tells, by the cue that read it where they agree on who acts."""
    named = act_named(told, act.cue_id if readable and act.cue_id else "stance", act.start)
    if act.role == named.role or (act.role == "agreement_term" and named.role == "platform_practice"):
        return Act(act.role, named.polarity, named.cue_id, act.start)
    return named


def _unread(one: ToRead) -> ClauseReading | None:
    """Return the reading of a clause without a sentence (a line of signs): its words alone."""
    if one.clause.kind not in QUOTED_KINDS:
        return None
    headline, made = headline_of(Sentence(folded(one.clause.text), plain(one.clause.text)), UNREAD)
    return ClauseReading("", UNREAD, 0, len(one.clause.text), headline, made, NOT_DATA, {})


def _search(branch: Branch[str], text: tuple[str, str]) -> re.Match[str] | None:
    """Search a text, given as it is and in lower case."""
    return branch.pattern.search(text[0] if branch.cased else text[1])
