"""What became of each block from one text to another: the links between two versions, for readers and for scoring."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from assets.provisions.alignment import Alignment, Pair, Relation, align
from assets.provisions.enumerators import enumerator_end
from assets.provisions.model import Block
from assets.provisions.pairing import Unit
from assets.provisions.plain_text import normalised, plain
from assets.provisions.segmentation import segment

LinkOperation = Literal["unchanged", "modified", "moved", "split", "merged", "added", "removed"]
"""What became of a block: see :class:`Link`."""


@dataclass(frozen=True, slots=True)
class Link:
    """Old blocks and the new blocks they are: every block of both texts is in exactly one link.

    ``unchanged``: one and one, of the same wording (markup and numbering may differ: ``renumbered`` tells);
    ``moved``: the same, out of the order that most blocks kept; ``modified``: one and one, worded differently,
    and moved besides where ``moved`` says so; ``split``: one old, several new blocks; ``merged``: several old,
    one new; ``added``: no old block; ``removed``: no new one.

    ``similarity`` is 0 to 1, of a split or merge that of the whole to all its parts; ``margin`` says how much
    more alike a modified block is to its partner than either is to its next best candidate. Both are ``None``
    where nothing was compared.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]
    operation: LinkOperation
    moved: bool = False
    similarity: float | None = None
    margin: float | None = None
    renumbered: bool = False


@dataclass(frozen=True, slots=True)
class Lineage:
    """The blocks of two texts, and the links between them in the order of the new text."""

    old: list[Block]
    new: list[Block]
    links: list[Link]

    def as_data(self) -> dict[str, Any]:
        """Return it as plain lists and dictionaries, for JSON. Offsets are code points of the texts."""
        return {
            "old": [_block_data(block) for block in self.old],
            "new": [_block_data(block) for block in self.new],
            "links": [asdict(link) for link in self.links],
        }


def compare_texts(old: str, new: str) -> Lineage:
    """Cut two Markdown texts into blocks and link them, as two versions in a row would be."""
    before, after = segment(old), segment(new)
    return Lineage(before, after, link_blocks(before, after))


def link_blocks(old: Sequence[Block], new: Sequence[Block]) -> list[Link]:
    """Return what became of each block, in the order of the new text; removed ones follow what stood before them."""
    alignment = align(_units(old), _units(new))
    parts = _parts(alignment)
    links = []
    for pair in alignment.pairs:
        relations = parts[pair.old, pair.new]
        links.append(_joined(pair, relations) if relations else _plain(pair, old, new))
    linked_new = {n for link in links for n in link.new}
    links += [Link((), (n,), "added") for n in range(len(new)) if n not in linked_new]
    links.sort(key=lambda link: link.new[0])
    return _with_removed(links, len(old))


def _units(blocks: Sequence[Block]) -> list[Unit]:
    return [Unit(normalised(block.text), block.kind, block.heading_path) for block in blocks]


def _parts(alignment: Alignment) -> dict[tuple[int, int], list[Relation]]:
    """Return the splits and merges by the pair they belong to."""
    new_of = {pair.old: pair.new for pair in alignment.pairs}
    old_of = {pair.new: pair.old for pair in alignment.pairs}
    parts: dict[tuple[int, int], list[Relation]] = defaultdict(list)
    for relation in alignment.relations:
        if relation.kind == "split_from":
            parts[relation.old, new_of[relation.old]].append(relation)
        elif relation.kind == "merged_into":
            parts[old_of[relation.new], relation.new].append(relation)
    return parts


def _joined(pair: Pair, relations: Sequence[Relation]) -> Link:
    """Return the link of a pair with the parts split from it or merged into it."""
    old = sorted({pair.old, *(relation.old for relation in relations)})
    new = sorted({pair.new, *(relation.new for relation in relations)})
    operation: LinkOperation = "split" if len(new) > 1 else "merged"
    return Link(tuple(old), tuple(new), operation, pair.moved, relations[0].similarity, pair.margin)


def _plain(pair: Pair, old: Sequence[Block], new: Sequence[Block]) -> Link:
    """Return the link of a pair without parts."""
    before, after = old[pair.old].text, new[pair.new].text
    operation: LinkOperation = "moved" if pair.moved else "unchanged"
    is_same = normalised(before) == normalised(after)
    if not is_same:
        operation = "modified"
    renumbered = is_same and _number(before) != _number(after)
    return Link((pair.old,), (pair.new,), operation, pair.moved, pair.similarity, pair.margin, renumbered)


def _number(text: str) -> str:
    """Return the enumerator a text starts with, empty if it has none."""
    seen = plain(text)
    return seen[: enumerator_end(seen)].strip()


def _with_removed(links: Sequence[Link], old_blocks: int) -> list[Link]:
    """Put the removed blocks among these links, each behind the link of the old block before it."""
    behind: dict[int, list[Link]] = defaultdict(list)
    link_of = {o: at for at, link in enumerate(links) for o in link.old}
    at = -1
    for o in range(old_blocks):
        if o in link_of:
            at = link_of[o]
        else:
            behind[at].append(Link((o,), (), "removed"))
    found = list(behind[-1])
    for at, link in enumerate(links):
        found += [link, *behind[at]]
    return found


def _block_data(block: Block) -> dict[str, Any]:
    return {
        "index": block.ordinal,
        "char_start": block.char_start,
        "char_end": block.char_end,
        "kind": block.kind,
        "text": block.text,
    }
