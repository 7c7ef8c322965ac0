"""Wordings like no other: what a platform says on a common topic in words that hardly any other platform uses there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from assets.comparisons.wordings import word_hash

LEAST_PLATFORMS = 6
"""On a topic that fewer platforms speak about no wording is unusual."""
LEAST_PROVISIONS = 20
"""As for platforms: with fewer provisions the usual distance is not known."""
NEIGHBOURS = 3
"""Nearness is the mean over the nearest provision of each of so many other platforms: one that is near by chance, or
of the same template, does not make a wording usual."""
REFERENCES = 400
"""Provisions of a topic that each one is measured against, few of each platform: a topic of 20,000 provisions costs
20,000 times 400, not 20,000 squared. The topics of 22 platforms have 20 to 650."""
FAR = 0.4
"""Unusual is what is not 0.4 times as near to the others as provisions of its topic usually are (the median): on the 22
platforms one provision in forty, and those a reader picks out of a topic's list."""

_ROWS_AT_ONCE = 2000


@dataclass(frozen=True)
class Provision:
    """A provision of one topic in one language as it is measured: whose it is, and its comparable words."""

    provision_id: str
    state_no: int
    platform_id: str
    wording_id: str
    words: str


@dataclass(frozen=True)
class Outlier:
    """A provision whose words are far from what others say: how near its neighbours are, and which is nearest."""

    provision: Provision
    nearness: float
    nearest: Provision


@dataclass(frozen=True)
class Norm:
    """How near provisions of a topic usually are to their neighbours, and those that are far from them."""

    provisions: int
    platforms: int
    usual: float
    outliers: tuple[Outlier, ...]


def norm_of(provisions: Sequence[Provision]) -> Norm | None:
    """Return what is usual among the provisions of a topic, and what is not; ``None``: too few to tell.

    Nearness is the cosine of the weights of words; a word that few platforms use on the topic weighs more. It is
    measured against provisions of other platforms only. The order of the provisions does not matter.
    """
    ordered = sorted(provisions, key=lambda one: (one.wording_id, one.platform_id, one.provision_id))
    names = sorted({one.platform_id for one in ordered})
    if len(ordered) < LEAST_PROVISIONS or len(names) < LEAST_PLATFORMS:
        return None
    number = {name: at for at, name in enumerate(names)}
    platforms = np.array([number[one.platform_id] for one in ordered])
    vectors = _vectors(ordered, platforms)
    references = _references(ordered)
    near, nearest = _nearness(vectors, platforms, references)
    usual = float(np.median(near))
    found = [
        Outlier(ordered[at], round(float(near[at]), 4), ordered[references[nearest[at]]])
        for at in np.flatnonzero(near < FAR * usual).tolist()
    ]
    return Norm(len(ordered), len(names), round(usual, 4), tuple(sorted(found, key=lambda one: one.nearness)))


def _vectors(provisions: Sequence[Provision], platforms: npt.NDArray[np.int64]) -> csr_matrix:
    """Return a row of weights a provision, of length 1: (1 + log of how often) times the rarity of each word."""
    split = [one.words.split(" ") for one in provisions]
    lengths = np.array([len(one) for one in split])
    hashes = np.fromiter(map(word_hash, chain.from_iterable(split)), dtype=np.uint64, count=lengths.sum())
    vocabulary, words = np.unique(hashes, return_inverse=True)
    size = len(vocabulary)
    cells, counts = np.unique(np.repeat(np.arange(len(split)), lengths) * size + words, return_counts=True)
    rows, columns = np.divmod(cells, size)
    users = np.unique(platforms[rows] * size + columns) % size
    spoken_by = np.bincount(users, minlength=size)
    weights = (1 + np.log(counts)) * np.log((platforms.max() + 2) / spoken_by[columns])
    lengths_of_rows = np.sqrt(np.bincount(rows, weights=weights**2, minlength=len(split)))
    return csr_matrix(
        (weights / np.maximum(lengths_of_rows[rows], 1e-12), (rows, columns)), shape=(len(split), size)
    )


def _references(ordered: Sequence[Provision]) -> npt.NDArray[np.int64]:
    """Return the positions of those that all are measured against: of each platform the first, then the second …

    First by the id of the wording, which is a hash: a sample that does not depend on who came when.
    """
    taken: dict[str, int] = {}
    ranked = []
    for at, one in enumerate(ordered):
        ranked.append((taken.get(one.platform_id, 0), at))
        taken[one.platform_id] = taken.get(one.platform_id, 0) + 1
    return np.array(sorted(at for _, at in sorted(ranked)[:REFERENCES]), dtype=np.int64)


def _nearness(
    vectors: csr_matrix, platforms: npt.NDArray[np.int64], references: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Return how near the neighbours of each provision are, and the place among the references of the nearest."""
    whose = platforms[references]
    order = np.argsort(whose, kind="stable")
    present, starts = np.unique(whose[order], return_index=True)
    transposed = vectors[references[order]].T.tocsc()
    near, nearest = [], []
    for start in range(0, vectors.shape[0], _ROWS_AT_ONCE):
        similar = np.asarray((vectors[start : start + _ROWS_AT_ONCE] @ transposed).todense())
        own = platforms[start : start + _ROWS_AT_ONCE]
        similar[own[:, None] == whose[order][None, :]] = -1.0
        nearest.append(order[similar.argmax(axis=1)])
        best = np.maximum.reduceat(similar, starts, axis=1)
        best.partition(len(present) - NEIGHBOURS, axis=1)
        near.append(np.maximum(best[:, -NEIGHBOURS:], 0.0).mean(axis=1))
    return np.concatenate(near), np.concatenate(nearest)
