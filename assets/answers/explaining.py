"""Why an answer is what it is: what was read, what was taken, what was rejected and why, and what would turn it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assets.answers.answering import Asker
from assets.answers.data_use.explaining import not_taken
from assets.answers.data_use.question import DataUseQuestion
from assets.answers.model import STANDING_STANCES, Answer, PlatformDocuments
from assets.answers.questions import Question
from assets.answers.statements.deciding import found, rule_that_holds
from assets.answers.statements.question import DROP, Rule, StatementQuestion, Wanted
from assets.answers.statements.reading import Reading
from assets.answers.units import Unit, units_by_document

MOST_MEANINGS = 2
"""Statements spelled out where any of several would do: a question has up to ten that differ in their turn of phrase."""


@dataclass(frozen=True)
class Passage:
    """A sentence that was met: what it was taken for, or why it was not."""

    terms_type: str
    version_id: str
    provision_id: str
    quote: str
    why: str


@dataclass(frozen=True)
class Explanation:
    """An answer, and how it came about; ``read`` gives the sentences read of each document, 0 where it is not asked."""

    answer: Answer
    rule: str
    read: tuple[tuple[str, str, int], ...]
    missing: tuple[str, ...]
    taken: tuple[Passage, ...]
    rejected: tuple[Passage, ...]
    would_turn: tuple[str, ...]


def explain(question: Question, platform: PlatformDocuments) -> Explanation:
    """Answer a question about a platform again, and keep everything that led to the answer."""
    asker = Asker([question])
    documents = units_by_document(platform.clauses)
    read = [asker.read(platform.platform_id, units) for units in documents]
    answer = asker.answer(question, platform, read)
    readings = [one for document in read for one in document.readings.get(question.question_id, ())]
    if isinstance(question, StatementQuestion):
        rule, would_turn = _rules(question, readings)
        taken = [_passage(one.unit, _taken(question, one)) for one in readings]
        rejected = [
            _passage(no.unit, f"not “{no.statement.means}”: {no.reason}")
            for units in documents
            for no in asker.statements.rejected(units).get(question.question_id, [])
        ]
    else:
        rule, would_turn = question.stances[answer.stance].definition, _other_stances(question, answer.stance)
        taken = [
            _passage(one.unit, f"{one.polarity} ({one.tier}), strength {one.strength}") for one in readings
        ]
        rejected = _not_taken(question, platform.platform_id, documents, readings)
    used = {(one.version_id, one.quote) for one in taken}
    return Explanation(
        answer=answer,
        rule=rule,
        read=tuple(_counted(question, units) for units in documents if units),
        missing=tuple(platform.missing),
        taken=tuple(dict.fromkeys(taken)),
        rejected=tuple(dict.fromkeys(one for one in rejected if (one.version_id, one.quote) not in used)),
        would_turn=tuple(would_turn),
    )


def _counted(question: Question, units: Sequence[Unit]) -> tuple[str, str, int]:
    clause = units[0].clause
    ignored = clause.terms_type in question.ignored_types
    if isinstance(question, StatementQuestion):
        ignored = not question.reads(clause.terms_type)
    return clause.terms_type, clause.version_id, 0 if ignored else len(units)


def _passage(unit: Unit, why: str) -> Passage:
    clause = unit.clause
    return Passage(clause.terms_type, clause.version_id, clause.provision_id, unit.quote, why)


def _taken(question: StatementQuestion, reading: Reading) -> str:
    scope = "" if reading.scope == "general" else f", for {reading.scope} only"
    if reading.unit.clause.terms_type in question.apart_types:
        scope = ", for business only: it stands beside the answer"
    statement = reading.statement
    is_denied = reading.finding == statement.negated != statement.says
    return (
        f"{reading.finding}: {'not: ' if is_denied else ''}{statement.means} ({reading.statement.statement_id}, "
        f"strength {reading.strength}{scope})"
    )


def _not_taken(
    question: Question, platform_id: str, documents: Sequence[Sequence[Unit]], readings: Sequence[object]
) -> list[Passage]:
    if not isinstance(question, DataUseQuestion):
        return []
    taken = [one.unit for one in readings if hasattr(one, "unit")]
    return [
        _passage(unit, why)
        for units in documents
        if units and units[0].clause.terms_type not in question.ignored_types
        for unit, why in not_taken(question, platform_id, units, taken)
    ]


def _rules(question: StatementQuestion, readings: Sequence[Reading]) -> tuple[str, list[str]]:
    """Return the rule that held in words, and for each other stance what was missing for it or stood against it."""
    everyones = [one for one in readings if one.unit.clause.terms_type not in question.apart_types]
    ordinary = [one for one in everyones if one.unit.clause.terms_type not in question.lesser_types]
    held = rule_that_holds(question, ordinary)
    if held is None:
        held, ordinary = rule_that_holds(question, everyones), everyones
    would_turn: dict[str, str] = {}
    for rule in question.rules:
        if held is not None and (rule is held or rule.stance == held.stance):
            continue
        before = held is None or question.rules.index(rule) < question.rules.index(held)
        # a stance's first rule is the plainest way to it; the others would repeat it with one condition more
        would_turn.setdefault(rule.stance, _turning(question, rule, ordinary, before))
    told = _in_words(question, held) if held else "no rule held: nothing was found that a rule asks for"
    return told, list(would_turn.values())


def _turning(question: StatementQuestion, rule: Rule, readings: Sequence[Reading], before: bool) -> str:
    parts = []
    if not found(readings, rule.when):
        parts.append(f"a sentence stated that {_means(question, rule.when)}")
    elif max(one.strength for one in found(readings, rule.when)) < rule.at_least:
        parts.append(f"a sentence stated plainly that {_means(question, rule.when)}")
    if rule.both and not found(readings, rule.both):
        parts.append(f"another stated that {_means(question, rule.both)}")
    if rule.unless and found(readings, rule.unless):
        parts.append(f"nothing stated that {_means(question, rule.unless)}")
    if not before:
        parts.append("what decided now were gone")
    return f"{rule.stance} if {', and '.join(parts)}"


def _in_words(question: StatementQuestion, rule: Rule) -> str:
    told = f"{rule.stance}: a sentence states that {_means(question, rule.when)}"
    if rule.both:
        told += f", and another that {_means(question, rule.both)}"
    if rule.unless:
        told += f", and none that {_means(question, rule.unless)}"
    return told


def _means(question: StatementQuestion, wanted: Sequence[Wanted]) -> str:
    """Return what the statements behind some findings mean, joined with "or"."""
    means = []
    for one in wanted:
        of = [s.means for s in question.statements if s.says == one.finding]
        of += [f"not: {s.means}" for s in question.statements if s.negated == one.finding != DROP]
        where = "" if one.scope in (None, "general") else f" (for {one.scope} only)"
        means += [text + where for text in of]
    told = list(dict.fromkeys(means))
    more = f", or {len(told) - MOST_MEANINGS} more like these" if len(told) > MOST_MEANINGS else ""
    return (" or ".join(told[:MOST_MEANINGS]) + more) or "nothing that a statement says"


def _other_stances(question: Question, stance: str) -> list[str]:
    return [
        f"{other.stance_id} if: {other.definition}"
        for other in question.stances.values()
        if other.stance_id != stance and other.stance_id not in STANDING_STANCES
    ]
