"""Periods of time as policies write them ("thirty (30) days", "six months", "24小时"), in days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SMALL = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
]  # fmt: skip
_TENS = {"thirty": 30, "forty": 40, "forty-five": 45, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80}
_WORDS = (
    {word: number for number, word in enumerate(_SMALL, start=1)}
    | _TENS
    | {"ninety": 90, "hundred": 100, "one hundred": 100, "one hundred eighty": 180, "a": 1, "an": 1}
    | {"one hundred and eighty": 180, "one hundred twenty": 120, "twenty-four": 24, "forty-eight": 48}
    | {"seventy-two": 72, "twenty-one": 21, "twenty-eight": 28, "thirty-six": 36, "thirty-six (36)": 36}
)
_CHINESE = {
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}
_DAYS = {
    "hour": 1 / 24, "day": 1, "week": 7, "month": 30, "year": 365,
    "stunde": 1 / 24, "tag": 1, "woche": 7, "monat": 30, "jahr": 365,
    "heure": 1 / 24, "jour": 1, "semaine": 7, "mois": 30, "an": 365, "année": 365,
    "小时": 1 / 24, "天": 1, "日": 1, "周": 7, "个月": 30, "月": 30, "年": 365,
}  # fmt: skip
"""Days in a unit; a month counts as 30 and a year as 365, as the values are for comparing, not for deadlines."""

_NUMBER = (
    r"\d{1,4}(?:[.,]\d{1,2})?|(?:"
    + "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True))
    + r")(?![a-z])"
)
_UNIT = r"hours?|days?|weeks?|months?|years?|Stunden?|Tagen?|Tage?|Wochen?|Monaten?|Monate?|Jahren?|Jahre?|heures?|jours?|semaines?|mois|ann(?:é|e)es?|ans?\b"
PERIOD = re.compile(
    rf"(?<![\w.,$€£-])(?P<number>{_NUMBER})(?:\s?\(\s?(?P<figure>\d{{1,4}})\s?\))?[\s-]?"
    rf"(?P<kind>(?:full|consecutive|calendar|business|working|rolling|additional|further|more|or more|Werk)[\s-]?){{0,2}}(?P<unit>{_UNIT})(?!\w)"
    r"|(?P<zh_number>\d{1,4}|[一二两三四五六七八九十]{1,3})\s?(?:个)?(?P<zh_unit>小时|天|日(?!元)|周|个月|月(?!\d)|年(?!\d))",
    re.IGNORECASE,
)
"""A number, in figures or in words or in both, and a unit of time."""


@dataclass(frozen=True)
class Period:
    """A period found in a text: where it stands, its words, and its length in days."""

    start: int
    end: int
    words: str
    days: float


def periods(text: str) -> Iterator[Period]:
    """Yield the periods named in a text, in order."""
    for match in PERIOD.finditer(text):
        days = _days(match)
        if days is not None:
            yield Period(match.start(), match.end(), match.group().strip(), days)


NUMBER = re.compile(
    rf"(?<![\w.,$€£-])(?P<number>{_NUMBER})(?:\s?\(\s?(?P<figure>\d{{1,4}})\s?\))?(?![\w.,]\d)", re.IGNORECASE
)
"""A number in figures, in words, or in both."""


def numbers(text: str) -> Iterator[float]:
    """Yield the numbers of a text, in order, those in words ("eighteen (18)") once."""
    for match in NUMBER.finditer(text):
        written = (match.group("figure") or match.group("number")).lower()
        if written in ("a", "an"):
            continue
        plain = written.replace(",", ".")
        yield float(plain) if plain.replace(".", "").isdigit() else float(_WORDS[written])


def _days(match: re.Match[str]) -> float | None:
    if zh := match.group("zh_number"):
        number = float(zh) if zh.isdigit() else float(_chinese(zh))
        return round(number * _DAYS[match.group("zh_unit")], 2)
    written = (match.group("figure") or match.group("number")).lower()
    if written.replace(".", "").replace(",", "").isdigit():
        number = float(written.replace(",", "."))
    else:
        number = float(_WORDS[written])
    unit = match.group("unit").lower()
    if written in ("an", "a") and unit.startswith("an"):
        return None
    for name in (unit, unit.rstrip("s"), unit.rstrip("n"), unit.rstrip("en"), unit.rstrip("e")):
        if name in _DAYS:
            return round(number * _DAYS[name], 2)
    return None


def _chinese(text: str) -> int:
    if "十" not in text:
        return _CHINESE[text[0]]
    tens, _, ones = text.partition("十")
    return (_CHINESE[tens] if tens else 1) * 10 + (_CHINESE[ones] if ones else 0)
