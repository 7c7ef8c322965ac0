"""Politeness: each host is asked so many things at a time, with a pause between them, and left alone when it asks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


class LeftAlone(Exception):
    """A host wants to be left alone for longer than a round waits: ``seconds`` from now."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(f"{host} wants to be left alone for {seconds:.0f} seconds")
        self.host = host
        self.seconds = seconds


@dataclass
class _Host:
    """What is known of one host: its places, the pause between two questions, when it was asked last."""

    places: asyncio.Semaphore
    pause: float
    asked_at: float = float("-inf")
    alone_until: float = float("-inf")
    spacing: asyncio.Lock = field(default_factory=asyncio.Lock)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def next_at(self) -> float:
        """When the next question may come."""
        return max(self.asked_at + self.pause, self.alone_until)


class Turns:
    """Hands out turns to ask a host; all times in seconds of the event loop's clock.

    ``patience`` is how long a host that asked for it is waited for.
    """

    def __init__(self, *, per_host: int, pause: float, at_once: int, patience: float) -> None:
        self._per_host = per_host
        self._pause = pause
        self._patience = patience
        self._at_once = asyncio.Semaphore(at_once)
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn to ask a host, and hold it. Nobody holds the turns of two hosts at a time.

        Raises:
            LeftAlone: the host wants to be left alone for too long, as it said before or while we waited.
        """
        state = self._host(host)
        async with state.places:
            async with state.spacing:
                await self._start(host, state)
            try:
                yield
            finally:
                self._at_once.release()

    async def _start(self, host: str, state: _Host) -> None:
        """Wait until a question may start: the pause is over, and a place among all questions is free."""
        while True:
            self._check(host, state)
            wait = state.next_at - _now()
            if wait > 0:
                state.changed.clear()
                try:
                    async with asyncio.timeout(wait):
                        await state.changed.wait()
                except TimeoutError:
                    pass
                continue
            await self._at_once.acquire()
            if state.next_at <= _now():
                state.asked_at = _now()
                return
            self._at_once.release()  # while we waited for a place, the host asked to be left alone

    def _check(self, host: str, state: _Host) -> None:
        alone = state.alone_until - _now()
        if alone > self._patience:
            raise LeftAlone(host, alone)

    def slow_down(self, host: str, pause: float) -> None:
        """Pause at least so long between two questions to this host."""
        state = self._host(host)
        state.pause = max(state.pause, pause)

    def leave_alone(self, host: str, seconds: float) -> None:
        """Ask this host nothing for so long."""
        state = self._host(host)
        state.alone_until = max(state.alone_until, _now() + seconds)
        state.changed.set()

    def _host(self, host: str) -> _Host:
        host = host.rstrip(".")  # a name with its final dot is the same host
        if host not in self._hosts:
            self._hosts[host] = _Host(asyncio.Semaphore(self._per_host), self._pause)
        return self._hosts[host]


def _now() -> float:
    return asyncio.get_running_loop().time()
