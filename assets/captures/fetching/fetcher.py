"""Looking at pages: second tries after a pause, where a failure may pass; the answer is data, never an exception."""

from __future__ import annotations

import asyncio
import functools
import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from types import TracebackType

import httpx

from assets.captures.fetching.addresses import Allowance
from assets.captures.fetching.attempt import Attempt, Means
from assets.captures.fetching.connecting import GuardedTransport, StandIn
from assets.captures.fetching.pages import PageAnswer, PageRequest
from assets.captures.fetching.robots import PARSED_BYTES, AskRobots, Robots
from assets.captures.fetching.settings import FetchSettings
from assets.captures.fetching.turns import Turns

# Pauses differ by a quarter, so that pages that failed together do not come back together.
_LEAST_JITTER, _MOST_JITTER = 0.75, 1.25


class Fetcher:
    """Asks for pages; used as an asynchronous context manager, one for each round."""

    def __init__(self, settings: FetchSettings, *, stand_ins: Mapping[str, StandIn] | None = None) -> None:
        self.settings = settings
        turns = Turns(
            per_host=settings.per_host,
            pause=settings.delay_seconds,
            at_once=settings.concurrency,
            patience=settings.longest_wait_seconds,
        )
        # made when the first page needs it: reading all authorities takes a while
        context = functools.cache(httpx.create_ssl_context)
        # Connections to private addresses are kept apart: a page that may not use them must not meet one.
        self._means: dict[bool, Means] = {}
        for private in (False, True):
            transport = GuardedTransport(
                Allowance(private, settings.allow_addresses),
                stand_ins or {},
                connections=settings.concurrency,
                context=context,
            )
            asking = Means(settings, transport, turns, None, PARSED_BYTES, cut_at_limit=True)
            robots = Robots(self._robots_asker(asking))
            self._means[private] = replace(
                asking, robots=robots, limit=settings.max_bytes, cut_at_limit=False
            )

    async def __aenter__(self) -> Fetcher:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for means in self._means.values():
            if means.robots is not None:
                await means.robots.aclose()
            await means.transport.aclose()

    async def fetch(self, request: PageRequest) -> PageAnswer:
        """Look at a page; try again, after a pause, where a failure may pass."""
        return await self._fetch(request, self._means[request.private_address])

    async def _fetch(self, request: PageRequest, means: Means) -> PageAnswer:
        tries: list[str] = []
        while True:
            answer = await Attempt(means, request).run()
            failure = answer.failure
            if failure is None or not failure.passing or len(tries) + 1 >= self.settings.tries:
                break
            asked = _seconds_until(answer.retry_after)
            if asked > self.settings.longest_wait_seconds:
                break
            tries.append(failure.reason)
            await asyncio.sleep(max(asked, self._backoff(len(tries))))
        return replace(answer, tries=tuple(tries))

    def _backoff(self, tried: int) -> float:
        """Seconds to wait after so many tries: twice as long each time, with some jitter."""
        jitter = random.uniform(_LEAST_JITTER, _MOST_JITTER)
        return self.settings.backoff_seconds * float(1 << (tried - 1)) * jitter

    def _robots_asker(self, means: Means) -> AskRobots:
        async def ask(url: httpx.URL) -> PageAnswer:
            return await self._fetch(PageRequest(str(url)), means)

        return ask


def _seconds_until(moment: datetime | None) -> float:
    return 0.0 if moment is None else (moment - datetime.now(UTC)).total_seconds()
