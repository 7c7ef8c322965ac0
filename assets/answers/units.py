"""Clauses cut into what is read and quoted: sentences, and list items with the stem they complete."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from assets.answers.model import Clause
from assets.provisions.plain_text import plain
from assets.provisions.sentences import sentences

_QUOTATION = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "‑": "-"})
_SPACED_DASH = re.compile(r"(?<=\w) - (?=\w)")
_GOES_ON = re.compile(
    r"(?:including|such as|namely|(?:for example|for instance|e\.g\.),? by|insbesondere durch|notamment)\b",
    re.IGNORECASE,
)
"""Begins what is no sentence of its own and would be quoted without its verb."""
LEAD_LENGTH = 400
"""Characters of a stem that are read: the end of it governs the item; longest real stem seen was 380."""
TAIL_LENGTH = 1500
"""Characters of the list items that are read with the stem that introduces them."""
REMEMBERED = 50_000
"""Texts whose cutting is remembered: the versions of a document share most of theirs."""
QUOTED_KINDS = ("paragraph", "list_item", "table_row", "definition", "quote", "code")
"""Kinds of clause that can be evidence; headings only govern what stands under them."""


@dataclass(frozen=True)
class Unit:
    """A sentence, a cell or a list item's sentence, with everything needed to read it.

    ``text`` is what a reader sees of it, typography folded; ``lead`` the stem it completes ("" if
    none); ``tail`` the items that follow, if it introduces a list; ``row`` the whole table row it
    stands in; ``heading`` the heading right above it. ``start`` and ``end`` are offsets in the version.
    """

    clause: Clause
    start: int
    end: int
    text: str
    lead: str
    tail: str
    row: str
    heading: str

    @property
    def quote(self) -> str:
        """The words of the version at ``start`` to ``end``, Markdown included."""
        return self.clause.text[self.start - self.clause.char_start : self.end - self.clause.char_start]

    @property
    def context(self) -> str:
        """The stem and the text as one piece of reading."""
        return f"{self.lead} {self.text}" if self.lead else self.text


@lru_cache(maxsize=REMEMBERED)
def folded(text: str) -> str:
    """Return what a reader sees of Markdown, with quotation marks and dashes folded to plain ones."""
    shown = plain(text)
    return shown if shown.isascii() else shown.translate(_QUOTATION)


def units_of(clauses: Iterable[Clause]) -> list[Unit]:
    """Cut the clauses of a document, in their order, into units."""
    ordered = sorted(clauses, key=lambda clause: (clause.document_id, clause.version_id, clause.ordinal))
    tails = _tails(ordered)
    result: list[Unit] = []
    for clause in ordered:
        if clause.kind in QUOTED_KINDS:
            result.extend(_units(clause, tails.get(id(clause), "")))
    return result


def units_by_document(clauses: Iterable[Clause]) -> list[list[Unit]]:
    """Cut clauses into the units of each document, documents and units in their order."""
    units = units_of(clauses)
    return [
        list(group)
        for _, group in groupby(units, key=lambda unit: (unit.clause.document_id, unit.clause.version_id))
    ]


def _units(clause: Clause, tail: str) -> list[Unit]:
    row = clause.kind == "table_row"
    pieces = _pieces(clause.text)
    whole_row = folded(clause.text) if row else ""
    heading = folded(clause.heading_path[-1]) if clause.heading_path else ""
    lead = "" if row else folded(clause.stem or "")[-LEAD_LENGTH:]
    return [
        Unit(
            clause=clause,
            start=clause.char_start + start,
            end=clause.char_start + end,
            text=text,
            lead=lead,
            tail=tail if index == len(pieces) - 1 else "",
            row=whole_row,
            heading=heading,
        )
        for index, (start, end, text) in enumerate(pieces)
    ]


@lru_cache(maxsize=REMEMBERED)
def _pieces(text: str) -> tuple[tuple[int, int, str], ...]:
    """Cut a clause's text into sentences: where each stands, and what a reader sees of it."""
    return tuple(
        (start, end, _SPACED_DASH.sub(", ", folded(text[start:end])))
        for start, end in _whole(text, sentences(text))
    )


def _whole(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join to its sentence what only goes on with it ("… our models. Including by monitoring …")."""
    whole: list[tuple[int, int]] = []
    for start, end in spans:
        if whole and _GOES_ON.match(text, start) and not text[whole[-1][1] : start].strip():
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
    return whole


def _tails(ordered: Sequence[Clause]) -> dict[int, str]:
    """Map a clause that introduces a list to the text of the list's items."""
    tails: dict[int, str] = {}
    for position, clause in enumerate(ordered):
        if clause.kind == "heading" or not clause.text.rstrip(" *_").endswith((":", "：")):
            continue
        items: list[str] = []
        for follower in ordered[position + 1 :]:
            if (
                follower.kind != "list_item"
                or not follower.stem
                or follower.document_id != clause.document_id
            ):
                break
            items.append(follower.text)
            if sum(map(len, items)) > TAIL_LENGTH:
                break
        tails[id(clause)] = folded("; ".join(items))[:TAIL_LENGTH]
    return tails
