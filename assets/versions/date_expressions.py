"""Finds dates written out in running text, in many languages and orders, without guessing day from month."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache

from assets.versions.blocks import REMEMBERED
from assets.versions.date_words import date_words

# Languages whose readers always write the day before the month in numbers. English is not among
# them: 03/04/2024 is March in Boston and April in London.
DAY_FIRST_LANGUAGES = frozenset(
    [
        "bg",
        "cs",
        "da",
        "de",
        "el",
        "es",
        "et",
        "fi",
        "fr",
        "hr",
        "is",
        "it",
        "lv",
        "nb",
        "nl",
        "nn",
        "no",
        "pl",
        "pt",
        "ro",
        "ru",
        "sk",
        "sl",
        "sr",
        "sv",
        "tr",
        "uk",
    ]
)
DAY_FIRST_ENGLISH = frozenset({"en-gb", "en-ie", "en-au", "en-nz", "en-in", "en-za"})
EARLIEST_YEAR, LATEST_YEAR = 1990, 2099


@dataclass(frozen=True)
class DateMention:
    """A date in a text: where it stands and what it says; ``value`` is None if day or month cannot be told.

    ``first`` and ``second`` are the two leading numbers of a numeric date (31/12/2024: 31 and 12), else 0.
    """

    start: int
    end: int
    value: date | None
    year: int
    first: int = 0
    second: int = 0


# Every date but 31/12/24 holds a year of four digits; looking only around those is what makes this fast.
_NUMBERS = re.compile(r"[0-9][0-9./-]+")
_YEAR_OR_SHORT_DATE = re.compile(r"(?:19|20)\d\d|\d[./-][0-3]?\d[./-]\d\d")
_REACH = 32  # characters: longer than the longest written date ("22 de septiembre del 2024")


@cache
def _pattern() -> re.Pattern[str]:
    spellings = sorted(date_words().months, key=len, reverse=True)
    month = "(?:" + "|".join(re.escape(spelling) for spelling in spellings) + r")(?![^\W\d_])\.?"
    # A label may be glued to the month where a page shows them in two boxes: "UpdatedJanuary 10, 2024".
    month_start = r"(?:(?<![^\W\d_])|(?<=[a-zà-ÿ])(?-i:(?=[A-Z])))"
    year = r"(?:19|20)\d\d(?!\d)"
    ordinal = r"(?:st|nd|rd|th|er|ère|º|°|\.|e)?"
    gap = r"[\s,.\-/]{0,4}"
    of = r"(?:de\s|of\s|del\s|d[’'])?"
    return re.compile(
        rf"(?P<md>{month_start}(?P<md_month>{month})[\s.-]{{0,2}}(?P<md_day>[0-3]?\d){ordinal}(?!\d)"
        rf"{gap}(?P<md_year>{year}))"
        rf"|(?P<dm>(?<!\d)(?P<dm_day>[0-3]?\d){ordinal}[\s\-/]{{0,3}}{of}(?P<dm_month>{month})"
        rf"{gap}{of}(?P<dm_year>{year}))"
        rf"|(?P<ymd>(?<!\d)(?P<ymd_year>{year})\s?[-/.年년]\s?(?P<ymd_month>[01]?\d)(?!\d)"
        rf"\s?[-/.月월]\s?(?P<ymd_day>[0-3]?\d)(?!\d)(?:\s?[日일])?)"
        rf"|(?P<num>(?<![\d./-])(?P<num_first>[0-3]?\d)(?P<num_mark>[./-])\s?(?P<num_second>[0-3]?\d)"
        rf"(?P=num_mark)\s?(?P<num_year>{year}))"
        # two digits of a year: not 5.1.24, which is a section; 05.01.24 or 5/1/24 is a date
        rf"|(?P<short>(?<![\d./-])(?:(?P<short_first>[0-3]?\d)/(?P<short_second>[0-3]?\d)/|"
        rf"(?P<dot_first>[0-3]\d)\.(?P<dot_second>[01]\d)\.)(?P<short_year>[0-4]\d)(?![\d./-]))"
        rf"|(?P<my>{month_start}(?P<my_month>{month})\s{{0,2}}{of},?\s?(?P<my_year>{year}))"
        rf"|(?P<ym>(?<!\d)(?P<ym_year>{year})\s?[年년]\s?(?P<ym_month>[01]?\d)\s?[月월])",
        re.IGNORECASE,
    )


_KINDS = ("md", "dm", "ymd", "num", "short", "my", "ym")


def find_dates(text: str, *, language: str | None = None) -> list[DateMention]:
    """Return the dates written in ``text``, in order.

    A numeric date is read day first where its numbers or the language (``de``, ``fr-CA`` …) say so, month
    first for ``en-US``; otherwise another date of the same text with a number over 12 decides, and if none
    does, ``value`` stays None. A month with a year but no day has no value either.

    >>> [str(mention.value) for mention in find_dates("On 1st March 2024, 2024年5月6日 and 03/04/2024")]
    ['2024-03-01', '2024-05-06', 'None']
    """
    mentions = _mentions(text)
    if not mentions:
        return []
    day_first = _order(language, mentions)
    return [_decide(mention, day_first) for mention in mentions]


def dates_as_iso(lines: Sequence[str], *, language: str | None = None) -> list[str]:
    """Return lines of one text with each date that can be read to the day written as ISO 8601.

    Numeric dates are read as in :func:`find_dates`; what decides is all the text's dates.
    """
    mentions = list(map(_mentions, lines))
    day_first = _order(language, [mention for found in mentions for mention in found])
    written = []
    for line, found in zip(lines, mentions, strict=True):
        parts, done = [], 0
        for mention in found:
            if value := _decide(mention, day_first).value:
                parts += [line[done : mention.start], value.isoformat()]
                done = mention.end
        written.append("".join([*parts, line[done:]]) if parts else line)
    return written


@lru_cache(maxsize=REMEMBERED)
def _mentions(text: str) -> tuple[DateMention, ...]:
    return tuple(_found(text))


def _found(text: str) -> Iterator[DateMention]:
    pattern = _pattern()
    done = 0
    for anchor in _NUMBERS.finditer(text):
        if anchor.start() < done or not _YEAR_OR_SHORT_DATE.search(anchor[0]):
            continue
        position, stop = max(done, anchor.start() - _REACH), min(len(text), anchor.end() + _REACH)
        match = pattern.search(text, position, stop)
        if match:
            yield _read(match)
            done = match.end()


def _read(match: re.Match[str]) -> DateMention:
    kind = next(kind for kind in _KINDS if match[kind])
    year = int(match[f"{kind}_year"])
    if kind == "num":
        return _read_numbers(match, year, match["num_first"], match["num_second"], match["num_mark"] == ".")
    if kind == "short":
        dotted = match["dot_first"] is not None
        first, second = (
            match["dot_first" if dotted else "short_first"],
            match["dot_second" if dotted else "short_second"],
        )
        return _read_numbers(match, 2000 + year, first, second, dotted)
    named = match[f"{kind}_month"]
    month = int(named) if named.isdigit() else date_words().months[named.lower().rstrip(".")]
    day = 0 if kind in ("my", "ym") else int(match[f"{kind}_day"])
    return DateMention(match.start(), match.end(), _date(year, month, day), year)


def _read_numbers(match: re.Match[str], year: int, one: str, two: str, dotted: bool) -> DateMention:
    """Read 31/12/2024: full stops mean day first everywhere; else only a number over 12 tells the day."""
    first, second = int(one), int(two)
    value = None
    if dotted or first > 12 or first == second:
        value = _date(year, second, first)
    elif second > 12:
        value = _date(year, first, second)
    return DateMention(match.start(), match.end(), value, year, first, second)


def _date(year: int, month: int, day: int) -> date | None:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _order(language: str | None, mentions: Sequence[DateMention]) -> bool | None:
    """Whether numeric dates of this text put the day first; None if nothing tells."""
    tag = (language or "").lower().replace("_", "-")
    if tag == "en-us":
        return False
    if tag.split("-")[0] in DAY_FIRST_LANGUAGES or tag in DAY_FIRST_ENGLISH:
        return True
    told = {mention.first > 12 for mention in mentions if max(mention.first, mention.second) > 12}
    return told.pop() if len(told) == 1 else None


def _decide(mention: DateMention, day_first: bool | None) -> DateMention:
    if mention.value or not mention.first or day_first is None:
        return mention
    month, day = (mention.second, mention.first) if day_first else (mention.first, mention.second)
    return replace(mention, value=_date(mention.year, month, day))
