"""A text as it is compared: dates, links, ids and, if need be, e-mail addresses written in one way."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from assets.versions.date_expressions import dates_as_iso, find_dates
from assets.versions.dates import own_dates
from assets.versions.hashes import ID_MASK, announces_fact, masked_dates, tells_today, without_tokens
from assets.versions.squeezing import bare, squeeze

if TYPE_CHECKING:
    from assets.versions.text import Text

_WEB_ADDRESS = re.compile(r"(https?://[\w.-]{1,200})(?::\d{2,5})?[/?#][^\s<>\"'“”’，。；、（）]{0,2000}")
# Characters of a line with a label and a date and nothing else ("This policy was last updated on 2024-06-04").
OWN_DATE_LINE = 45
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_END_OF_SENTENCE = ".,;:!)]"
# What Cloudflare, for one, puts in the place of an address for readers without JavaScript.
_HIDDEN_ADDRESS = "email protected"
_ADDRESS = re.compile(r"[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")


class Writing:
    """One text's lines, written alike; everything is computed once, when it is first asked for.

    Dates are ISO 8601; of links that are shown only the site is left, because paths change with languages and
    redesigns; with ``addresses=False`` every e-mail address, shown or hidden from robots, is ``@``.
    """

    def __init__(self, text: Text, *, addresses: bool = True) -> None:
        self._text = text
        self._addresses = addresses

    @cached_property
    def plain(self) -> str:
        """The text in one line, ids, counters, ages and copyright years as they are."""
        return " ".join(self._plain_lines)

    def lines_with(self, dates: set[str]) -> list[str]:
        """The lines that hold one of these dates (ISO 8601)."""
        return [line for line in self._plain_lines if any(date in line for date in dates)]

    @cached_property
    def lines(self) -> list[str]:
        """The lines, with ids, counters, ages and copyright years masked."""
        plain = self._plain_lines
        lines = list(map(without_tokens, plain))
        for number, line in enumerate(lines[1:], start=1):
            if ID_MASK in line and announces_fact(plain[number - 1]):
                lines[number] = without_tokens(plain[number], after_fact=True)
        return lines

    @cached_property
    def masked(self) -> str:
        """The letters of the text with dates masked as well, without spaces and shapes."""
        return "".join(squeeze(masked_dates(line)) for line in self.lines)

    @cached_property
    def squeezed(self) -> list[str]:
        """The lines without spaces and shapes."""
        return list(map(squeeze, self.lines))

    @cached_property
    def bare(self) -> list[str]:
        """The lines without numbering, case and punctuation; of a line that states the document's date, the date.

        Whether that date is called "last revised" or "last updated" is no change of the document.
        """
        return [self._own_date(line) or bare(line) for line in self.lines]

    def _own_date(self, line: str) -> str | None:
        if len(line) > OWN_DATE_LINE or not _YEAR.search(line):
            return None
        return next((date for date in self.own_dates if line.endswith(date)), None)

    @cached_property
    def letters(self) -> str:
        """The whole text without spaces and shapes."""
        return "".join(map(squeeze, self._plain_lines))

    @cached_property
    def lengths(self) -> list[int]:
        """The number of words of each line."""
        return [len(line.split()) for line in self.lines]

    @cached_property
    def dates(self) -> set[str]:
        """All dates the text holds (ISO 8601, or as written where the day is not known) but the day of the visit."""
        plain = self.plain
        return {
            one.value.isoformat() if one.value else plain[one.start : one.end]
            for one in find_dates(plain, language=self._text.language)
        }

    @cached_property
    def own_dates(self) -> set[str]:
        """The dates the document states of itself, as ``own_dates`` gives them."""
        return own_dates(self.lines, language=self._text.language)

    @cached_property
    def _plain_lines(self) -> list[str]:
        lines = [
            masked_dates(line) if self._is_today(line) else _with_sites(line) for line in self._text.lines
        ]
        if not self._addresses:
            lines = list(map(_without_addresses, lines))
        return dates_as_iso(lines, language=self._text.language)

    def _is_today(self, line: str) -> bool:
        """Whether a line prints the day of the visit; the clock of the page may be a day off."""
        if not tells_today(line):
            return False
        day = self._text.seen_at.date()
        found = [mention.value for mention in find_dates(line, language=self._text.language)]
        return all(value is not None and abs((value - day).days) <= 1 for value in found)


def hides_addresses(text: Text) -> bool:
    """Whether the text shows, in the place of an e-mail address, that it is hidden from robots."""
    return any(_HIDDEN_ADDRESS in line for line in text.lines)


def _with_sites(line: str) -> str:
    return _WEB_ADDRESS.sub(_site, line) if "://" in line else line


def _site(match: re.Match[str]) -> str:
    return match[1] + match[0][len(match[0].rstrip(_END_OF_SENTENCE)) :]


def _without_addresses(line: str) -> str:
    line = line.replace(f"[{_HIDDEN_ADDRESS}]", "@").replace(_HIDDEN_ADDRESS, "@")
    return _ADDRESS.sub("@", line) if "@" in line else line
