"""Which block of a version is which block of the version before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from assets.provisions.sequences import heaviest_chain, longest_chain
from assets.provisions.similarity import Wordings, words

LEAST_IN_GAP = 0.50
"""Between two blocks that kept their places, a block this alike is the old one edited (DESIGN section 5)."""
LEAST_IN_PLACE = 0.30
"""A single block that took the place of a single one, its neighbours unchanged, may be less alike: place speaks."""
LEAST_ANYWHERE = 0.60
"""Elsewhere in the document a block must be more alike to be the old one, moved and edited (DESIGN section 5)."""
LEAST_WORDS_BACK = 4
"""A shorter wording ("Overview") may return without being the same provision: likeness decides first."""
GAP_PAIRS = 20_000
"""Up to so many pairs of a gap are all compared (about 10 ms); in a larger gap only those sharing rare words."""
EQUAL_PAIRS = 10_000
"""Above so many pairs of equal blocks in one gap they are paired in their order instead of by neighbours."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A block as the alignment sees it: its normalised wording, its kind and the headings above it.

    ``former`` holds the older wordings of its provision, where that is known.
    """

    wording: str
    kind: str
    heading_path: tuple[str, ...]
    former: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Block ``old`` of the version before and block ``new`` of this one are the same provision."""

    old: int
    new: int
    similarity: float


def align(old: Sequence[Unit], new: Sequence[Unit], absent: Mapping[str, int] | None = None) -> list[Pair]:
    """Pair the blocks of two versions, each at most once, in order of ``new``.

    Equal wordings first (unique ones wherever they stand, then their neighbours, then repeated ones by
    place and heading), then returns to a former wording, then edited blocks within the gaps between
    blocks that kept their order, then those both edited and moved. Whatever is left was removed or is new.

    ``absent`` counts the wordings of provisions that older versions had: a new block that says exactly
    that is left unpaired, for it is such a provision come back and not an edit of another.
    """
    alignment = _Alignment(old, new)
    alignment.pair_unique()
    alignment.extend(list(alignment.old_of))
    alignment.pair_repeated()
    alignment.pair_former()
    alignment.leave_out(absent or {})
    alignment.pair_edited()
    alignment.pair_headings()
    alignment.pair_in_place()
    alignment.pair_anywhere()
    return [Pair(o, n, alignment.alike[n]) for n, o in sorted(alignment.old_of.items())]


