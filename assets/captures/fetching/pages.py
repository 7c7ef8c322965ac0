"""What is asked and what came of it: the fetcher's questions and answers, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from assets.captures.fetching.failures import Failure


@dataclass(frozen=True)
class Validators:
    """What makes the next question conditional: what the server said of the body we have, at which address."""

    url: str
    content_sha256: str
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True)
class PageRequest:
    """A page to ask for; ``language`` (BCP 47) is the one preferred, English where none is declared."""

    url: str
    language: str = ""
    private_address: bool = False
    ignore_robots: bool = False
    validators: Validators | None = None


@dataclass(frozen=True)
class PageAnswer:
    """What came of asking: ``outcome`` is fetched, not_modified, or a failure's.

    ``body`` is there for ``fetched``, and for the page of an HTTP error. ``tries`` says what earlier
    tries of the same look ended with; ``retry_after`` when the server wants to be asked again.
    """

    outcome: str
    started_at: datetime
    failure: Failure | None = None
    status: int | None = None
    final_url: str | None = None
    body: bytes | None = None
    request_headers: Mapping[str, str] = field(default_factory=dict)
    response_headers: Mapping[str, str] = field(default_factory=dict)
    redirects: tuple[str, ...] = ()
    tries: tuple[str, ...] = ()
    retry_after: datetime | None = None
