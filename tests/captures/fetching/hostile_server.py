"""A server on loopback that answers each path as a test wants it, badly if need be, and remembers what was asked."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from assets.captures.fetching import Fetcher, FetchSettings, PageAnswer, PageRequest
from assets.captures.fetching.connecting import StandIn

# Invented sites that the server on this machine plays.
SITE, OTHER, THIRD = "lumora.example", "quillo.example", "veritone.example"
# Small limits, so that what must end by them ends soon.
QUICK = FetchSettings(
    contact="desk@archive.example",
    concurrency=16,
    per_host=1,
    delay_seconds=0,
    connect_seconds=2,
    read_seconds=0.8,
    total_seconds=1.6,
    tries=1,
    backoff_seconds=0,
    longest_wait_seconds=0.5,
    max_bytes=100_000,
)


@dataclass(frozen=True)
class Asked:
    """A request as it came: ``at`` in seconds of the event loop's clock, ``connection`` counted from 1."""

    host: str
    path: str
    headers: Mapping[str, str]
    at: float
    connection: int


Play = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]
"""Plays one answer; the connection ends after it unless it says ``keep`` (a plain ``bytes`` answer keeps it)."""


@dataclass
class HostileServer:
    """What each path answers: bytes as they are, or something that plays; ``host/path`` goes before ``/path``."""

    routes: Mapping[str, bytes | Play]
    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0
    busy: int = 0
    busiest: int = 0

    def paths(self) -> list[str]:
        """Return what was asked, robots.txt left out."""
        return [each.path for each in self.asked if each.path != "/robots.txt"]

    def stand_ins(self) -> dict[str, StandIn]:
        return {host: StandIn(self.port) for host in (SITE, OTHER, THIRD)}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        number = self.connections
        try:
            while await self._answer(_read(await reader.readuntil(b"\r\n\r\n"), number), writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client left
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _answer(self, asked: Asked, writer: asyncio.StreamWriter) -> bool:
        """Answer a question; return whether the connection stays open for another."""
        self.asked.append(asked)
        default = reply(404, b"nothing here")
        route = self.routes.get(asked.host + asked.path, self.routes.get(asked.path, default))
        self.busy += 1
        self.busiest = max(self.busiest, self.busy)
        try:
            if not isinstance(route, bytes):
                await route(asked, writer)
                return False
            writer.write(route)
            await writer.drain()
            # without a length, the answer's end is the connection's
            return b"content-length" in route.lower() or b"chunked" in route.lower()
        finally:
            self.busy -= 1


def _read(head: bytes, connection: int) -> Asked:
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines if line)
    headers = {name.lower(): value for name, value in headers.items()}
    at = asyncio.get_running_loop().time()
    return Asked(headers["host"].partition(":")[0], first.split(" ")[1], headers, at, connection)


def reply(status: int = 200, body: bytes = b"", **headers: str) -> bytes:
    """Return a whole answer; ``content_type="text/html"`` becomes a header, a Content-Length is given."""
    told = {"content-length": str(len(body))} | {k.replace("_", "-"): v for k, v in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items() if value)
    return f"HTTP/1.1 {status} Whatever\r\n{lines}\r\n".encode("latin-1") + body


def to(place: str, status: int = 302, **headers: str) -> bytes:
    """Return a redirect."""
    return reply(status, b"over there", location=place, **headers)


def once(*answers: bytes) -> Play:
    """Play these answers one after the other, then the last one again and again."""
    left = list(answers)

    async def play(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(left.pop(0) if len(left) > 1 else left[0])
        await writer.drain()

    return play


def slowly(answer: bytes, seconds: float) -> Play:
    """Play an answer after a pause."""

    async def play(_: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(seconds)
        writer.write(answer)
        await writer.drain()

    return play


def endlessly(piece: bytes, *, head: bytes = b"", pause: float = 0.0, times: int = 1 << 40) -> Play:
    """Play a head, then a piece again and again."""

    async def play(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        for _number in range(times):
            writer.write(piece)
            await writer.drain()
            if pause:
                await asyncio.sleep(pause)

    return play


def reset_after(start: bytes) -> Play:
    """Play the start of an answer, then break the connection off hard (RST)."""

    async def play(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        await writer.drain()
        await asyncio.sleep(0.02)
        linger_no_more = struct.pack("ii", 1, 0)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger_no_more)
        writer.transport.abort()

    return play


@asynccontextmanager
async def playing(routes: Mapping[str, bytes | Play]) -> AsyncIterator[HostileServer]:
    """Serve on 127.0.0.1 while the block runs."""
    server = HostileServer(routes)
    tasks: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(server.serve(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    listening = await asyncio.start_server(accept, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def look(
    server: HostileServer, *pages: str | PageRequest, together: bool = False, **changes: Any
) -> list[PageAnswer]:
    """Look at pages in one round, one after the other or together; a bare path is one of ``SITE``."""
    async with Fetcher(replace(QUICK, **changes), stand_ins=server.stand_ins()) as fetcher:
        asking = [fetcher.fetch(_request(page)) for page in pages]
        if together:
            return list(await asyncio.gather(*asking))
        return [await each for each in asking]


def _request(page: str | PageRequest) -> PageRequest:
    if isinstance(page, PageRequest):
        return page
    return PageRequest(f"http://{SITE}{page}" if page.startswith("/") else page)


def running(test: Coroutine[Any, Any, Any]) -> Any:
    """Run a test's questions, which must not hang whatever a server does."""

    async def bounded() -> Any:
        async with asyncio.timeout(15):
            return await test

    return asyncio.run(bounded())


def answers(
    routes: Mapping[str, bytes | Play], *pages: str | PageRequest, **changes: Any
) -> list[PageAnswer]:
    """Serve these routes, look at these pages, and return what came of it."""

    async def run() -> list[PageAnswer]:
        async with playing(routes) as server:
            return await look(server, *pages, **changes)

    result: list[PageAnswer] = running(run())
    return result


def answer(route: bytes | Play, **changes: Any) -> PageAnswer:
    """Serve one page this way, look at it, and return what came of it."""
    return answers({"/terms": route}, "/terms", **changes)[0]
