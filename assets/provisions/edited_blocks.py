"""Pairing the blocks whose wording changed: by likeness within a gap, by place, and anywhere in the document."""

from __future__ import annotations

from collections import Counter, defaultdict

from assets.provisions.pairing import Pairing

LEAST_POSSIBLE = 0.40
"""A block less alike than this is no candidate at all: neither a rival nor a possible successor (DESIGN section 5)."""
LEAST_IN_GAP = 0.50
"""Between two blocks that kept their places, a block this alike is the old one edited (DESIGN section 5)."""
LEAST_IN_PLACE = 0.30
"""A single block that took the place of a single one, its neighbours unchanged, may be less alike: place speaks."""
LEAST_ANYWHERE = 0.60
"""Elsewhere in the document a block must be more alike to be the old one, moved and edited (DESIGN section 5)."""
GAP_PAIRS = 20_000
"""Up to so many pairs of a gap are all compared (about 10 ms); in a larger gap only those sharing rare words."""
LEAST_SECTION_SHARE = 0.5
"""A renamed heading is the one under which at least this share of the section's blocks stood before."""


def pair_edited(pairing: Pairing) -> None:
    """Pair edited blocks within the gaps, keeping their order, as alike as possible in all."""
    for olds, news in pairing.gaps():
        compare = pairing.wordings.all_pairs
        if len(olds) * len(news) > GAP_PAIRS:
            compare = pairing.wordings.search
        found = []
        for o_at, n_at, alike in compare(
            [pairing.old[o].wording for o in olds], [pairing.new[n].wording for n in news], LEAST_POSSIBLE
        ):
            o, n = olds[o_at], news[n_at]
            pairing.candidates.record(o, n, alike)
            if alike >= LEAST_IN_GAP:
                found.append((o, n, alike))
        pairing.pair_chain(found)


def pair_headings(pairing: Pairing) -> None:
    """Pair a renamed heading with the old one that stood right above the same text, or over most of it."""
    free = [n for n in pairing.free_new() if pairing.new[n].kind == "heading"]
    for n in (at + 1 for at in reversed(free)):
        if n not in pairing.old_of:
            continue
        o = pairing.old_of[n]
        while pairing.are_free(o - 1, n - 1) and _are_headings(pairing, o - 1, n - 1):
            o, n = o - 1, n - 1
            pairing.pair(o, n, pairing.similarity(o, n))
    _pair_by_section(pairing)


def pair_in_place(pairing: Pairing) -> None:
    """Pair a block with the one whose very place it took: same kind, and both neighbours kept theirs."""
    for n in pairing.free_new():
        o = pairing.old_of.get(n - 1, -1) + 1
        if (n > 0 and n - 1 not in pairing.old_of) or not pairing.are_free(o, n):
            continue
        if pairing.old[o].kind != pairing.new[n].kind:
            continue
        at_end = o + 1 == len(pairing.old) and n + 1 == len(pairing.new)
        if at_end or pairing.old_of.get(n + 1) == o + 1:
            alike = pairing.similarity(o, n)
            if alike >= LEAST_IN_PLACE:
                pairing.pair(o, n, alike)


def pair_anywhere(pairing: Pairing) -> None:
    """Pair what was edited and moved: the most alike first, near places before far ones."""
    olds, news = pairing.free_old(), pairing.free_new()
    found = []
    for o_at, n_at, alike in pairing.wordings.search(
        [pairing.old[o].wording for o in olds], [pairing.new[n].wording for n in news], LEAST_POSSIBLE
    ):
        o, n = olds[o_at], news[n_at]
        pairing.candidates.record(o, n, alike)
        if alike >= LEAST_ANYWHERE:
            found.append((-alike, abs(o - n), n, o))
    for alike, _, n, o in sorted(found):
        if pairing.are_free(o, n):
            pairing.pair(o, n, -alike)


def _pair_by_section(pairing: Pairing) -> None:
    """Pair free headings by the paired blocks down to the next heading: each votes for the heading it had."""
    free_new = [n for n in pairing.free_new() if pairing.new[n].kind == "heading"]
    free_old = [o for o in pairing.free_old() if pairing.old[o].kind == "heading"]
    if not free_new or not free_old:
        return
    heading_of, at = {}, -1
    for o, unit in enumerate(pairing.old):
        at = o if unit.kind == "heading" else at
        heading_of[o] = at
    sizes = Counter(heading_of.values())
    votes: dict[int, Counter[int]] = defaultdict(Counter)
    for n in free_new:
        below = n + 1
        while below < len(pairing.new) and pairing.new[below].kind != "heading":
            if (o_below := pairing.old_of.get(below)) is not None:
                votes[n][heading_of[o_below]] += 1
            below += 1
    free = set(free_old)
    for n in free_new:
        for o, count in votes[n].most_common(1):
            is_most = count >= LEAST_SECTION_SHARE * max(votes[n].total(), sizes[o] - 1)
            if o in free and is_most and pairing.is_free_old(o):
                pairing.pair(o, n, pairing.similarity(o, n))


def _are_headings(pairing: Pairing, o: int, n: int) -> bool:
    return pairing.old[o].kind == pairing.new[n].kind == "heading"
