"""From statements to a stance: the first rule whose conditions hold, its evidence and its values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assets.answers.decision import Decision
from assets.answers.model import BUSINESS, GENERAL, UNSURE, EvidenceRole
from assets.answers.statements.question import UNCLEAR, Rule, StatementQuestion, Wanted
from assets.answers.statements.reading import Reading
from assets.answers.statements.values import read_values
from assets.answers.units import Unit

CONFIDENCE = {3: 0.9, 2: 0.75, 1: 0.5}
"""By the strength of the plainest statement: a rank, until calibrated against labels."""
UNREAD = 0.3
"""Confidence where a passage was found and could not be read."""
MOST_QUOTES = 3
"""Quotes shown of what carries a stance: the labels of a careful reader hold one to four an answer."""
MOST_BESIDE = 2
"""Quotes shown of each other part."""
LONG_QUOTE = 250
"""Characters in a step of length: of two quotes of one strength the one with fewer steps is preferred."""
SHORT_QUOTE = 25
"""Characters under which a quote says too little alone, if there is another."""
_CUT = re.compile(r"[a-z]")
"""Begins the rest of a sentence that was cut, if no stem stands before it."""
_TITLE = re.compile(
    r"\W{0,4}(?P<mark>\*\*|__)(?!.{0,200}\b(?:we|you|is|are|will|may|shall|do|does|can|must|not|no)\b)[^\n]{1,200}(?P=mark)\W{0,4}"
    r"|(?:pursuant to|according to|in accordance with|in (?:case|the event) of|for|to|with|under)\b"
    r"(?!.{0,300}\b(?:we|you|is|are|was|will|may|shall|do|does|can|must|not|has|have|no)\b)[^\n]{1,200}",
    re.IGNORECASE,
)
"""Words in bold, or a phrase, without a verb: where sentences follow in the same clause they are its title."""


def decide_statements(question: StatementQuestion, readings: Sequence[Reading]) -> Decision | None:
    """Return the stance that the readings of one platform's documents add up to, ``None`` if they say nothing.

    Documents of ``lesser_types`` count only where no other gives a stance; those of ``apart_types`` never count.
    """
    everyones = [one for one in readings if one.unit.clause.terms_type not in question.apart_types]
    ordinary = [one for one in everyones if one.unit.clause.terms_type not in question.lesser_types]
    decision = _decided(question, ordinary)
    if decision is None or decision.stance == UNSURE:
        decision = _decided(question, everyones) or decision
    return decision


def decide_apart(
    question: StatementQuestion, readings: Sequence[Reading], stance: str
) -> tuple[Decision, ...]:
    """Return what firms and developers agree to in documents of their own, where it is not the answer's ``stance``."""
    theirs = [
        replace(one, scope=GENERAL) if one.scope == BUSINESS else one
        for one in readings
        if one.unit.clause.terms_type in question.apart_types
    ]
    decision = _decided(question, theirs)
    if decision is None or decision.stance in (UNSURE, stance):
        return ()
    return (replace(decision, scope=BUSINESS),)


def rule_that_holds(question: StatementQuestion, readings: Sequence[Reading]) -> Rule | None:
    """Return the first rule whose conditions readings meet."""
    for rule in question.rules:
        strongest = max((one.strength for one in found(readings, rule.when)), default=0)
        if strongest < rule.at_least or (rule.both and not found(readings, rule.both)):
            continue
        if not found(readings, rule.unless):
            return rule
    return None


def found(readings: Iterable[Reading], wanted: Sequence[Wanted]) -> list[Reading]:
    """Return the readings that are among what is wanted."""
    return [
        reading
        for reading in readings
        if any(
            reading.finding == one.finding and (one.scope is None or reading.scope == one.scope)
            for one in wanted
        )
    ]


