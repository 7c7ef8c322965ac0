"""Which block of a version is which block of the version before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from assets.provisions.edited_blocks import pair_anywhere, pair_edited, pair_headings, pair_in_place
from assets.provisions.equal_blocks import (
    leave_out,
    pair_as_many,
    pair_ends,
    pair_former,
    pair_left_over,
    pair_repeated,
    pair_unique,
)
from assets.provisions.pairing import Pairing, Unit
from assets.provisions.parts import Parts, find_far_parts, find_parts
from assets.provisions.sequences import heaviest_chain
from assets.provisions.shattered import find_shattered
from assets.provisions.similarity import Wordings

SAME_PATH_WEIGHT = 1e-6
"""What a block that kept its headings counts more when those in order are told from those moved: it breaks ties."""

RelationKind = Literal["split_from", "merged_into", "possible_successor"]
"""How blocks that are no pair belong together: see :class:`Relation`."""


class Pair(NamedTuple):
    """Block ``old`` of the version before and block ``new`` of this one are the same provision.

    ``margin``: how much more alike they are than either is to its next best candidate; ``None``: there was
    none, or the wording is the same. ``moved``: the pair is out of the order that most pairs kept.
    """

    old: int
    new: int
    similarity: float
    margin: float | None = None
    moved: bool = False


class Relation(NamedTuple):
    """Two blocks that belong together without being the same provision.

    ``split_from``: ``new`` is a part of what ``old`` said; the largest part is paired with ``old``.
    ``merged_into``: what ``old`` said went on within ``new``, which is paired with its largest contributor.
    ``possible_successor``: ``new`` is fairly like ``old``, and neither found a partner.
    ``similarity`` compares the whole with all its parts together, or the two wordings, 0 to 1.
    """

    kind: RelationKind
    old: int
    new: int
    similarity: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """What became of the blocks: pairs in order of ``new``, and relations in order of ``new``, then ``old``."""

    pairs: list[Pair]
    relations: list[Relation]


def align(
    old: Sequence[Unit],
    new: Sequence[Unit],
    absent: Mapping[str, int] | None = None,
    wordings: Wordings | None = None,
) -> Alignment:
    """Pair the blocks of two versions, each at most once, and relate parts to wholes.

    Equal wordings first (the same beginning and end, unique ones wherever they stand, then their neighbours, then repeated ones by
    place and heading), then returns to a former wording, then edited blocks within the gaps between
    blocks that kept their order, with the parts split from them or merged into them, then those both edited
    and moved. Whatever is left was removed or is new.

    ``absent`` counts the wordings of provisions that older versions had: a new block that says exactly
    that is left unpaired, for it is such a provision come back and not an edit of another. ``wordings`` may
    be kept from one alignment to the next, which saves reading the same words again.
    """
    pairing = Pairing(old, new, wordings or Wordings())
    parts = Parts()
    pair_ends(pairing)
    if pairing.free_old() and pairing.free_new():
        pair_unique(pairing)
        pair_repeated(pairing)
        pair_as_many(pairing)
        pair_former(pairing)
    leave_out(pairing, absent or {})
    if pairing.free_old() or pairing.free_new():
        pair_edited(pairing)
        pair_left_over(pairing)
        find_parts(pairing, parts)
        find_shattered(pairing, parts)
        pair_headings(pairing)
        pair_in_place(pairing)
        pair_anywhere(pairing)
        find_parts(pairing, parts)
        find_far_parts(pairing, parts)
    return Alignment(_pairs(pairing), _relations(pairing, parts))


def _pairs(pairing: Pairing) -> list[Pair]:
    ordered = sorted(pairing.old_of.items())
    in_order = _in_order(pairing, ordered)
    alike, seen = pairing.alike, pairing.candidates
    return [
        Pair(
            o,
            n,
            alike[n],
            seen.margin(o, n, alike[n]) if n in seen.of_new or o in seen.of_old else None,
            at not in in_order,
        )
        for at, (n, o) in enumerate(ordered)
    ]


def _in_order(pairing: Pairing, ordered: Sequence[tuple[int, int]]) -> set[int]:
    """Return the indexes of the pairs that kept their order: a longest run, with as many unmoved headings as can be."""
    if all(before[1] < after[1] for before, after in pairwise(ordered)):
        return set(range(len(ordered)))
    weighed = [
        (o, at, 1 + SAME_PATH_WEIGHT * (pairing.old[o].heading_path == pairing.new[n].heading_path))
        for at, (n, o) in enumerate(ordered)
    ]
    return {at for _, at, _ in heaviest_chain(weighed)}


def _relations(pairing: Pairing, parts: Parts) -> list[Relation]:
    found = [Relation("split_from", o, n, parts.similarity[o, n]) for n, o in parts.split.items()]
    found += [Relation("merged_into", o, n, parts.similarity[o, n]) for o, n in parts.merged.items()]
    for n in pairing.free_new():
        likes = pairing.candidates.of_new.get(n, {})
        free = [(-alike, o) for o, alike in likes.items() if pairing.is_free_old(o)]
        if free:
            alike, o = min(free)
            found.append(Relation("possible_successor", o, n, -alike))
    return sorted(found, key=lambda relation: (relation.new, relation.old))
