"""Patterns cut into alternatives, each run only on sentences that hold what it needs, in order: for speed alone."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import polars as pl

from assets.topics.literals import alternatives, needed, spread

_CASED = "(?-i:"
_CAPITAL = re.compile(r"\\.|[A-ZÀ-ÖØ-Þ]")
_BORDER = 20
"""Letters of a stem that are read with its item for pieces that stand across the border."""

Owner = TypeVar("Owner", bound=Hashable)

Places = Mapping[str, tuple[int, int]]
"""The pieces that occur in a text, with the bytes at which each starts first and last."""


@dataclass(frozen=True)
class Branch(Generic[Owner]):
    """One alternative of an owner's pattern; ``cased`` if capitals count, else for text in lower case.

    ``needs``: of each of these sets a piece must occur in the text, in lower case and in this order, for a
    match. ``group`` is shared by the alternatives that were one in the pattern as it is written.
    """

    owner: Owner
    order: int
    group: int
    pattern: re.Pattern[str]
    needs: tuple[frozenset[str], ...]
    cased: bool


class BranchIndex(Generic[Owner]):
    """Finds, among the alternatives of many patterns, those that may match a sentence."""

    def __init__(self, patterns: Sequence[tuple[Owner, re.Pattern[str]]]) -> None:
        """Build the index of patterns that ignore case, each with the owner to report."""
        written = [(owner, source) for owner, pattern in patterns for source in alternatives(pattern.pattern)]
        parts = [
            (owner, group, part) for group, (owner, source) in enumerate(written) for part in spread(source)
        ]
        branches = [_branch(owner, order, group, part) for order, (owner, group, part) in enumerate(parts)]
        self._free = [branch for branch in branches if not branch.needs]
        self._bound = [branch for branch in branches if branch.needs]
        self._pieces = sorted({piece for branch in branches for need in branch.needs for piece in need})

    def candidates(self, lowered: str, lead: int = 0) -> list[Branch[Owner]]:
        """Return the alternatives that may match one text; see :meth:`candidates_of`."""
        return self.candidates_of([(lowered, lead)])[0]

    def candidates_of(self, texts: Sequence[tuple[str, int]]) -> list[list[Branch[Owner]]]:
        """Return, for each text in lower case, the alternatives whose needs it meets, in their order.

        With a text comes the length of a stem at its start, which many texts share: an alternative all of
        whose pieces stand in the stem says nothing of the item, and is left out.
        """
        found = self._places([lowered for lowered, _ in texts])
        by_piece = self._by_rarest_need(found)
        result = []
        for (lowered, lead), places in zip(texts, found, strict=True):
            own = len(lowered[: max(0, lead - _BORDER)].encode()) if lead else 0
            kept = list(self._free)
            seen: set[int] = set()
            for piece in places:
                for branch in by_piece.get(piece, ()):
                    if branch.order not in seen:
                        seen.add(branch.order)
                        if _meets(branch, places, own):
                            kept.append(branch)
            kept.sort(key=_order)
            result.append(kept)
        return result

    def _places(self, texts: Sequence[str]) -> list[Places]:
        """Find all pieces in all texts with one automaton (Aho-Corasick, in Polars)."""
        if not self._pieces:
            return [{} for _ in texts]
        series = pl.Series(texts, dtype=pl.String).str
        pieces = series.extract_many(self._pieces, overlapping=True).to_list()
        starts = series.find_many(self._pieces, overlapping=True).to_list()
        found: list[Places] = []
        for names, offsets in zip(pieces, starts, strict=True):
            places: dict[str, tuple[int, int]] = {}
            for name, offset in zip(names, offsets, strict=True):
                known = places.get(name)
                places[name] = (known[0], offset) if known else (offset, offset)
            found.append(places)
        return found

    def _by_rarest_need(self, found: Sequence[Places]) -> dict[str, list[Branch[Owner]]]:
        """Enter each alternative under the pieces of the need that the fewest of these texts meet."""
        counts = Counter(piece for places in found for piece in places)
        by_piece: dict[str, list[Branch[Owner]]] = defaultdict(list)
        for branch in self._bound:
            for piece in min(branch.needs, key=lambda need: sum(map(counts.__getitem__, need))):
                by_piece[piece].append(branch)
        return by_piece


def _meets(branch: Branch[Owner], places: Places, own: int) -> bool:
    """Tell whether of each need a piece stands behind one of the need before, and one not in the stem alone."""
    after = 0
    beyond = not own
    for need in branch.needs:
        first, last = -1, -1
        for piece in need:
            place = places.get(piece)
            if place:
                if first < 0 or place[0] < first:
                    first = place[0]
                if place[1] > last:
                    last = place[1]
        if last < after:
            return False
        after = max(after, first)
        beyond = beyond or last >= own
    return beyond


def _order(branch: Branch[Owner]) -> int:
    return branch.order


def _branch(owner: Owner, order: int, group: int, source: str) -> Branch[Owner]:
    needs = tuple(needed(source))
    if _CASED in source:
        return Branch(owner, order, group, re.compile(source, re.IGNORECASE), needs, True)
    lowered = _CAPITAL.sub(lambda match: match[0] if match[0][0] == "\\" else match[0].lower(), source)
    return Branch(owner, order, group, re.compile(lowered), needs, False)
