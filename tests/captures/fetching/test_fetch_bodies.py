"""Servers that break off, drip, fall silent or send too much: each ends with a reason, in bounded time and memory."""

from __future__ import annotations

import gzip
import time
import tracemalloc
import zlib

import pytest
from hostile_server import (
    Play,
    answer,
    answers,
    endlessly,
    look,
    playing,
    reply,
    reset_after,
    running,
    slowly,
)

from assets.captures.fetching import PageAnswer

PAGE = b"<p>" + b"We may share your spores with partners. " * 50
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n"
LIMIT = 100_000


def said(found: PageAnswer) -> tuple[str, str, str]:
    assert found.failure is not None
    assert found.body is None
    return found.outcome, found.failure.kind, found.failure.reason


@pytest.mark.parametrize(
    "start",
    [b"", b"HTTP/1.1 2", HEAD, HEAD + b"content-length: 500\r\n\r\n<p>We"],
    ids=["before anything", "inside the status", "inside the headers", "inside the body"],
)
def test_a_connection_that_is_reset_is_told_as_that(start: bytes) -> None:
    outcome, kind, reason = said(answer(reset_after(start)))
    assert (outcome, kind) == ("network_error", "connection")
    assert reason == "the connection broke: connection reset by peer"


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 2", HEAD])
def test_a_connection_that_is_closed_early_is_told_as_that(start: bytes) -> None:
    async def play(_: object, writer: object) -> None:
        writer.write(start)  # type: ignore[attr-defined]

    outcome, kind, reason = said(answer(play))  # type: ignore[arg-type]
    assert (outcome, kind) == ("network_error", "connection")
    assert reason == "the server ended the connection before the page was complete"


def test_nobody_listening_is_told_as_that() -> None:
    async def run() -> PageAnswer:
        async with playing({}) as server:
            pass
        return (await look(server, "/terms"))[0]

    outcome, kind, reason = said(running(run()))
    assert (outcome, kind) == ("network_error", "connection")
    assert reason.startswith("no connection: connection refused")


def test_a_server_that_says_nothing_is_given_up_by_the_time_for_reading() -> None:
    began = time.monotonic()
    assert said(answer(slowly(b"", 9))) == (
        "network_error",
        "timeout",
        "the server fell silent: nothing more came in time",
    )
    assert time.monotonic() - began < 30


@pytest.mark.parametrize(
    "drip",
    [
        endlessly(b"x", head=HEAD + b"\r\n", pause=0.01),
        endlessly(b"x", head=HEAD + b"content-length: 50000\r\n\r\n", pause=0.01),
        endlessly(b"1\r\nx\r\n", head=HEAD + b"transfer-encoding: chunked\r\n\r\n", pause=0.01),
        endlessly(b"x", head=b"HTTP/1.1 200 OK\r\nx-drip: ", pause=0.01),
        endlessly(b"HTTP/1.1 102 Processing\r\n\r\n", pause=0.01),
        endlessly(
            b"\0", head=HEAD + b"content-encoding: gzip\r\n\r\n\x1f\x8b\x08\x08\0\0\0\0\0\0", pause=0.01
        ),
    ],
    ids=["no length", "with length", "chunks", "inside a header", "never the final status", "gzip"],
)
def test_a_server_that_drips_is_given_up_by_the_time_for_a_page(drip: Play) -> None:
    began = time.monotonic()
    outcome, kind, reason = said(answer(drip))
    assert (outcome, kind) in {("network_error", "timeout"), ("network_error", "encoding")}
    if kind == "timeout":
        assert reason == "the page was not complete after 1.6 seconds"
    assert time.monotonic() - began < 30


@pytest.mark.parametrize(
    "flood",
    [
        endlessly(b"x-more: and more\r\n" * 100, head=HEAD),
        endlessly(b"x" * 1000, head=HEAD + b"x-huge: "),
        reply(200, PAGE, x_huge="y" * 300_000),
        endlessly(b"x-trailer: more\r\n" * 100, head=HEAD + b"transfer-encoding: chunked\r\n\r\n0\r\n"),
    ],
    ids=["endless headers", "an endless header", "a huge header", "endless trailers"],
)
def test_headers_without_end_are_no_http(flood: bytes | Play) -> None:
    outcome, kind, reason = said(answer(flood))
    assert (outcome, kind) == ("network_error", "protocol")
    assert reason == "the answer is not HTTP as agreed: its headers are too long"


MEGABYTE = bytes(1 << 20)
CHUNKED = HEAD + b"transfer-encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("flood", "told"),
    [
        (
            endlessly(MEGABYTE, head=HEAD + b"content-length: 209715200\r\n\r\n", times=200),
            "it announces 209,715,200 bytes",
        ),
        (endlessly(MEGABYTE, head=HEAD + b"\r\n", times=200), "bytes came and more were to follow"),
        (
            endlessly(b"100000\r\n" + MEGABYTE + b"\r\n", head=CHUNKED, times=200),
            "bytes came and more were to follow",
        ),
    ],
    ids=["announced", "without a length", "in chunks"],
)
def test_200_megabytes_stop_at_the_limit_and_are_never_in_memory(flood: Play, told: str) -> None:
    tracemalloc.start()
    try:
        outcome, kind, reason = said(answer(flood, total_seconds=5))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (outcome, kind) == ("too_large", "too_large")
    assert reason.startswith("the page is larger than 100,000 bytes, the limit: ")
    assert reason.endswith(told)
    assert peak < 12 << 20, "the server of this test holds a few pieces of 1 MB itself"