def _decided(question: StatementQuestion, readings: Sequence[Reading]) -> Decision | None:
    rule = rule_that_holds(question, readings)
    if rule is None:
        unclear = [one for one in readings if one.finding == UNCLEAR]
        if not unclear:
            return None
        # Not quoted: what cannot be read may be a near miss, and a quote would vouch for it.
        places = ", ".join(dict.fromkeys(one.unit.clause.terms_type for one in unclear))
        headline = question.stances[UNSURE].headline.replace("{where}", places)
        rules = tuple(dict.fromkeys(one.statement.statement_id for one in unclear))
        return Decision(UNSURE, UNREAD, "general", headline, rules, empty_values(question))
    carried = found(readings, rule.when)
    too = found(readings, rule.both) if rule.both_as == "rule" else []
    values, telling = read_values(question, rule.stance, [*carried, *too], readings)
    shown = _best(carried, MOST_QUOTES, telling)
    quoted: list[tuple[EvidenceRole, Unit]] = [("rule", one.quoted) for one in shown]
    parts: list[tuple[EvidenceRole, Sequence[Wanted]]] = [(rule.both_as, rule.both), *rule.beside.items()]
    used = list(shown)
    for role, wanted in parts:
        others = [one for one in found(readings, wanted) if not _shown_already(one, used)]
        for one in _best(others, MOST_BESIDE, ()):
            quoted.append((role, one.quoted))
            used.append(one)
    confidence = CONFIDENCE[max(one.strength for one in carried)] * rule.factor
    return Decision(
        stance=rule.stance,
        confidence=round(confidence, 2),
        scope=_scope(rule, [*carried, *too]),
        headline=_headline(question, rule, values, shown),
        rules=tuple(dict.fromkeys(one.statement.statement_id for one in used)),
        value=values,
        quoted=tuple(quoted),
    )


def _shown_already(reading: Reading, shown: Iterable[Reading]) -> bool:
    """Whether a unit stands within what is quoted, or its words or its table row are quoted already."""
    unit, words = reading.unit, " ".join(reading.quoted.text.split())
    return any(
        words == " ".join(other.text.split())
        or (bool(unit.row) and unit.clause == other.clause)
        or (
            unit.clause.version_id == other.clause.version_id
            and other.start <= unit.start
            and unit.end <= other.end
        )
        for other in (one.quoted for one in shown)
    )


def _scope(rule: Rule, carried: Sequence[Reading]) -> str:
    """Return for whom a stance holds: as its rule says, else firms and developers, if to them alone it is stated.

    A region counts only where a question tells regions apart: in others its name is part of what is said ("the
    laws of California", "as the CCPA defines it") more often than a limit.
    """
    to_firms = carried and all(one.holds_for == BUSINESS for one in carried)
    return BUSINESS if rule.scope == GENERAL and to_firms else rule.scope


def empty_values(question: StatementQuestion) -> dict[str, object]:
    """Return the columns of a question with nothing in them."""
    return {column.name: [] if column.type == "list" else None for column in question.columns}


def _best(readings: Sequence[Reading], most: int, telling: Sequence[Unit]) -> list[Reading]:
    """Choose the plainest statements, one a document before a second of the same; those with the value first."""
    ranked = sorted(readings, key=lambda one: (one.unit not in telling, *_rank(one)))
    chosen: list[Reading] = []
    for new_documents_only in (True, False):
        for reading in ranked:
            documents = {one.unit.clause.document_id for one in chosen}
            if len(chosen) == most or _shown_already(reading, chosen):
                continue
            if new_documents_only and reading.unit.clause.document_id in documents:
                continue
            chosen.append(reading)
    strongest = max((one.strength for one in chosen), default=0)
    return [one for place, one in enumerate(chosen) if place == 0 or one.strength >= strongest - (place < 2)]


def _rank(reading: Reading) -> tuple[object, ...]:
    unit = reading.quoted
    return (
        -reading.strength,
        reading.leans_on is not None or _says_too_little(unit),
        len(unit.quote) < SHORT_QUOTE,
        unit.clause.kind == "table_row",
        len(unit.quote) // LONG_QUOTE,
        unit.clause.terms_type not in ("Privacy Policy", "Terms of Service"),
        unit.clause.document_id,
        unit.start,
    )


def _says_too_little(unit: Unit) -> bool:
    """Whether a unit is the rest of a sentence that was cut, or the title of the sentences that follow it."""
    begins = unit.start == unit.clause.char_start and unit.end < unit.clause.char_end
    cut = not unit.lead and _CUT.match(unit.text) is not None
    return cut or (begins and _TITLE.fullmatch(unit.quote) is not None)


def _headline(
    question: StatementQuestion, rule: Rule, values: dict[str, object], shown: Sequence[Reading]
) -> str:
    """Fill a headline: ``{where}`` the document quoted, ``{column}`` a value; ``[…{column}…]`` only where it is known."""
    headline = question.stances[rule.stance].headline
    known = {"where": shown[0].unit.clause.terms_type} | {
        name: ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in values.items()
        if value not in (None, [])
    }
    for part in headline.split("[")[1:]:
        inner = part.partition("]")[0]
        names = [piece.partition("}")[0] for piece in inner.split("{")[1:]]
        kept = inner if all(name in known for name in names) else ""
        headline = headline.replace(f"[{inner}]", kept, 1)
    for name, value in known.items():
        headline = headline.replace("{" + name + "}", value)
    return headline
