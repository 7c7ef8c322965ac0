"""Looking at a page somebody found: over the network as a round would, or a saved copy; what came, judged and read."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from assets.captures.fetching import Fetcher, FetchSettings, PageAnswer, PageRequest
from assets.captures.fetching.urls import HIDDEN
from assets.captures.formats import body_format
from assets.captures.judging import Judgement, judge
from assets.captures.places import place_of
from assets.errors import InputError, NothingFound, TermscapeError
from assets.versions.dates import DocumentDates, read_dates
from assets.versions.documents import read_document
from assets.versions.extraction import Extraction
from assets.versions.links import LinkTargets

# Statuses that say that there is no such page (RFC 9110).
GONE = frozenset({404, 410})
_HOST_FIRST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:/|$)")


class PageNotSeen(TermscapeError):
    """A page could not be looked at: no answer, an error, a refusal; the message says which and what to do."""


@dataclass(frozen=True)
class SeenPage:
    """A page as it came: ``url`` is the address asked, ``address`` the one to declare, where redirects ended."""

    url: str
    address: str
    body: bytes
    content_type: str | None
    format: str
    redirected: bool


@dataclass(frozen=True)
class ReadPage:
    """A page with what is read from it and what it was judged to be."""

    seen: SeenPage
    extraction: Extraction
    judgement: Judgement
    dates: DocumentDates


def look_at(urls: Sequence[str], settings: FetchSettings, *, private_address: bool = False) -> list[SeenPage]:
    """Ask for pages as a round would: politely, heeding robots.txt, and never at an address that is not public
    (unless ``private_address``, or ``allow_addresses`` of the settings, allows it).

    Raises:
        InputError: an address is none, or is not asked.
        NothingFound: the server says that there is no such page.
        PageNotSeen: a page could not be looked at for another reason.
    """
    urls = [address_of(url) for url in urls]
    answers = asyncio.run(_ask(urls, settings, private_address))
    return [_seen(url, answer) for url, answer in zip(urls, answers, strict=True)]


def address_of(url: str) -> str:
    """Return an address as it is to be declared: without a place in the page and without parameters that track.

    >>> address_of("https://lumora.example/legal?lang=en&utm_source=mail#cookies")
    'https://lumora.example/legal?lang=en'

    Raises:
        InputError: it is no address of a page.
    """
    try:
        parts = urlsplit(url.strip())
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_address = False
    if not is_address:
        meant = f"https://{url}" if _HOST_FIRST.match(url) else "https://lumora.example/legal/terms"
        raise InputError(f"{url}: the address of a page was expected, such as {meant}")
    plain = urlunsplit(parts._replace(fragment=""))
    return LinkTargets(plain).target(plain) or plain if parts.query else plain


def read_saved(file: Path, url: str) -> SeenPage:
    """Take a page from a file, as saved from a browser, instead of the network.

    Raises:
        InputError: the file cannot be read, or ``url``, where it came from, is no address.
    """
    url = address_of(url)
    try:
        body = file.read_bytes()
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror}).") from error
    return SeenPage(url, url, body, None, body_format(body, None, file.name), redirected=False)


def read_seen(seen: SeenPage) -> ReadPage:
    """Read a page and judge what it is."""
    extraction = read_document(seen.body, seen.format, url=seen.address, content_type=seen.content_type)
    dates = read_dates(extraction.markdown, language=extraction.language)
    return ReadPage(seen, extraction, _judged(seen, extraction, ""), dates)


def judged_as(page: ReadPage, terms_type: str) -> ReadPage:
    """Return the page judged again, by what it should be."""
    return replace(page, judgement=_judged(page.seen, page.extraction, terms_type))


def _judged(seen: SeenPage, extraction: Extraction, terms_type: str) -> Judgement:
    return judge(
        extraction.markdown,
        url=seen.url,
        final_url=seen.address,
        title=extraction.title,
        terms_type=terms_type,
    )


async def _ask(urls: Sequence[str], settings: FetchSettings, private_address: bool) -> list[PageAnswer]:
    async with Fetcher(settings) as fetcher:
        requests = [PageRequest(url, private_address=private_address) for url in urls]
        return list(await asyncio.gather(*map(fetcher.fetch, requests)))


def _seen(url: str, answer: PageAnswer) -> SeenPage:
    if answer.outcome != "fetched" or answer.body is None:
        raise _failed(url, answer)
    content_type = answer.response_headers.get("content-type")
    final = answer.final_url or url
    form = body_format(answer.body, content_type, final)
    if form == "other":
        raise PageNotSeen(f"{url} answers with {content_type}: a page, a PDF or a Word file was expected.")
    # an address whose secret parts are hidden leads nowhere
    usable = f"={HIDDEN}" not in final
    moved = bool(answer.redirects) and place_of(final) != place_of(url)
    return SeenPage(
        url, final if answer.redirects and usable else url, answer.body, content_type, form, moved
    )


def _failed(url: str, answer: PageAnswer) -> TermscapeError:
    kind, reason = (answer.failure.kind, answer.failure.reason) if answer.failure else ("", answer.outcome)
    saved = "Save it with a browser and give the file with --from."
    if answer.outcome == "refused_address":
        allowed = " A page of your own network: --private-address." if kind == "address" else ""
        return InputError(f"{url}: {reason}.{allowed}")
    if answer.outcome == "refused_by_robots":
        return PageNotSeen(
            f"{url} is not asked: {reason}. Nothing was fetched. A declaration may say why robots.txt does not "
            f"hold for it (ignoreRobots). {saved}"
        )
    if answer.status in GONE:
        return NothingFound(f"{url}: {reason}. Is the address right?")
    if answer.status in (401, 403, 429, 503):
        return PageNotSeen(f"{url}: {reason}. It may keep robots out. {saved}")
    return PageNotSeen(f"{url}: {reason}. Try again later, or: {saved[0].lower()}{saved[1:]}")
