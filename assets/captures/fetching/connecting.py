"""The one door to the network: connections go to the very address that was checked, or to a named stand-in."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import httpcore
import httpx

from assets.captures.fetching.addresses import Allowance, why_refused

# Of a host with many addresses so many are tried before giving up.
ADDRESSES_TRIED = 3

# An idle connection is kept for the next page of its host for so long.
KEPT_OPEN_SECONDS = 30.0
# Of the addresses a host was refused for so many are named.
_NAMED_REFUSALS = 3

_WAY_OUT = " (a document of your own network: privateAddress: true in its declaration)"


class AddressRefused(Exception):
    """A host has only addresses that are not asked; the message names them and says why."""


class NameNotFound(Exception):
    """A host's name has no address; ``temporary``: the name servers could not be asked."""

    def __init__(self, host: str, *, temporary: bool) -> None:
        what = "the name servers could not be reached" if temporary else "there is no such name"
        super().__init__(f"{host} could not be resolved: {what}")
        self.temporary = temporary


@dataclass(frozen=True)
class StandIn:
    """A server on this machine that speaks plain HTTP in place of a host; no ``port``: the name is not found."""

    port: int | None


class GuardedTransport(httpx.AsyncBaseTransport):
    """httpx over connections that ``GuardedBackend`` opens; every error is httpcore's own."""

    def __init__(
        self,
        allowance: Allowance,
        stand_ins: Mapping[str, StandIn],
        *,
        connections: int,
        context: Callable[[], ssl.SSLContext],
    ) -> None:
        self._pool = _Pool(context, GuardedBackend(allowance, stand_ins), connections)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; the caller closes the response."""
        response = await self._pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            status_code=response.status,
            headers=response.headers,
            stream=_Body(response.stream),
            extensions=response.extensions,
        )

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pool.aclose()


class _Pool(httpcore.AsyncConnectionPool):
    """Connections of one allowance, each used again until an answer on it is left unread."""

    def __init__(
        self, context: Callable[[], ssl.SSLContext], backend: GuardedBackend, connections: int
    ) -> None:
        super().__init__(max_connections=connections, max_keepalive_connections=connections)
        self._context = context
        self._backend = backend

    def create_connection(self, origin: httpcore.Origin) -> httpcore.AsyncConnectionInterface:
        return _Connection(
            origin,
            ssl_context=self._context() if origin.scheme == b"https" else None,
            keepalive_expiry=KEPT_OPEN_SECONDS,
            http2=True,
            network_backend=self._backend,
        )


class _Connection(httpcore.AsyncHTTPConnection):
    """A connection that is given up once an answer on it was not read to its end, or said more than its length.

    Of an unread rest httpcore gives up the connection itself over HTTP/1.1. Over HTTP/2 it would go on:
    the server sends what nobody reads, and uses up the window that all later answers share. What comes
    after an answer's announced length would be read as the answer to the next question, about another page.
    """

    spoilt = False

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        try:
            response = await super().handle_async_request(request)
        except httpcore.ConnectionNotAvailable:
            raise
        except BaseException:
            self.spoilt = True
            raise
        response.stream = _Watched(response.stream, self)
        return response

    def is_available(self) -> bool:
        return not (self.spoilt or self._said_too_much()) and super().is_available()

    def has_expired(self) -> bool:
        return (self.is_idle() and (self.spoilt or self._said_too_much())) or super().has_expired()

    def _said_too_much(self) -> bool:
        # httpcore has no public way to ask; a test watches that this one goes on working
        state = getattr(self._connection, "_h11_state", None)
        return state is not None and self.is_idle() and bool(state.trailing_data[0])


class _Watched:
    """A body that tells its connection when it is closed before its end."""

    def __init__(self, stream: Any, connection: _Connection) -> None:
        self._stream = stream
        self._connection = connection
        self._complete = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._stream:
            yield part
        self._complete = True

    async def aclose(self) -> None:
        if not self._complete:
            self._connection.spoilt = True
        await self._stream.aclose()


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Resolves names itself, refuses addresses that may not be asked, and connects to those it checked.

    Since the connection is made to the address and not to the name, a name that resolves otherwise a
    moment later (DNS rebinding) changes nothing. TLS still checks the certificate against the name.
    """

    def __init__(self, allowance: Allowance, stand_ins: Mapping[str, StandIn]) -> None:
        self._allowance = allowance
        self._stand_ins = stand_ins
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to a host.

        Raises:
            NameNotFound: it has no address.
            AddressRefused: none of its addresses may be asked.
            httpcore.ConnectError, httpcore.ConnectTimeout: nobody answers there.
        """
        if host in self._stand_ins:
            stand_in = self._stand_ins[host]
            if stand_in.port is None:
                raise NameNotFound(host, temporary=False)
            return _Plain(await self._inner.connect_tcp("127.0.0.1", stand_in.port, timeout))
        addresses = await _resolve(host, port, timeout)
        refusals = {address: why_refused(address, self._allowance) for address in addresses}
        open_ones = [address for address, reason in refusals.items() if reason is None]
        if not open_ones:
            reasons = "; ".join(list(filter(None, refusals.values()))[:_NAMED_REFUSALS])
            # a host that is an address is named by its reason already
            said = f"{reasons} and is not asked" if host in refusals else f"{host} is not asked: {reasons}"
            raise AddressRefused(f"{said}{_WAY_OUT}")
        for address in open_ones[:ADDRESSES_TRIED]:
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        raise last

    async def sleep(self, seconds: float) -> None:
        """Wait (httpcore asks for it between its own retries, which are not used)."""
        await asyncio.sleep(seconds)


async def _resolve(host: str, port: int, timeout: float | None) -> list[str]:  # noqa: ASYNC109
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(timeout):
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except TimeoutError as error:
        raise NameNotFound(host, temporary=True) from error
    except (socket.gaierror, UnicodeError) as error:
        temporary = isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN
        raise NameNotFound(host, temporary=temporary) from error
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class _Body(httpx.AsyncByteStream):
    """A response's body as httpx wants it."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._stream:
            yield part

    async def aclose(self) -> None:
        if hasattr(self._stream, "aclose"):
            await self._stream.aclose()


class _Plain(httpcore.AsyncNetworkStream):
    """A connection to a stand-in, which speaks no TLS: nothing leaves this machine."""

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        return await self._stream.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> httpcore.AsyncNetworkStream:
        return self

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
