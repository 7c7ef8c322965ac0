"""Politeness: each host is asked so many things at a time, with a pause between them, and left alone when it asks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class _Host:
    """What is known of one host: its places, the pause between two questions, and when the next may come."""

    places: asyncio.Semaphore
    pause: float
    next_at: float = 0.0
    spacing: asyncio.Lock = field(default_factory=asyncio.Lock)


class Turns:
    """Hands out turns to ask a host; all times in seconds of the event loop's clock."""

    def __init__(self, *, per_host: int, pause: float, at_once: int) -> None:
        self._per_host = per_host
        self._pause = pause
        self._at_once = asyncio.Semaphore(at_once)
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn to ask a host, and hold it. Nobody holds the turns of two hosts at a time."""
        state = self._host(host)
        async with state.places:
            async with state.spacing:
                wait = state.next_at - _now()
                while wait > 0:
                    await asyncio.sleep(wait)
                    wait = state.next_at - _now()
                state.next_at = _now() + state.pause
            async with self._at_once:
                yield

    def slow_down(self, host: str, pause: float) -> None:
        """Pause at least so long between two questions to this host."""
        state = self._host(host)
        state.pause = max(state.pause, pause)
        state.next_at = max(state.next_at, _now() + state.pause)

    def leave_alone(self, host: str, seconds: float) -> None:
        """Ask this host nothing for so long."""
        state = self._host(host)
        state.next_at = max(state.next_at, _now() + seconds)

    def wait(self, host: str) -> float:
        """Return how long this host wants to be left alone still."""
        return max(0.0, self._host(host).next_at - _now())

    def _host(self, host: str) -> _Host:
        if host not in self._hosts:
            self._hosts[host] = _Host(asyncio.Semaphore(self._per_host), self._pause)
        return self._hosts[host]


def _now() -> float:
    return asyncio.get_running_loop().time()
