"""What went wrong with a fetch, as data: an outcome, a class, a reason a person can act on."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

import httpcore
import httpx

from assets.captures.fetching.connecting import AddressRefused, NameNotFound

# A status that says "not now": asking again may help (RFC 9110, RFC 6585).
PASSING_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})
# How httpcore (1.0) says that a server went away.
_CUT_SHORT = re.compile("disconnected|closed connection|ConnectionTerminated")


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
    return Failure("http_error", "status", f"HTTP status {status}{phrase}", status in PASSING_STATUSES)


def failure_of(error: Exception) -> Failure:
    """Return what an exception of a request means."""
    if isinstance(error, FetchFailed):
        return error.failure
    if isinstance(error, AddressRefused):
        return Failure("refused_address", "address", str(error))
    if isinstance(error, NameNotFound):
        return network_failure("name_not_found", str(error), passing=error.temporary)
    tls = next((cause for cause in _causes(error) if isinstance(cause, ssl.SSLError)), None)
    if tls is not None:
        return network_failure("tls", f"no secure connection: {tls.reason or tls}", passing=False)
    if isinstance(error, httpcore.ConnectTimeout):
        return network_failure("timeout", "the server did not accept a connection in time")
    if isinstance(error, httpcore.TimeoutException):
        return network_failure("timeout", "the server fell silent: nothing more came in time")
    if isinstance(error, httpcore.ConnectError):
        return network_failure("connection", f"no connection: {_detail(error)}")
    if isinstance(error, httpcore.RemoteProtocolError) and _CUT_SHORT.search(str(error)):
        return network_failure(
            "connection", f"the connection ended before the page was complete: {_detail(error)}"
        )
    if isinstance(error, httpcore.ProtocolError):
        return network_failure("protocol", f"the answer is not HTTP as agreed: {_detail(error)}")
    if isinstance(error, httpcore.NetworkError):
        return network_failure("connection", f"the connection broke: {_detail(error)}")
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol | httpcore.UnsupportedProtocol):
        return Failure("refused_address", "url", f"the address cannot be asked: {_detail(error)}")
    return network_failure("unknown", f"{type(error).__name__}: {_detail(error)}")


def _detail(error: Exception) -> str:
    return str(error).strip() or type(error).__name__


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
