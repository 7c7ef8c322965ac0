"""What a platform has said on a question over time: an interval for each answer, and why it ended."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from assets.answers.answering import Asker, ReadDocument
from assets.answers.correcting import Decided, corrected
from assets.answers.editions import EDITION_MARK
from assets.answers.model import Answer, PlatformDocuments
from assets.answers.seen import Moment, Seen, moments

Cause = Literal["first_look", "edited", "document_added", "other_edition", "other_archive"]
"""Why an answer began: nothing was known before; a document was edited; another document was first captured; of a
document another edition was captured, that for a region in the place of that for everybody (or the other way); a
document was read from another collection's copy from then on."""


@dataclass(frozen=True)
class Interval:
    """An answer and when it held: from within (``from_earliest``, ``valid_from``] to within (``to_earliest``, ``valid_to``].

    ``valid_to`` ``None``: it still holds. The answer quotes the newest version in which it was read.
    ``lost_sight``: it ended because another edition was captured: whether its own text still says so is not known.
    ``beside``: it stands beside the platform's answer, for those to whom something else is said.
    """

    answer: Answer
    cause: Cause
    valid_from: datetime
    from_earliest: datetime | None
    valid_to: datetime | None = None
    to_earliest: datetime | None = None
    lost_sight: bool = False
    beside: bool = False


def histories(
    asker: Asker,
    platform: PlatformDocuments,
    seen: Sequence[Seen],
    read: Mapping[str, ReadDocument],
    decided: Sequence[Decided] = (),
) -> dict[str, list[Interval]]:
    """Return, by question, the intervals of a platform's answers, the oldest first; those ``beside`` them last.

    Args:
        asker: whose questions are asked.
        platform: the platform as it is now: which documents are missing and which do not exist; not its clauses.
        seen: every published version of its documents.
        read: what each of these versions says, by version.
        decided: what people decided against the rules.
    """
    result: dict[str, list[Interval]] = {question.question_id: [] for question in asker.questions}
    beside: dict[str, dict[str, list[Interval]]] = {question.question_id: {} for question in asker.questions}
    before: Mapping[str, Seen] = {}
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
        switches: Switches = {
            "other_edition": _switched(before, moment, read),
            "other_archive": _taken_over(before, moment),
        }
        before = moment.in_force
        for question in asker.questions:
            answer = asker.answer(question, then, readings)
            until = several[number].at if number < len(several) else None
            answer = corrected(question, answer, moment.in_force, until, decided)
            _go_on(result[question.question_id], answer, moment, switches)
            _beside(beside[question.question_id], answer.beside, moment, switches)
    for question_id, tracks in beside.items():
        for _, intervals in sorted(tracks.items()):
            result[question_id] += [replace(one, beside=True) for one in intervals]
    return result


@dataclass(frozen=True)
class _Switch:
    """The documents of which another copy is seen at a moment than was before; ``of``: whose versions are whose."""

    documents: frozenset[str]
    of: Mapping[str, str]


Switches = Mapping[Cause, _Switch]
"""By what a turn is laid on them: that of editions weighs more than that of archives."""


def _switched(before: Mapping[str, Seen], moment: Moment, read: Mapping[str, ReadDocument]) -> _Switch:
    def regions(seen: Seen) -> Collection[str]:
        edition = read[seen.version_id].edition
        return edition.regions if edition else ()

    documents = frozenset(
        document
        for document in moment.new
        if document in before and regions(before[document]) != regions(moment.in_force[document])
    )
    return _of(documents, before, moment)


def _taken_over(before: Mapping[str, Seen], moment: Moment) -> _Switch:
    taken = frozenset(document for document in moment.new if moment.in_force[document].other_archive)
    return _of(taken & before.keys(), before, moment)


def _of(documents: frozenset[str], before: Mapping[str, Seen], moment: Moment) -> _Switch:
    both = [*before.items(), *moment.in_force.items()] if documents else []
    return _Switch(documents, {seen.version_id: document for document, seen in both})


def _go_on(intervals: list[Interval], answer: Answer, moment: Moment, switches: Switches) -> None:
    """Let the last interval go on if nothing but its place changed; otherwise end it and begin another."""
    last = intervals[-1] if intervals else None
    if last and last.valid_to is None and _said(last.answer) == _said(answer):
        intervals[-1] = replace(last, answer=answer)
        return
    bound = _bound(moment)
    cause = _cause(last, answer, moment, switches)
    if last and last.valid_to is None:
        intervals[-1] = replace(
            last, valid_to=moment.at, to_earliest=bound, lost_sight=cause == "other_edition"
        )
    intervals.append(Interval(answer, cause, moment.at, bound))


def _beside(
    tracks: dict[str, list[Interval]], answers: Sequence[Answer], moment: Moment, switches: Switches
) -> None:
    """Let the answers beside the platform's go on, begin and end, a track for each scope."""
    for answer in answers:
        _go_on(tracks.setdefault(answer.scope, []), answer, moment, switches)
    for scope, intervals in tracks.items():
        if intervals[-1].valid_to is None and scope not in {answer.scope for answer in answers}:
            intervals[-1] = replace(intervals[-1], valid_to=moment.at, to_earliest=_bound(moment))


def _bound(moment: Moment) -> datetime | None:
    """Return when the texts before were last seen: what changed at this moment changed after it."""
    earliest = [
        moment.in_force[document].seen_before for document in moment.new if document not in moment.added
    ]
    return min((one for one in earliest if one), default=None)


def _cause(last: Interval | None, answer: Answer, moment: Moment, switches: Switches) -> Cause:
    if last is None:
        return "first_look"
    for cause, switch in switches.items():
        if switch.documents and _comes_with(cause, switch, last.answer, answer, moment):
            return cause
    edited = set(moment.new) - set(moment.added)
    version_ids = {moment.in_force[document].version_id: document for document in moment.new}
    quoted = {version_ids.get(one.version_id) for one in answer.evidence} - {None}
    if not edited or (quoted and quoted <= set(moment.added)):
        return "document_added"
    return "edited"


def _comes_with(cause: Cause, switch: _Switch, last: Answer, answer: Answer, moment: Moment) -> bool:
    """Whether a turn comes with a switch of editions or archives, as far as can be told.

    It does if a document that was switched is quoted before or after, or if nothing new is quoted at all (a
    silence that came or went). Where an edited document is quoted too, the turn cannot be laid on the edit alone.
    """
    if cause == "other_edition" and last.scope != answer.scope and EDITION_MARK in last.scope + answer.scope:
        return True
    evidence = [one for one in (*last.evidence, *answer.evidence) if one.role != "context"]
    quoted = {switch.of.get(one.version_id) for one in evidence}
    return bool(quoted & switch.documents) or not quoted & set(moment.new)


def _said(answer: Answer) -> tuple[object, ...]:
    """Return what makes an answer another one: stance, scope, values and the words that carry it."""
    quotes = tuple(
        (one.role, " ".join(one.quote.split())) for one in answer.evidence if one.role != "context"
    )
    values = tuple(sorted((name, str(value)) for name, value in answer.value.items()))
    missing = answer.headline if not answer.evidence else ""
    return answer.stance, answer.scope, values, quotes, missing
