"""Read units for what they state: every statement of every question at once, each wording once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from assets.answers.grammar import Grammar, read_grammar
from assets.answers.model import GENERAL
from assets.answers.statements.question import DROP, Statement, StatementQuestion
from assets.answers.units import Unit, folded
from assets.provisions.plain_text import plain
from assets.topics.branches import Branch, BranchIndex
from assets.topics.contents import Place, is_contents, name_of

PREVIOUS = 2
"""Sentences before a unit in which what it refers to is sought; farther back readers disagree on what is meant."""
LONGEST_ROW = 400
"""Characters of a table row that is quoted whole; of a longer one the cell is quoted."""
_RUN_IN_HEADING = re.compile(
    r"\W{0,4}(?P<mark>\*\*|__)(?!.{0,200}\b(?:we|you|is|are|was|will|may|shall|do|does|can|cannot|must|not|has|have|agree|no)\b)"
    r"[^\n]{1,140}(?P=mark)[\s:.–—-]{0,4}",
    re.IGNORECASE,
)
"""A line in bold without a verb: it heads what follows, whatever the segmentation made of it, and states nothing."""
_QUESTION = re.compile(r"[?？]\W{0,3}$")


@dataclass(frozen=True)
class Reading:
    """What one unit says on a question: what was found, by which statement, how plainly, and for whom.

    ``scope`` is one that the question tells apart, else ``general``; ``holds_for`` is it in any case.
    ``leans_on`` is the sentence before it to which the statement refers, if it refers to one.
    """

    unit: Unit
    statement: Statement
    finding: str
    strength: int
    scope: str
    holds_for: str = GENERAL
    leans_on: Unit | None = None

    @property
    def quoted(self) -> Unit:
        """The unit as it is quoted: with the sentences it leans on, or its table row, without which it says too little.

        What stands in another clause cannot be part of one quote.
        """
        unit, clause = self.unit, self.unit.clause
        start, end = unit.start, unit.end
        if self.statement.whole_row and unit.row and len(clause.text) <= LONGEST_ROW:
            start, end = clause.char_start, clause.char_end
        elif self.leans_on is not None and self.leans_on.clause == clause:
            start = self.leans_on.start
        if (start, end) == (unit.start, unit.end):
            return unit
        words = clause.text[start - clause.char_start : end - clause.char_start]
        return replace(unit, start=start, end=end, text=folded(words))


@dataclass(frozen=True)
class Rejection:
    """A statement whose pattern a unit holds and that it does not make, and why."""

    unit: Unit
    statement: Statement
    reason: str


@dataclass(frozen=True)
class _Match:
    """A statement as it is met in a wording: a finding, or the reason why there is none."""

    question: int
    statement: Statement
    finding: str | None
    reason: str
    holds_for: str


_Owner = tuple[int, Statement]
_Key = tuple[str, str, str, tuple[str, ...], str, str]


class StatementReader:
    """Reads units for several questions; remembers wordings, which most versions of a document share."""

    def __init__(self, questions: Sequence[StatementQuestion]) -> None:
        self._questions = tuple(questions)
        self._grammar: Grammar = read_grammar()
        owners = [(number, one) for number, question in enumerate(questions) for one in question.statements]
        self._index = BranchIndex([((number, one), one.pattern) for number, one in owners])
        self._rows = any(one.whole_row for _, one in owners)
        self._read_in: dict[str, frozenset[_Owner]] = {}
        self._known: dict[_Key, tuple[_Match, ...]] = {}

    def read(self, units: Sequence[Unit]) -> Mapping[str, list[Reading]]:
        """Return, by question, what units say; the units of a document must stand in their order."""
        readings: dict[str, list[Reading]] = defaultdict(list)
        for unit, before, match in self._met(units):
            if match.finding and _follows(match.statement, before):
                statement, question = match.statement, self._questions[match.question]
                scope = match.holds_for if match.holds_for in question.scopes else GENERAL
                readings[question.question_id].append(
                    Reading(
                        unit,
                        statement,
                        match.finding,
                        statement.strength,
                        scope,
                        match.holds_for,
                        _leant_on(statement, before),
                    )
                )
        return readings

    def rejected(self, units: Sequence[Unit]) -> Mapping[str, list[Rejection]]:
        """Return, by question, what was met in units and not taken for a statement, each with the reason."""
        rejections: dict[str, list[Rejection]] = defaultdict(list)
        for unit, before, match in self._met(units):
            reason = (
                match.reason
                if not match.finding
                else "the sentences before it give it another sense, or none"
            )
            if not match.finding or not _follows(match.statement, before):
                question = self._questions[match.question]
                rejections[question.question_id].append(Rejection(unit, match.statement, reason))
        return rejections

    def learn(self, units: Sequence[Unit]) -> None:
        """Read wordings that are not known yet: many at once is much faster than a version at a time."""
        self._learn({key: unit for unit in units if (key := _key(unit)) not in self._known})

    def _met(self, units: Sequence[Unit]) -> list[tuple[Unit, Sequence[Unit], _Match]]:
        self.learn(units)
        return [
            (unit, _before(units, position), match)
            for position, unit in enumerate(units)
            for match in self._known[_key(unit)]
        ]

    def _learn(self, new: Mapping[_Key, Unit]) -> None:
        if not new:
            return
        texts = [(_lowered(unit.context), len(unit.lead)) for unit in new.values()]
        found = self._index.candidates_of(texts)
        with_rows = [unit for unit in new.values() if unit.row] if self._rows else []
        of_rows = iter(self._index.candidates_of([(_lowered(unit.row), 0) for unit in with_rows]))
        for (key, unit), (lowered, _), branches in zip(new.items(), texts, found, strict=True):
            here = self._statements_read_in(unit.clause.terms_type)
            owners = dict.fromkeys(_holding(branches, here, unit.context, lowered))
            if unit.row and self._rows:
                rows = [branch for branch in next(of_rows) if branch.owner[1].whole_row]
                owners |= dict.fromkeys(_holding(rows, here, unit.row, _lowered(unit.row)))
            matches = [self._match(number, statement, unit) for number, statement in owners]
            known = tuple(match for match in matches if match)
            if known and _states_nothing(unit):
                known = ()
            self._known[key] = known

    def _statements_read_in(self, terms_type: str) -> frozenset[_Owner]:
        """Return the statements that are sought in documents of a type."""
        if terms_type not in self._read_in:
            self._read_in[terms_type] = frozenset(
                (number, statement)
                for number, question in enumerate(self._questions)
                if question.reads(terms_type)
                for statement in question.statements
                if not statement.terms_types or any(word in terms_type for word in statement.terms_types)
            )
        return self._read_in[terms_type]

    def _match(self, number: int, statement: Statement, unit: Unit) -> _Match | None:
        question = self._questions[number]
        whole_row = statement.whole_row and bool(unit.row)
        text, lead = (unit.row, 0) if whole_row else (unit.context, len(unit.lead) + bool(unit.lead))
        reason = ""
        for found in statement.pattern.finditer(text):
            if found.end() <= lead:
                continue
            finding, why = self._judged(question, statement, unit, text, found)
            if finding:
                business = unit.clause.terms_type in question.business_types
                return _Match(number, statement, finding, "", self._grammar.scope(unit, business))
            reason = reason or why
        return _Match(number, statement, None, reason, GENERAL) if reason else None

    def _judged(
        self,
        question: StatementQuestion,
        statement: Statement,
        unit: Unit,
        text: str,
        found: re.Match[str],
    ) -> tuple[str | None, str]:
        """Return what a match finds, or ``None`` and why it finds nothing."""
        above = _above(unit)
        if statement.excluded and (word := statement.excluded.search(text)):
            return None, f"excluded by “{word.group()}”"
        required = statement.required
        if required and not (required.search(text) or required.search(unit.row) or required.search(above)):
            return None, "what it must stand with is missing"
        if statement.under and not statement.under.search(above):
            return None, "stands under no such heading or stem"
        if statement.not_under and (word := statement.not_under.search(above)):
            return None, f"stands under “{word.group()}”"
        for sense in question.senses:
            low, high = (
                (0, len(text))
                if sense.reach is None
                else (max(0, found.start() - sense.reach), found.end() + sense.reach)
            )
            if any(m.start() < high and m.end() > low for m in sense.pattern.finditer(text)):
                return None, f"another sense: {sense.means}"
        place = -1
        if statement.by or statement.negated:
            actor, place = self._grammar.subject(unit, text, found.start())
            if statement.by and actor not in statement.by:
                return None, f"the one who acts: {actor.replace('_', ' ')}"
        if statement.negated and self._grammar.denied(text, place, found.start(), found.end()):
            return (None, "denied") if statement.negated == DROP else (statement.negated, "")
        return statement.says, ""


def _above(unit: Unit) -> str:
    """Return what governs a unit: the two nearest headings and its stem."""
    return " > ".join([*(plain(heading) for heading in unit.clause.heading_path[-2:]), unit.lead or ""])


def _holding(branches: Sequence[Branch[_Owner]], here: Set[_Owner], text: str, lowered: str) -> list[_Owner]:
    """Return the statements of which an alternative occurs in a text: the plain search that comes before the careful one."""
    held: dict[_Owner, None] = {}
    searched: dict[str, bool] = {}
    for branch in branches:
        if branch.owner in held or branch.owner not in here:
            continue
        # statements that differ in what must stand beside them share their pattern
        if branch.source not in searched:
            searched[branch.source] = bool(branch.pattern.search(text if branch.cased else lowered))
        if searched[branch.source]:
            held[branch.owner] = None
    return list(held)


def _lowered(text: str) -> str:
    lowered = text.lower()
    # A few letters change their length in lower case; then the offsets would not agree.
    return lowered if len(lowered) == len(text) else text


def _before(units: Sequence[Unit], position: int) -> Sequence[Unit]:
    """Return the sentences before a unit that stand under the same heading of the same document."""
    here = units[position].clause
    return [
        unit
        for unit in units[max(0, position - PREVIOUS) : position]
        if unit.clause.document_id == here.document_id and unit.clause.heading_path == here.heading_path
    ]


def _key(unit: Unit) -> _Key:
    clause = unit.clause
    return unit.lead, unit.text, unit.row, tuple(clause.heading_path), clause.terms_type, clause.kind


def _states_nothing(unit: Unit) -> bool:
    """Whether a unit is a question, or only says what the document says elsewhere."""
    if _QUESTION.search(unit.text) or (not unit.lead and _RUN_IN_HEADING.fullmatch(unit.quote)):
        return True
    headings = frozenset(name_of(plain(heading)) for heading in unit.clause.heading_path)
    item = unit.clause.kind == "list_item"
    return is_contents(unit.text, Place(unit.lead, unit.heading, unit.clause.text, headings, item))


def _follows(statement: Statement, before: Sequence[Unit]) -> bool:
    """Whether what a statement refers to stands in the sentences before it, if it refers to any, and nothing it must not."""
    refused = statement.not_previous
    if refused and any(refused.search(unit.text) for unit in before):
        return False
    return statement.previous is None or _leant_on(statement, before) is not None


def _leant_on(statement: Statement, before: Sequence[Unit]) -> Unit | None:
    """Return the nearest of the sentences before that holds what a statement refers to, if it refers to any."""
    previous = statement.previous
    if previous is None:
        return None
    return next((unit for unit in reversed(before) if previous.search(unit.text)), None)
