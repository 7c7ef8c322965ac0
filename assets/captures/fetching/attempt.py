"""One try at one page: hop by hop, each robots.txt and each host's turn heeded, within one budget of time."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import httpcore
import httpx

from assets.captures.fetching.bodies import read_body
from assets.captures.fetching.connecting import GuardedTransport
from assets.captures.fetching.failures import (
    Failure,
    FetchFailed,
    failure_of,
    network_failure,
    status_failure,
)
from assets.captures.fetching.headers import (
    accept_language,
    conditions,
    kept_headers,
    retry_after,
    sent_headers,
    standing_headers,
)
from assets.captures.fetching.pages import PageAnswer, PageRequest
from assets.captures.fetching.robots import Robots
from assets.captures.fetching.settings import FetchSettings
from assets.captures.fetching.turns import LeftAlone, Turns
from assets.captures.fetching.urls import shown_url

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# The page of a redirect is read where it has at most so many bytes, and comes in so many seconds: a new
# connection costs more.
_SHORT_BODY = 16_384
_FINISHING_SECONDS = 0.5


@dataclass(frozen=True)
class Means:
    """What a try works with: shared by all tries of a round that have the same allowance.

    ``limit`` bounds a body in bytes; ``cut_at_limit``: a longer one is cut there instead of refused.
    No ``robots``: this is what asks for robots.txt.
    """

    settings: FetchSettings
    transport: GuardedTransport
    turns: Turns
    robots: Robots | None
    limit: int
    cut_at_limit: bool = False


class Attempt:
    """One try at one page; ``run`` once."""

    def __init__(self, means: Means, request: PageRequest) -> None:
        self._means = means
        self._settings = means.settings
        self._request = request
        # each look has its own cookies: what one page sets must not change another
        self._cookies = httpx.Cookies()
        self._seconds_left = means.settings.total_seconds
        self._started_at = datetime.now(UTC)
        self._redirects: list[str] = []
        self._sent: Mapping[str, str] = {}
        self._response: httpx.Response | None = None
        self._url = request.url

    async def run(self) -> PageAnswer:
        """Return what came of the try; whatever kept the page from being read is a failure in it."""
        try:
            return await self._follow()
        except LeftAlone as refusal:
            until = datetime.now(UTC) + timedelta(seconds=refusal.seconds)
            reason = f"not asked: {refusal.host} wants to be left alone until {until:%Y-%m-%d %H:%M} UTC"
            answer = self._answer("postponed", failure=Failure("postponed", "retry_after", reason))
            return replace(answer, retry_after=until)
        except Exception as error:
            failure = failure_of(error)
            return self._answer(failure.outcome, failure=failure)

    async def _follow(self) -> PageAnswer:
        """Follow redirects to the page."""
        url = httpx.URL(self._request.url)
        seen = {(str(url), "")}
        for _ in range(self._settings.max_redirects + 1):
            self._url, self._response, self._sent = str(url), None, {}
            _check(url)
            await self._heed_robots(url)
            answer, target = await self._ask(url)
            if target is None:
                return answer
            place = (str(target), self._cookie_header(target))
            if place in seen:
                raise _redirects_badly(f"it redirects in circles, by {shown_url(str(target))}")
            seen.add(place)
            self._redirects.append(shown_url(str(target)))
            url = target
        raise _redirects_badly(f"it redirects more than {self._settings.max_redirects} times")

    async def _heed_robots(self, url: httpx.URL) -> None:
        if self._request.ignore_robots or self._means.robots is None:
            return
        verdict = await self._means.robots.verdict(url)
        if verdict.left_alone is not None:
            raise verdict.left_alone
        if verdict.failure is not None:
            raise FetchFailed(verdict.failure)
        if verdict.pause:
            self._means.turns.slow_down(url.host, verdict.pause)

    async def _ask(self, url: httpx.URL) -> tuple[PageAnswer, httpx.URL | None]:
        """Ask for one address; return the answer, or where it leads."""
        async with self._means.turns.turn(url.host):
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
        settings = self._settings
        timeout = httpx.Timeout(settings.read_seconds, connect=settings.connect_seconds)
        # No httpx client: it would log addresses with their secrets, and read redirects before we do.
        request = httpx.Request(
            "GET",
            url,
            headers={
                **standing_headers(settings),
                "Accept-Language": accept_language(self._request.language),
                **conditions(url, self._request.validators),
            },
            extensions={"timeout": timeout.as_dict()},
        )
        self._cookies.set_cookie_header(request)
        self._sent = sent_headers(request.headers)
        response = await self._means.transport.handle_async_request(request)
        response.request = request
        self._response = response
        try:
            self._cookies.extract_cookies(response)
            target = _target(response)
            if target is not None:
                await _finish(response)
                return self._answer("redirect"), target
            return await self._page(response), None
        finally:
            await response.aclose()

    async def _page(self, response: httpx.Response) -> PageAnswer:
        status = response.status_code
        if status == 304 and self._asked_conditionally():
            await _finish(response)
            return self._answer("not_modified")
        again_at = retry_after(response.headers)
        if again_at is not None and status in (429, 503):
            # at once: whatever becomes of the body, the server has said it
            seconds = (again_at - datetime.now(UTC)).total_seconds()
            self._means.turns.leave_alone(response.request.url.host, seconds)
        body = await read_body(response, self._means.limit, cut=self._means.cut_at_limit)
        if status == 200:
            return self._answer("fetched", body=body)
        answer = self._answer("http_error", failure=status_failure(status), body=body or None)
        return replace(answer, retry_after=again_at)

    def _answer(
        self, outcome: str, *, failure: Failure | None = None, body: bytes | None = None
    ) -> PageAnswer:
        """Return what this try came to, with all that is known by now."""
        response = self._response
        return PageAnswer(
            outcome=outcome,
            started_at=self._started_at,
            failure=failure,
            status=response.status_code if response is not None else None,
            final_url=shown_url(self._url) if response is not None or self._redirects else None,
            body=body,
            request_headers=self._sent,
            response_headers=kept_headers(response.headers) if response is not None else {},
            redirects=tuple(self._redirects),
        )

    def _asked_conditionally(self) -> bool:
        return "if-none-match" in self._sent or "if-modified-since" in self._sent

    def _cookie_header(self, url: httpx.URL) -> str:
        request = httpx.Request("GET", url)
        self._cookies.set_cookie_header(request)
        return str(request.headers.get("cookie", ""))


def _check(url: httpx.URL) -> None:
    """Refuse what is no address of a page.

    Raises:
        FetchFailed: it is not http(s), or names no host or no port there is.
    """
    shown = shown_url(str(url))
    if url.scheme not in ("http", "https"):
        what = f"{shown} is not asked: only http and https are"
    elif not url.host:
        what = f"{shown} is not asked: it names no host"
    elif url.port is not None and not 0 < url.port < 65536:
        what = f"{shown} is not asked: there is no port {url.port}"
    else:
        return
    raise FetchFailed(Failure("refused_address", "url", what))


def _target(response: httpx.Response) -> httpx.URL | None:
    """Where a redirect leads; ``None``: the response is none.

    Raises:
        FetchFailed: it leads nowhere.
    """
    if response.status_code not in _REDIRECTS:
        return None
    location = response.headers.get("location", "").strip()
    if not location:
        raise _redirects_badly(f"HTTP status {response.status_code} without a Location to go to")
    try:
        target = response.request.url.join(location).copy_with(fragment=None)
        return target.copy_with(userinfo=b"") if target.userinfo else target
    except (httpx.InvalidURL, ValueError) as error:
        raise _redirects_badly("it redirects to something that is no address") from error


async def _finish(response: httpx.Response) -> None:
    """Read the short rest of an answer whose body says nothing, so that its connection can be used again."""
    length = response.headers.get("content-length", "")
    short = length.isdecimal() and len(length) <= len(str(_SHORT_BODY)) and int(length) <= _SHORT_BODY
    if response.status_code != 304 and not short:
        return
    read = 0
    with contextlib.suppress(TimeoutError, httpcore.NetworkError, httpcore.ProtocolError):
        async with asyncio.timeout(_FINISHING_SECONDS):
            async for part in response.aiter_raw():
                read += len(part)
                if read > _SHORT_BODY:
                    return


def _redirects_badly(reason: str) -> FetchFailed:
    return FetchFailed(Failure("http_error", "redirects", reason))
