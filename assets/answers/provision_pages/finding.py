"""Finds which slots a clause fills by itself, with the words that show it, and which of them it says are not there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assets.answers.model import Clause
from assets.answers.provision_pages.model import Find
from assets.answers.provision_pages.slots import SlotBook
from assets.answers.units import Unit, folded
from assets.topics.branches import Branch
from assets.topics.patterns import Pattern

SIGNS_SHOWN = 4
"""Signs of one slot that are shown; a list of all data collected can hold forty."""
HEADINGS_READ = 2
"""Headings right above a clause that are read with it; a document's title says too little."""
DENIED = "denied:"
"""Stands before a slot's id as the owner of its denials, among alternatives of patterns."""
_TO_BORDER = re.compile(r"\w{0,20}(?: [^\s,.;:()]{1,30}){0,9}")
_HANGING = re.compile(
    r"(?: (?:an?|and|any|are|as|at|by|for|from|her|his|if|in|into|is|its|least|may|more|most|not|of|on|or|our|over|such|than|that|the"
    r"|their|these|this|those|to|under|unless|until|upon|when|where|which|who|will|with|within|without|your))+$",
    re.IGNORECASE,
)
"""Ends words cut before their border: what goes with a word that is not shown any more."""
_ALREADY_DENIED = re.compile(
    r"(?:\b(?:not|never|cannot|nobody|neither|nothing)\b|n't\b)[^.;,]{0,80}$", re.IGNORECASE
)
"""Before a denial: what is denied twice is said ("We do not change prices without notice")."""
_FOLLOWS = re.compile(
    r"\W{0,3}(?:so|thus|hence|therefore|accordingly|consequently|for (?:this|that) reason)\b", re.IGNORECASE
)
_NOT_DONE = re.compile(r"\b(?:do|does|did|have|has|will)(?: not|n't) |\bnever\b", re.IGNORECASE)
"""Before a denial that only follows from it: what is not done needs no choice ("We sell no data. So there is no opt-out.")."""
_Span = tuple[int, int]


@dataclass(frozen=True)
class ClauseWords:
    """The words of a clause as they are read: its own, its nearest headings, and what stands right above it."""

    whole: str
    headings: tuple[str, ...]
    above: str

    @staticmethod
    def of(clause: Clause) -> ClauseWords:
        """Return the words of a clause, typography folded."""
        headings = tuple(folded(heading) for heading in clause.heading_path[-HEADINGS_READ:])
        # the nearest heading says for which data or purpose; a section's title does not
        above = " ".join([*headings[-1:], folded(clause.stem or "")])
        return ClauseWords(folded(clause.text), headings, above)

    @property
    def everything(self) -> str:
        """All of them, to be searched at once."""
        return f"{self.whole}\n{self.above}"


@dataclass
class _Said:
    """The signs of one slot found in a clause: where a sentence begins, the offset in it, the words."""

    unit: Unit
    signs: list[tuple[int, int, str]] = field(default_factory=list)


