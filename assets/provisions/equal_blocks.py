"""Pairing the blocks whose wording is the same in both versions, or one their provision had before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set

from assets.provisions.pairing import Pairing, Unit
from assets.provisions.similarity import words

LEAST_WORDS_BACK = 4
"""A shorter wording ("Overview") may return without being the same provision: likeness decides first."""
EQUAL_PAIRS = 10_000
"""Above so many pairs of equal blocks in one gap they are paired in their order instead of by neighbours."""


def pair_ends(pairing: Pairing) -> None:
    """Pair the blocks of the same beginning and of the same end: in most versions that is nearly all."""
    old, new = pairing.old, pairing.new
    most = min(len(old), len(new))
    start = 0
    while start < most and old[start].wording == new[start].wording:
        pairing.pair(start, start, 1.0)
        start += 1
    shift, end = len(new) - len(old), len(old)
    while end > start and end + shift > start and old[end - 1].wording == new[end - 1 + shift].wording:
        end -= 1
        pairing.pair(end, end + shift, 1.0)


def pair_unique(pairing: Pairing) -> None:
    """Pair the wordings left that stand once in each version, wherever they are, and equal blocks next to them."""
    places = _places(pairing.old, pairing.free_old())
    for wording, news in _places(pairing.new, pairing.free_new()).items():
        olds = places.get(wording, ())
        if len(olds) == len(news) == 1:
            pairing.pair(olds[0], news[0], 1.0)
    _extend(pairing, list(pairing.old_of))


def pair_repeated(pairing: Pairing) -> None:
    """Pair equal wordings that stand more than once within the gaps, by place and heading."""
    for olds, news in pairing.gaps():
        _extend(pairing, pairing.pair_chain(_equal_pairs(pairing, olds, news)))


def pair_as_many(pairing: Pairing) -> None:
    """Pair the wordings that are left as often in both versions, by heading, then in their order."""
    olds, news = _places(pairing.old, pairing.free_old()), _places(pairing.new, pairing.free_new())
    same = {wording for wording, places in news.items() if len(places) == len(olds.get(wording, ()))}
    _pair_wherever(pairing, same)


def pair_left_over(pairing: Pairing) -> None:
    """Pair equal wordings that are left, now that it is known which of the repeated ones was edited in place."""
    olds, news = _places(pairing.old, pairing.free_old()), _places(pairing.new, pairing.free_new())
    _pair_wherever(pairing, olds.keys() & news.keys())


def _pair_wherever(pairing: Pairing, wordings: Set[str]) -> None:
    if not wordings:
        return
    for with_path in (True, False):
        places: dict[object, list[int]] = defaultdict(list)
        for o in reversed(pairing.free_old()):
            if pairing.old[o].wording in wordings:
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
    """Leave new blocks unpaired that say what a provision of an older version said, and none of the last one."""
    left = dict(absent)
    if not left:
        return
    standing = {pairing.old[o].wording for o in pairing.free_old()}
    for n in pairing.free_new():
        wording = pairing.new[n].wording
        if wording in standing:
            continue
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
