"""TLS: a certificate that does not hold is refused as that, and HTTP/2 answers are bounded like any other."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import h2.config
import h2.connection
import h2.events
import h2.exceptions
import pytest
from hostile_server import QUICK, HostileServer, Play, endlessly, reply, running, slowly

from assets.captures.fetching import Fetcher, FetchSettings, PageAnswer, PageRequest

PAGE = reply(200, b"the terms")


@dataclass(frozen=True)
class Certificate:
    """A certificate for one name, made for this run, with its key."""

    certificate: Path
    key: Path

    def context(self, *protocols: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        if protocols:
            context.set_alpn_protocols(list(protocols))
        return context


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Certificate]:
    """Make a self-signed certificate for a name."""
    if shutil.which("openssl") is None:
        pytest.skip("needs the openssl command, to make certificates that do not hold")
    folder = tmp_path_factory.mktemp("certificates")

    def make(name: str, *options: str) -> Certificate:
        made = Certificate(folder / f"{name}.pem", folder / f"{name}.key")
        if not made.certificate.exists():
            subprocess.run(
                [
                    *(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:prime256v1",
                        "-nodes",
                    ),
                    *("-days", "2", "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"),
                    *("-keyout", str(made.key), "-out", str(made.certificate)),
                ],
                check=True,
                capture_output=True,
            )
        return made

    return make


@pytest.fixture
def trusted(certificates: Callable[[str], Certificate], monkeypatch: pytest.MonkeyPatch) -> Certificate:
    """A certificate for localhost that this process trusts, as a company's own would be."""
    certificate = certificates("localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.certificate))
    return certificate


Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def secure(context: ssl.SSLContext | None, serve: Serve) -> AsyncIterator[int]:
    """Serve with TLS on loopback while the block runs; yield the port."""
    tasks: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.ensure_future(serve(reader, writer)))  # type: ignore[arg-type]

    server = await asyncio.start_server(accept, "127.0.0.1", 0, ssl=context)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def ask(
    context: ssl.SSLContext | None,
    serve: Serve,
    *paths: str,
    host: str = "localhost",
    settings: FetchSettings = QUICK,
) -> list[PageAnswer]:
    async def run() -> list[PageAnswer]:
        async with secure(context, serve) as port, Fetcher(settings) as fetcher:
            urls = [f"https://{host}:{port}{path}" for path in paths]
            return [
                await fetcher.fetch(PageRequest(url, private_address=True, ignore_robots=True))
                for url in urls
            ]

    result: list[PageAnswer] = running(run())
    return result


def plays(route: bytes | Play) -> Serve:
    return HostileServer({"/terms": route}).serve


def why(found: PageAnswer) -> tuple[str, str, str]:
    assert found.failure is not None
    return found.outcome, found.failure.kind, found.failure.reason


def test_a_page_is_fetched_over_tls_where_the_certificate_holds(trusted: Certificate) -> None:
    (found,) = ask(trusted.context(), plays(PAGE), "/terms")
    assert found.body == b"the terms"


def test_a_self_signed_certificate_is_refused_and_not_tried_again(
    certificates: Callable[[str], Certificate],
) -> None:
    (found,) = ask(
        certificates("localhost").context(), plays(PAGE), "/terms", settings=replace(QUICK, tries=3)
    )
    assert why(found) == (
        "network_error",
        "tls",
        "no secure connection: its certificate does not hold (self-signed certificate)",
    )
    assert found.tries == ()


