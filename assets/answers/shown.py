"""An answer as people read it: whom it is about, and its values in words, each once and with the day it turned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from assets.answers.editions import EDITION_MARK, read_edition_rules
from assets.answers.model import BUSINESS, GENERAL, REGION
from assets.provisions.plain_text import plain

AS_QUOTED = "as quoted"
"""What stands in the place of a value that is the quote itself."""


def in_words(name: str) -> str:
    """Return a name of the database in words: underscores are spaces."""
    return name.replace("_", " ")


def scope_in_words(scope: str) -> str:
    """Return whom an answer is about; empty: everybody.

    >>> scope_in_words("region:united-kingdom")
    'in the United Kingdom'
    """
    if scope.startswith(EDITION_MARK):
        names = read_edition_rules().regions
        told = [
            names[one].name if one in names else one for one in scope.removeprefix(EDITION_MARK).split("+")
        ]
        return "in " + " and ".join(told)
    return {GENERAL: "", BUSINESS: "business customers", REGION: "in some regions"}.get(
        scope, in_words(scope)
    )


def values_in_words(
    value: Mapping[str, Any],
    *,
    quote: str | None = None,
    labels: Mapping[str, str] | None = None,
    turned: Mapping[str, datetime] | None = None,
) -> Iterator[tuple[str, str]]:
    """Yield the values of an answer that are known: the name in words, and what it says.

    Args:
        value: the values by name.
        quote: the words that carry the answer: a value of just these words is not said again.
        labels: how people read the stances that a value may name.
        turned: since when a value is the present one, of those that turned later than the stance.
    """
    for name, one in value.items():
        if one in (None, [], {}, ""):
            continue
        said = _said(one, labels or {})
        if quote is not None and _same(said, plain(quote)):
            said = AS_QUOTED
        since = (turned or {}).get(name)
        yield in_words(name), said + (f" (since {since:%Y-%m-%d})" if since else "")


def _said(value: Any, labels: Mapping[str, str]) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{in_words(str(key))}: {_said(part, labels)}" for key, part in value.items())
    if isinstance(value, list):
        return ", ".join(_said(part, labels) for part in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return labels.get(str(value)) or plain(str(value))


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
