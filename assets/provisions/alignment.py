"""Which block of a version is which block of the version before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """A block as the alignment sees it: its normalised wording, its kind and the headings above it."""

    wording: str
    kind: str
    heading_path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Block ``old`` of the version before and block ``new`` of this one are the same provision."""

    old: int
    new: int
    similarity: float


def align(old: Sequence[Unit], new: Sequence[Unit]) -> list[Pair]:
    """Pair the blocks of two versions, each at most once, in order of ``new``."""
    places: dict[str, list[int]] = defaultdict(list)
    for at in range(len(old) - 1, -1, -1):
        places[old[at].wording].append(at)
    pairs = []
    for at, unit in enumerate(new):
        if places.get(unit.wording):
            pairs.append(Pair(places[unit.wording].pop(), at, 1.0))
    return pairs
