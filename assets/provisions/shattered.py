"""Wholes that went to pieces: a paragraph become a list, a list become a paragraph, no piece like the whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assets.provisions.pairing import Pairing, Unit
from assets.provisions.parts import LEAST_OF_PART, Parts, grow, joined_alike, make_merge, make_split
from assets.provisions.similarity import Wordings

LEAST_WORDS = 8
"""A shorter whole has no pieces worth the name."""
MOST_WORDS = 2_000
"""A longer whole is no paragraph but a document that lost its breaks; looking for its pieces takes seconds."""
LEAST_PIECE = 3
"""Words of the piece that the search starts from."""
LEAST_ALIKE = 0.60
"""How alike the whole must be to its pieces together: as for a block that moved, since no piece alone says it."""
GAP_PAIRS = 2_000
"""Larger gaps are not searched: where so much changed at once, pieces prove nothing."""


def find_shattered(pairing: Pairing, found: Parts) -> None:
    """Pair free blocks in a gap with the largest of the free blocks that together say the same."""
    wordings = pairing.wordings
    for olds, news in pairing.gaps():
        if len(olds) * len(news) > GAP_PAIRS:
            continue
        for o in olds:
            if pairing.is_free_old(o):
                places = _pieces(wordings, pairing.old[o], pairing.new, news, pairing.is_free_new)
                if places:
                    pairing.pair(o, places[0], pairing.similarity(o, places[0]))
                    make_split(pairing, found, o, places[0], places)
        for n in news:
            if pairing.is_free_new(n):
                places = _pieces(wordings, pairing.new[n], pairing.old, olds, pairing.is_free_old)
                if places:
                    pairing.pair(places[0], n, pairing.similarity(places[0], n))
                    make_merge(pairing, found, places[0], n, places)


def _pieces(
    wordings: Wordings,
    whole: Unit,
    units: Sequence[Unit],
    among: Sequence[int],
    is_free: Callable[[int], bool],
) -> list[int]:
    """Return the places, in order, of two or more pieces that together say what the whole says; else none."""
    words = wordings.length(whole.wording)
    if not LEAST_WORDS <= words <= MOST_WORDS:
        return []
    best, first = 0, -1
    for at in among:
        length = wordings.length(units[at].wording)
        if is_free(at) and max(LEAST_PIECE, best) <= length <= words / LEAST_OF_PART:
            common = wordings.common(whole.wording, units[at].wording)
            if common > best and common >= LEAST_OF_PART * length:
                best, first = common, at
    if first < 0:
        return []
    places = grow(wordings, whole, units, first, is_free)
    if len(places) < 2 or joined_alike(wordings, whole, units, places) < LEAST_ALIKE:
        return []
    return places
