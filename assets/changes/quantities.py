"""Numbers of a wording with what they count: days, years of age, amounts, percentages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assets.changes.lexicon import lexicon
from assets.changes.phrases import FIRST_CJK, Words, words_of
from assets.versions.date_expressions import find_dates

DAYS: Mapping[str, float] = {
    "hour": 1 / 24,
    "minute": 1 / 1440,
    "day": 1,
    "week": 7,
    "month": 365 / 12,
    "year": 365,
}
"""How many days a unit of time has; months and years on average."""
SAME_TIME = 0.04
"""Two times that differ by less are the same written otherwise: 30 days and one month, 12 months and a year."""
CURRENCIES = frozenset({"dollars", "euros", "pounds", "yuan"})
UNIT_REACH = 3
"""Words after a number in which its unit may stand: "30 consecutive calendar days"."""
SUBJECT_WORDS = 6
"""How many words after a number say what it is for."""
AGES = range(6, 26)
"""Numbers that may be an age limit where a word of age stands near: policies name 13 to 21."""

_AGE_BEFORE = re.compile(
    r"\b(?:ages?|aged|under|older than|younger than|at least|over|minors?|children)\b[^.;]{0,24}$", re.I
)
_AGE_WORDS = re.compile(
    r"\b(?:ages?|aged|minors?|child|children|teen\w{0,6}|adults?|old|older|younger|parent\w{0,4}|guardians?)\b",
    re.I,
)
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_ATTRIBUTE = re.compile(r"(\d{1,4})-?(day|hour|week|month|year|minute)s?")
_WRITTEN = re.compile(r"([^\W\d]{1,20})-(day|hour|week|month|year|minute)s?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit (empty: none is known), from word ``start`` up to ``end`` of the words."""

    value: float
    unit: str
    start: int
    end: int
    subject: str = ""

    @property
    def days(self) -> float | None:
        """Its length in days, if it is a time. Business days are a unit of their own."""
        return self.value * DAYS[self.unit] if self.unit in DAYS else None

    @property
    def kind(self) -> str:
        """What may be compared with it: "time", or its unit."""
        return "time" if self.unit in DAYS else self.unit

    def same_as(self, other: Quantity) -> bool:
        """Whether both say as much."""
        if self.kind != other.kind:
            return False
        if self.days is not None and other.days is not None:
            return abs(self.days - other.days) <= SAME_TIME * max(self.days, other.days)
        return self.value == other.value


def quantities(text: str) -> tuple[Quantity, ...]:
    """Return the numbers of a plain text in order; dates, years and places ("Section 4") are none of them.

    >>> [(q.value, q.unit) for q in quantities("within thirty (30) days, for $1,000 and 13 years of age")]
    [(30.0, 'day'), (1000.0, 'dollars'), (13.0, 'year of age')]
    """
    return _quantities(text)


@lru_cache(maxsize=1 << 13)
def _quantities(text: str) -> tuple[Quantity, ...]:
    words = words_of(text)
    dated = _dated(text, words)
    units = {found.start: found for found in lexicon().units.find(words.forms)}
    written = {found.start: found for found in lexicon().numbers.find(words.forms)}
    found: list[Quantity] = []
    at, end = 0, len(words.forms)
    while at < end:
        form = words.forms[at]
        quantity: Quantity | None = None
        if at in dated:
            pass
        elif form[0].isdecimal():
            quantity = _counted(words, units, at, at + 1, form)
        elif at in written:
            number = written[at]
            quantity = _counted(words, units, at, number.end, str(number.label), spelled=True)
        else:
            quantity = _compound(words, at)
        if quantity is not None:
            found.append(quantity)
            at = max(quantity.end, at + 1)
        else:
            at += 1
    return tuple(found)


