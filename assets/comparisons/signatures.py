"""MinHash: a short signature a wording, made so that like wordings have bands of it in common."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

from assets.comparisons.wordings import word_hash

Hashes = npt.NDArray[np.uint64]
Bands = npt.NDArray[np.int64]

BANDS = 32
ROWS = 4
"""Two wordings that share a share *j* of their pairs of neighbouring words have a band in common with probability
1 - (1 - j^4)^32: 0.99 for j = .6, 0.87 for .5, 0.56 for .4, and 1 in 4,000 for .05, which is what two legal texts
share by chance. Wordings alike by 0.75 of their words (``families.ALIKE``) share half of these pairs or more."""
SEED = 20_251_122

_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)


def _multipliers(seed: int, count: int) -> tuple[Hashes, Hashes]:
    generator = np.random.Generator(np.random.PCG64(seed))
    odd = generator.integers(0, 2**63, size=count, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    return odd, generator.integers(0, 2**63, size=count, dtype=np.uint64)


_FACTORS, _OFFSETS = _multipliers(SEED, BANDS * ROWS)


def band_keys(comparable_words: Sequence[str]) -> Bands:
    """Return the bands of each wording: a row a wording, a column a band; like wordings have one in common.

    Each wording has two words at least. The same words give the same bands, whatever stands beside them.
    """
    if not comparable_words:
        return np.zeros((0, BANDS), dtype=np.int64)
    shingles, starts = _shingles(comparable_words)
    keys = np.zeros((len(comparable_words), BANDS), dtype=np.uint64)
    for band in range(BANDS):
        key = np.full(len(comparable_words), band, dtype=np.uint64)
        for row in range(band * ROWS, (band + 1) * ROWS):
            mixed = shingles * _FACTORS[row] + _OFFSETS[row]
            mixed ^= mixed >> _SHIFT
            mixed *= _MIX
            lowest = np.minimum.reduceat(mixed, starts)
            key = (key ^ lowest) * _MIX
            key ^= key >> _SHIFT
        keys[:, band] = key
    return keys.view(np.int64)


def _shingles(comparable_words: Sequence[str]) -> tuple[Hashes, npt.NDArray[np.int64]]:
    """Return the hashes of all pairs of neighbouring words, one wording after the other, and where each begins."""
    split = [text.split(" ") for text in comparable_words]
    lengths = np.array([len(one) for one in split], dtype=np.int64)
    if lengths.min() < 2:
        raise ValueError("expected wordings of two words at least")
    every = np.fromiter(map(word_hash, chain.from_iterable(split)), dtype=np.uint64, count=lengths.sum())
    pairs = every[:-1] * _MIX ^ (every[1:] >> np.uint64(1))
    # the last word of a wording and the first of the next are no pair
    inside = np.ones(len(every), dtype=bool)
    inside[np.cumsum(lengths) - 1] = False
    starts = np.concatenate([[0], np.cumsum(lengths - 1)[:-1]]).astype(np.int64)
    return pairs[inside[:-1]], starts
