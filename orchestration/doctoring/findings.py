"""What the doctor looks at and what it finds: a line each, with a result and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Literal

from assets.errors import TermscapeError
from assets.home import Home, Kind
from assets.warehouse import read_frame

Result = Literal["ok", "look", "broken"]
"""``look``: somebody should have a look, nothing is lost or blocked; ``broken``: something does not work or hold."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: what, how it is, said in words, and what to do (empty where nothing is)."""

    check: str
    result: Result
    said: str
    do: str = ""


def ok(check: str, said: str) -> Finding:
    """Return a finding that all is well."""
    return Finding(check, "ok", said)


def look(check: str, said: str, do: str = "") -> Finding:
    """Return a finding that somebody should look at."""
    return Finding(check, "look", said, do)


def broken(check: str, said: str, do: str = "") -> Finding:
    """Return a finding that something does not work or hold."""
    return Finding(check, "broken", said, do)


@dataclass
class Patient:
    """The home that is examined. ``quick``: bodies are not read again; ``busy`` names the run that uses the home,
    empty if none does: what a run is writing is then left alone."""

    home: Home
    quick: bool = False
    busy: str = ""
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    @cached_property
    def kind(self) -> Kind | None:
        """What the home holds; ``None`` also where its marker cannot be read, which is a finding of its own."""
        try:
            return self.home.kind
        except TermscapeError:
            return None

    def rows(self, query: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """Run a query on the published file; the warehouse is never opened.

        Raises:
            TermscapeError: nothing is published, or the file cannot be read or does not have what is asked for.
        """
        return read_frame(self.home, query, parameters).to_dicts()


def in_words(error: BaseException) -> str:
    """Return what an error of the system or a library says, its first line, without the names of classes.

    >>> in_words(OSError(28, "No space left on device", "lock"))
    'No space left on device: lock'
    """
    if isinstance(error, OSError) and error.strerror:
        return error.strerror + (f": {error.filename}" if error.filename else "")
    # SQLAlchemy, under Dagster, wraps what the database said
    said = str(getattr(error, "orig", None) or error).strip()
    return said.partition("\n")[0] or type(error).__name__


def ago(moment: datetime, now: datetime) -> str:
    """Return how long ago a moment was, in the largest unit that fits.

    >>> ago(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 3, 5, tzinfo=UTC))
    '2 days ago'
    """
    seconds = max(0.0, (now - moment).total_seconds())
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= length:
            count = int(seconds // length)
            return f"{count} {unit}{'' if count == 1 else 's'} ago"
    return "just now"


def numbered(number: int, one: str, several: str) -> str:
    """Return a large number with its noun.

    >>> numbered(1, "body", "bodies"), numbered(1234, "body", "bodies")
    ('1 body', '1,234 bodies')
    """
    return f"{number:,} {one if number == 1 else several}"


def sized(number: float) -> str:
    """Return a number of bytes as people read it.

    >>> sized(1_234_567), sized(980)
    ('1.2 MB', '980 bytes')
    """
    for unit, length in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if number >= length:
            return f"{number / length:.1f} {unit}"
    return f"{number:.0f} bytes"
