"""Lists written as numbered or lettered paragraphs: how deep each stands, and the stem it completes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from assets.provisions.enumerators import Enumerator
from assets.provisions.scanner import MAX_DEPTH
from assets.provisions.stems import join_stems


@dataclass(slots=True)
class _Entry:
    style: str
    value: int
    stem: str | None
    text: str
    container: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where an enumerated paragraph stands: its depth (1: outermost) and the stem its list shares."""

    depth: int
    stem: str | None


@dataclass(slots=True)
class Outline:
    """The enumerated paragraphs open at this point of the document, outermost first."""

    entries: list[_Entry] = field(default_factory=list)
    is_adjacent: bool = False

    def clear(self) -> None:
        """Forget all lists: a heading stands between."""
        self.entries = []
        self.is_adjacent = False

    def interrupt(self) -> None:
        """Note a block without an enumerator: lists may go on after it, but nothing nests across it."""
        self.is_adjacent = False

    def place(
        self, enumerator: Enumerator, text: str, container: int, lead: Callable[[], str | None]
    ) -> Place | None:
        """Return the place of a paragraph that starts with an enumerator; ``None``: a clause, not an item.

        ``2.1`` and ``Article 3`` number the clauses of a document, ``(a)``, ``iv.`` and ``3.`` the items of
        a list. ``container`` is the depth of the Markdown list around it, ``lead`` gives the sentence the
        block before leaves open.
        """
        if enumerator.is_decimal and not enumerator.readings[0][0].startswith("decimal1"):
            self.clear()
            return None
        if self.entries and self.entries[-1].container != container:
            self.clear()
        if not self._continue(enumerator, text):
            self._start(enumerator, text, container, lead)
        self.is_adjacent = True
        return Place(len(self.entries), self.entries[-1].stem)

    def _continue(self, enumerator: Enumerator, text: str) -> bool:
        """Go on with the open list whose next item this is; authors miscount, and extraction loses items."""
        may_start = any(value == 1 for _, value in enumerator.readings)
        best: tuple[int, int, int] | None = None
        for style, value in enumerator.readings:
            for depth, entry in enumerate(self.entries):
                step = value - entry.value
                # What may be the first item of a list goes on with one only where it is exactly the next.
                if entry.style == style and (step == 1 or not may_start):
                    candidate = (abs(step - 1), -depth, value)
                    best = min(best, candidate) if best else candidate
        if best is None:
            return False
        del self.entries[1 - best[1] :]
        self.entries[-1].value = best[2]
        self.entries[-1].text = text
        return True

    def _start(
        self, enumerator: Enumerator, text: str, container: int, lead: Callable[[], str | None]
    ) -> None:
        style, value = next(((s, v) for s, v in enumerator.readings if v == 1), enumerator.readings[0])
        if self.is_adjacent and len(self.entries) < MAX_DEPTH:
            parent = self.entries[-1]
            stem = join_stems(parent.stem, parent.text, None)
        else:
            self.entries = []
            stem = lead()
        self.entries.append(_Entry(style, value, stem, text, container))