@dataclass(slots=True)
class _Alignment:
    old: Sequence[Unit]
    new: Sequence[Unit]
    new_of: dict[int, int] = field(default_factory=dict)
    old_of: dict[int, int] = field(default_factory=dict)
    alike: dict[int, float] = field(default_factory=dict)
    left_out: set[int] = field(default_factory=set)
    wordings: Wordings = field(default_factory=Wordings)

    def pair_unique(self) -> None:
        """Pair the wordings that stand once in each version, wherever they are."""
        places = _places(self.old, range(len(self.old)))
        for wording, news in _places(self.new, range(len(self.new))).items():
            olds = places.get(wording, ())
            if len(olds) == len(news) == 1:
                self._pair(olds[0], news[0], 1.0)

    def extend(self, among: Sequence[int]) -> None:
        """Pair equal blocks next to these paired new places, downwards and then upwards, as far as they go."""
        for step, places in ((1, sorted(among)), (-1, sorted(among, reverse=True))):
            for start in places:
                o, n = self.old_of[start] + step, start + step
                while self._are_free(o, n) and self.old[o].wording == self.new[n].wording:
                    self._pair(o, n, 1.0)
                    o, n = o + step, n + step

    def pair_repeated(self) -> None:
        """Pair what is left of equal wordings: in the gaps by place, then by heading, then in their order."""
        for olds, news in self._gaps():
            self.extend(self._pair_chain(self._equal_pairs(olds, news)))
        free = [at for at in range(len(self.old)) if at not in self.new_of]
        for with_path in (True, False):
            places: dict[object, list[int]] = defaultdict(list)
            for o in reversed(free):
                if o not in self.new_of:
                    places[_key(self.old[o], with_path)].append(o)
            for n, unit in enumerate(self.new):
                if n not in self.old_of and (candidates := places.get(_key(unit, with_path))):
                    self._pair(candidates.pop(), n, 1.0)

    def pair_former(self) -> None:
        """Pair blocks that went back to a wording their provision had before, if they kept their place."""
        for olds, news in self._gaps():
            former = defaultdict(list)
            for o in olds:
                for wording in self.old[o].former:
                    former[wording].append(o)
            self._pair_chain([(o, n, 1.0) for n in news for o in former.get(self.new[n].wording, ())])

    def leave_out(self, absent: Mapping[str, int]) -> None:
        """Leave new blocks unpaired that say what a provision of an older version said."""
        left = dict(absent)
        for n, unit in enumerate(self.new):
            if (
                n not in self.old_of
                and left.get(unit.wording)
                and len(words(unit.wording)) >= LEAST_WORDS_BACK
            ):
                left[unit.wording] -= 1
                self.left_out.add(n)

    def pair_headings(self) -> None:
        """Pair a renamed heading with the old one: both stand right above the same text."""
        for n, o in sorted(self.old_of.items()):
            if self._are_free(o - 1, n - 1) and self.old[o - 1].kind == self.new[n - 1].kind == "heading":
                self._pair(o - 1, n - 1, self._similarity(o - 1, n - 1))

    def pair_edited(self) -> None:
        """Pair edited blocks within the gaps, keeping their order, as alike as possible in all."""
        for olds, news in self._gaps():
            old = [self.old[o].wording for o in olds]
            new = [self.new[n].wording for n in news]
            small = len(old) * len(new) <= GAP_PAIRS
            compare = self.wordings.all_pairs if small else self.wordings.search
            self._pair_chain([(olds[o], news[n], alike) for o, n, alike in compare(old, new, LEAST_IN_GAP)])

    def pair_in_place(self) -> None:
        """Pair a block with the one whose very place it took: same kind, and both neighbours kept theirs."""
        for n in range(len(self.new)):
            o = self.old_of.get(n - 1, -1) + 1
            if not self._are_free(o, n) or self.old[o].kind != self.new[n].kind:
                continue
            at_end = o + 1 == len(self.old) and n + 1 == len(self.new)
            if at_end or self.old_of.get(n + 1) == o + 1:
                alike = self._similarity(o, n)
                if alike >= LEAST_IN_PLACE:
                    self._pair(o, n, alike)

    def pair_anywhere(self) -> None:
        """Pair what was edited and moved: the most alike first, near places before far ones."""
        olds = [at for at in range(len(self.old)) if at not in self.new_of]
        news = [at for at in range(len(self.new)) if at not in self.old_of]
        found = self.wordings.search(
            [self.old[o].wording for o in olds], [self.new[n].wording for n in news], LEAST_ANYWHERE
        )
        pairs = [(alike, olds[o], news[n]) for o, n, alike in found]
        for alike, o, n in sorted(
            pairs, key=lambda pair: (-pair[0], abs(pair[1] - pair[2]), pair[2], pair[1])
        ):
            if self._are_free(o, n):
                self._pair(o, n, alike)

    def _gaps(self) -> Iterator[tuple[list[int], list[int]]]:
        """Yield the free old and new places, if any, between each two neighbours of the chain that kept its order."""
        news = sorted(self.old_of)
        chain = [news[at] for at in longest_chain([self.old_of[n] for n in news])]
        bounds = [(-1, -1), *((self.old_of[n], n) for n in chain), (len(self.old), len(self.new))]
        for (old_start, new_start), (old_end, new_end) in pairwise(bounds):
            free_old = [o for o in range(old_start + 1, old_end) if o not in self.new_of]
            free_new = [n for n in range(new_start + 1, new_end) if self._is_free(n)]
            if free_old and free_new:
                yield free_old, free_new

    def _equal_pairs(self, olds: list[int], news: list[int]) -> list[tuple[int, int, float]]:
        places = _places(self.old, olds)
        by_wording = {w: (places[w], here) for w, here in _places(self.new, news).items() if w in places}
        if sum(len(one) * len(two) for one, two in by_wording.values()) > EQUAL_PAIRS:
            return [(o, n, 1.0) for one, two in by_wording.values() for o, n in zip(one, two, strict=False)]
        return [
            (o, n, 1.0 + 0.5 * (self.old[o].heading_path == self.new[n].heading_path))
            for one, two in by_wording.values()
            for o in one
            for n in two
        ]

    def _pair_chain(self, pairs: list[tuple[int, int, float]]) -> list[int]:
        """Pair the heaviest of these that keep their order; return the new places paired."""
        chosen = [(o, n) for o, n, _ in heaviest_chain(pairs) if self._are_free(o, n)]
        for o, n in chosen:
            self._pair(o, n, self._similarity(o, n))
        return [n for _, n in chosen]

    def _similarity(self, o: int, n: int) -> float:
        if self.old[o].wording == self.new[n].wording:
            return 1.0
        return self.wordings.similarity(self.old[o].wording, self.new[n].wording)

    def _are_free(self, o: int, n: int) -> bool:
        return 0 <= o < len(self.old) and o not in self.new_of and self._is_free(n)

    def _is_free(self, n: int) -> bool:
        return 0 <= n < len(self.new) and n not in self.old_of and n not in self.left_out

    def _pair(self, o: int, n: int, alike: float) -> None:
        self.new_of[o] = n
        self.old_of[n] = o
        self.alike[n] = alike


def _places(units: Sequence[Unit], among: Sequence[int]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for at in among:
        places[units[at].wording].append(at)
    return places


def _key(unit: Unit, with_path: bool) -> object:
    return (unit.wording, unit.heading_path) if with_path else unit.wording
