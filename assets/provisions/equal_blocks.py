"""Pairing the blocks whose wording is the same in both versions, or one their provision had before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from assets.provisions.pairing import Pairing, Unit
from assets.provisions.similarity import words

LEAST_WORDS_BACK = 4
"""A shorter wording ("Overview") may return without being the same provision: likeness decides first."""
EQUAL_PAIRS = 10_000
"""Above so many pairs of equal blocks in one gap they are paired in their order instead of by neighbours."""


def pair_unique(pairing: Pairing) -> None:
    """Pair the wordings that stand once in each version, wherever they are, and equal blocks next to them."""
    places = _places(pairing.old, range(len(pairing.old)))
    for wording, news in _places(pairing.new, range(len(pairing.new))).items():
        olds = places.get(wording, ())
        if len(olds) == len(news) == 1:
            pairing.pair(olds[0], news[0], 1.0)
    _extend(pairing, list(pairing.old_of))


def pair_repeated(pairing: Pairing) -> None:
    """Pair what is left of equal wordings: in the gaps by place, then by heading, then in their order."""
    for olds, news in pairing.gaps():
        _extend(pairing, pairing.pair_chain(_equal_pairs(pairing, olds, news)))
    free = pairing.free_old()
    if not free:
        return
    for with_path in (True, False):
        places: dict[object, list[int]] = defaultdict(list)
        for o in reversed(free):
            if o not in pairing.new_of:
                places[_key(pairing.old[o], with_path)].append(o)
        for n in pairing.free_new():
            if candidates := places.get(_key(pairing.new[n], with_path)):
                pairing.pair(candidates.pop(), n, 1.0)


def pair_former(pairing: Pairing) -> None:
    """Pair blocks that went back to a wording their provision had before, if they kept their place."""
    for olds, news in pairing.gaps():
        former = defaultdict(list)
        for o in olds:
            for wording in pairing.old[o].former:
                former[wording].append(o)
        pairing.pair_chain([(o, n, 1.0) for n in news for o in former.get(pairing.new[n].wording, ())])


def leave_out(pairing: Pairing, absent: Mapping[str, int]) -> None:
    """Leave new blocks unpaired that say what a provision of an older version said."""
    left = dict(absent)
    if not left:
        return
    for n in pairing.free_new():
        wording = pairing.new[n].wording
        if left.get(wording) and len(words(wording)) >= LEAST_WORDS_BACK:
            left[wording] -= 1
            pairing.left_out.add(n)


def _extend(pairing: Pairing, among: Sequence[int]) -> None:
    """Pair equal blocks next to these paired new places, downwards and then upwards, as far as they go."""
    for step, places in ((1, sorted(among)), (-1, sorted(among, reverse=True))):
        for start in places:
            o, n = pairing.old_of[start] + step, start + step
            while pairing.are_free(o, n) and pairing.old[o].wording == pairing.new[n].wording:
                pairing.pair(o, n, 1.0)
                o, n = o + step, n + step


def _equal_pairs(pairing: Pairing, olds: list[int], news: list[int]) -> list[tuple[int, int, float]]:
    old, new = pairing.old, pairing.new
    places = _places(old, olds)
    by_wording = {w: (places[w], here) for w, here in _places(new, news).items() if w in places}
    if sum(len(one) * len(two) for one, two in by_wording.values()) > EQUAL_PAIRS:
        return [(o, n, 1.0) for one, two in by_wording.values() for o, n in zip(one, two, strict=False)]
    return [
        (o, n, 1.0 + 0.5 * (old[o].heading_path == new[n].heading_path))
        for one, two in by_wording.values()
        for o in one
        for n in two
    ]


def _places(units: Sequence[Unit], among: Iterable[int]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for at in among:
        places[units[at].wording].append(at)
    return places


def _key(unit: Unit, with_path: bool) -> object:
    return (unit.wording, unit.heading_path) if with_path else unit.wording
