"""Families of wordings: what is nearly the same on several platforms, each held to its earliest member."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from assets.comparisons.candidates import alike

ALIKE = 0.75
"""From here on two wordings are nearly the same: of 50 pairs of wordings of two platforms read by a person, all 25 at
.75 or more were one clause adapted, of the 25 between .60 and .75 one in three only said the same."""


@dataclass(frozen=True)
class Wording:
    """A wording that platforms have or had: its words (coded), its topics, and who had it since when.

    ``since`` maps a platform to when it was first seen with the wording (UTC).
    """

    wording_id: str
    coded: str
    topics: frozenset[str]
    since: Mapping[str, datetime]

    @property
    def rank(self) -> tuple[datetime, str, str]:
        """Return what the members of a family are ordered by: earliest first; platform and id decide ties."""
        first, platform = min((seen, platform) for platform, seen in self.since.items())
        return first, platform, self.wording_id


@dataclass(frozen=True)
class Member:
    """A wording of a family, and how alike it is to the family's earliest wording (1: it is that one)."""

    wording_id: str
    similarity: float


@dataclass(frozen=True)
class Family:
    """Wordings of two platforms or more that are nearly the same as the earliest of them, which stands first."""

    family_id: str
    members: tuple[Member, ...]


def families(wordings: Sequence[Wording], pairs: Sequence[tuple[str, str]]) -> Iterator[Family]:
    """Yield the families that these pairs of like wordings make, in the order of their earliest wordings.

    A pair counts if both are about one topic at least. Chains are cut: who is like somebody who is like the
    earliest member belongs to the family only if it is like that member itself; the others make their own.
    Two platforms that have the very same wording are a family without any pair.
    """
    ordered = sorted(wordings, key=lambda wording: wording.rank)
    place = {wording.wording_id: at for at, wording in enumerate(ordered)}
    linked = [
        (place[one], place[other])
        for one, other in pairs
        if one in place and other in place and ordered[place[one]].topics & ordered[place[other]].topics
    ]
    for component in _components(len(ordered), linked):
        yield from _families([ordered[at] for at in component])


def family_id(earliest_wording_id: str) -> str:
    """Return the id of the family whose earliest wording has this id."""
    return hashlib.sha256(earliest_wording_id.encode()).hexdigest()[:16]


def _components(size: int, linked: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """Yield the positions that hang together, in order, each group in order."""
    links = np.array(linked, dtype=np.int64).reshape(-1, 2)
    matrix = coo_matrix((np.ones(len(links), dtype=bool), (links[:, 0], links[:, 1])), shape=(size, size))
    count, labels = connected_components(matrix, directed=False)
    groups: list[list[int]] = [[] for _ in range(count)]
    for at, label in enumerate(labels.tolist()):
        groups[label].append(at)
    yield from sorted(groups)


def _families(component: Sequence[Wording], like: Callable[[str, str], float] = alike) -> Iterator[Family]:
    left = list(component)
    while left:
        earliest, *others = left
        members, left = [Member(earliest.wording_id, 1.0)], []
        platforms = set(earliest.since)
        for other in others:
            similarity = like(earliest.coded, other.coded) if earliest.topics & other.topics else 0.0
            if similarity >= ALIKE:
                members.append(Member(other.wording_id, round(similarity, 4)))
                platforms.update(other.since)
            else:
                left.append(other)
        if len(platforms) > 1:
            yield Family(family_id(earliest.wording_id), tuple(members))
