"""Splits and merges: a provision whose text went on as several blocks, and several that went on as one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from assets.provisions.pairing import Pairing, Unit
from assets.provisions.similarity import Wordings

REACH = 2
"""How many blocks that are no parts may stand between two parts: an inserted sentence, an unrelated item."""
LONG_PART = 8
"""A part of at least so many words is known by most of them; a shorter one must stand in the whole as it is."""
LEAST_OF_PART = 0.60
"""Share of a long part's words that the whole has in its order beyond what the other parts explain."""
LEAST_OF_WHOLE = 0.80
"""How alike the whole must be to its parts together, where a part is short: two words stand in any sentence."""
SAME = 1.0


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
    for n in sorted(pairing.old_of):
        o = pairing.old_of[n]
        if pairing.alike[n] == SAME or pairing.old[o].wording == pairing.new[n].wording:
            continue
        places = _grow(pairing.wordings, pairing.old[o], pairing.new, n, pairing.is_free_new)
        if len(places) > 1:
            _split(pairing, found, o, n, places)
            continue
        places = _grow(pairing.wordings, pairing.new[n], pairing.old, o, pairing.is_free_old)
        if len(places) > 1:
            _merge(pairing, found, o, n, places)


def _split(pairing: Pairing, found: Parts, o: int, n: int, places: list[int]) -> None:
    main = _main(pairing.wordings, pairing.old[o], pairing.new, places, n)
    alike = _joined_alike(pairing.wordings, pairing.old[o], pairing.new, places)
    if main != n:
        pairing.part(o, n)
        pairing.pair(o, main, pairing.similarity(o, main))
    for place in places:
        if place != main:
            found.split[place] = o
            found.similarity[o, place] = alike
            pairing.left_out.add(place)


def _merge(pairing: Pairing, found: Parts, o: int, n: int, places: list[int]) -> None:
    main = _main(pairing.wordings, pairing.new[n], pairing.old, places, o)
    alike = _joined_alike(pairing.wordings, pairing.new[n], pairing.old, places)
    if main != o:
        pairing.part(o, n)
        pairing.pair(main, n, pairing.similarity(main, n))
    for place in places:
        if place != main:
            found.merged[place] = n
            found.similarity[place, n] = alike
            pairing.left_out_old.add(place)


def _grow(
    wordings: Wordings, whole: Unit, units: Sequence[Unit], start: int, is_free: Callable[[int], bool]
) -> list[int]:
    """Return the places, in order, of the parts of ``whole`` around the part at ``start``."""
    places = [start]
    total = wordings.length(whole.wording)
    common = wordings.common(whole.wording, units[start].wording)
    for step in (1, -1):
        at, missed = start + step, 0
        while missed <= REACH and common < total and 0 <= at < len(units):
            if is_free(at):
                grown = sorted([*places, at])
                more = wordings.common(whole.wording, _joined(units, grown))
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
    if length == 0 or gain < length or not wordings.holds(whole.wording, units[at].wording):
        return False
    return _joined_alike(wordings, whole, units, grown) >= LEAST_OF_WHOLE


def _main(wordings: Wordings, whole: Unit, units: Sequence[Unit], places: Sequence[int], first: int) -> int:
    """Return the part that shares most words with the whole; of equal ones the one already paired, then the first."""
    return max(places, key=lambda at: (wordings.common(whole.wording, units[at].wording), at == first, -at))


def _joined_alike(wordings: Wordings, whole: Unit, units: Sequence[Unit], places: Sequence[int]) -> float:
    return wordings.similarity(whole.wording, _joined(units, places))


def _joined(units: Sequence[Unit], places: Sequence[int]) -> str:
    return " ".join(units[at].wording for at in places)
