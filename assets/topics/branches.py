"""Patterns cut into alternatives, each run only on sentences that hold what it needs: for speed alone."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from typing import Generic, NamedTuple, TypeVar

import polars as pl

from assets.topics.literals import alternatives, needed, spread
from assets.topics.patterns import Pattern

_CASED = "(?-i:"
_CAPITAL = re.compile(r"\\.|[A-ZÀ-ÖØ-Þ]")
_BORDER = 20
"""Letters of a stem that are read with its item for pieces that stand across the border."""

Owner = TypeVar("Owner", bound=Hashable)


@dataclass(frozen=True)
class Branch(Generic[Owner]):
    """One alternative of an owner's pattern; ``cased`` if capitals count, else for text in lower case.

    ``needs``: of each of these sets a piece must occur in the text, in lower case, for a match. ``group`` is
    shared by the alternatives that were one in the pattern as it is written.
    """

    owner: Owner
    order: int
    group: int
    source: str
    needs: tuple[frozenset[str], ...]
    cased: bool

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, compiled when a text first meets its needs: most are never run on a few policies."""
        return _compiled(self.source, self.cased)


class BranchIndex(Generic[Owner]):
    """Finds, among the alternatives of many patterns, those that may match a sentence."""

    def __init__(self, patterns: Sequence[tuple[Owner, Pattern]]) -> None:
        """Build the index of patterns that ignore case, each with the owner to report."""
        written = [(owner, parts) for owner, pattern in patterns for parts in _parts(pattern.pattern)]
        branches: list[Branch[Owner]] = []
        for group, (owner, parts) in enumerate(written):
            for part in parts:
                branches.append(Branch(owner, len(branches), group, part.source, part.needs, part.cased))
        self._branches = branches
        self._free = [branch for branch in branches if not branch.needs]
        self._pieces = sorted({piece for branch in branches for need in branch.needs for piece in need})
        # A set of pieces is a number with a bit for each: that of each need, and of all pieces of a branch.
        self._bits = {piece: 1 << number for number, piece in enumerate(self._pieces)}
        self._needs = [tuple(map(self._bits_of, branch.needs)) for branch in branches]
        self._any = [self._bits_of(frozenset().union(*branch.needs)) for branch in branches]

    def candidates(self, lowered: str, lead: int = 0) -> list[Branch[Owner]]:
        """Return the alternatives that may match one text; see :meth:`candidates_of`."""
        return self.candidates_of([(lowered, lead)])[0]

    def candidates_of(self, texts: Sequence[tuple[str, int]]) -> list[list[Branch[Owner]]]:
        """Return, for each text in lower case, the alternatives whose needs it meets, in their order.

        With a text comes the length of a stem at its start, which many texts share: an alternative all of
        whose pieces stand in the stem says nothing of the item, and is left out.
        """
        own = [lowered[max(0, lead - _BORDER) :] for lowered, lead in texts if lead]
        found = self._pieces_in([*(lowered for lowered, _ in texts), *own])
        by_piece = self._by_rarest_need(found[: len(texts)])
        of_items = iter(found[len(texts) :])
        return [
            self._meeting(pieces, by_piece, next(of_items) if lead else None)
            for pieces, (_, lead) in zip(found, texts, strict=False)
        ]

    def _meeting(
        self, pieces: frozenset[str], by_piece: Mapping[str, Sequence[int]], own: frozenset[str] | None
    ) -> list[Branch[Owner]]:
        """Return the alternatives whose needs these pieces meet, one of them in ``own`` if that is given."""
        present = self._bits_of(pieces)
        beyond = present if own is None else self._bits_of(own)
        kept = list(self._free)
        for number in {number for piece in pieces for number in by_piece.get(piece, ())}:
            if not self._any[number] & beyond:
                continue
            for need in self._needs[number]:
                if not need & present:
                    break
            else:
                kept.append(self._branches[number])
        kept.sort(key=_order)
        return kept

    def _bits_of(self, pieces: frozenset[str]) -> int:
        return sum(map(self._bits.__getitem__, pieces))

    def _pieces_in(self, texts: Sequence[str]) -> list[frozenset[str]]:
        """Find all pieces in all texts with one automaton (Aho-Corasick, in Polars)."""
        if not self._pieces:
            return [frozenset() for _ in texts]
        found = pl.Series(texts, dtype=pl.String).str.extract_many(self._pieces, overlapping=True)
        return [frozenset(pieces) for pieces in found.to_list()]

    def _by_rarest_need(self, found: Sequence[frozenset[str]]) -> dict[str, list[int]]:
        """Enter each alternative under the pieces of the need that the fewest of these texts meet."""
        counts = Counter(chain.from_iterable(found))
        by_piece: dict[str, list[int]] = defaultdict(list)
        for branch in self._branches:
            for piece in min(branch.needs, key=lambda need: sum(map(counts.__getitem__, need)), default=()):
                by_piece[piece].append(branch.order)
        return by_piece


def _order(branch: Branch[Owner]) -> int:
    return branch.order


class _Part(NamedTuple):
    """An alternative as it is run, and what it needs."""

    source: str
    needs: tuple[frozenset[str], ...]
    cased: bool


# Data files hold some thousands of patterns; several indexes of a process are made from the same ones.
@cache
def _parts(pattern: str) -> tuple[tuple[_Part, ...], ...]:
    return tuple(tuple(map(_part, spread(source))) for source in alternatives(pattern))


def _part(source: str) -> _Part:
    needs = tuple(needed(source))
    if _CASED in source:
        return _Part(source, needs, True)
    lowered = _CAPITAL.sub(lambda match: match[0] if match[0][0] == "\\" else match[0].lower(), source)
    return _Part(lowered, needs, False)


@cache
def _compiled(source: str, cased: bool) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE if cased else 0)
