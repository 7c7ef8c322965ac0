"""Headers both ways: what is said of us and of what we have, what is kept of an answer, when to come back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

from assets.captures.fetching.bodies import ACCEPT_ENCODING
from assets.captures.fetching.pages import Validators
from assets.captures.fetching.settings import FetchSettings

ACCEPT = "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.8,*/*;q=0.5"
# A server that says "in ten years" is asked again after a week.
LONGEST_RETRY_AFTER = timedelta(days=7)
# The headers of an answer that are kept as evidence; cookies and everything unknown are not.
KEPT_HEADERS = (
    *("content-type", "content-length", "content-encoding", "content-language", "content-disposition"),
    *("date", "age", "etag", "last-modified", "cache-control", "vary", "server", "retry-after"),
)
_SENT_HEADERS = frozenset({"user-agent", "accept", "accept-language", "if-none-match", "if-modified-since"})
_REMEMBERED_HEADER_CHARACTERS = 500
# More digits than a number of seconds can sensibly have (Python refuses to read 4,300).
_MOST_DIGITS = 12


def standing_headers(settings: FetchSettings) -> dict[str, str]:
    """Return what every request says: who asks, whom to write to, which answers can be read."""
    headers = {"User-Agent": settings.user_agent, "Accept": ACCEPT, "Accept-Encoding": ACCEPT_ENCODING}
    address = settings.header_contact.removeprefix("mailto:")
    if "@" in address and "://" not in address and " " not in address:
        headers["From"] = address  # RFC 9110 section 10.1.2
    return headers


def accept_language(language: str) -> str:
    """Return the header that asks for a language (BCP 47) first, and for any other rather than none."""
    asked = language if language and sendable(language) else "en"
    primary = asked.partition("-")[0]
    wanted = asked if asked == primary else f"{asked},{primary};q=0.9"
    return f"{wanted},*;q=0.5"


def conditions(url: httpx.URL, validators: Validators | None) -> dict[str, str]:
    """Return the headers that ask for a page only if it changed (RFC 9110 section 13.1).

    Only the very address that gave the validators is asked so. One whose recorded form hides something
    is not known exactly, and a validator that cannot stand in a header cannot be given back.
    """
    if validators is None or str(url) != validators.url:
        return {}
    found = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in found.items() if value and sendable(value)}


def sendable(value: str) -> bool:
    """Return whether a text can stand in a header: printable ASCII."""
    return value.isascii() and value.isprintable()


def sent_headers(headers: httpx.Headers) -> dict[str, str]:
    """Return what is kept of a request's headers."""
    return {name: value for name, value in headers.items() if name in _SENT_HEADERS}


def kept_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return what is kept of an answer's headers, each at a bounded length."""
    return {name: headers[name][:_REMEMBERED_HEADER_CHARACTERS] for name in KEPT_HEADERS if name in headers}


def retry_after(headers: Mapping[str, str]) -> datetime | None:
    """Return when the server wants to be asked again (RFC 9110 section 10.2.3): seconds, or a date."""
    value = headers.get("retry-after", "").strip()
    now = datetime.now(UTC)
    latest = now + LONGEST_RETRY_AFTER
    if value.isascii() and value.isdecimal():
        longest = int(LONGEST_RETRY_AFTER.total_seconds())
        return latest if len(value) > _MOST_DIGITS else now + timedelta(seconds=min(int(value), longest))
    try:
        when = parsedate_to_datetime(value)
        when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return min(max(when, now), latest)
