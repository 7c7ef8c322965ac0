"""What is known while the blocks of two versions are paired: which are, which are free, and how alike they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from assets.provisions.sequences import heaviest_chain, longest_chain
from assets.provisions.similarity import Wordings


class Unit(NamedTuple):
    """A block as the alignment sees it: its normalised wording, its kind and the headings above it.

    ``former`` holds the older wordings of its provision, where they are known.
    """

    wording: str
    kind: str
    heading_path: tuple[str, ...]
    former: tuple[str, ...] = ()


@dataclass(slots=True)
class Candidates:
    """Every pair of blocks that was compared and found alike at all: the source of margins and of doubts."""

    of_old: dict[int, dict[int, float]] = field(default_factory=lambda: defaultdict(dict))
    of_new: dict[int, dict[int, float]] = field(default_factory=lambda: defaultdict(dict))

    def record(self, old: int, new: int, alike: float) -> None:
        """Remember how alike two blocks are."""
        self.of_old[old][new] = alike
        self.of_new[new][old] = alike

    def margin(self, old: int, new: int, alike: float) -> float | None:
        """Return how much more alike these are than either is to its next best candidate; ``None``: it has none."""
        others = [other for at, other in self.of_old.get(old, {}).items() if at != new]
        others += [other for at, other in self.of_new.get(new, {}).items() if at != old]
        return alike - max(others) if others else None


@dataclass(slots=True)
class Pairing:
    """The blocks of two versions and the pairs found so far, each block in one pair at most."""

    old: Sequence[Unit]
    new: Sequence[Unit]
    wordings: Wordings = field(default_factory=Wordings)
    new_of: dict[int, int] = field(default_factory=dict)
    old_of: dict[int, int] = field(default_factory=dict)
    alike: dict[int, float] = field(default_factory=dict)
    left_out: set[int] = field(default_factory=set)
    left_out_old: set[int] = field(default_factory=set)
    edited: set[int] = field(default_factory=set)
    candidates: Candidates = field(default_factory=Candidates)

    def pair(self, o: int, n: int, alike: float) -> None:
        """Make old block ``o`` and new block ``n`` a pair."""
        self.new_of[o] = n
        self.old_of[n] = o
        self.alike[n] = alike
        if alike < 1:
            self.edited.add(n)

    def part(self, o: int, n: int) -> None:
        """Undo a pair."""
        del self.new_of[o], self.old_of[n], self.alike[n]
        self.edited.discard(n)

    def pair_chain(self, pairs: Sequence[tuple[int, int, float]]) -> list[int]:
        """Pair the heaviest of these (old, new, weight) that keep their order; return the new places paired."""
        chosen = [(o, n) for o, n, _ in heaviest_chain(pairs) if self.are_free(o, n)]
        for o, n in chosen:
            self.pair(o, n, self.similarity(o, n))
        return [n for _, n in chosen]

    def similarity(self, o: int, n: int) -> float:
        """Return how alike the wordings of an old and a new block are, 0 to 1."""
        if self.old[o].wording == self.new[n].wording:
            return 1.0
        return self.wordings.similarity(self.old[o].wording, self.new[n].wording)

    def are_free(self, o: int, n: int) -> bool:
        """Tell whether both places exist and neither block is paired."""
        return self.is_free_old(o) and self.is_free_new(n)

    def is_free_old(self, o: int) -> bool:
        """Tell whether there is such an old block, without a pair and not left out on purpose."""
        return 0 <= o < len(self.old) and o not in self.new_of and o not in self.left_out_old

    def is_free_new(self, n: int) -> bool:
        """Tell whether there is such a new block, without a pair and not left out on purpose."""
        return 0 <= n < len(self.new) and n not in self.old_of and n not in self.left_out

    def free_old(self) -> list[int]:
        """Return the old places without a pair, in order, but those left out on purpose."""
        if len(self.new_of) + len(self.left_out_old) == len(self.old):
            return []
        return [o for o in range(len(self.old)) if o not in self.new_of and o not in self.left_out_old]

    def free_new(self) -> list[int]:
        """Return the new places without a pair, in order, but those left out on purpose."""
        if len(self.old_of) + len(self.left_out) == len(self.new):
            return []
        return [n for n in range(len(self.new)) if n not in self.old_of and n not in self.left_out]

    def gaps(self) -> Iterator[tuple[list[int], list[int]]]:
        """Yield the free old and new places, if any, between each two neighbours of the chain that kept its order."""
        free_old = self.free_old()
        free_new = self.free_new() if free_old else []
        if not free_new:
            return
        news = sorted(self.old_of)
        chain = [news[at] for at in longest_chain([self.old_of[n] for n in news])]
        bounds = [(-1, -1), *((self.old_of[n], n) for n in chain), (len(self.old), len(self.new))]
        at_old = at_new = 0
        found = []
        for _, (old_end, new_end) in pairwise(bounds):
            start_old, start_new = at_old, at_new
            while at_old < len(free_old) and free_old[at_old] < old_end:
                at_old += 1
            while at_new < len(free_new) and free_new[at_new] < new_end:
                at_new += 1
            if start_old < at_old and start_new < at_new:
                found.append((free_old[start_old:at_old], free_new[start_new:at_new]))
        yield from found
