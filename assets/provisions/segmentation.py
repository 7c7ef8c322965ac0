"""Markdown cut into blocks: single clauses with their exact place, headings above them, and stem."""

from __future__ import annotations

from dataclasses import dataclass, field

from assets.provisions.definitions import is_definition
from assets.provisions.elements import Item, ListRun, Piece
from assets.provisions.enumerators import Enumerator, parse_enumerator
from assets.provisions.headings import is_annex
from assets.provisions.model import Block
from assets.provisions.outline import Outline
from assets.provisions.pieces import BOLD_LEVEL, refine
from assets.provisions.plain_text import plain
from assets.provisions.scanner import scan
from assets.provisions.stems import ends_open, goes_on, join_stems, lead_in
from assets.provisions.tables import cells


def segment(markdown: str) -> list[Block]:
    """Cut Markdown into blocks, in document order and without overlap.

    Whatever a reader sees lies in exactly one block: what is left between blocks is white space, markup,
    images, anchors and list markers. For every block ``markdown[char_start:char_end] == text``.
    Any text is accepted; no Markdown is malformed.
    """
    return _Segmenter(markdown).blocks(refine(markdown, scan(markdown)))


@dataclass(slots=True)
class _Heading:
    level: int
    text: str
    item: Item | None

    def covers(self, piece: Piece) -> bool:
        """Whether the piece stands below this heading: one in a list item ends with the item."""
        if self.item is None or self.item in piece.items:
            return True
        return self.item.heads_following and all(item.run is not self.item.run for item in piece.items)


