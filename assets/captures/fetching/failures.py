"""What went wrong with a fetch, as data: an outcome, a class, a reason a person can act on."""

from __future__ import annotations

import os
import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

import httpcore
import httpx
from h2.exceptions import H2Error

from assets.captures.fetching.connecting import AddressRefused, NameNotFound

# A status that says "not now": asking again may help (RFC 9110, RFC 6585).
PASSING_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})
# How httpcore (1.0) and h11 say that a server went away.
_CUT_SHORT = re.compile("disconnected|closed connection|ConnectionTerminated|StreamReset")
_COUNTED = re.compile(r"received \d+ bytes, expected \d+")
# What h11 says of too many headers, in a person's words.
_TOO_LONG = "Receive buffer too long"
# TLS reads in pieces: these only say "not yet" or "the other side is gone", and are on the way of every
# timeout over TLS.
_NOT_ABOUT_TLS = (
    ssl.SSLWantReadError,
    ssl.SSLWantWriteError,
    ssl.SSLZeroReturnError,
    ssl.SSLEOFError,
    ssl.SSLSyscallError,
)
_LONGEST_DETAIL = 200


@dataclass(frozen=True)
class Failure:
    """Why there is no page: ``outcome`` and ``kind`` as in ``ledger.observations``, ``reason`` in words.

    ``passing``: the same question a moment later may have another answer.
    """

    outcome: str
    kind: str
    reason: str
    passing: bool = False


class FetchFailed(Exception):
    """Ends an attempt with a failure that is known already."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.reason)
        self.failure = failure


def network_failure(kind: str, reason: str, *, passing: bool = True) -> Failure:
    """A failure between us and the server: no complete answer came."""
    return Failure("network_error", kind, reason, passing)


def status_failure(status: int) -> Failure:
    """The failure a status other than 200 is."""
    try:
        phrase = f" {HTTPStatus(status).phrase}"
    except ValueError:
        phrase = ""
    unasked = ", although nothing was asked conditionally" if status == 304 else ""
    reason = f"HTTP status {status}{phrase}{unasked}"
    return Failure("http_error", "status", reason, status in PASSING_STATUSES)


def failure_of(error: Exception) -> Failure:
    """Return what an exception of a request means."""
    if isinstance(error, FetchFailed):
        return error.failure
    if isinstance(error, AddressRefused):
        return Failure("refused_address", "address", str(error))
    if isinstance(error, NameNotFound):
        return network_failure("name_not_found", str(error), passing=error.temporary)
    tls = next((cause for cause in _causes(error) if _is_about_tls(cause)), None)
    if tls is not None:
        return network_failure("tls", f"no secure connection: {_tls_detail(tls)}", passing=False)
    if isinstance(error, httpcore.ConnectTimeout):
        return network_failure("timeout", "the server did not accept a connection in time")
    if isinstance(error, httpcore.TimeoutException):
        return network_failure("timeout", "the server fell silent: nothing more came in time")
    if isinstance(error, httpcore.ConnectError):
        return network_failure("connection", f"no connection: {_system_detail(error)}")
    if isinstance(error, httpcore.RemoteProtocolError) and _CUT_SHORT.search(str(error)):
        counted = _COUNTED.search(str(error))
        detail = f" ({counted[0]})" if counted else ""
        return network_failure(
            "connection", f"the server ended the connection before the page was complete{detail}"
        )
    if isinstance(error, httpcore.ProtocolError | H2Error):
        return network_failure("protocol", f"the answer is not HTTP as agreed: {_detail(error)}")
    if isinstance(error, httpcore.NetworkError):
        return network_failure("connection", f"the connection broke: {_system_detail(error)}")
    if isinstance(error, httpx.InvalidURL | httpcore.UnsupportedProtocol):
        return Failure("refused_address", "url", f"the address cannot be asked: {_detail(error)}")
    # not foreseen: a mistake of ours or of a library, which must not end the round for all other pages
    return network_failure("protocol", f"the answer could not be read: {type(error).__name__}", passing=False)


def _is_about_tls(error: BaseException) -> bool:
    return isinstance(error, ssl.SSLError) and not isinstance(error, _NOT_ABOUT_TLS)


def _tls_detail(error: BaseException) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate does not hold ({error.verify_message.rstrip('.')})"
    reason = getattr(error, "reason", None)
    return str(reason).replace("_", " ").lower() if reason else type(error).__name__


def _detail(error: Exception) -> str:
    """What a library says, without the bytes it quotes: they may hold a cookie, and are the server's to choose."""
    said = str(error).strip()
    if said == _TOO_LONG:
        return "its headers are too long"
    return said.partition(":")[0][:_LONGEST_DETAIL] or type(error).__name__


def _system_detail(error: Exception) -> str:
    """What the operating system says of a connection, e.g. "connection refused"."""
    for cause in _causes(error):
        if isinstance(cause, OSError) and cause.errno and not isinstance(cause, ssl.SSLError):
            return os.strerror(cause.errno).lower()
    return "the server ended it" if not str(error) else _detail(error)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
