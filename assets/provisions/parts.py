"""Splits and merges: a provision whose text went on as several blocks, and several that went on as one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from assets.provisions.pairing import Pairing, Unit
from assets.provisions.similarity import CONTAINED_DISCOUNT, Wordings

REACH = 2
"""How many blocks that are no parts may stand between two parts: an inserted sentence, an unrelated item."""
MOST_PARTS = 60
"""More parts are not looked for: where a whole document fell into one block, its parts are found no better."""
LONG_PART = 8
"""A part of at least so many words is known by most of them; a shorter one must stand in the whole as it is."""
LEAST_OF_PART = 0.60
"""Share of a long part's words that the whole has in its order beyond what the other parts explain."""
LEAST_GAIN = 0.75
"""Share of a short part's words that it explains alone: of four, one may as well be another part's "to"."""
LEAST_OF_WHOLE = 0.90
"""How alike the whole must be to its parts together, where a part is short: two words stand in any sentence.
Less will do where the part stands right beside the next one in the whole."""
LEAST_OF_FAR_PART = 0.80
"""Share of a part's words that a whole elsewhere in the document must have beyond what its parts explain."""


@dataclass(slots=True)
class Parts:
    """The parts found besides the pairs: ``split``: new place -> old place; ``merged``: old place -> new place."""

    split: dict[int, int] = field(default_factory=dict)
    merged: dict[int, int] = field(default_factory=dict)
    similarity: dict[tuple[int, int], float] = field(default_factory=dict)
    """How alike the whole is to all its parts together, by (old place, new place)."""


def find_parts(pairing: Pairing, found: Parts) -> None:
    """Look beside each edited pair for free blocks that are a part of it, and add them to ``found``.

    The pair is always the part with most of the words: where another has more, it takes the pair's place.
    Blocks that are parts are no longer free. No block takes part in a split and in a merge.
    """
    whole_of_split, whole_of_merge = set(found.split.values()), set(found.merged.values())
    for n in sorted(pairing.edited):
        o = pairing.old_of[n]
        if n in whole_of_merge or o in whole_of_split:
            continue
        places = grow(pairing.wordings, pairing.old[o], pairing.new, n, pairing.is_free_new)
        if len(places) > 1:
            make_split(pairing, found, o, n, places)
            continue
        places = grow(pairing.wordings, pairing.new[n], pairing.old, o, pairing.is_free_old)
        if len(places) > 1:
            make_merge(pairing, found, o, n, places)


def find_far_parts(pairing: Pairing, found: Parts) -> None:
    """Look among all edited pairs for those that long free blocks are a part of: a part that also moved."""
    pairs = [(pairing.old_of[n], n) for n in sorted(pairing.edited)]
    merged = set(found.merged.values())
    wholes = [o for o, n in pairs if n not in merged]
    for n, at in _far(pairing, pairing.free_new(), pairing.new, [pairing.old[o] for o in wholes]):
        o = wholes[at]
        main = pairing.new_of[o]
        parts = [main, *(place for place, old in found.split.items() if old == o)]
        if pairing.is_free_new(n) and _is_far_part(pairing.wordings, pairing.old[o], pairing.new, parts, n):
            make_split(pairing, found, o, main, sorted([*parts, n]))
    split = set(found.split.values())
    wholes = [n for o, n in pairs if o not in split]
    for o, at in _far(pairing, pairing.free_old(), pairing.old, [pairing.new[n] for n in wholes]):
        n = wholes[at]
        main = pairing.old_of[n]
        parts = [main, *(place for place, new in found.merged.items() if new == n)]
        if pairing.is_free_old(o) and _is_far_part(pairing.wordings, pairing.new[n], pairing.old, parts, o):
            make_merge(pairing, found, main, n, sorted([*parts, o]))


def _far(
    pairing: Pairing, free: Sequence[int], units: Sequence[Unit], wholes: Sequence[Unit]
) -> list[tuple[int, int]]:
    """Return (place, number of the whole) of long free blocks and the wholes they may be a part of, likeliest first."""
    longs = [at for at in free if pairing.wordings.length(units[at].wording) >= LONG_PART]
    found = pairing.wordings.search(
        [whole.wording for whole in wholes],
        [units[at].wording for at in longs],
        LEAST_OF_FAR_PART - CONTAINED_DISCOUNT,
    )
    ordered = sorted(found, key=lambda one: (-one[2], one[1], one[0]))
    return [(longs[at], whole) for whole, at, _ in ordered]


