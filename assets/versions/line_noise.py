"""Tells whether the lines that differ between two texts are moved, repeated, or entries of a page's menus."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from enum import Enum
from functools import cached_property

from rapidfuzz.distance import Indel

from assets.versions.date_expressions import find_dates
from assets.versions.squeezing import squeeze
from assets.versions.visible import visible_block
from assets.versions.writing import Writing

# Words of a line with which running text begins and ends; what stands before and after it may be menus.
RUNNING_LINE = 12
# The most words of a menu's entry that is a link, and of a line of the page's head that is none ("EU terms
# of use", "OpenAI" above the title of OpenAI's terms).
ENTRY_WORDS, HEAD_WORDS = 8, 6
# So many lines in a row that stand elsewhere too are a table of contents or a text shown twice; fewer may
# be entries of a list ("Name", "Address") that mean something new where they are added.
REPEATED_RUN = 4
REPEATED_TEXT = 20  # so many repeated lines are a text shown twice
MENU_LINKS = 5  # links that make a menu of what stands below the running text


class LineNoise(Enum):
    """Why lines differ without a change of the document."""

    REORDERED = "reordered"
    REPEATED = "repeated"
    REWRITTEN = "rewritten"
    MENU = "menu"


def line_noise(old: Page, new: Page) -> LineNoise | None:
    """Return why the lines of two texts differ, if it is not for a change of the document.

    ``REWRITTEN`` means that some lines differ in case, punctuation or numbering, and that all others that
    differ can be ignored.
    """
    if Counter(old.writing.squeezed) == Counter(new.writing.squeezed):
        return LineNoise.REORDERED
    items = [[line.rstrip(_ITEM_ENDS) for line in page.writing.squeezed] for page in (old, new)]
    if items[0] != items[1] and Counter(items[0]) == Counter(items[1]):
        return LineNoise.REORDERED
    kinds: set[LineNoise | None] = set()
    for was, became in _hunks(old.writing.squeezed, new.writing.squeezed):
        if _renamed_heading(old, was) and _renamed_heading(new, became):
            return None
        rewritten = bool(was) and bool(became) and old.bare_block(was) == new.bare_block(became)
        if not rewritten and (old.says_something_new(was, new) or new.says_something_new(became, old)):
            return None
        sides = ((old, was, new), (new, became, old))
        reasons = [side.why_ignored(block, other) for side, block, other in sides if block]
        if rewritten and set(reasons) != {LineNoise.MENU}:
            kinds.add(LineNoise.REWRITTEN)
        elif None in reasons:
            return None
        else:
            kinds.update(reasons)
    return next(kind for kind in (LineNoise.REWRITTEN, LineNoise.MENU, LineNoise.REPEATED) if kind in kinds)


def _hunks(old: list[str], new: list[str]) -> Iterator[tuple[range, range]]:
    """Places where the lines differ: those of the old text and those of the new that stand for them."""
    was, became = range(0), range(0)
    for step in Indel.opcodes(old, new):
        if step.tag == "equal":
            if was or became:
                yield was, became
            was, became = range(step.src_end, step.src_end), range(step.dest_end, step.dest_end)
        else:
            was, became = range(was.start, step.src_end), range(became.start, step.dest_end)
    if was or became:
        yield was, became


def _renamed_heading(page: Page, block: range) -> bool:
    """Whether a block is only the line right above the running text: a heading of the document, not of its page."""
    return len(block) == 1 and block.start + 1 == page.head and not page.is_link(block.start)


class Page:
    """One text and its page, with what is needed to tell which lines a reader can do without."""

    def __init__(self, writing: Writing, markdown: str) -> None:
        self.writing = writing
        self._markdown = markdown

    @cached_property
    def _edges(self) -> tuple[int, int]:
        """Where the running text begins and ends; a list without running text has no head and no foot."""
        lengths = self.writing.lengths
        running = [number for number, length in enumerate(lengths) if length >= RUNNING_LINE]
        return (running[0], running[-1] + 1) if running else (0, len(lengths))

    @cached_property
    def _is_link(self) -> list[bool]:
        links = _lines_of_links(self._markdown)
        return [
            length <= ENTRY_WORDS and line in links
            for line, length in zip(self.writing.squeezed, self.writing.lengths, strict=True)
        ]

    @property
    def head(self) -> int:
        """The first line of running text."""
        return self._edges[0]

    def is_link(self, number: int) -> bool:
        """Whether a line is a short link and nothing else."""
        return self._is_link[number]

    @cached_property
    def _bare(self) -> frozenset[str]:
        return frozenset(self.writing.bare)

    def bare_block(self, block: range) -> str:
        """The lines of a block as one, without case, punctuation and numbering."""
        return "".join(self.writing.bare[number] for number in block)

    def says_something_new(self, block: range, other: Page) -> bool:
        """Whether a block holds running text that the other page does not have anywhere."""
        return any(
            self.writing.lengths[number] >= RUNNING_LINE and self.writing.bare[number] not in other._bare
            for number in block
        )

    def why_ignored(self, block: range, other: Page) -> LineNoise | None:
        """Why a block of lines that the other text lacks (here) can be ignored, if it can."""
        start = block.start
        entries = [self._is_entry(number) for number in block]
        if all(entries):
            return LineNoise.MENU
        repeats = [self.writing.bare[number] in other._bare for number in block]
        shown_twice = sum(repeats) >= REPEATED_TEXT
        for run in _runs(repeats):
            lines = range(start + run.start, start + run.stop)
            if repeats[run.start]:
                long = all(self.writing.lengths[number] >= RUNNING_LINE for number in lines)
                if not (
                    long
                    or len(run) >= REPEATED_RUN
                    or lines.stop <= self._edges[0]
                    or all(entries[n] for n in run)
                ):
                    return None
            elif not all(entries[place] or (shown_twice and self._is_short(start + place)) for place in run):
                return None
        return LineNoise.MENU if not all(repeats) else LineNoise.REPEATED

    @cached_property
    def _menu(self) -> int:
        """The first link below the running text if from there on most lines are links, as in a page's foot."""
        end = len(self.writing.lines)
        foot = self._edges[1]
        links = [number for number in range(foot, end) if self._is_link[number]]
        if len(links) < MENU_LINKS or len(links) < (end - links[0]) / 2:
            return end
        return links[0] - 1 if links[0] > foot and self._is_short(links[0] - 1) else links[0]

    def _is_entry(self, number: int) -> bool:
        """Whether a line is a short link above or below the running text, or a few words among such."""
        head, foot = self._edges
        if head <= number < foot:
            return False
        return self._is_link[number] or ((number < head or number >= self._menu) and self._is_short(number))

    def _is_short(self, number: int) -> bool:
        return self.writing.lengths[number] <= HEAD_WORDS and not self._states_a_fact(
            self.writing.lines[number]
        )

    def _states_a_fact(self, line: str) -> bool:
        """Whether a line of the head holds a number, an address or a date that is not the document's own."""
        for mention in reversed(find_dates(line)):
            if line[mention.start : mention.end] in self.writing.own_dates and not _DATE_LABEL.search(line):
                line = line[: mention.start] + line[mention.end :]
        return bool(_FACT.search(line))


