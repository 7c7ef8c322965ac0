"""Tells whether the lines that differ between two texts are moved, repeated, or entries of a page's menus."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from enum import Enum

from rapidfuzz.distance import Indel

from assets.versions.date_expressions import find_dates
from assets.versions.dates import own_dates
from assets.versions.neutral import Pair
from assets.versions.text import Text, bare_lines, squeezed_lines
from assets.versions.visible import visible_lines

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


def line_noise(pair: Pair) -> LineNoise | None:
    """Return why the lines of two texts differ, if it is not for a change of the document.

    ``REWRITTEN`` means that some lines differ in case, punctuation or numbering, and that all others that
    differ can be ignored.
    """
    old, new = (squeezed_lines(lines) for lines in pair.lines_without_tokens)
    if Counter(old) == Counter(new):
        return LineNoise.REORDERED
    kinds: set[LineNoise | None] = set()
    before, after = (
        _Side(text, lines)
        for text, lines in zip((pair.old, pair.new), pair.lines_without_tokens, strict=True)
    )
    for was, became in _hunks(old, new):
        sides = ((before, was, after), (after, became, before))
        reasons = [side.why_ignored(block, other) for side, block, other in sides if block]
        if (
            was
            and became
            and before.bare_block(was) == after.bare_block(became)
            and set(reasons) != {LineNoise.MENU}
        ):
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


class _Side:
    """One text's lines, with what is needed to tell which of them a reader can do without."""

    def __init__(self, text: Text, lines: list[str]) -> None:
        self.lines = lines
        self.bare = bare_lines(lines)
        self.lengths = [len(line.split()) for line in lines]
        running = [number for number, length in enumerate(self.lengths) if length >= RUNNING_LINE]
        # A list without running text has no head and no foot.
        self.head, self.foot = (running[0], running[-1] + 1) if running else (0, len(lines))
        self.own_dates = own_dates(lines, language=text.language)
        links = _lines_of_links(text.markdown)
        self.is_link = [
            length <= ENTRY_WORDS and line in links
            for line, length in zip(squeezed_lines(lines), self.lengths, strict=True)
        ]
        self.menu = self._start_of_menu()

    def bare_block(self, block: range) -> str:
        """The lines of a block as one, without case, punctuation and numbering."""
        return "".join(self.bare[number] for number in block)

    def why_ignored(self, block: range, other: _Side) -> LineNoise | None:
        """Why a block of lines that the other text lacks (here) can be ignored, if it can."""
        start = block.start
        entries = [self._is_entry(number) for number in block]
        if all(entries):
            return LineNoise.MENU
        elsewhere = set(other.bare)
        repeats = [self.bare[number] in elsewhere for number in block]
        shown_twice = sum(repeats) >= REPEATED_TEXT
        for run in _runs(repeats):
            lines = range(start + run.start, start + run.stop)
            if repeats[run.start]:
                long = all(self.lengths[number] >= RUNNING_LINE for number in lines)
                if not (
                    long
                    or len(run) >= REPEATED_RUN
                    or lines.stop <= self.head
                    or all(entries[n] for n in run)
                ):
                    return None
            elif not all(entries[place] or (shown_twice and self._is_short(start + place)) for place in run):
                return None
        return LineNoise.MENU if not all(repeats) else LineNoise.REPEATED

    def _start_of_menu(self) -> int:
        """The first link below the running text if from there on most lines are links, as in a page's foot."""
        links = [number for number in range(self.foot, len(self.lines)) if self.is_link[number]]
        if len(links) < MENU_LINKS or len(links) < (len(self.lines) - links[0]) / 2:
            return len(self.lines)
        return links[0] - 1 if links[0] > self.foot and self._is_short(links[0] - 1) else links[0]

    def _is_entry(self, number: int) -> bool:
        """Whether a line is a short link above or below the running text, or a few words among such."""
        if self.head <= number < self.foot:
            return False
        return self.is_link[number] or (
            (number < self.head or number >= self.menu) and self._is_short(number)
        )

    def _is_short(self, number: int) -> bool:
        return self.lengths[number] <= HEAD_WORDS and not self._states_a_fact(self.lines[number])

    def _states_a_fact(self, line: str) -> bool:
        """Whether a line of the head holds a number, an address or a date that is not the document's own."""
        for mention in reversed(find_dates(line)):
            if line[mention.start : mention.end] in self.own_dates and not _DATE_LABEL.search(line):
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
_DATE_LABEL = re.compile(r"updat|effective|modif|revis|gültig|stand|vigueur|vigor|生效|更新", re.IGNORECASE)
_LINK_LINE = re.compile(r"^[\s*+>#-]*(?:!?\[[^\[\]]{0,200}\]\([^()\n]{0,2000}\)[\s|·•,-]*){1,20}$")


def _lines_of_links(markdown: str) -> set[str]:
    """The lines (squeezed) that are links and nothing else."""
    lines = [
        line
        for line in map(str.strip, markdown.splitlines())
        if line.endswith(")") and _LINK_LINE.match(line)
    ]
    return set(squeezed_lines(visible_lines("\n".join(lines)).split("\n")))
