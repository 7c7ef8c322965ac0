"""A sentence or three that tell a step between two versions, made from its assessed changes and from nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from assets.changes.model import Assessment, Operation, Significance, Wording
from assets.changes.summary_details import detail_of, replaced_detail, statement_of, words_that_differ
from assets.changes.summary_labels import label_of

PartKind = Literal["removed", "added", "rewritten", "replaced", "modified", "moved", "reworded", "unnoticed"]

MOST_LABELS = 5
"""Parts of one kind that are told; of the rest their number is. A reader stops at about as many."""
MOST_DETAILS = 3
"""Details told of one part."""
LONGEST = 700
"""Characters from which only the weightiest parts are told with their details: longer ones are not read."""
ALIKE = 20
"""Characters by which a quotation is known in another."""
DETAILED_PARTS = 3
"""Parts that keep theirs however long they are."""

_TITLES: dict[PartKind, str] = {
    "removed": "Removed",
    "added": "Added",
    "rewritten": "Rewritten",
    "replaced": "Replaced",
    "modified": "Modified",
}
_LEADING = frozenset(
    {
        "removed_promise",
        "not_gone",
        "promise_gone",
        "consent_to_refusal",
        "not_added",
        "promise_made",
        "new_promise",
    }
)
"""Rules of what is told first among what weighs the same: a promise that went, or came."""
_KINDS: dict[Operation, PartKind] = {
    "added": "added",
    "reborn": "added",
    "removed": "removed",
    "modified": "modified",
    "split": "modified",
    "merged": "modified",
    "moved": "moved",
}
MOST_TOLD: dict[PartKind, int] = {"added": 1, "removed": 1, "rewritten": 2}
"""The same of provisions that came or went: the words of the weightiest."""
_WEIGHTS: tuple[Significance, ...] = ("high", "medium", "low", "none")
_GONE, _NEW = "” is gone", "” is new"
_UNNOTICED = {
    "markup": "links or markup",
    "encoded_address": "how an e-mail address is written",
    "page_line": "lines of the page around the text",
    "question": "questions of a help page",
    "empty": "markup",
}
"""What a rule that calls a change noise saw, in a reader's words."""


@dataclass(frozen=True, slots=True)
class SummaryChange:
    """One provision's change, assessed."""

    provision_id: str
    operation: Operation
    assessment: Assessment
    before: Wording | None = None
    after: Wording | None = None


