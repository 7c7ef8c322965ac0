"""Why a mention was not taken for an answer: the first check that it did not pass, in words."""

from __future__ import annotations

from collections.abc import Sequence

from assets.answers.data_use.actors import Strangers, has_rival, platform_acts, subject_of
from assets.answers.data_use.conditions import is_exception_to_choice, negated_inside
from assets.answers.data_use.mentions import Mention, has_other_sense, mentions
from assets.answers.data_use.objects import limit_of
from assets.answers.data_use.question import DataUseQuestion
from assets.answers.units import Unit

_LIMITS = {
    "carve_out": "speaks of data from one source only, which is never the general rule",
    "public": "speaks of public data, not of what users put in",
    "feedback": "speaks of feedback only",
}
_ACTORS = {
    "user": "the one who acts is the user, not the platform",
    "third_party": "the one who acts is a third party",
}


def not_taken(
    question: DataUseQuestion, platform_id: str, units: Sequence[Unit], taken: Sequence[Unit]
) -> list[tuple[Unit, str]]:
    """Return the units of a document that mention training and were not taken, each with the reason.

    Args:
        question: what is asked.
        platform_id: whose document it is.
        units: the document's units, in their order.
        taken: those that were taken for an answer.
    """
    strangers = Strangers(question, platform_id, units)
    possible = question.possible_mentions([unit.text for unit in units])
    used = {(unit.clause.version_id, unit.start) for unit in taken}
    result = []
    for position, unit in enumerate(units):
        if (unit.clause.version_id, unit.start) in used:
            continue
        found = mentions(question, "training", unit.text, possible[unit.text])
        if found:
            before = units[max(0, position - 3) : position]
            result.append((unit, _reason(question, unit, found[0], before, strangers)))
    return result


def _reason(
    question: DataUseQuestion, unit: Unit, mention: Mention, before: Sequence[Unit], strangers: Strangers
) -> str:
    if unit.text.endswith(("?", "？")):
        return "is a question"
    if has_other_sense(question, unit, mention):
        return "the words have another sense here"
    if is_exception_to_choice(unit.text):
        return "says what happens even after a choice: an exception, not the rule"
    subject = subject_of(question, unit, mention, strangers)
    if not platform_acts(question, unit, subject):
        kind = subject.kind if subject else ""
        return _ACTORS.get(kind, "nothing says that the platform does it")
    if has_rival(question, unit, subject):
        return "speaks of models of competitors"
    if limit := limit_of(question, unit, before):
        return _LIMITS.get(limit, limit)
    if negated_inside(question, unit, mention):
        return "the mention holds its own no"
    return "nothing says that data of users is used for it"