def test_a_certificate_for_another_name_is_refused(
    certificates: Callable[[str], Certificate], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = certificates("other.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(other.certificate))
    (found,) = ask(other.context(), plays(PAGE), "/terms")
    outcome, kind, reason = why(found)
    assert (outcome, kind) == ("network_error", "tls")
    assert "certificate is not valid for 'localhost'" in reason


def test_a_server_that_speaks_no_tls_is_refused_as_that() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(PAGE)

    (found,) = ask(None, serve, "/terms")
    assert why(found)[:2] == ("network_error", "tls")


def test_a_server_that_is_silent_during_the_handshake_is_a_timeout_and_no_fault_of_tls() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(5)

    (found,) = ask(None, serve, "/terms", settings=replace(QUICK, connect_seconds=0.2))
    assert why(found) == ("network_error", "timeout", "the server did not accept a connection in time")


def test_a_server_that_hangs_up_during_the_handshake_is_a_connection_that_ended() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    (found,) = ask(None, serve, "/terms")
    assert why(found)[:2] == ("network_error", "connection")


@pytest.mark.parametrize(
    ("route", "kind"),
    [
        (slowly(b"", 5), "timeout"),
        (endlessly(b"x", head=b"HTTP/1.1 200 OK\r\n\r\n", pause=0.01), "timeout"),
        (endlessly(b"x" * 10, head=b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n", times=2), "connection"),
        (b"garbage\r\n\r\n", "protocol"),
    ],
    ids=["silent", "drips", "cut", "garbage"],
)
def test_what_goes_wrong_over_tls_after_the_handshake_is_no_fault_of_tls(
    trusted: Certificate, route: bytes | Play, kind: str
) -> None:
    (found,) = ask(trusted.context(), plays(route), "/terms")
    assert why(found)[:2] == ("network_error", kind)


@dataclass
class Http2:
    """A small HTTP/2 server: pages, pages without end, silence, refusals; it counts connections and streams."""

    connections: int = 0
    streams: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        state = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        state.initiate_connection()
        left: dict[int, int] = {}
        with contextlib.suppress(ConnectionError, h2.exceptions.ProtocolError):
            while True:
                self._send(state, left)
                writer.write(state.data_to_send())
                await writer.drain()
                data = await reader.read(65_536)
                if not data:
                    return
                for event in state.receive_data(data):
                    if isinstance(event, h2.events.RequestReceived):
                        self.streams += 1
                        path = dict(event.headers)[b":path"].decode()
                        if path == "/goaway":
                            state.close_connection(error_code=2)
                        elif path == "/reset":
                            state.reset_stream(event.stream_id, error_code=2)
                        elif path == "/evil":
                            state.config.validate_outbound_headers = False
                            state.config.normalize_outbound_headers = False
                            headers = [
                                (b":status", b"200"),
                                (b"etag", b'"1"\r\nx-evil: 1'),
                                (b"content-length", b"9" * 5000),
                            ]
                            state.send_headers(event.stream_id, headers)
                            left[event.stream_id] = 5
                        elif path != "/silent":
                            state.send_headers(event.stream_id, [(":status", "200"), ("etag", '"1"')])
                            left[event.stream_id] = 200 << 20 if path == "/huge" else 90_000

    def _send(self, state: h2.connection.H2Connection, left: dict[int, int]) -> None:
        for stream in list(left):
            with contextlib.suppress(h2.exceptions.StreamClosedError):
                while left[stream] and (window := state.local_flow_control_window(stream)):
                    size = min(left[stream], window, state.max_outbound_frame_size)
                    left[stream] -= size
                    state.send_data(stream, b"x" * size, end_stream=not left[stream])
            if not left[stream]:
                del left[stream]


@pytest.fixture
def http2() -> Iterator[Http2]:
    yield Http2()


def test_pages_of_a_host_that_speaks_http2_share_one_connection(trusted: Certificate, http2: Http2) -> None:
    found = ask(trusted.context("h2"), http2.serve, "/a", "/b", "/c")
    assert [len(each.body or b"") for each in found] == [90_000] * 3
    assert (http2.connections, http2.streams) == (1, 3)


def test_an_answer_that_is_left_unread_does_not_starve_the_pages_after_it(
    trusted: Certificate, http2: Http2
) -> None:
    """The rest of 200 MB would use up the window that all answers on the connection share."""
    found = ask(trusted.context("h2"), http2.serve, "/huge", "/a", "/huge", "/b")
    assert [each.outcome for each in found] == ["too_large", "fetched", "too_large", "fetched"]


def test_a_silent_answer_over_http2_ends_and_the_next_page_comes(trusted: Certificate, http2: Http2) -> None:
    silent, after = ask(trusted.context("h2"), http2.serve, "/silent", "/a")
    assert why(silent)[:2] == ("network_error", "timeout")
    assert after.outcome == "fetched"


@pytest.mark.parametrize("path", ["/goaway", "/reset"])
def test_an_answer_that_is_refused_over_http2_is_a_connection_that_ended(
    trusted: Certificate, http2: Http2, path: str
) -> None:
    refused, after = ask(trusted.context("h2"), http2.serve, path, "/a")
    assert why(refused) == (
        "network_error",
        "connection",
        "the server ended the connection before the page was complete",
    )
    assert after.outcome == "fetched"


def test_headers_that_http1_could_not_carry_do_no_harm_over_http2(trusted: Certificate, http2: Http2) -> None:
    (found,) = ask(trusted.context("h2"), http2.serve, "/evil")
    assert (found.outcome, found.body) in {("fetched", b"x" * 5), ("network_error", None)}
    assert "\n" not in "".join(found.response_headers.values())
