"""Lists of what users may not do that one step replaces by others: what went from them is not thereby permitted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from assets.changes.model import Assessment, Wording
from assets.changes.statements import forbids
from assets.changes.steps import ProvisionStep
from assets.changes.summary_labels import label_of

LEAST_ITEMS = 2
"""Items that go from a section, and come into it, from which its list was replaced."""
LEAST_ITEMS_ANYWHERE = 5
"""The same for lists of a whole document, whose new list may stand under another heading."""
_GONE, _NEW = "removed_prohibition", "new_prohibition"
_TOLD = "what users may not do"

_Read = tuple[ProvisionStep, Assessment]


def with_replaced_lists(read: Sequence[_Read]) -> list[_Read]:
    """Return the changes of a step, those of replaced lists of prohibitions told as such.

    Where prohibitions of one list went and others came, nobody can tell from an item that went whether users may
    do more: another that came may cover it.
    """
    lists: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for place, (step, assessment) in enumerate(read):
        if _prohibition(step, assessment):
            lists[_list_of(step.shown.wording)].append(place)
    changed = list(read)
    everywhere = [place for found in lists.values() for place in found]
    if len(lists) > 1 and _is_replaced(read, everywhere, LEAST_ITEMS_ANYWHERE):
        replaced = {_TOLD: everywhere}
    else:
        replaced = {
            f"{_TOLD}, {label_of(None, replace(read[found[0]][0].shown.wording, topics=()))}": found
            for found in lists.values()
            if _is_replaced(read, found, LEAST_ITEMS)
        }
    for told, places in replaced.items():
        for place in places:
            changed[place] = (read[place][0], _as_replaced(read[place][1], told))
    return changed


def _is_replaced(read: Sequence[_Read], places: Sequence[int], least: int) -> bool:
    gone = sum(read[place][0].after is None for place in places)
    return min(gone, len(places) - gone) >= least


def _prohibition(step: ProvisionStep, assessment: Assessment) -> bool:
    """Whether an item of a list that forbids users something came or went whole."""
    wording = step.shown.wording
    if step.is_part or assessment.change_class != "substantive" or wording.kind != "list_item":
        return False
    if (step.before is None) == (step.after is None):
        return False
    listed = bool(wording.stem) or (bool(wording.heading_path) and forbids(wording.heading_path[-1]))
    return listed and any(one.actor == "user" and one.rule in (_GONE, _NEW) for one in assessment.directions)


def _list_of(one: Wording) -> tuple[object, ...]:
    """Return which list an item stands in: that of its section, below a title alone that of its outermost stem."""
    titled = len(one.heading_path) <= 1
    return (*one.heading_path, (one.stem or "").split(":", 1)[0] if titled else "")


def _as_replaced(assessment: Assessment, told: str) -> Assessment:
    gone = next((one.before for one in assessment.directions if one.rule == _GONE), "")
    if not gone:
        return replace(assessment, replaced_list=told)
    return replace(
        assessment,
        significance="medium",
        reason=f"The list of {_TOLD} was replaced; it no longer names “{gone}”.",
        directions=tuple(
            replace(one, kind="narrowed", rule="removed_item") if one.rule == _GONE else one
            for one in assessment.directions
        ),
        replaced_list=told,
    )
