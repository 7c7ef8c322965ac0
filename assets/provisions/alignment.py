"""Which block of a version is which block of the version before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assets.provisions.edited_blocks import pair_anywhere, pair_edited, pair_headings, pair_in_place
from assets.provisions.equal_blocks import leave_out, pair_former, pair_repeated, pair_unique
from assets.provisions.pairing import Pairing, Unit
from assets.provisions.parts import Parts, find_parts
from assets.provisions.sequences import heaviest_chain, longest_chain
from assets.provisions.similarity import Wordings

SAME_PATH_WEIGHT = 1e-6
"""What a block that kept its headings counts more when those in order are told from those moved: it breaks ties."""

RelationKind = Literal["split_from", "merged_into", "possible_successor"]
"""How blocks that are no pair belong together: see :class:`Relation`."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Block ``old`` of the version before and block ``new`` of this one are the same provision.

    ``margin``: how much more alike they are than either is to its next best candidate; ``None``: there was
    none, or the wording is the same. ``moved``: the pair is out of the order that most pairs kept.
    """

    old: int
    new: int
    similarity: float
    margin: float | None = None
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
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

    Equal wordings first (unique ones wherever they stand, then their neighbours, then repeated ones by
    place and heading), then returns to a former wording, then edited blocks within the gaps between
    blocks that kept their order, with the parts split from them or merged into them, then those both edited
    and moved. Whatever is left was removed or is new.

    ``absent`` counts the wordings of provisions that older versions had: a new block that says exactly
    that is left unpaired, for it is such a provision come back and not an edit of another. ``wordings`` may
    be kept from one alignment to the next, which saves reading the same words again.
    """
    pairing = Pairing(old, new, wordings or Wordings())
    parts = Parts()
    pair_unique(pairing)
    pair_repeated(pairing)
    pair_former(pairing)
    leave_out(pairing, absent or {})
    if pairing.free_old() or pairing.free_new():
        pair_edited(pairing)
        find_parts(pairing, parts)
        pair_headings(pairing)
        pair_in_place(pairing)
        pair_anywhere(pairing)
        find_parts(pairing, parts)
    return Alignment(_pairs(pairing), _relations(pairing, parts))


def _pairs(pairing: Pairing) -> list[Pair]:
    ordered = sorted(pairing.old_of.items())
    in_order = _in_order(pairing, ordered)
    found = []
    for at, (n, o) in enumerate(ordered):
        alike = pairing.alike[n]
        is_same = pairing.old[o].wording == pairing.new[n].wording
        margin = None if is_same else pairing.candidates.margin(o, n, alike)
        found.append(Pair(o, n, alike, margin, at not in in_order))
    return found


def _in_order(pairing: Pairing, ordered: Sequence[tuple[int, int]]) -> set[int]:
    """Return the indexes of the pairs that kept their order: a longest run, with as many unmoved headings as can be."""
    chain = longest_chain([o for _, o in ordered])
    if len(chain) == len(ordered):
        return set(chain)
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
