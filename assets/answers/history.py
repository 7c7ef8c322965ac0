"""What a platform has said on a question over time: an interval for each answer, and why it ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from assets.answers.answering import Asker, ReadDocument
from assets.answers.correcting import Decided, corrected
from assets.answers.model import Answer, PlatformDocuments
from assets.answers.seen import Moment, Seen, moments

Cause = Literal["first_look", "edited", "document_added"]
"""Why an answer began: nothing was known before; a document was edited; another document was first captured."""


@dataclass(frozen=True)
class Interval:
    """An answer and when it held: from within (``from_earliest``, ``valid_from``] to within (``to_earliest``, ``valid_to``].

    ``valid_to`` ``None``: it still holds. The answer quotes the newest version in which it was read.
    """

    answer: Answer
    cause: Cause
    valid_from: datetime
    from_earliest: datetime | None
    valid_to: datetime | None = None
    to_earliest: datetime | None = None


def histories(
    asker: Asker,
    platform: PlatformDocuments,
    seen: Sequence[Seen],
    read: Mapping[str, ReadDocument],
    decided: Sequence[Decided] = (),
) -> dict[str, list[Interval]]:
    """Return, by question, the intervals of a platform's answers, the oldest first.

    Args:
        asker: whose questions are asked.
        platform: the platform as it is now: which documents are missing and which do not exist; not its clauses.
        seen: every published version of its documents.
        read: what each of these versions says, by version.
        decided: what people decided against the rules.
    """
    result: dict[str, list[Interval]] = {question.question_id: [] for question in asker.questions}
    types = {one.terms_type for one in seen}
    several = list(moments(seen))
    for number, moment in enumerate(several, start=1):
        documents = list(moment.in_force.values())
        here = {one.terms_type for one in documents}
        then = PlatformDocuments(
            platform_id=platform.platform_id,
            clauses=(),
            captured={one.terms_type: one.version_id for one in documents},
            missing=sorted({*platform.missing, *(types - here)}),
            absent=platform.absent,
            languages={one.terms_type: one.language for one in documents if one.language},
        )
        readings = [read[one.version_id] for one in documents]
        for question in asker.questions:
            answer = asker.answer(question, then, readings)
            until = several[number].at if number < len(several) else None
            answer = corrected(question, answer, moment.in_force, until, decided)
            _go_on(result[question.question_id], answer, moment)
    return result


def _go_on(intervals: list[Interval], answer: Answer, moment: Moment) -> None:
    """Let the last interval go on if nothing but its place changed; otherwise end it and begin another."""
    last = intervals[-1] if intervals else None
    if last and _said(last.answer) == _said(answer):
        intervals[-1] = replace(last, answer=answer)
        return
    earliest = [
        moment.in_force[document].seen_before for document in moment.new if document not in moment.added
    ]
    bound = min((one for one in earliest if one), default=None)
    if last:
        intervals[-1] = replace(last, valid_to=moment.at, to_earliest=bound)
    intervals.append(Interval(answer, _cause(last, answer, moment), moment.at, bound))


def _cause(last: Interval | None, answer: Answer, moment: Moment) -> Cause:
    if last is None:
        return "first_look"
    edited = set(moment.new) - set(moment.added)
    version_ids = {moment.in_force[document].version_id: document for document in moment.new}
    quoted = {version_ids.get(one.version_id) for one in answer.evidence} - {None}
    if not edited or (quoted and quoted <= set(moment.added)):
        return "document_added"
    return "edited"


def _said(answer: Answer) -> tuple[object, ...]:
    """Return what makes an answer another one: stance, scope, values and the words that carry it."""
    quotes = tuple(
        (one.role, " ".join(one.quote.split())) for one in answer.evidence if one.role != "context"
    )
    values = tuple(sorted((name, str(value)) for name, value in answer.value.items()))
    missing = answer.headline if not answer.evidence else ""
    return answer.stance, answer.scope, values, quotes, missing
