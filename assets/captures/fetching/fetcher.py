"""One look at one page: redirects, conditions, limits and second tries; the answer is data, never an exception."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType

import httpx

from assets.captures.fetching.addresses import Allowance
from assets.captures.fetching.bodies import ACCEPT_ENCODING, read_body
from assets.captures.fetching.connecting import GuardedTransport, StandIn
from assets.captures.fetching.failures import (
    Failure,
    FetchFailed,
    failure_of,
    network_failure,
    status_failure,
)
from assets.captures.fetching.robots import AskRobots, Robots, RobotsAnswer
from assets.captures.fetching.settings import FetchSettings
from assets.captures.fetching.turns import Turns
from assets.captures.fetching.urls import shown_url

ACCEPT = "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.8,*/*;q=0.5"
# The headers of an answer that are kept as evidence; cookies and everything unknown are not.
KEPT_HEADERS = (
    *("content-type", "content-length", "content-encoding", "content-language", "content-disposition"),
    *("date", "age", "etag", "last-modified", "cache-control", "vary", "server", "retry-after"),
)
# Pauses differ by a quarter, so that pages that failed together do not come back together.
_LEAST_JITTER, _MOST_JITTER = 0.75, 1.25
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_REMEMBERED_HEADER_CHARACTERS = 500


@dataclass(frozen=True)
class Validators:
    """What makes the next question conditional: what the server said of the body we have, at which address."""

    url: str
    content_sha256: str
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True)
class PageRequest:
    """A page to ask for; ``language`` (BCP 47) is the one preferred, English where none is declared."""

    url: str
    language: str = ""
    private_address: bool = False
    ignore_robots: bool = False
    validators: Validators | None = None


@dataclass(frozen=True)
class PageAnswer:
    """What came of asking: ``outcome`` is fetched, not_modified, or a failure's.

    ``body`` is there for ``fetched``, and for the page of an HTTP error. ``tries`` says what earlier
    tries of the same look ended with; ``retry_after`` when the server wants to be asked again.
    """

    outcome: str
    started_at: datetime
    failure: Failure | None = None
    status: int | None = None
    final_url: str | None = None
    body: bytes | None = None
    request_headers: Mapping[str, str] = field(default_factory=dict)
    response_headers: Mapping[str, str] = field(default_factory=dict)
    redirects: tuple[str, ...] = ()
    tries: tuple[str, ...] = ()
    retry_after: datetime | None = None


class Fetcher:
    """Asks for pages; used as an asynchronous context manager, one for each round."""

    def __init__(self, settings: FetchSettings, *, stand_ins: Mapping[str, StandIn] | None = None) -> None:
        self.settings = settings
        self._turns = Turns(
            per_host=settings.per_host, pause=settings.delay_seconds, at_once=settings.concurrency
        )
        # Connections to private addresses are kept apart: a page that may not use them must not meet one.
        context = httpx.create_ssl_context()
        self._clients = {
            private: httpx.AsyncClient(
                transport=GuardedTransport(
                    Allowance(private, settings.allow_addresses),
                    stand_ins or {},
                    connections=settings.concurrency,
                    context=context,
                ),
                timeout=httpx.Timeout(settings.read_seconds, connect=settings.connect_seconds),
                headers=_standing_headers(settings),
                # each look has its own cookies: what one page sets must not change another
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
                trust_env=False,
            )
            for private in (False, True)
        }
        self._robots = {private: Robots(self._robots_asker(private)) for private in (False, True)}

    async def __aenter__(self) -> Fetcher:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for robots in self._robots.values():
            robots.close()
        for client in self._clients.values():
            await client.aclose()

    async def fetch(self, request: PageRequest) -> PageAnswer:
        """Look at a page; try again, after a pause, where a failure may pass."""
        tries: list[str] = []
        while True:
            answer = await self._try(request)
            failure = answer.failure
            if failure is None or not failure.passing or len(tries) + 1 >= self.settings.tries:
                break
            wait = self._pause_before(len(tries), answer)
            if wait > self.settings.longest_wait_seconds:
                break
            tries.append(failure.reason)
            await asyncio.sleep(wait)
        return replace(answer, tries=tuple(tries))

    def _pause_before(self, tried: int, answer: PageAnswer) -> float:
        """Seconds to wait: as the server asks, else twice as long each time, with some jitter."""
        backoff = self.settings.backoff_seconds * (1 << tried) * random.uniform(_LEAST_JITTER, _MOST_JITTER)
        if answer.retry_after is None:
            return backoff
        return max(backoff, (answer.retry_after - datetime.now(UTC)).total_seconds())

    async def _try(self, request: PageRequest) -> PageAnswer:
        attempt = _Attempt(self, request)
        try:
            return await attempt.run()
        except Exception as error:
            failure = failure_of(error)
            return attempt.answer(failure.outcome, failure=failure)

    def _robots_asker(self, private: bool) -> AskRobots:
        async def ask(url: httpx.URL) -> RobotsAnswer:
            request = PageRequest(str(url), private_address=private, ignore_robots=True)
            answer = await self.fetch(request)
            if answer.failure is not None and answer.status is None:
                return RobotsAnswer(None, failure=answer.failure)
            return RobotsAnswer(answer.status, answer.body or b"")

        return ask


class _Attempt:
    """One try at one page, hop by hop, within one budget of time."""

    def __init__(self, fetcher: Fetcher, request: PageRequest) -> None:
        self._settings = fetcher.settings
        self._turns = fetcher._turns
        self._client = fetcher._clients[request.private_address]
        self._robots = fetcher._robots[request.private_address]
        self._request = request
        self._cookies = httpx.Cookies()
        self._seconds_left = fetcher.settings.total_seconds
        self._started_at = datetime.now(UTC)
        self._redirects: list[str] = []
        self._sent: Mapping[str, str] = {}
        self._response: httpx.Response | None = None
        self._url = request.url

    async def run(self) -> PageAnswer:
        """Follow redirects to the page.

        Raises:
            Exception: whatever keeps it from being read; ``failures.failure_of`` knows what it means.
        """
        url = httpx.URL(self._request.url)
        seen = {(str(url), "")}
        for _ in range(self._settings.max_redirects + 1):
            self._url, self._response = str(url), None
            if url.scheme not in ("http", "https") or not url.host:
                reason = f"{shown_url(str(url))} is not asked: only http and https are"
                raise FetchFailed(Failure("refused_address", "url", reason))
            if not self._request.ignore_robots:
                verdict = await self._robots.verdict(url)
                if verdict.failure:
                    raise FetchFailed(verdict.failure)
                if verdict.pause:
                    self._turns.slow_down(url.host, verdict.pause)
            answer, target = await self._ask(url)
            if target is None:
                return answer
            place = (str(target), self._cookie_header(target))
            if place in seen:
                raise FetchFailed(
                    Failure(
                        "http_error", "redirects", f"it redirects in circles, by {shown_url(str(target))}"
                    )
                )
            seen.add(place)
            self._redirects.append(shown_url(str(target)))
            url = target
        reason = f"it redirects more than {self._settings.max_redirects} times"
        raise FetchFailed(Failure("http_error", "redirects", reason))

    async def _ask(self, url: httpx.URL) -> tuple[PageAnswer, httpx.URL | None]:
        """Ask for one address; return the answer, or where it leads."""
        if self._turns.wait(url.host) > self._settings.longest_wait_seconds:
            until = datetime.now(UTC) + timedelta(seconds=self._turns.wait(url.host))
            reason = f"not asked: {url.host} wants to be left alone until {until:%Y-%m-%d %H:%M} UTC"
            answer = self.answer("postponed", failure=Failure("postponed", "retry_after", reason))
            return replace(answer, retry_after=until), None
        async with self._turns.turn(url.host):
            loop = asyncio.get_running_loop()
            began = loop.time()
            try:
                async with asyncio.timeout(self._seconds_left):
                    return await self._exchange(url)
            except TimeoutError as error:
                seconds = self._settings.total_seconds
                failure = network_failure("timeout", f"the page was not complete after {seconds:g} seconds")
                raise FetchFailed(failure) from error
            finally:
                self._seconds_left = max(0.0, self._seconds_left - (loop.time() - began))

    async def _exchange(self, url: httpx.URL) -> tuple[PageAnswer, httpx.URL | None]:
        request = self._client.build_request("GET", url, headers=self._headers(url))
        self._cookies.set_cookie_header(request)
        self._sent = {name: value for name, value in request.headers.items() if name in _SENT_HEADERS}
        response = await self._client.send(request, stream=True)
        self._response = response
        try:
            self._cookies.extract_cookies(response)
            target = _target(response)
            if target is not None:
                return self.answer("redirect"), target
            return await self._page(response), None
        finally:
            await response.aclose()

    async def _page(self, response: httpx.Response) -> PageAnswer:
        status = response.status_code
        if status == 304 and self._asked_conditionally():
            return self.answer("not_modified")
        body = await read_body(response, self._settings.max_bytes)
        if status == 200:
            return self.answer("fetched", body=body)
        answer = self.answer("http_error", failure=status_failure(status), body=body or None)
        retry_after = _retry_after(response)
        if retry_after is not None and status in (429, 503):
            self._turns.leave_alone(response.url.host, (retry_after - datetime.now(UTC)).total_seconds())
        return replace(answer, retry_after=retry_after)

    def answer(
        self, outcome: str, *, failure: Failure | None = None, body: bytes | None = None
    ) -> PageAnswer:
        """Return what this attempt came to, with all that is known by now."""
        response = self._response
        headers = response.headers if response is not None else {}
        return PageAnswer(
            outcome=outcome,
            started_at=self._started_at,
            failure=failure,
            status=response.status_code if response is not None else None,
            final_url=shown_url(self._url) if response is not None or self._redirects else None,
            body=body,
            request_headers=self._sent,
            response_headers={
                name: headers[name][:_REMEMBERED_HEADER_CHARACTERS]
                for name in KEPT_HEADERS
                if name in headers
            },
            redirects=tuple(self._redirects),
        )

    def _headers(self, url: httpx.URL) -> dict[str, str]:
        language = self._request.language or "en"
        primary = language.partition("-")[0]
        wanted = language if language == primary else f"{language},{primary};q=0.9"
        headers = {"Accept-Language": f"{wanted},*;q=0.5"}
        validators = self._request.validators
        if validators is not None and shown_url(str(url)) == validators.url:
            if validators.etag:
                headers["If-None-Match"] = validators.etag
            if validators.last_modified:
                headers["If-Modified-Since"] = validators.last_modified
        return headers

    def _asked_conditionally(self) -> bool:
        return "if-none-match" in self._sent or "if-modified-since" in self._sent

    def _cookie_header(self, url: httpx.URL) -> str:
        request = httpx.Request("GET", url)
        self._cookies.set_cookie_header(request)
        return str(request.headers.get("cookie", ""))


_SENT_HEADERS = frozenset({"user-agent", "accept", "accept-language", "if-none-match", "if-modified-since"})


def _standing_headers(settings: FetchSettings) -> dict[str, str]:
    headers = {"User-Agent": settings.user_agent, "Accept": ACCEPT, "Accept-Encoding": ACCEPT_ENCODING}
    if "@" in settings.contact and "://" not in settings.contact:
        headers["From"] = settings.contact.removeprefix("mailto:")  # RFC 9110 section 10.1.2
    return headers


def _target(response: httpx.Response) -> httpx.URL | None:
    """Where a redirect leads; ``None``: the response is none.

    Raises:
        FetchFailed: it leads nowhere.
    """
    if response.status_code not in _REDIRECTS:
        return None
    location = response.headers.get("location", "").strip()
    if not location:
        reason = f"HTTP status {response.status_code} without a Location to go to"
        raise FetchFailed(Failure("http_error", "redirects", reason))
    target = response.url.join(location).copy_with(fragment=None)
    if target.userinfo:
        target = target.copy_with(userinfo=b"")
    return target


def _retry_after(response: httpx.Response) -> datetime | None:
    """When the server wants to be asked again (RFC 9110 section 10.2.3): seconds, or a date."""
    value = response.headers.get("retry-after", "").strip()
    now = datetime.now(UTC)
    if value.isdecimal():
        return now + timedelta(seconds=min(int(value), _LONGEST_RETRY_AFTER))
    try:
        when = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return min(max(when.astimezone(UTC), now), now + timedelta(seconds=_LONGEST_RETRY_AFTER))


# A server that says "in ten years" is asked again after a week.
_LONGEST_RETRY_AFTER = 7 * 24 * 3600
