"""What a clause is about, which sentence carries it, and what that sentence does."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assets.answers.model import Clause
from assets.answers.provision_pages.labels import is_label
from assets.answers.provision_pages.marks import MarkBook, Sign, Stance
from assets.answers.provision_pages.model import UNREAD, Act, act_named
from assets.answers.provision_pages.roles import Possible, RoleReader
from assets.answers.provision_pages.slots import SlotBook
from assets.answers.units import Unit
from assets.topics.model import Rule

_DEFINES = re.compile(
    r"\b(?:means?|refers? to|shall mean|defined|has the meaning|have the meaning)\b|^\W{0,6}\w[^.;]{0,80} - ",
    re.I,
)
_ELSEWHERE = re.compile(
    r"\W{0,3}(?:please )?(?:also )?(?:see|refer to|read|review|consult|(?:to )?(?:learn|find out|read) more|for (?:more|further|additional)"
    r" (?:information|details)|(?:more|further|additional) (?:information|details)|we (?:strongly )?(?:encourage|advise|recommend|invite)"
    r" (?:that )?you (?:to )?(?:read|review|see|check))\b",
    re.I,
)

_ONLY_ALONE = re.compile(
    r"\b(?:only|solely|exclusively)\b[^.;]{0,60}?\b(?:individual|own (?:name|behalf|capacity)|alone|arbitrat\w{1,4})",
    re.I,
)
"""What users may do about a dispute in one way only: the other ways are given up."""


@dataclass(frozen=True)
class ToRead:
    """A clause to be read: its topics, the surest first, and the language of its document.

    A clause in a language that roles are not read in is shown with its words and what its stances tell. ``stances``: what
    it alone answers to questions; ``corrected``: those of its topics that a person decided on, which come first; ``refused``:
    topics that a person decided it is not about.
    """

    clause: Clause
    topics: tuple[str, ...]
    language: str = "en"
    stances: tuple[Stance, ...] = ()
    corrected: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lead:
    """What a clause is about, the sentence that carries it, and what that sentence does."""

    topic_id: str
    unit: Unit
    act: Act


class LeadReader:
    """Tells of clauses what they are about and which sentence says so."""

    def __init__(
        self,
        rules: Mapping[str, tuple[Rule, ...]],
        roles: RoleReader,
        slots: SlotBook,
        marks: MarkBook,
    ) -> None:
        self._rules = rules
        self._roles = roles
        self._slots = slots
        self._marks = marks

    def read(
        self,
        one: ToRead,
        units: Sequence[Unit],
        signs: Sequence[tuple[Unit, Sign]],
        headings: Sequence[str],
        possible: Possible | None,
    ) -> Lead:
        """Return topic, leading sentence and act of a clause.

        Args:
            one: the clause with its topics and stances.
            units: its sentences.
            signs: the signs of ``marks.yaml`` found in them.
            headings: those right above it.
            possible: the alternatives of the cues of roles that may stand in it, ``None`` where its language is not read.
        """
        topic, carrying, told = self._decided(one, units, signs)
        unit, act = carrying or units[0], UNREAD
        if possible is not None:
            unit, act = self._carrying(units, topic, headings, one.clause, possible, carrying)
        if told and act.role != "definition":
            act = _as_told(act, told, possible is not None)
        for place, sign in signs:
            if place is unit and sign.act and not told and sign.topic_id not in one.refused:
                topic, act = sign.topic_id or topic, act_named(sign.act, sign.sign_id)
        return Lead(topic, unit, act)

    def topics_of(self, stance: Stance) -> tuple[str, ...]:
        """Return the topics that a stance is about, its own first."""
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
            topics = self.topics_of(stance)
            asked = self._marks.questions[stance.question_id]
            leads = (stance.stance in asked.leads or weak) and topics[0] not in one.refused
            if labelled in topics or (leads and not one.corrected):
                topic = next((topic for topic in (labelled, *one.topics) if topic in topics), topics[0])
                place = one.clause.char_start + stance.start
                unit = next((unit for unit in units if unit.start == place), units[0])
                return topic, unit, asked.acts[stance.stance]
        return labelled, None, ""

    def _carrying(
        self,
        units: Sequence[Unit],
        topic: str,
        headings: Sequence[str],
        clause: Clause,
        possible: Possible,
        carrying: Unit | None,
    ) -> tuple[Unit, Act]:
        """Return the sentence that carries the clause and its act: the first that states the topic, else that is read."""
        if carrying is not None:
            return carrying, self._act(carrying, topic, headings, clause, possible)
        spoken = [unit for unit in units if not is_label(unit, units)] or list(units)
        # what only says where to read more carries a clause that says nothing else
        spoken = [unit for unit in spoken if not _ELSEWHERE.match(unit.text)] or spoken
        on_topic = [unit for unit in spoken if self._states(unit, topic)] if len(spoken) > 1 else spoken
        first: tuple[Unit, Act] | None = None
        for unit in [*on_topic, *(one for one in spoken if one not in on_topic)]:
            act = self._act(unit, topic, headings, clause, possible)
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
        given_up = topic in self._slots.given_up and (
            act.role == "user_prohibition"
            or (act.role == "user_permission" and _ONLY_ALONE.search(unit.text))
        )
        if (
            agreed
            or given_up
            or (topic in self._slots.terms and act.role in ("platform_practice", "third_party"))
        ):
            return Act("agreement_term", act.polarity, act.cue_id, act.start)
        return act

    def _states(self, unit: Unit, topic: str) -> bool:
        text = unit.context
        return any(
            rule.pattern.search(text) and not (rule.excluded and rule.excluded.search(text))
            for rule in self._rules.get(topic, ())
        )


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
