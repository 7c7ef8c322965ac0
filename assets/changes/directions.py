"""Which ways a provision's change points: what became permitted, forbidden, weaker, stronger, wider or narrower."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from assets.changes.directions_of_acts import QUOTED_WORDS, of_acts, of_signs
from assets.changes.directions_of_things import of_bounds, of_items, of_numbers, of_things
from assets.changes.model import Direction, Wording
from assets.changes.page_lines import is_pointer
from assets.changes.pairing import SentencePair, sentence_pairs
from assets.changes.phrases import words_of
from assets.changes.wording import canonical
from assets.provisions import plain

SILENT_KINDS = frozenset({"heading", "code", "table_header"})
"""Kinds of block that state no rule of their own."""
MOST_DIRECTIONS = 12
"""A rewritten provision points everywhere; the first so many, strongest rules first, are told."""
REWRITTEN = 0.5
"""Share of the telling words of two statements of one kind from which the newer is the older one rewritten."""
REMEMBERED = 4096


def directions(before: Wording | None, after: Wording | None) -> tuple[Direction, ...]:
    """Return the ways in which a change points, the weightiest first; none for a change of wording only.

    ``None`` stands for a provision that is not there: an added or removed one has directions too.
    """
    return _directions(before, after)


@lru_cache(maxsize=REMEMBERED)
def _directions(before: Wording | None, after: Wording | None) -> tuple[Direction, ...]:
    if (after or before) is None or any(w is not None and w.kind in SILENT_KINDS for w in (before, after)):
        return ()
    pairs = sentence_pairs(before, after)
    old, new = _shown(before), _shown(after)
    found: list[Direction] = []
    for pair in pairs:
        if not pair.old_changed and not pair.new_changed:
            continue
        if _asks(pair) or _points(pair):
            continue
        acts = list(of_acts(pair))
        found += acts
        if not any(one.rule in ("not_gone", "not_added") for one in acts):
            found += of_signs(pair)
        found += of_bounds(pair, old, new)
        found += of_numbers(pair)
        named = _without_replaced_places(of_things(pair, old, new))
        if _defines(pair):
            named = []
        if not _states(pair, after or before):
            named = [one for one in named if one.rule.startswith("place_")]
        found += named
        quoted = " ".join(f"{d.before} {d.after}".lower() for d in named)
        found += [d for d in of_items(pair) if not any(w in quoted for w in d.subject.lower().split())]
    if not found and (before is None or after is None):
        found = list(_of_item(before, after))
    return tuple(_weightiest(_unlike(found)))


def _of_item(before: Wording | None, after: Wording | None) -> Iterator[Direction]:
    """Yield that an item, row or definition came or went whose stem says neither who nor whether."""
    one = after or before
    if one is None or not (one.stem or one.kind in ("table_row", "definition")):
        return
    words = words_of(plain(one.text))
    quoted = words.quote(0, min(QUOTED_WORDS, len(words.forms)))
    if after is not None:
        yield Direction("widened", "new_item", "unclear", "", quoted, quoted)
    else:
        yield Direction("narrowed", "removed_item", "unclear", quoted, "", quoted)


def _states(pair: SentencePair, wording: Wording | None) -> bool:
    """Whether what came or went says more than a fragment does: it has an act, or completes a stem or a row."""
    if pair.before is not None and pair.after is not None:
        return True
    one = pair.after or pair.before
    complete = wording is not None and (bool(wording.stem) or wording.kind in ("table_row", "definition"))
    return complete or (one is not None and bool(one.acts))


def _without_replaced_places(named: Iterable[Direction]) -> list[Direction]:
    """Leave out places that took the place of another: the law of another country is neither wider nor narrower."""
    found = list(named)
    if {"place_added", "place_removed"} <= {one.rule for one in found}:
        return [one for one in found if not one.rule.startswith("place_")]
    return found


def _defines(pair: SentencePair) -> bool:
    """Whether what came or went only says what a word means, which gives nobody data."""
    one = pair.after or pair.before
    return None in (pair.before, pair.after) and one is not None and bool(_DEFINITION.match(one.words.text))


def _asks(pair: SentencePair) -> bool:
    one = pair.after or pair.before
    return one is not None and one.words.text.rstrip().endswith(("?", "？"))


def _points(pair: SentencePair) -> bool:
    """Whether what came or went only says where to read more: "Learn more about what we share."."""
    one = pair.after or pair.before
    return None in (pair.before, pair.after) and one is not None and is_pointer(one.words.text)


def _shown(wording: Wording | None) -> str:
    return f"{plain(wording.stem or '')} . {plain(wording.text)}" if wording else ""


def _unlike(found: Iterable[Direction]) -> list[Direction]:
    """Leave out what is told twice, and what came and went by the same rule about the same subject."""
    kept: dict[tuple[str, ...], Direction] = {}
    for one in found:
        kept.setdefault((one.kind, one.rule, one.subject.lower()), one)
    return _without_rewritten(list(kept.values()))


def _without_rewritten(found: list[Direction]) -> list[Direction]:
    """Leave out a statement that went where another of its kind on the same deed came: it was rewritten."""
    came = [one for one in found if one.rule.startswith("new_")]
    gone = [one for one in found if one.rule.startswith("removed_")]
    rewritten: set[int] = set()
    for new in came:
        old = next((one for one in gone if id(one) not in rewritten and _is_rewritten(one, new)), None)
        if old is not None:
            rewritten |= {id(old), id(new)}
    return [one for one in found if id(one) not in rewritten]


def _is_rewritten(old: Direction, new: Direction) -> bool:
    kind = new.rule.removeprefix("new_")
    if old.rule.removeprefix("removed_") != kind or old.actor != new.actor:
        return False
    before, after = set(canonical(old.before).roots), set(canonical(new.after).roots)
    shared = len(before & after) / max(1, min(len(before), len(after)))
    return kind == "disclaimer" or not (before or after) or shared >= REWRITTEN


_DEFINITION = re.compile(
    r"\W{0,4}[“\"„«「].{1,80}?[”\"“»」]\W{0,4}\s?(?:shall )?(?:means?|refers? to|has the meaning|have the meaning|bedeutet|bezeichnet"
    r"|désigne|significa|指|是指)",
    re.IGNORECASE,
)
"""The beginning of a definition: a word in quotation marks, and what it means."""
_WEIGHT = {
    "permitted": 0,
    "forbidden": 0,
    "weakened": 1,
    "strengthened": 2,
    "widened": 3,
    "raised": 3,
    "lowered": 3,
    "narrowed": 4,
}
_LESS = ("item_", "new_practice", "removed_practice")


def _weightiest(found: list[Direction]) -> list[Direction]:
    ordered = sorted(
        enumerate(found), key=lambda item: (item[1].rule.startswith(_LESS), _WEIGHT[item[1].kind], item[0])
    )
    return [one for _, one in ordered][:MOST_DIRECTIONS]
