"""What the scanner finds in a document: pieces of text, and the list items they stand in."""

from __future__ import annotations

from dataclasses import dataclass

from assets.provisions.model import Kind


@dataclass(slots=True, eq=False)
class ListRun:
    """A run of list items at one place; ``segmentation`` notes here the stem its items share.

    ``lead_stem`` is that of items after a lead-in within the run, as long as they are numbered ``lead_style``.
    """

    ordered: bool
    next_number: int
    has_stem: bool = False
    stem: str | None = None
    lead_stem: str | None = None
    lead_style: str | None = None


@dataclass(slots=True, eq=False)
class Item:
    """A list item: its marker, how far it is indented, and what ``segmentation`` notes about it.

    ``heads_following``: it is a heading of the list after it, whose nesting was lost.
    """

    marker: str
    indent: int
    run: ListRun
    has_text: bool = False
    heads_following: bool = False
    stem: str | None = None
    text: str = ""


@dataclass(slots=True)
class Piece:
    """A stretch of the document that is one block, before headings and stems are known.

    ``items`` are the list items it stands in, outermost first; ``table`` numbers the table of a row.
    """

    kind: Kind
    start: int
    end: int
    level: int = 0
    items: tuple[Item, ...] = ()
    table: int = 0
    marker: str | None = None
