"""How often a document is looked at: the key ``cadence`` of a declaration."""

from __future__ import annotations

import re

from assets.sources.located import Entries, Scalar, describe
from assets.sources.model import DAILY
from assets.sources.problems import Problems

NAMED = {"daily": DAILY, "weekly": 7 * DAILY, "monthly": 30 * DAILY}
LONGEST_HOURS = 366 * DAILY
"""A document that is looked at less than once a year is not watched."""

_HOURS = re.compile(r"(\d{1,4}) ?(?:h|hours?)")


def read_cadence(node: Entries, problems: Problems) -> int | None:
    """Return the hours from one look to the next that ``cadence`` asks for, ``None`` where it is not stated."""
    pair = node.pair("cadence")
    if pair is None:
        return None
    value = pair.value.value if isinstance(pair.value, Scalar) else None
    if isinstance(value, str):
        if value in NAMED:
            return NAMED[value]
        found = _HOURS.fullmatch(value)
        if found and 1 <= int(found[1]) <= LONGEST_HOURS:
            return int(found[1])
    problems.error(
        pair.value.line,
        f"cadence: daily, weekly, monthly or a number of hours was expected, not {describe(pair.value)}",
        "write cadence: weekly, or cadence: 12 hours",
    )
    return None
