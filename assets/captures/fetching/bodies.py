"""A response's body within bounds: decompressed piece by piece, so that a bomb stops where the limit is."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import httpx

from assets.captures.fetching.failures import Failure, FetchFailed, network_failure

# What is asked for: both can be decompressed piece by piece with a bound (which the pieces of Brotli cannot).
ACCEPT_ENCODING = "gzip, deflate"

_GZIP_MEMBER = b"\x1f\x8b"
_PIECE = 64 * 1024
_GZIP_OR_ZLIB, _RAW_DEFLATE = zlib.MAX_WBITS | 32, -zlib.MAX_WBITS
# Of what a server calls its encoding so much is repeated in a reason.
_SHOWN_ENCODING = 40


async def read_body(response: httpx.Response, limit: int, *, cut: bool = False) -> bytes:
    """Return the body as the server meant it, decompressed; ``cut``: of a longer one the first ``limit`` bytes.

    Raises:
        FetchFailed: it has more than ``limit`` bytes, or its compression is broken, unknown or cut short.
        httpcore.HTTPError: the connection failed on the way.
    """
    declared = response.headers.get("content-length", "")
    # (a number too long for Python to read is no length; what comes is counted anyway)
    if not cut and declared.isdecimal() and len(declared) <= len(str(1 << 63)) and int(declared) > limit:
        raise _too_large(limit, f"it announces {int(declared):,} bytes")
    encoding = response.headers.get("content-encoding", "").strip().lower()
    inflater = None if encoding in ("", "identity") else _Inflater(encoding)
    body = bytearray()
    raw = 0
    async for chunk in response.aiter_raw():
        raw += len(chunk)
        if raw > limit and not cut:
            raise _too_large(limit, f"{raw:,} bytes came and more were to follow")
        for piece in (chunk,) if inflater is None else inflater.feed(chunk):
            body += piece
            if len(body) > limit:
                if cut:
                    return bytes(body[:limit])
                raise _too_large(limit, f"{raw:,} compressed bytes hold more than that")
    if inflater is not None and raw and not inflater.complete:
        raise FetchFailed(
            network_failure("encoding", f"the compressed answer ends early, after {raw:,} bytes")
        )
    return bytes(body)


def _too_large(limit: int, detail: str) -> FetchFailed:
    return FetchFailed(
        Failure("too_large", "too_large", f"the page is larger than {limit:,} bytes, the limit: {detail}")
    )


class _Inflater:
    """gzip or deflate, a bounded piece at a time; ``complete`` once a stream came to its end."""

    def __init__(self, encoding: str) -> None:
        if encoding not in ("gzip", "x-gzip", "deflate"):
            reason = f"the answer is encoded as {encoding[:_SHOWN_ENCODING]!r}, which was not asked for"
            raise FetchFailed(network_failure("encoding", reason, passing=False))
        # "deflate" means zlib; some servers send the bare stream
        self._maybe_bare = encoding == "deflate"
        self._stream = zlib.decompressobj(_GZIP_OR_ZLIB)
        self._held = b""
        self._started = False
        self._finished = False
        self.complete = False

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Yield what a chunk holds, in pieces of bounded size."""
        chunk, self._held = self._held + chunk, b""
        full = False
        while (chunk or full) and not self._finished:
            if not self._started:
                if len(chunk) < len(_GZIP_MEMBER):  # which format, and whether a member follows, takes two
                    self._held = chunk
                    return
                self._start(chunk)
                continue
            try:
                piece = self._stream.decompress(chunk, _PIECE)
            except zlib.error as error:
                reason = f"the compressed answer is broken: {error}"
                raise FetchFailed(network_failure("encoding", reason)) from error
            self.complete = self._stream.eof
            self._started = not self.complete
            # a full piece may leave some inside the stream even where all input is used up
            full = len(piece) == _PIECE and not self.complete
            chunk = self._stream.unused_data if self.complete else self._stream.unconsumed_tail
            if piece:
                yield piece

    def _start(self, head: bytes) -> None:
        """Begin a stream; after the first one only a further gzip member is (browsers pass over the rest)."""
        if self.complete:
            self._finished = not head.startswith(_GZIP_MEMBER)
            if self._finished:
                return
        elif self._maybe_bare and not (head.startswith(_GZIP_MEMBER) or _is_zlib(head)):
            self._stream, self._started = zlib.decompressobj(_RAW_DEFLATE), True
            return
        self._stream, self._started, self.complete = zlib.decompressobj(_GZIP_OR_ZLIB), True, False


def _is_zlib(head: bytes) -> bool:
    """Whether two bytes are the header of a zlib stream (RFC 1950 section 2.2): deflate, and a check."""
    return head[0] & 0x0F == 8 and int.from_bytes(head[:2], "big") % 31 == 0
