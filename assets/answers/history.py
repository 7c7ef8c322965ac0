"""What a platform has said on a question over time: an interval for each answer, and why it ended."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from assets.answers.answering import Asker, ReadDocument
from assets.answers.model import Answer, PlatformDocuments

Cause = Literal["first_look", "edited", "document_added"]
"""Why an answer began: nothing was known before; a document was edited; another document was first captured."""


ONE_ROUND = timedelta(hours=2)
"""Documents first seen within this time were looked at in one round: an archive records them minutes apart."""


@dataclass(frozen=True)
class Seen:
    """One published version of a document, in the timeline that readers have of it.

    ``seen_before`` is when the version before it was last seen (UTC), ``None`` for the first: the edit lies between
    the two. ``language`` is ISO 639-1, "" if it is not known.
    """

    document_id: str
    terms_type: str
    version_id: str
    first_seen: datetime
    seen_before: datetime | None
    language: str


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


@dataclass(frozen=True)
class Moment:
    """A time at which documents of a platform were first seen with a new text, and what was in force then."""

    at: datetime
    in_force: Mapping[str, Seen]
    new: Collection[str]
    added: Collection[str]


def moments(seen: Sequence[Seen]) -> Iterator[Moment]:
    """Yield the times at which something changed, in order, each with the version of each document in force.

    What was first seen in one round of looking counts as seen at one time, that of its last document. ``new`` are the documents whose text is new then, ``added`` those of them that were not known before.
    """
    in_force: dict[str, Seen] = {}
    ordered = sorted(seen, key=lambda one: (one.first_seen, one.document_id, one.version_id))
    position = 0
    while position < len(ordered):
        first = ordered[position].first_seen
        together = [one for one in ordered[position:] if one.first_seen - first <= ONE_ROUND]
        position += len(together)
        added = {one.document_id for one in together} - in_force.keys()
        in_force = in_force | {one.document_id: one for one in together}
        yield Moment(together[-1].first_seen, in_force, {one.document_id for one in together}, added)


def histories(
    asker: Asker, platform: PlatformDocuments, seen: Sequence[Seen], read: Mapping[str, ReadDocument]
) -> dict[str, list[Interval]]:
    """Return, by question, the intervals of a platform's answers, the oldest first.

    Args:
        asker: whose questions are asked.
        platform: the platform as it is now: which documents are missing and which do not exist; not its clauses.
        seen: every published version of its documents.
        read: what each of these versions says, by version.
    """
    result: dict[str, list[Interval]] = {question.question_id: [] for question in asker.questions}
    types = {one.terms_type for one in seen}
    for moment in moments(seen):
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
            _go_on(result[question.question_id], asker.answer(question, then, readings), moment)
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