class SlotFinder:
    """Finds the slots that clauses fill."""

    def __init__(self, book: SlotBook) -> None:
        self._book = book

    def signs(self) -> list[tuple[str, Pattern]]:
        """Return the owner and pattern of every sign and denial, for an index of which may stand in a text."""
        slots = self._book.slots.values()
        denials = [(DENIED + slot.slot_id, slot.denial.signs) for slot in slots if slot.denial is not None]
        return [*((slot.slot_id, slot.signs) for slot in slots), *denials]

    def find(
        self, units: Sequence[Unit], words: ClauseWords, start: int, branches: Sequence[Branch[str]]
    ) -> dict[str, Find]:
        """Return the first sign of each slot: in the clause, else in its stem and headings.

        A sign that stands in a denial of its slot ("no setting", "cannot opt out") is none; where a clause has no other,
        the slot is denied.

        Args:
            units: the sentences of the clause.
            words: its words and those above it.
            start: where it begins in its version.
            branches: the alternatives of patterns that may stand in it.
        """
        denials = [branch for branch in branches if branch.owner.startswith(DENIED)]
        signs = [branch for branch in branches if branch.owner in self._book.slots]
        denied = {unit.start: _denied(unit.text, denials) for unit in units}
        said: dict[str, _Said] = {}
        told_not: dict[str, _Said] = {}
        for before, unit in zip([None, *units], units, strict=False):
            if before is not None and _FOLLOWS.match(unit.text) and _NOT_DONE.search(before.text):
                continue
            for slot, spans in denied[unit.start].items():
                of_slot = told_not.setdefault(slot, _Said(unit))
                of_slot.signs += [(unit.start, low, unit.text[low:high]) for low, high in spans]
        whole = (words.whole, words.whole.lower())
        for branch in signs:
            if search(branch, whole):
                self._add(said, branch, units, denied)
        finds = {slot: _find(one, start) for slot, one in said.items()}
        for slot, one in told_not.items():
            finds.setdefault(slot, _find(one, start, denied=True))
        self._above(finds, words.above, units[0], start, signs, denials)
        return finds

    def _add(
        self,
        said: dict[str, _Said],
        branch: Branch[str],
        units: Sequence[Unit],
        denied: dict[int, dict[str, list[_Span]]],
    ) -> None:
        for unit in units:
            for match in branch.pattern.finditer(unit.text if branch.cased else unit.text.lower()):
                if _within(match, denied[unit.start].get(branch.owner, ())):
                    continue
                one = said.setdefault(branch.owner, _Said(unit))
                if unit.start < one.unit.start:
                    one.unit = unit
                end = self._end(branch.owner, unit.text, match.end())
                one.signs.append((unit.start, match.start(), unit.text[match.start() : end]))

    def _above(
        self,
        finds: dict[str, Find],
        above: str,
        first: Unit,
        start: int,
        signs: Sequence[Branch[str]],
        denials: Sequence[Branch[str]],
    ) -> None:
        """Add the slots that only the stem or the heading above fills."""
        place = (first.start - start, first.end - start)
        denied = _denied(above, denials)
        for branch in signs:
            sign = search(branch, (above, above.lower()))
            if branch.owner not in finds and sign and not _within(sign, denied.get(branch.owner, ())):
                end = self._end(branch.owner, above, sign.end())
                finds[branch.owner] = Find(above[sign.start() : end].strip(" ,:"), *place, in_stem=True)
        for slot, spans in denied.items():
            low, high = spans[0]
            finds.setdefault(slot, Find(above[low:high].strip(" ,:"), *place, in_stem=True, denied=True))

    def _end(self, slot: str, text: str, end: int) -> int:
        """Return where a sign ends as it is shown: with the words up to a border, where it means little without."""
        behind = _TO_BORDER.match(text, end) if self._book.slots[slot].to_border else None
        if behind is None:
            return end
        goes_on = re.match(r" \(?\w", text[behind.end() :])
        hanging = _HANGING.search(behind[0]) if goes_on else None
        return behind.start() + hanging.start() if hanging else behind.end()


def search(branch: Branch[str], text: tuple[str, str]) -> re.Match[str] | None:
    """Search a text, given as it is and in lower case, for an alternative."""
    return branch.pattern.search(text[0] if branch.cased else text[1])


def _denied(text: str, denials: Sequence[Branch[str]]) -> dict[str, list[_Span]]:
    """Return where a text denies which slots."""
    found: dict[str, list[_Span]] = {}
    lowered = text.lower()
    for branch in denials:
        for match in branch.pattern.finditer(text if branch.cased else lowered):
            if not _ALREADY_DENIED.search(text[: match.start()]):
                found.setdefault(branch.owner.removeprefix(DENIED), []).append(match.span())
    return found


def _within(match: re.Match[str], spans: Sequence[_Span]) -> bool:
    return any(low <= match.start() < high for low, high in spans)


def _find(said: _Said, start: int, denied: bool = False) -> Find:
    return Find(_told(said.signs), said.unit.start - start, said.unit.end - start, denied=denied)


def _told(signs: Sequence[tuple[int, int, str]]) -> str:
    """Return the first different signs in their order, as one text."""
    words: dict[str, str] = {}
    for _, _, sign in sorted(signs):
        words.setdefault(sign.strip(" ,").lower(), sign.strip(" ,"))
    shown = [sign for low, sign in words.items() if not any(low != other and low in other for other in words)]
    return "; ".join(shown[:SIGNS_SHOWN]) + (" …" if len(shown) > SIGNS_SHOWN else "")