@dataclass(frozen=True, slots=True)
class SummaryPart:
    """One thing a summary says, and the provisions it rests on.

    ``label``: what it is about (a topic's name, a heading, or first words); ``details``: what exactly differs, the
    weightiest first; none if the label says it all.
    """

    kind: PartKind
    label: str
    details: tuple[str, ...]
    provision_ids: tuple[str, ...]
    significance: Significance = "none"

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data, for JSON."""
        plain = {**asdict(self), "provision_ids": list(self.provision_ids), "detail": "; ".join(self.details)}
        del plain["details"]
        return plain


def summarise(changes: Iterable[SummaryChange]) -> tuple[SummaryPart, ...]:
    """Return what a step changed, the most significant first.

    Where anything substantive changed, wording and noise are left out; where nothing did, one part tells what
    did differ. No changes give no parts.
    """
    given = list(changes)
    substantive = [one for one in given if one.assessment.change_class == "substantive"]
    if substantive:
        return tuple(_parts(substantive))
    editorial = [
        one for one in given if one.assessment.change_class == "editorial" and one.operation != "moved"
    ]
    if editorial:
        return (_reworded(editorial),)
    moved = [one for one in given if one.operation == "moved"]
    if moved:
        return (SummaryPart("moved", "", (), _ids(moved)),)
    if given:
        seen = dict.fromkeys(_UNNOTICED.get(one.assessment.rule, "markup") for one in given)
        return (SummaryPart("unnoticed", ", ".join(seen), (), _ids(given)),)
    return ()


def render(parts: Sequence[SummaryPart]) -> str:
    """Write a summary out.

    >>> render([SummaryPart("modified", "retention", ("30 → 90 days",), ("p1",), "high")])
    'Modified: retention (30 → 90 days).'
    """
    shown, order = list(parts), _by_weight(parts)
    for kept, places in ((1, order), (0, order[DETAILED_PARTS:])):
        for at in reversed(places):
            if len(_rendered(shown)) <= LONGEST:
                return _rendered(shown)
            shown[at] = replace(shown[at], details=shown[at].details[:kept])
    return _rendered(shown)


def _by_weight(parts: Sequence[SummaryPart]) -> list[int]:
    """Return the places of the weightiest parts first; among equals the first of each kind before the second of one."""
    seen: Counter[PartKind] = Counter()
    ranks = []
    for at, part in enumerate(parts):
        ranks.append((_WEIGHTS.index(part.significance), seen[part.kind], at))
        seen[part.kind] += 1
    return [at for _, _, at in sorted(ranks)]


def _rendered(parts: Sequence[SummaryPart]) -> str:
    told: list[str] = []
    for kind in dict.fromkeys(part.kind for part in parts):
        of_kind = [part for part in parts if part.kind == kind]
        if kind in _TITLES:
            told.append(f"{_TITLES[kind]}: {_listed(of_kind)}.")
        else:
            told += [_other(part) for part in of_kind]
    return " ".join(told)


def _parts(changes: Sequence[SummaryChange]) -> list[SummaryPart]:
    groups: dict[tuple[PartKind, str], list[SummaryChange]] = {}
    for one in sorted(changes, key=_rank):
        groups.setdefault(_group(one), []).append(one)
    for kind, label in list(groups):
        if kind == "added" and ("removed", label) in groups:  # told as one, where the first of them stood
            both = sorted([*groups.pop(("removed", label)), *groups.pop(("added", label))], key=_rank)
            groups["rewritten", label] = both
    parts = [_part(kind, label, members) for (kind, label), members in groups.items()]
    parts.sort(key=lambda part: _WEIGHTS.index(part.significance))
    order = list(dict.fromkeys(part.kind for part in parts))
    return sorted(parts, key=lambda part: order.index(part.kind))


def _group(one: SummaryChange) -> tuple[PartKind, str]:
    """Return under which kind and label a change is told; items of a list that was replaced all together."""
    if one.assessment.replaced_list:
        return "replaced", one.assessment.replaced_list
    return _KINDS[one.operation], label_of(one.before, one.after)


def _rank(one: SummaryChange) -> tuple[int, bool, float]:
    leads = any(direction.rule in _LEADING for direction in one.assessment.directions)
    return _WEIGHTS.index(one.assessment.significance), not leads, -one.assessment.score


def _part(kind: PartKind, label: str, members: Sequence[SummaryChange]) -> SummaryPart:
    details: dict[str, None] = {}
    if kind == "replaced":
        listed = replaced_detail([(one.before, one.after) for one in members])
        return SummaryPart(kind, label, (listed,), _ids(members), members[0].assessment.significance)
    for one in members:
        for detail in _details(kind, one, label):
            details.setdefault(detail)
    _drop_moved(details)
    _drop_contained(details)
    significance = members[0].assessment.significance
    told = tuple(details)[: MOST_TOLD.get(kind, MOST_DETAILS)]
    if told and len(members) == 1 and kind != "modified" and _begin_alike(label, told[0]):
        label, told = told[0], told[1:]  # first words stood for want of a topic and a heading
    return SummaryPart(kind, label, told, _ids(members), significance)


def _begin_alike(label: str, detail: str) -> bool:
    first, second = (text.partition("“")[2].rstrip("” …")[:ALIKE] for text in (label, detail))
    return bool(first) and (first.startswith(second) or second.startswith(first))


def _details(kind: PartKind, one: SummaryChange, label: str) -> list[str]:
    """Return what to tell of a change, the weightiest first; of what came or went, its weightiest words."""
    if one.before and one.after:
        return detail_of(one.assessment, one.before, one.after)
    statement = statement_of(one.assessment, one.after or one.before)  # type: ignore[arg-type]
    if kind != "rewritten":
        return [statement] if statement and statement != label else []
    return [f"{statement} is {'new' if one.after else 'gone'}"] if statement else []


def _drop_contained(details: dict[str, None]) -> None:
    """Leave out words that another detail quotes with more around them, though cut before their end."""
    quoted = {detail: detail.split("“", 1)[-1].rsplit("”", 1)[0].strip(" …") for detail in details}
    for detail, words in quoted.items():
        if detail.count("“") == 1 and any(
            words[:ALIKE] in other and words != other and len(words) <= len(other)
            for one, other in quoted.items()
            if one in details
        ):
            del details[detail]


def _drop_moved(details: dict[str, None]) -> None:
    """Leave out words told as gone from one provision and as new in another."""
    for detail in [one for one in details if one.endswith(_GONE)]:
        new = detail.removesuffix(_GONE) + _NEW
        if new in details:
            del details[detail], details[new]


def _ids(changes: Sequence[SummaryChange]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.provision_id for one in changes))


def _reworded(editorial: Sequence[SummaryChange]) -> SummaryPart:
    if all(one.assessment.rule == "date_stamp" for one in editorial):
        return SummaryPart("reworded", "the document's own date", (), _ids(editorial))
    most = max(editorial, key=lambda one: one.assessment.score)
    details = words_that_differ(most.before, most.after)[:1] if most.before and most.after else []
    return SummaryPart("reworded", "", tuple(details), _ids(editorial))


def _listed(parts: Sequence[SummaryPart]) -> str:
    told = [_written(part) for part in parts[:MOST_LABELS]]
    if len(parts) > MOST_LABELS:
        told.append(f"and {len(parts) - MOST_LABELS} more")
    return "; ".join(told)


def _written(part: SummaryPart) -> str:
    count = f"{len(part.provision_ids)} provisions" if len(part.provision_ids) > 1 else ""
    inner = ": ".join(text for text in (count, "; ".join(part.details)) if text)
    return f"{part.label} ({inner})" if inner else part.label


def _other(part: SummaryPart) -> str:
    count = len(part.provision_ids)
    provisions = f"{count} provision{'s' if count != 1 else ''}"
    if part.kind == "reworded":
        if part.label:
            return f"Only {part.label} differs."
        such = ", such as" if count > 1 else ":"
        return f"Only wording: {provisions} reworded{f'{such} {part.details[0]}' if part.details else ''}."
    if part.kind == "moved":
        return f"Only the order: {provisions} moved."
    return f"Nothing a reader would notice: {part.label}."