def _is_far_part(
    wordings: Wordings, whole: Unit, units: Sequence[Unit], parts: Sequence[int], at: int
) -> bool:
    """Tell whether a block is a part of the whole before or behind those known, wherever it stands itself."""
    if len(parts) >= MOST_PARTS:
        return False
    known = _wordings_at(units, sorted(parts))
    common = wordings.common(whole.wording, *known)
    own = units[at].wording
    more = max(wordings.common(whole.wording, *known, own), wordings.common(whole.wording, own, *known))
    return more - common >= LEAST_OF_FAR_PART * wordings.length(own)


def make_split(pairing: Pairing, found: Parts, o: int, n: int, places: list[int]) -> None:
    """Record that old block ``o``, paired with ``n``, went on as the new blocks at these places."""
    main = _main(pairing.wordings, pairing.old[o], pairing.new, places, n)
    alike = joined_alike(pairing.wordings, pairing.old[o], pairing.new, places)
    if main != n:
        pairing.part(o, n)
        found.split.pop(main, None)
        pairing.left_out.discard(main)
        pairing.pair(o, main, pairing.similarity(o, main))
    for place in places:
        if place != main:
            found.split[place] = o
            found.similarity[o, place] = alike
            pairing.left_out.add(place)


def make_merge(pairing: Pairing, found: Parts, o: int, n: int, places: list[int]) -> None:
    """Record that the old blocks at these places went on as new block ``n``, paired with ``o``."""
    main = _main(pairing.wordings, pairing.new[n], pairing.old, places, o)
    alike = joined_alike(pairing.wordings, pairing.new[n], pairing.old, places)
    if main != o:
        pairing.part(o, n)
        found.merged.pop(main, None)
        pairing.left_out_old.discard(main)
        pairing.pair(main, n, pairing.similarity(main, n))
    for place in places:
        if place != main:
            found.merged[place] = n
            found.similarity[place, n] = alike
            pairing.left_out_old.add(place)


def grow(
    wordings: Wordings, whole: Unit, units: Sequence[Unit], start: int, is_free: Callable[[int], bool]
) -> list[int]:
    """Return the places, in order, of the parts of ``whole`` around the part at ``start``."""
    places = [start]
    total = wordings.length(whole.wording)
    common = wordings.common(whole.wording, units[start].wording)
    for step in (1, -1):
        at, missed = start + step, 0
        while missed <= REACH and common < total and 0 <= at < len(units) and len(places) < MOST_PARTS:
            if is_free(at):
                grown = sorted([*places, at])
                more = wordings.common(whole.wording, *_wordings_at(units, grown))
                if _is_part(wordings, whole, units, at, grown, more - common):
                    places, common, missed = grown, more, -1
            at, missed = at + step, missed + 1
    return places


def _is_part(
    wordings: Wordings, whole: Unit, units: Sequence[Unit], at: int, grown: list[int], gain: int
) -> bool:
    """Tell whether the block at this place is one more part of the whole, beside those it would join."""
    length = wordings.length(units[at].wording)
    if length >= LONG_PART:
        return gain >= LEAST_OF_PART * length
    if length == 0 or gain < LEAST_GAIN * length or not wordings.holds(whole.wording, units[at].wording):
        return False
    if joined_alike(wordings, whole, units, grown) >= LEAST_OF_WHOLE:
        return True
    place = grown.index(at)
    if place == 0:
        return wordings.adjoin(whole.wording, units[at].wording, units[grown[1]].wording)
    return wordings.adjoin(whole.wording, units[grown[place - 1]].wording, units[at].wording)


def _main(wordings: Wordings, whole: Unit, units: Sequence[Unit], places: Sequence[int], first: int) -> int:
    """Return the part that shares most words with the whole; of equal ones the one already paired, then the first."""
    return max(places, key=lambda at: (wordings.common(whole.wording, units[at].wording), at == first, -at))


def joined_alike(wordings: Wordings, whole: Unit, units: Sequence[Unit], places: Sequence[int]) -> float:
    """Return how alike a whole is to the blocks at these places together, 0 to 1."""
    return wordings.joined_similarity(whole.wording, *_wordings_at(units, places))


def _wordings_at(units: Sequence[Unit], places: Sequence[int]) -> list[str]:
    return [units[at].wording for at in places]