def with_figures(text: str) -> str:
    """Return a plain text with its written numbers in figures; "one", mostly an article, stays.

    >>> with_figures("three to five working days")
    '3 to 5 working days'
    """
    words = words_of(text)
    for found in reversed(lexicon().numbers.find(words.forms)):
        if found.label > 1 and words.forms[found.start] < FIRST_CJK and words.forms[found.start].isalpha():
            start, end = words.spans[found.start][0], words.spans[found.end - 1][1]
            text = f"{text[:start]}{found.label}{text[end:]}"
    return text


def _dated(text: str, words: Words) -> set[int]:
    mentions = find_dates(text)
    return {
        place
        for mention in mentions
        for place, (start, end) in enumerate(words.spans)
        if start < mention.end and end > mention.start
    }


def _counted(
    words: Words, units: Mapping[int, object], at: int, end: int, form: str, *, spelled: bool = False
) -> Quantity | None:
    forms = words.forms
    attribute = _ATTRIBUTE.fullmatch(form)
    if attribute:
        return Quantity(float(attribute[1]), attribute[2], at, end, _subject(words, end))
    if not spelled and not _DIGITS.fullmatch(form):
        return None
    value = _value(form)
    if value is None or _is_place(forms, at):
        return None
    currency = lexicon().units.starts(forms[at - 1 : at]) if at else None
    if currency in CURRENCIES:
        return Quantity(value, str(currency), at - 1, end, _subject(words, end))
    place = end
    # "thirty (30) days" is one number; "30 (thirty) days" as well
    while place < len(forms) and (forms[place] in "()-" or _repeats(forms, place, value)):
        place += 1
    for look in range(place, min(place + UNIT_REACH, len(forms))):
        unit = units.get(look)
        if unit is not None:
            label, stop = unit.label, unit.end  # type: ignore[attr-defined]
            if label == "year" and _is_age(words, at, stop, value):
                label = "year of age"
            return Quantity(value, label, at, stop, _subject(words, stop))
        if not forms[look].isalpha() or lexicon().numbers.starts(forms[look : look + 1]) is not None:
            break
    if spelled:
        return None
    if value in AGES and _is_age(words, at, end, value):
        return Quantity(value, "year of age", at, end, _subject(words, end))
    return Quantity(value, "", at, place if place > end and forms[place - 1] == ")" else end)


def _repeats(forms: Sequence[str], place: int, value: float) -> bool:
    form = forms[place]
    if form[0].isdecimal():
        return forms[place - 1] == "(" and _value(form) == value
    return forms[place - 1] == "(" and lexicon().numbers.starts(forms[place : place + 1]) == value


def _compound(words: Words, at: int) -> Quantity | None:
    """Read "thirty-day" and "30-day" notice."""
    match = _WRITTEN.fullmatch(words.forms[at])
    number = lexicon().numbers.starts((match[1],)) if match else None
    if match is None or number is None:
        return None
    return Quantity(float(number), match[2], at, at + 1, _subject(words, at + 1))


def _value(form: str) -> float | None:
    plain = (
        form.replace(",", "")
        if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", form)
        else form.replace(",", ".")
    )
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", plain):
        plain = plain.replace(".", "")
    try:
        return float(plain)
    except ValueError:
        return None


def _is_place(forms: Sequence[str], at: int) -> bool:
    """Whether a number says where something stands: "Section 4", "(2)" at the start, "4.1"."""
    return bool(at and lexicon().cross_references.starts(forms[at - 1 : at]))


def _is_age(words: Words, at: int, stop: int, value: float) -> bool:
    if value not in AGES:
        return False
    start = words.spans[at][0]
    near = words.text[max(0, start - 60) : words.spans[min(stop, len(words.spans)) - 1][1] + 30]
    return bool(_AGE_WORDS.search(near)) or bool(_AGE_BEFORE.search(words.text[max(0, start - 40) : start]))


def _subject(words: Words, end: int) -> str:
    stop = end
    while stop < len(words.forms) and stop - end < SUBJECT_WORDS and words.forms[stop] not in ".;,:()":
        stop += 1
    return words.quote(end, stop)
