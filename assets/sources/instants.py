"""Dates of declarations: the many forms in which people and older tools have written them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SPACE_BEFORE_OFFSET = re.compile(r"\s+(?=[+-]\d{2}:?\d{2}$)")
_JAVASCRIPT = re.compile(
    r"(?P<weekday>[A-Z][a-z]{2}) (?P<month>[A-Z][a-z]{2}) (?P<day>\d{1,2}) (?P<year>\d{4}) "
    r"(?P<time>\d{2}:\d{2}:\d{2})(?: GMT(?P<offset>[+-]\d{4}))?(?: \([^()]{1,60}\))?"
)


def read_day(text: str) -> date | None:
    """Return the day written as ``YYYY-MM-DD``, or ``None`` if it is no such day."""
    if not _DAY.fullmatch(text.strip()):
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def read_instant(text: str, *, whole_day: bool = False) -> datetime | None:
    """Return the instant (UTC) that a text names, or ``None`` if it names none.

    Read are ISO 8601 in its variants (``T`` or a space, any offset or none, with or without fractions),
    a day alone, the form of e-mail and git (RFC 2822), and what JavaScript prints. No offset means UTC.

    Args:
        text: what was written.
        whole_day: a day alone means its last microsecond. Otherwise it means midnight at its start, as
            Open Terms Archive's engine (JavaScript's ``Date``) reads it.
    """
    text = text.strip()
    day = read_day(text)
    if day is not None:
        return datetime.combine(day, time.max if whole_day else time.min, tzinfo=UTC)
    # E-mail's reader comes last: it takes "GMT+0200" for GMT.
    for reader in (_iso, _javascript, _email):
        try:
            instant = reader(text)
            if instant is not None:
                return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None


def _iso(text: str) -> datetime | None:
    if not _DAY.match(text):
        return None
    return datetime.fromisoformat(_SPACE_BEFORE_OFFSET.sub("", text))


def _email(text: str) -> datetime | None:
    return parsedate_to_datetime(text)


def _javascript(text: str) -> datetime | None:
    found = _JAVASCRIPT.fullmatch(text)
    if not found:
        return None
    offset = found["offset"] or "+0000"
    written = f"{found['day']} {found['month']} {found['year']} {found['time']} {offset}"
    return datetime.strptime(written, "%d %b %Y %H:%M:%S %z")