def packed(data: bytes, wbits: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, wbits)
    return packer.compress(data) + packer.flush()


GZIP, ZLIB, BARE = 31, 15, -15


@pytest.mark.parametrize(
    "bomb",
    [
        gzip.compress(bytes(80 << 20), 9),
        b"".join(gzip.compress(bytes(50_000)) for _ in range(1000)),
        packed(bytes(80 << 20), ZLIB),
        packed(bytes(80 << 20), BARE),
    ],
    ids=["1000 to 1", "many members", "zlib", "bare deflate"],
)
def test_a_bomb_stops_at_the_limit_without_being_unpacked(bomb: bytes) -> None:
    encoding = "gzip" if bomb.startswith(b"\x1f\x8b") else "deflate"
    served = reply(200, bomb, content_encoding=encoding)
    tracemalloc.start()
    try:
        outcome, kind, reason = said(answer(served, total_seconds=5))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (outcome, kind) == ("too_large", "too_large")
    assert reason.endswith("compressed bytes hold more than that")
    assert peak < 4 << 20


def test_a_page_at_the_limit_is_kept_and_one_byte_more_is_not() -> None:
    exactly = bytes(LIMIT)
    for encode in (lambda body: (body, ""), lambda body: (gzip.compress(body), "gzip")):
        body, encoding = encode(exactly)
        assert answer(reply(200, body, content_encoding=encoding)).body == exactly
        body, encoding = encode(exactly + b"x")
        assert answer(reply(200, body, content_encoding=encoding)).outcome == "too_large"


def piecewise(body: bytes, encoding: str, size: int) -> Play:
    """Send a body in chunks of so many bytes, which is how the client meets it."""

    async def play(_: object, writer: object) -> None:
        writer.write(
            CHUNKED.replace(b"\r\n\r\n", b"\r\ncontent-encoding: " + encoding.encode() + b"\r\n\r\n")
        )  # type: ignore[attr-defined]
        for at in range(0, len(body), size):
            piece = body[at : at + size]
            writer.write(b"%x\r\n%s\r\n" % (len(piece), piece))  # type: ignore[attr-defined]
        writer.write(b"0\r\n\r\n")  # type: ignore[attr-defined]

    return play  # type: ignore[return-value]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100_000])
@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", packed(PAGE, GZIP)),
        ("x-gzip", packed(PAGE, GZIP)),
        ("GZIP", packed(PAGE[:9], GZIP) + packed(b"", GZIP) + packed(PAGE[9:], GZIP)),
        ("gzip", packed(PAGE, GZIP) + b"\0\0padding"),
        ("deflate", packed(PAGE, ZLIB)),
        ("deflate", packed(PAGE, BARE)),
        ("deflate", packed(PAGE, GZIP)),
    ],
    ids=["gzip", "x-gzip", "members", "padding", "zlib", "bare", "gzip called deflate"],
)
def test_a_compressed_page_is_read_however_it_is_cut_into_pieces(
    encoding: str, body: bytes, size: int
) -> None:
    assert answer(piecewise(body, encoding, size)).body == PAGE


@pytest.mark.parametrize("wbits", [GZIP, ZLIB, BARE])
@pytest.mark.parametrize("size", [65_535, 65_536, 65_537, 65_536 + 258, 99_999])
def test_a_page_that_fills_a_piece_exactly_is_not_taken_for_a_cut_one(wbits: int, size: int) -> None:
    encoding = "gzip" if wbits == GZIP else "deflate"
    assert answer(reply(200, packed(b"a" * size, wbits), content_encoding=encoding)).body == b"a" * size


@pytest.mark.parametrize("cut", [1, 5, 12, 60, -1, -4, -8])
def test_a_compressed_page_that_ends_early_is_no_page(cut: int) -> None:
    outcome, kind, reason = said(answer(reply(200, packed(PAGE, GZIP)[:cut], content_encoding="gzip")))
    assert (outcome, kind) == ("network_error", "encoding")
    assert reason.startswith("the compressed answer ends early, after ")


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_page_that_is_not_compressed_as_it_says_is_no_page(encoding: str) -> None:
    outcome, kind, _ = said(answer(reply(200, PAGE, content_encoding=encoding)))
    assert (outcome, kind) == ("network_error", "encoding")


def test_a_checksum_that_is_wrong_is_no_page() -> None:
    broken = bytearray(packed(PAGE, GZIP))
    broken[-6] ^= 0xFF
    outcome, kind, reason = said(answer(reply(200, bytes(broken), content_encoding="gzip")))
    assert (outcome, kind) == ("network_error", "encoding")
    assert reason.startswith("the compressed answer is broken: ")


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "x" * 5000])
def test_an_encoding_nobody_asked_for_is_refused_and_not_asked_for_again(encoding: str) -> None:
    (found,) = answers({"/terms": reply(200, PAGE, content_encoding=encoding)}, "/terms", tries=3)
    outcome, kind, reason = said(found)
    assert (outcome, kind) == ("network_error", "encoding")
    assert reason.endswith("which was not asked for")
    assert len(reason) < 120
    assert found.tries == ()


def test_an_empty_answer_may_claim_to_be_compressed() -> None:
    assert answer(reply(200, b"", content_encoding="gzip")).body == b""
