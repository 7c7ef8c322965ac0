"""Reads one clause by itself: its topic, the sentence that carries it, who does what, and the slots it fills."""

from __future__ import annotations

from collections.abc import Sequence

from assets.answers.model import Clause
from assets.answers.provision_pages.finding import HEADINGS_READ, ClauseWords, SlotFinder
from assets.answers.provision_pages.headline import Sentence, headline_of
from assets.answers.provision_pages.kinds import KindReader
from assets.answers.provision_pages.labels import sentence_of
from assets.answers.provision_pages.leading import LeadReader, ToRead
from assets.answers.provision_pages.marks import Sign, Stance, read_marks
from assets.answers.provision_pages.model import NOT_DATA, UNREAD, ClauseReading
from assets.answers.provision_pages.roles import RoleReader, read_roles
from assets.answers.provision_pages.slots import SlotBook, read_slots
from assets.answers.units import QUOTED_KINDS, Unit, folded, units_of
from assets.provisions.plain_text import is_bare_link, plain
from assets.topics.branches import Branch, BranchIndex
from assets.topics.model import Topic

LANGUAGES = ("en",)
"""Languages (ISO 639-1) that roles and slots are read in; clauses in others are shown with their words alone."""
NAMELESS = ("introductory", "other", "external-links")
"""Topics whose names say nothing in a headline."""
_Key = tuple[object, ...]


class ClauseReader:
    """Reads clauses; remembers wordings, which the versions of a document share."""

    def __init__(
        self, topics: Sequence[Topic], roles: RoleReader | None = None, slots: SlotBook | None = None
    ) -> None:
        self._names = {topic.topic_id: topic.name for topic in topics}
        self._marks = read_marks()
        book, roles = slots or read_slots(), roles or read_roles()
        rules = {topic.topic_id: topic.rules for topic in topics}
        self._leads = LeadReader(rules, roles, book, self._marks)
        self._slots = SlotFinder(book)
        self._kinds = KindReader(book)
        cues = roles.signs()
        self._cue_ids = frozenset(cue_id for cue_id, _ in cues)
        self._index = BranchIndex([*self._slots.signs(), *self._kinds.signs(), *cues])
        self._known: dict[_Key, ClauseReading | None] = {}

    def read_all(self, several: Sequence[ToRead]) -> list[ClauseReading | None]:
        """Return what clauses say, in their order; ``None`` of what says nothing (headings)."""
        new = {key: one for key, one in ((_key(one), one) for one in several) if key not in self._known}
        cut = [(one, units_of([one.clause])) for one in new.values()]
        spoken = [(ClauseWords.of(one.clause), one, units) for one, units in cut]
        found = self._index.candidates_of([(words.everything.lower(), 0) for words, _, _ in spoken])
        for key, (words, one, units), branches in zip(new, spoken, found, strict=True):
            says = bool(units) and not points_elsewhere(one.clause, one.corrected)
            self._known[key] = self._read(words, one, units, branches) if says else _unread(one)
        return [self._known[_key(one)] for one in several]

    def read(
        self, clause: Clause, topics: Sequence[str], language: str = "en", stances: Sequence[Stance] = ()
    ) -> ClauseReading | None:
        """Return what one clause says; see :meth:`read_all`."""
        return self.read_all([ToRead(clause, tuple(topics), language, tuple(stances))])[0]

    def _read(
        self, words: ClauseWords, one: ToRead, units: Sequence[Unit], branches: Sequence[Branch[str]]
    ) -> ClauseReading:
        readable = one.language in LANGUAGES
        signs = self._signs(one, units) if readable else []
        cues = [branch for branch in branches if branch.owner in self._cue_ids] if readable else None
        lead = self._leads.read(one, units, signs, words.headings, cues)
        start = one.clause.char_start
        topic = "" if lead.topic_id in NAMELESS else self._names.get(lead.topic_id, "")
        headline, made = headline_of(sentence_of(lead.unit, units, lead.act.cue_id), lead.act, topic)
        return ClauseReading(
            topic_id=lead.topic_id,
            act=lead.act,
            lead_start=lead.unit.start - start,
            lead_end=lead.unit.end - start,
            headline=headline,
            headline_from=made,
            data_kind=self._kinds.kind_of(
                lead.topic_id, words, lead.unit, branches, lead.act.name in ("denies", "limits")
            ),
            finds=self._slots.find(units, words, start, branches) if readable else {},
            slots_read=readable,
            marks=(
                *(told.mark for told in one.stances if lead.topic_id in self._leads.topics_of(told)),
                *dict.fromkeys(sign.sign_id for unit, sign in signs if sign.anywhere or unit is lead.unit),
            ),
        )

    def _signs(self, one: ToRead, units: Sequence[Unit]) -> list[tuple[Unit, Sign]]:
        topics = {*one.topics, *(topic for told in one.stances for topic in self._leads.topics_of(told))}
        asked = [sign for sign in self._marks.signs if not sign.topics or topics & {*sign.topics}]
        return [(unit, sign) for unit in units for sign in asked if sign.stands_in(unit.row or unit.context)]


def _key(one: ToRead) -> _Key:
    """Return everything a reading depends on, without the place."""
    clause = one.clause
    return (
        clause.text, clause.stem or "", clause.heading_path[-HEADINGS_READ:], clause.kind, clause.terms_type, one.topics,
        one.language, one.stances, one.corrected, one.refused,
    )  # fmt: skip


def points_elsewhere(clause: Clause, corrected: Sequence[str] = ()) -> bool:
    """Tell whether a clause is a link alone: what it says stands where the link leads.

    Under a sentence that it completes ("We share data with:") it says something, and so it does if a person found a topic.
    """
    return not clause.stem and not corrected and is_bare_link(clause.text)


def _unread(one: ToRead) -> ClauseReading | None:
    """Return the reading of a clause without a sentence (a line of signs, a link alone): its words alone."""
    if one.clause.kind not in QUOTED_KINDS:
        return None
    headline, made = headline_of(Sentence(folded(one.clause.text), plain(one.clause.text)), UNREAD)
    return ClauseReading("", UNREAD, 0, len(one.clause.text), headline, made, NOT_DATA, {})