def _runs(flags: list[bool]) -> Iterator[range]:
    """The ranges over which a flag keeps its value."""
    start = 0
    for place in range(1, len(flags) + 1):
        if place == len(flags) or flags[place] != flags[start]:
            yield range(start, place)
            start = place


_FACT = re.compile(r"[\d@%$€£?!]")
# What stands behind the items of a list, and behind the last of them; they stay where they were in another order.
_ITEM_ENDS = ".,;。，；"
_DATE_LABEL = re.compile(r"updat|effective|modif|revis|gültig|stand|vigueur|vigor|生效|更新", re.IGNORECASE)
_OWN_LABEL = re.compile(
    r"updat|effective|modif|revis|version|dated|as of|in force|publish|review|gültig|stand\b|fassung|aktualisier|geändert"
    r"|vigueur|mise à jour|révis|vigor|vigente|vigencia|actualiz|aggiorn|atualiz|gewijzigd|生效|更新|发布|修订|施行",
    re.IGNORECASE,
)


def states_own_date(line: str) -> bool:
    """Whether a line with a date calls it the document's: "last updated", "effective", "Stand"."""
    return bool(_OWN_LABEL.search(line))


_LINK_LINE = re.compile(r"^[\s*+>#-]*(?:!?\[[^\[\]]{0,200}\]\([^()\n]{0,2000}\)[\s|·•,-]*){1,20}$")


def _lines_of_links(markdown: str) -> set[str]:
    """The lines (squeezed) that are links and nothing else."""
    lines = [
        line
        for line in map(str.strip, markdown.splitlines())
        if line.endswith(")") and _LINK_LINE.match(line)
    ]
    return {squeeze(visible_block(line)) for line in lines}
