"""Values that come with a stance: periods, sums, bodies, places, read from the sentences that carry it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from assets.answers.statements.durations import Period, numbers, periods
from assets.answers.units import Unit

if TYPE_CHECKING:
    from assets.answers.statements.question import StatementQuestion, ValueRule
    from assets.answers.statements.reading import Reading

KINDS = ("days", "period", "number", "money", "words", "one_of", "all_of", "yes", "quote")
"""How a value is read: ``days`` the length of a period in days and ``period`` its words; ``number``; ``money`` a sum
with its currency; ``words`` what the pattern's group ``value`` holds; ``one_of``/``all_of`` the choices whose patterns
occur; ``yes`` whether the pattern occurs; ``quote`` the whole sentence."""

_MONEY = re.compile(
    r"(?:US ?\$|U\.S\. ?\$|USD ?\$?|\$|€|EUR ?|£|GBP ?|CHF ?|¥|JPY ?|RMB ?|HK\$|S\$|C\$|A\$)\s?\d[\d,.]{0,14}\d|(?:US ?\$|\$|€|£)\s?\d"
    r"|\d[\d,.]{0,14}\d?\s?(?:euros?|dollars?|US dollars?|U\.S\. dollars?|pounds?|EUR|USD|元|人民币|日元|yen)\b",
    re.IGNORECASE,
)
_SPACES = re.compile(r"\s+")


def read_values(
    question: StatementQuestion, stance: str, carried: Sequence[Reading], readings: Sequence[Reading]
) -> tuple[dict[str, Any], tuple[Unit, ...]]:
    """Return the columns of an answer, and the units that gave the first column that has a value.

    Args:
        question: whose columns are filled.
        stance: only values that belong to it are read.
        carried: the readings that carry it, which are asked first; the plainest first.
        readings: everything that was read, for values that stand elsewhere.
    """
    values: dict[str, Any] = {
        column.name: [] if column.type == "list" else None for column in question.columns
    }
    telling: tuple[Unit, ...] = ()
    given: dict[str, tuple[Unit, ...]] = {}
    ranked = sorted(carried, key=lambda reading: -reading.strength)
    for rule in question.values:
        if values[rule.column] or (rule.stances and stance not in rule.stances):
            continue
        of = {(wanted.finding, wanted.scope) for wanted in rule.of}
        sources = (
            [one for one in readings if (one.finding, one.scope) in of or (one.finding, None) in of]
            if of
            else ranked
        )
        found = _preferred(
            rule, [(value, one.unit) for one in sources for value in values_in(rule, one.unit)]
        )
        if rule.near in given:
            found = _beside(given[rule.near], found)
        if not found:
            continue
        value, units = _chosen(rule, found)
        values[rule.column] = value
        given[rule.column] = units
        telling = telling or units
    return values, telling


def _preferred(rule: ValueRule, found: list[tuple[Any, Unit]]) -> list[tuple[Any, Unit]]:
    """Leave out what stands in sentences that a rule would rather not take a value from, if anything is left."""
    if rule.rather_not is None:
        return found
    return [one for one in found if not rule.rather_not.search(one[1].row or one[1].context)] or found


def _beside(units: Sequence[Unit], found: list[tuple[Any, Unit]]) -> list[tuple[Any, Unit]]:
    """Return what stands in a clause of other units; nothing there: what stands under the heading of one."""
    clauses = [unit.clause for unit in units]
    sections = [(one.version_id, one.heading_path) for one in clauses]
    return [one for one in found if one[1].clause in clauses] or [
        one for one in found if (one[1].clause.version_id, one[1].clause.heading_path) in sections
    ]


def values_in(rule: ValueRule, unit: Unit) -> Iterator[Any]:
    """Yield the values that a rule reads from a unit, its stem and its table row included."""
    yield from values_of_text(rule, unit.row or unit.context)


def values_of_text(rule: ValueRule, text: str) -> Iterator[Any]:
    """Yield the values that a rule reads from a text, in their order."""
    if rule.kind in ("one_of", "all_of"):
        if rule.pattern is None or rule.pattern.search(text):
            yield from (name for name, pattern in rule.choices if pattern.search(text))
        return
    if rule.pattern is None:
        yield from _READ[rule.kind](text)
        return
    for match in rule.pattern.finditer(text):
        named = match.groupdict().get("value")
        if rule.kind in ("days", "period"):
            # a period that the pattern only touches is read whole
            low, high = match.span("value") if named else match.span()
            touched = [period for period in periods(text) if period.start < high and period.end > low]
            yield from (
                _as_days(one) if rule.kind == "days" else Words(one.words, one.days) for one in touched
            )
        else:
            yield from _READ[rule.kind](named if named is not None else match.group())


class Words(str):
    """Words of a policy that stand for an amount, by which they are compared."""

    amount: float

    def __new__(cls, words: str, amount: float) -> Words:
        """Make words that stand for an amount (days, most often)."""
        made = super().__new__(cls, words)
        made.amount = amount
        return made


def _amount(value: Any) -> float | None:
    if isinstance(value, Words):
        return value.amount
    return float(value) if isinstance(value, int | float) else None


def _chosen(rule: ValueRule, found: Sequence[tuple[Any, Unit]]) -> tuple[Any, tuple[Unit, ...]]:
    if rule.kind == "all_of" or rule.choose == "all":
        return list(dict.fromkeys(value for value, _ in found)), tuple(unit for _, unit in found)
    amounts = [(amount, value) for value, _ in found if (amount := _amount(value)) is not None]
    if rule.choose == "first" or not amounts:
        value = found[0][0]
    else:
        value = (max if rule.choose == "most" else min)(amounts, key=lambda pair: pair[0])[1]
    return value, tuple(unit for one, unit in found if one == value)


def _days(text: str) -> Iterator[Any]:
    yield from map(_as_days, periods(text))


def _as_days(period: Period) -> float:
    return int(period.days) if period.days == int(period.days) else period.days


def _period(text: str) -> Iterator[Any]:
    yield from (Words(period.words, period.days) for period in periods(text))


def _number(text: str) -> Iterator[Any]:
    yield from (int(number) if number == int(number) else number for number in numbers(text))


def _money(text: str) -> Iterator[Any]:
    yield from (match.group().strip(" .,") for match in _MONEY.finditer(text))


def _words(text: str) -> Iterator[Any]:
    if text.strip():
        yield _SPACES.sub(" ", text).strip(" ,.;:")


def _yes(text: str) -> Iterator[Any]:
    yield True


_READ: Mapping[str, Callable[[str], Iterator[Any]]] = {
    "days": _days,
    "period": _period,
    "number": _number,
    "money": _money,
    "words": _words,
    "quote": _words,
    "yes": _yes,
}
