"""robots.txt as RFC 9309 reads it: asked once a round and host, heeded for every page."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

import httpx
from protego import Protego

from assets.captures.fetching.failures import Failure

# The name under which robots.txt speaks to us.
ROBOTS_NAME = "Termscape"
# RFC 9309 section 2.5: at least 500 kibibytes must be parsed; more are not.
PARSED_BYTES = 512_000
# The longest pause a Crawl-delay is given: with a longer one a round of a large platform would not end.
LONGEST_PAUSE = 30.0


@dataclass(frozen=True)
class RobotsAnswer:
    """What asking for a robots.txt gave: its bytes, or a status, or a failure."""

    status: int | None
    body: bytes = b""
    failure: Failure | None = None


@dataclass(frozen=True)
class Verdict:
    """Whether a page may be asked for: ``failure`` says why not; ``pause`` is the Crawl-delay in seconds."""

    failure: Failure | None = None
    pause: float = 0.0


AskRobots = Callable[[httpx.URL], Awaitable[RobotsAnswer]]


class Robots:
    """The robots.txt files of a round, each asked for once."""

    def __init__(self, ask: AskRobots) -> None:
        self._ask = ask
        self._files: dict[str, asyncio.Future[RobotsAnswer]] = {}
        self._parsed: dict[str, Protego] = {}

    def close(self) -> None:
        """Stop asking for what nobody waits for any more."""
        for file in self._files.values():
            file.cancel()

    async def verdict(self, url: httpx.URL) -> Verdict:
        """Say whether a page may be asked for.

        RFC 9309: a file that does not exist (4xx) forbids nothing; one that the server cannot give now
        (5xx), or that cannot be reached, forbids everything until it can be read.
        """
        place = url.copy_with(raw_path=b"/robots.txt", fragment=None)
        key = str(place)
        if key not in self._files:
            self._files[key] = asyncio.ensure_future(self._ask(place))
        answer = await asyncio.shield(self._files[key])
        if answer.failure is not None:
            # the page would meet the same failure; and what cannot be read may forbid it
            return Verdict(
                replace(
                    answer.failure,
                    reason=f"{answer.failure.reason} (asked for robots.txt first)",
                    passing=False,
                )
            )
        if answer.status is not None and answer.status >= 500:
            reason = f"its robots.txt answers with HTTP status {answer.status}, so nothing may be asked for"
            return Verdict(Failure("refused_by_robots", "robots", reason))
        if answer.status != 200:
            return Verdict()
        rules = self._parsed.get(key)
        if rules is None:
            rules = Protego.parse(answer.body[:PARSED_BYTES].decode("utf-8", "replace"))
            self._parsed[key] = rules
        if not rules.can_fetch(str(url), ROBOTS_NAME):
            reason = f"{place.copy_with(userinfo=b'')} forbids {url.path} to {ROBOTS_NAME}"
            return Verdict(Failure("refused_by_robots", "robots", reason))
        return Verdict(pause=min(float(rules.crawl_delay(ROBOTS_NAME) or 0.0), LONGEST_PAUSE))
