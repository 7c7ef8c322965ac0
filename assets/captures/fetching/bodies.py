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


async def read_body(response: httpx.Response, limit: int) -> bytes:
    """Return the body as the server meant it, decompressed.

    Raises:
        FetchFailed: it has more than ``limit`` bytes, or its compression is broken, unknown or cut short.
        httpcore.HTTPError: the connection failed on the way.
    """
    declared = response.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > limit:
        raise _too_large(limit, f"it announces {int(declared):,} bytes")
    encoding = response.headers.get("content-encoding", "").strip().lower()
    inflater = None if encoding in ("", "identity") else _Inflater(encoding)
    body = bytearray()
    raw = 0
    async for chunk in response.aiter_raw():
        raw += len(chunk)
        if raw > limit:
            raise _too_large(limit, f"{raw:,} bytes came and more were to follow")
        if inflater is None:
            body += chunk
            continue
        for piece in inflater.feed(chunk):
            body += piece
            if len(body) > limit:
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
            reason = f"the answer is encoded as {encoding!r}, which was not asked for"
            raise FetchFailed(network_failure("encoding", reason, passing=False))
        self._first = True
        self._stream = zlib.decompressobj(_GZIP_OR_ZLIB)
        self.complete = False

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Yield what a chunk holds, in pieces of bounded size."""
        while chunk:
            if self.complete:  # a gzip file may have several members; browsers pass over anything else there
                if not chunk.startswith(_GZIP_MEMBER):
                    return
                self._stream, self.complete = zlib.decompressobj(_GZIP_OR_ZLIB), False
            try:
                piece = self._stream.decompress(chunk, _PIECE)
            except zlib.error as error:
                if not self._first:
                    raise FetchFailed(
                        network_failure("encoding", f"the compressed answer is broken: {error}")
                    ) from error
                # "deflate" means zlib; some servers send the bare stream
                self._first, self._stream = False, zlib.decompressobj(_RAW_DEFLATE)
                continue
            self._first = False
            self.complete = self._stream.eof
            chunk = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail
            if piece:
                yield piece