@dataclass(slots=True)
class _Segmenter:
    markdown: str
    headings: list[_Heading] = field(default_factory=list)
    outline: Outline = field(default_factory=Outline)
    bold_styles: list[str] = field(default_factory=list)
    path: tuple[str, ...] = ()
    previous: Piece | None = None
    table: int = 0
    table_stem: str | None = None
    implicit_stem: str | None = None

    def blocks(self, pieces: list[Piece]) -> list[Block]:
        found = []
        for ordinal, piece in enumerate(pieces):
            text = self.markdown[piece.start : piece.end]
            self._leave_items(piece)
            if piece.kind == "heading":
                block = self._heading(ordinal, piece, text)
            else:
                block = self._clause(ordinal, piece, text)
            found.append(block)
            self.previous = piece
        return found

    def _leave_items(self, piece: Piece) -> None:
        """Forget the headings of list items this piece no longer stands in."""
        kept = [heading for heading in self.headings if heading.covers(piece)]
        if len(kept) != len(self.headings):
            self.headings = kept
            self.path = tuple(heading.text for heading in kept)

    def _heading(self, ordinal: int, piece: Piece, text: str) -> Block:
        words = plain(text)
        level = piece.level
        enumerator = parse_enumerator(words)
        if level >= BOLD_LEVEL:
            level = self._annex_level() if is_annex(words) else level + self._bold_depth(enumerator)
        while self.headings and self.headings[-1].level >= level:
            self.headings.pop()
        path = tuple(heading.text for heading in self.headings)
        if piece.items:
            stem = self._item_stem(piece, text)
            if stem is None and not ends_open(text):
                # A title alone is no sentence to complete; it stands in the path of what is below.
                piece.items[-1].text = ""
        self.headings.append(_Heading(level, words, piece.items[-1] if piece.items else None))
        self.path = (*path, words)
        self.outline.clear()
        self.implicit_stem = None
        marker = piece.marker or (enumerator.raw if enumerator else None)
        return Block(ordinal, "heading", text, piece.start, piece.end, path, None, level, marker)

    def _bold_depth(self, enumerator: Enumerator | None) -> int:
        """Rank a bold heading below those numbered in another style that came first: ``1.``, then ``(a)``."""
        if enumerator is None or enumerator.readings[0][0] == "named":
            return 0
        style = enumerator.readings[0][0]
        if style not in self.bold_styles:
            self.bold_styles.append(style)
        return self.bold_styles.index(style)

    def _annex_level(self) -> int:
        """Rank a bold "Schedule 1" beside the numbered sections, not below the last of them."""
        numbered = (heading.level for heading in self.headings if parse_enumerator(heading.text))
        return min(numbered, default=BOLD_LEVEL)

    def _clause(self, ordinal: int, piece: Piece, text: str) -> Block:
        kind, level, marker = piece.kind, len(piece.items), piece.marker
        stem: str | None = None
        if piece.table:
            stem = self._row_stem(piece, text)
        elif kind == "list_item":
            stem = self._item_stem(piece, text)
        elif kind == "paragraph":
            enumerator = parse_enumerator(text)
            if enumerator is not None:
                placed = self.outline.place(enumerator, text, len(piece.items), self._lead)
                if placed is not None:
                    kind, stem, level = "list_item", placed.stem, level + placed.depth
            else:
                self.outline.interrupt()
            if kind == "paragraph" and self._is_implicit_item(piece, text):
                kind, stem, level = "list_item", self.implicit_stem, level + 1
        if kind in ("paragraph", "list_item", "quote") and is_definition(text):
            kind = "definition"
        if (marker is None or not marker[0].isdigit()) and (own := parse_enumerator(text)):
            marker = own.raw
        return Block(ordinal, kind, text, piece.start, piece.end, self.path, stem, level, marker)

    def _lead(self) -> str | None:
        """Return the sentence the block before leaves open, if it does."""
        if self.previous is None:
            return None
        text = self.markdown[self.previous.start : self.previous.end]
        return lead_in(text, is_heading=self.previous.kind == "heading")

    def _item_stem(self, piece: Piece, text: str) -> str | None:
        item = piece.items[-1]
        run = item.run
        item.text = text
        parent = piece.items[-2] if len(piece.items) > 1 else None
        if not run.has_stem:
            run.has_stem = True
            run.stem = self._run_stem(parent, run.next_number <= 2)
        elif self._is_led_in(run):
            run.lead_stem = join_stems(parent.stem if parent else None, None, self._lead())
            run.lead_style = _style(text)
        elif run.lead_stem is not None and _style(text) != run.lead_style:
            run.lead_stem = None
        item.stem = run.lead_stem or run.stem
        return item.stem

    def _run_stem(self, parent: Item | None, starts: bool) -> str | None:
        """Return the stem of a list: what its parent item says, and what the block before leaves open."""
        before = self.previous
        if (
            parent is not None
            and before is not None
            and self.markdown[before.start : before.end] == parent.text
        ):
            return join_stems(parent.stem, parent.text, None)
        lead = self._lead()
        if not starts and before is not None and not ends_open(self.markdown[before.start : before.end]):
            # A list that starts at 6 goes on after something else; only a colon makes it a new one.
            lead = None
        if parent is None:
            return lead
        is_whole = lead is not None and not lead[0].islower()
        return join_stems(parent.stem, None if is_whole else parent.text, lead)

    def _is_led_in(self, run: ListRun) -> bool:
        """Whether the block before is a lead-in that stands, after another item's text, amid the list."""
        before = self.previous
        if (
            before is None
            or before.kind == "list_item"
            or not before.items
            or before.items[-1].run is not run
        ):
            return False
        return ends_open(self.markdown[before.start : before.end])

    def _row_stem(self, piece: Piece, text: str) -> str | None:
        if piece.table != self.table:
            self.table = piece.table
            self.table_stem = self._lead()
        if piece.kind != "table_header":
            return self.table_stem
        header = " | ".join(plain(cell) for cell in cells(text))
        stem, self.table_stem = self.table_stem, header
        return stem

    def _is_implicit_item(self, piece: Piece, text: str) -> bool:
        """Whether a paragraph is a list item that lost its marker: ``You may not:`` / ``sell it;`` / ``rent it.``"""
        before = self.previous
        if piece.items or before is None or before.items or before.kind not in ("paragraph", "heading"):
            self.implicit_stem = None
            return False
        before_text = self.markdown[before.start : before.end]
        if self.implicit_stem is not None and goes_on(before_text):
            return True
        self.implicit_stem = None
        if ends_open(before_text) and (text[0].islower() or goes_on(text)):
            self.implicit_stem = self._lead()
        return self.implicit_stem is not None


def _style(text: str) -> str | None:
    enumerator = parse_enumerator(text)
    return enumerator.readings[0][0] if enumerator else None
