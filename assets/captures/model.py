"""What an observation is: the facts of one attempt to look at one page of one document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from assets.archive.archive import OBSERVATION, Archive
from assets.names import document_id, slug

MAIN_SOURCE = "main"


@dataclass(frozen=True)
class Observation:
    """One attempt to look at a page, as the ledger records it.

    ``sequence`` orders a timeline: microseconds since 1970 for captures, the position in the commit
    graph for imported histories. ``key`` tells two observations of the same instant apart (an
    imported commit). ``observed_at`` is aware and UTC.
    """

    collection_id: str
    platform: str
    terms_type: str
    source_id: str
    observed_at: datetime
    sequence: int
    fetch_outcome: str
    format: str
    fetcher: str
    content_sha256: str | None = None
    bytes: int | None = None
    fetch_class: str | None = None
    fetch_reason: str | None = None
    http_status: int | None = None
    url: str | None = None
    final_url: str | None = None
    content_type: str | None = None
    declaration_sha256: str | None = None
    jurisdiction: str = ""
    language: str = ""
    vantage: str = ""
    key: str = ""
    provenance: Mapping[str, Any] = field(default_factory=dict)
    request_headers: Mapping[str, str] = field(default_factory=dict)
    response_headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def document_id(self) -> str:
        """The document this is a look at."""
        return document_id(self.platform, self.terms_type)

    @property
    def timeline_id(self) -> str:
        """The timeline it belongs to: document, collection, and what else sets it apart."""
        apart = [slug(part) for part in (self.jurisdiction, self.language, self.vantage) if part]
        return "+".join([f"{self.document_id}@{self.collection_id}", *apart])

    @property
    def observation_id(self) -> str:
        """The same attempt has the same id in every home: a hash of where, when and what."""
        parts = (
            self.timeline_id,
            self.source_id,
            self.observed_at.astimezone(UTC).isoformat(),
            self.fetch_outcome,
            self.content_sha256 or "",
            self.key,
        )
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]

    def as_record(self) -> dict[str, Any]:
        """Return the ledger's form of it; ``None`` and empty fields are left out."""
        record = {name: getattr(self, name) for name in self.__dataclass_fields__}
        record["observed_at"] = self.observed_at.astimezone(UTC).isoformat()
        record["observation_id"] = self.observation_id
        record["document_id"] = self.document_id
        record["timeline_id"] = self.timeline_id
        return {name: value for name, value in record.items() if value not in (None, "", {})}


def microseconds(moment: datetime) -> int:
    """Return the ``sequence`` of a capture made at this moment: microseconds since 1970 (UTC)."""
    return round(moment.timestamp() * 1_000_000)


def record_observations(
    archive: Archive, observations: Sequence[Observation], bodies: Iterable[tuple[str, bytes]], *, origin: str
) -> int:
    """Archive bodies, then record the observations made with them; return how many were new."""
    return archive.record(OBSERVATION, [o.as_record() for o in observations], bodies, origin=origin)
