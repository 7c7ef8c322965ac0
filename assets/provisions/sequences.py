"""Chains through pairs of places: the longest and the heaviest run of pairs that keep their order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def longest_chain(olds: Sequence[int]) -> list[int]:
    """Return the indexes of a longest strictly increasing run of old places, given in order of new places.

    >>> longest_chain([0, 5, 1, 2])
    [0, 2, 3]
    """
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, old in enumerate(olds):
        place = bisect_left(tails, old)
        before.append(ends[place - 1] if place else -1)
        tails[place : place + 1] = [old]
        ends[place : place + 1] = [at]
    chain, at = [], ends[-1] if ends else -1
    while at >= 0:
        chain.append(at)
        at = before[at]
    return chain[::-1]


def heaviest_chain(pairs: Sequence[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """Return the pairs (old, new, weight) of the heaviest run in which old and new places both increase.

    In n log n for n pairs, with a tree of prefix maxima over the old places. Of equal runs, the one found
    first in order of new, then old places.

    >>> heaviest_chain([(0, 1, 0.9), (1, 0, 0.5), (2, 2, 0.6)])
    [(0, 1, 0.9), (2, 2, 0.6)]
    """
    # Old places downwards within a new place, so that one new place is never used twice.
    ordered = sorted(pairs, key=lambda pair: (pair[1], -pair[0]))
    # Ranks instead of places: the tree is as small as the set of pairs, however long the document.
    ranks = {old: rank for rank, old in enumerate(sorted({pair[0] for pair in pairs}))}
    size = len(ranks) + 1
    tree: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)
    before: list[int] = []
    best: tuple[float, int] = (0.0, -1)
    for at, (old, _, weight) in enumerate(ordered):
        total, previous = 0.0, -1
        place = ranks[old]
        while place > 0:
            if tree[place][0] > total:
                total, previous = tree[place]
            place -= place & -place
        before.append(previous)
        total += weight
        if total > best[0]:
            best = (total, at)
        place = ranks[old] + 1
        while place <= size:
            if total > tree[place][0]:
                tree[place] = (total, at)
            place += place & -place
    chain, at = [], best[1]
    while at >= 0:
        chain.append(ordered[at])
        at = before[at]
    return chain[::-1]
