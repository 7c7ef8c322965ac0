"""Pairs of wordings worth comparing: those with a band in common, found by sorting, and how alike they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel
from rapidfuzz.process import cpdist

from assets.comparisons.signatures import Bands

Pairs = npt.NDArray[np.int64]
"""A row a pair of positions, the lower one first."""

CROWD = 24
"""From so many wordings with one band in common on, all are compared with the first so many only (by id), not each
with each: what many share is one family anyway, and the work stays linear."""
_CHUNK = 500_000
"""Pairs measured in one go: their words are in memory then."""


def candidates(bands: Bands) -> Pairs:
    """Return all pairs of rows that have a band in common, sorted, each once.

    Rows stand in the order of the wordings' ids: which pairs a crowd contributes depends on that order only.
    """
    found = [_of_one_band(column) for column in bands.T]
    if not found:
        return np.zeros((0, 2), dtype=np.int64)
    packed = np.unique(np.concatenate(found))
    return np.stack([packed >> 32, packed & 0xFFFFFFFF], axis=1)


def _of_one_band(keys: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the pairs of rows with equal keys, each packed into one number."""
    order = np.argsort(keys, kind="stable").astype(np.int64)
    ordered = keys[order]
    begins = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    sizes = np.diff(np.concatenate([begins, [len(ordered)]]))
    # what stands alone finds nobody
    begins, sizes = begins[sizes > 1], sizes[sizes > 1]
    packed = [np.zeros(0, dtype=np.int64)]
    for leader in range(int(min(sizes.max(initial=0), CROWD))):
        within = sizes > leader + 1
        starts, members = begins[within] + leader, sizes[within] - leader - 1
        lower = np.repeat(order[starts], members)
        steps = np.arange(members.sum()) - np.repeat(np.cumsum(members) - members, members)
        upper = order[np.repeat(starts + 1, members) + steps]
        packed.append((lower << 32) | upper)
    return np.concatenate(packed)


def measured(
    pairs: Pairs, coded: Callable[[Sequence[int]], dict[int, str]], least: float
) -> Iterator[tuple[Pairs, npt.NDArray[np.float64]]]:
    """Yield the pairs that are at least that alike with how alike they are, some thousands at a time.

    Alike: twice the words in common order over the words of both. ``coded`` returns the wordings at some
    positions, one character a word.
    """
    for start in range(0, len(pairs), _CHUNK):
        chunk = pairs[start : start + _CHUNK]
        texts = coded(np.unique(chunk).tolist())
        scores = cpdist(
            [texts[at] for at in chunk[:, 0].tolist()],
            [texts[at] for at in chunk[:, 1].tolist()],
            scorer=Indel.normalized_similarity,
            score_cutoff=least,
            dtype=np.float64,
        )
        kept = scores >= least
        yield chunk[kept], scores[kept]


def alike(one: str, other: str) -> float:
    """Return how alike two coded wordings are, 0 to 1: twice the words in common order over the words of both."""
    return float(Indel.normalized_similarity(one, other))
