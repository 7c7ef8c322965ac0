"""Patterns cut into alternatives, each run only on sentences that hold what it needs: for speed alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from assets.topics.literals import alternatives, needed

_CASED = "(?-i:"
_CAPITAL = re.compile(r"\\.|[A-ZÀ-ÖØ-Þ]")
_GRAM = 3
"""Letters of the pieces by which the index is entered; Latin pieces are never shorter (see ``literals``)."""
_BORDER = 20
"""Letters of a stem that are read with its item for pieces that stand across the border."""
_STEMS_KEPT = 256
"""Stems whose pieces are remembered; the items of a list follow one another."""

Owner = TypeVar("Owner", bound=Hashable)


@dataclass(frozen=True)
class Branch(Generic[Owner]):
    """One alternative of an owner's pattern; ``cased`` if capitals count, else for text in lower case.

    ``needs``: of each of these sets a piece must occur in the text, in lower case, for a match.
    """

    owner: Owner
    order: int
    pattern: re.Pattern[str]
    needs: tuple[frozenset[str], ...]
    cased: bool

    @cached_property
    def pieces(self) -> frozenset[str]:
        """Every piece of every need."""
        return frozenset().union(*self.needs)


class BranchIndex(Generic[Owner]):
    """Finds, among the alternatives of many patterns, those that may match a sentence."""

    def __init__(self, patterns: Sequence[tuple[Owner, re.Pattern[str]]]) -> None:
        """Build the index of patterns that ignore case, each with the owner to report."""
        self._free: list[Branch[Owner]] = []
        self._by_piece: dict[str, list[Branch[Owner]]] = defaultdict(list)
        sources = ((owner, source) for owner, pattern in patterns for source in alternatives(pattern.pattern))
        for order, (owner, source) in enumerate(sources):
            branch = _branch(owner, order, source)
            if not branch.needs:
                self._free.append(branch)
            else:
                rarest = max(branch.needs, key=lambda need: (min(map(len, need)), -len(need)))
                for piece in rarest:
                    self._by_piece[piece].append(branch)
        every = {
            piece
            for branches in self._by_piece.values()
            for b in branches
            for need in b.needs
            for piece in need
        }
        self._by_gram: dict[str, list[str]] = defaultdict(list)
        self._short: list[str] = []
        for piece in sorted(every):
            if len(piece) < _GRAM:
                self._short.append(piece)
            else:
                self._by_gram[piece[:_GRAM]].append(piece)
        self._grams = frozenset(self._by_gram)
        self._stems: dict[str, frozenset[str]] = {}

    def candidates(self, lowered: str, lead: int = 0) -> list[Branch[Owner]]:
        """Return the alternatives whose needs a text in lower case meets, in the order of their patterns.

        ``lead`` is the length of a stem at the start of the text, which many texts share: an alternative
        all of whose pieces stand in the stem says nothing of the item, and is left out.
        """
        own = self._present(lowered[max(0, lead - _BORDER) :]) if lead else self._present(lowered)
        present = own | self._present_in_stem(lowered[:lead]) if lead else own
        found: list[Branch[Owner]] = list(self._free)
        seen: set[int] = set()
        for piece in present:
            for branch in self._by_piece.get(piece, ()):
                if branch.order not in seen:
                    seen.add(branch.order)
                    if _meets(branch, present) and (not lead or not own.isdisjoint(branch.pieces)):
                        found.append(branch)
        found.sort(key=_order)
        return found

    def _present(self, lowered: str) -> frozenset[str]:
        """Return the pieces of the index that occur in a text."""
        grams = {lowered[place : place + _GRAM] for place in range(len(lowered) - _GRAM + 1)}
        present = [piece for gram in grams & self._grams for piece in self._by_gram[gram] if piece in lowered]
        if not lowered.isascii():
            present.extend(piece for piece in self._short if piece in lowered)
        return frozenset(present)

    def _present_in_stem(self, lead: str) -> frozenset[str]:
        if lead not in self._stems:
            if len(self._stems) >= _STEMS_KEPT:
                self._stems.clear()
            self._stems[lead] = self._present(lead)
        return self._stems[lead]


def _meets(branch: Branch[Owner], present: frozenset[str]) -> bool:
    for need in branch.needs:  # noqa: SIM110 - the hottest loop of labelling, a generator doubles it
        if need.isdisjoint(present):
            return False
    return True


def _order(branch: Branch[Owner]) -> int:
    return branch.order


def _branch(owner: Owner, order: int, source: str) -> Branch[Owner]:
    needs = tuple(needed(source))
    if _CASED in source:
        return Branch(owner, order, re.compile(source, re.IGNORECASE), needs, True)
    lowered = _CAPITAL.sub(lambda match: match[0] if match[0][0] == "\\" else match[0].lower(), source)
    return Branch(owner, order, re.compile(lowered), needs, False)
