"""robots.txt as RFC 9309 reads it: asked once a round and host, heeded for every page."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import httpx
from protego import Protego

from assets.captures.fetching.failures import Failure
from assets.captures.fetching.pages import PageAnswer
from assets.captures.fetching.turns import LeftAlone
from assets.captures.fetching.urls import shown_url

# The name under which robots.txt speaks to us.
ROBOTS_NAME = "Termscape"
# RFC 9309 section 2.5: at least 500 kibibytes must be parsed; more are not.
PARSED_BYTES = 512_000
# The longest pause a Crawl-delay is given: with a longer one a round of a large platform would not end.
LONGEST_PAUSE = 30.0


@dataclass(frozen=True)
class Verdict:
    """Whether a page may be asked for: ``failure`` or ``left_alone`` say why not.

    ``pause`` is the Crawl-delay in seconds.
    """

    failure: Failure | None = None
    left_alone: LeftAlone | None = None
    pause: float = 0.0


AskRobots = Callable[[httpx.URL], Awaitable[PageAnswer]]
"""Asks for a robots.txt, following redirects; of a long one the first ``PARSED_BYTES`` are enough."""


class Robots:
    """The robots.txt files of a round, each asked for once."""

    def __init__(self, ask: AskRobots) -> None:
        self._ask = ask
        self._files: dict[str, asyncio.Future[PageAnswer]] = {}
        self._rules: dict[str, Protego] = {}

    async def aclose(self) -> None:
        """Stop asking for what nobody waits for any more."""
        for file in self._files.values():
            file.cancel()
        await asyncio.gather(*self._files.values(), return_exceptions=True)

    async def verdict(self, url: httpx.URL) -> Verdict:
        """Say whether a page may be asked for.

        RFC 9309: a file that does not exist (4xx, or redirects that lead nowhere) forbids nothing; one that
        the server cannot give now (5xx), or that cannot be reached, forbids everything until it can be
        read. 429 is a "not now" too: who asks for fewer questions does not mean "ask for anything".
        """
        place = url.copy_with(raw_path=b"/robots.txt", fragment=None, userinfo=b"")
        key = str(place)
        if key not in self._files:
            self._files[key] = asyncio.ensure_future(self._ask(place))
        # one page that is given up must not take the file from the others
        answer = await asyncio.shield(self._files[key])
        if answer.failure is not None:
            return _unread(url.host, answer, answer.failure)
        if key not in self._rules:
            self._rules[key] = Protego.parse(_text(answer.body or b""))
        rules = self._rules[key]
        if not rules.can_fetch(str(url), ROBOTS_NAME):
            path = shown_url(url.raw_path.decode("ascii", "replace"))
            reason = f"{key} forbids {path} to {ROBOTS_NAME}"
            return Verdict(Failure("refused_by_robots", "robots", reason))
        return Verdict(pause=min(float(rules.crawl_delay(ROBOTS_NAME) or 0.0), LONGEST_PAUSE))


def _unread(host: str, answer: PageAnswer, failure: Failure) -> Verdict:
    """What a robots.txt that was not read means for a page of its host."""
    status = answer.status or 0
    if answer.retry_after is not None and (failure.outcome == "postponed" or status in (429, 503)):
        seconds = (answer.retry_after - datetime.now(UTC)).total_seconds()
        return Verdict(left_alone=LeftAlone(host, max(0.0, seconds)))
    if failure.kind == "status":
        if status < 500 and status != 429:
            return Verdict()
        reason = f"its robots.txt answers with {failure.reason}, so nothing may be asked for"
        return Verdict(Failure("refused_by_robots", "robots", reason))
    if failure.kind == "redirects" or (answer.redirects and failure.outcome == "refused_address"):
        return Verdict()
    # the page would meet the same failure; and what cannot be read may forbid it
    return Verdict(replace(failure, reason=f"{failure.reason} (asked for robots.txt first)", passing=False))


def _text(body: bytes) -> str:
    """The lines to parse: without a byte order mark, and without a last line that was cut."""
    if len(body) >= PARSED_BYTES:
        body = body[: body.rfind(b"\n", 0, PARSED_BYTES) + 1]
    return body.decode("utf-8-sig", "replace")
