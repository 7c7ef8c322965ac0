"""A round of looking: pages are asked for side by side, and each answer is archived and recorded as it comes."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from assets.archive import Archive
from assets.captures.due import PageToLook
from assets.captures.fetching import Fetcher, FetchSettings, PageAnswer, PageRequest
from assets.captures.fetching.connecting import StandIn
from assets.captures.formats import body_format
from assets.captures.model import Observation, microseconds, record_observations
from assets.sources.recording import record_collection, record_declarations_of
from assets.warehouse import Progress, silent

ORIGIN = "observe"
FETCHER = "httpx"

# What was answered is recorded after so many seconds, looks or bytes, whichever comes first: a killed
# round loses no more than that, and a pack of the archive holds more than one page.
FLUSH_SECONDS, FLUSH_LOOKS, FLUSH_BYTES = 2.0, 64, 16_000_000


@dataclass
class RoundReport:
    """What a round of looking came to: how many looks, and the failures as rows for a person to read."""

    looks: int = 0
    failures: list[dict[str, Any]] = field(default_factory=list)


def observe(
    archive: Archive,
    pages: Sequence[PageToLook],
    settings: FetchSettings,
    *,
    stand_ins: Mapping[str, StandIn] | None = None,
    progress: Progress = silent,
) -> RoundReport:
    """Look at pages and record every look; return how it went.

    The declarations are on record before the first question; a body is in the archive before the look
    that names it is recorded. Interrupted, what was answered is recorded first.
    """
    report = RoundReport()
    if not pages:
        return report
    for collection in dict.fromkeys(page.collection for page in pages):
        record_collection(archive, collection, origin=ORIGIN)
        declarations = dict.fromkeys(page.declaration for page in pages if page.collection == collection)
        record_declarations_of(archive, collection.collection_id, declarations, origin=ORIGIN)
    asyncio.run(_Round(archive, settings, report, progress).run(pages, stand_ins or {}))
    return report


class _Round:
    """One round: who asks, what was answered and not recorded yet."""

    def __init__(
        self, archive: Archive, settings: FetchSettings, report: RoundReport, progress: Progress
    ) -> None:
        self._archive = archive
        self._settings = settings
        self._report = report
        self._progress = progress
        self._waiting: list[tuple[PageToLook, PageAnswer]] = []
        self._bytes = 0
        self._flushed_at = 0.0

    async def run(self, pages: Sequence[PageToLook], stand_ins: Mapping[str, StandIn]) -> None:
        clock: Callable[[], float] = asyncio.get_running_loop().time
        self._flushed_at = clock()
        # Answers go through a queue and are let go once recorded: a large round must not stay in memory.
        answered: asyncio.Queue[tuple[PageToLook, PageAnswer]] = asyncio.Queue(FLUSH_LOOKS)
        try:
            async with Fetcher(self._settings, stand_ins=stand_ins) as fetcher, asyncio.TaskGroup() as group:
                for page in pages:
                    group.create_task(self._look(fetcher, page, answered))
                for count in range(1, len(pages) + 1):
                    page, answer = await answered.get()
                    self._waiting.append((page, answer))
                    self._bytes += len(answer.body or b"")
                    self._progress("looking at pages", count, len(pages))
                    late = clock() - self._flushed_at >= FLUSH_SECONDS
                    if late or len(self._waiting) >= FLUSH_LOOKS or self._bytes >= FLUSH_BYTES:
                        self._flush()
                        self._flushed_at = clock()
        finally:
            self._flush()

    @staticmethod
    async def _look(
        fetcher: Fetcher, page: PageToLook, answered: asyncio.Queue[tuple[PageToLook, PageAnswer]]
    ) -> None:
        source = page.source
        request = PageRequest(
            url=source.url,
            language=page.declaration.language,
            private_address=source.private_address,
            ignore_robots=bool(source.ignore_robots),
            validators=page.known.validators if page.known else None,
        )
        await answered.put((page, await fetcher.fetch(request)))

    def _flush(self) -> None:
        # in the order of the declarations, not of the answers: small rounds give the same ledger every time
        waiting = sorted(self._waiting, key=lambda each: _order(each[0]))
        self._waiting, self._bytes = [], 0
        observations = [_observation(page, answer, self._settings.vantage) for page, answer in waiting]
        bodies = [
            (f"{page.collection.collection_id} {page.declaration.platform}", answer.body)
            for page, answer in waiting
            if answer.body is not None
        ]
        record_observations(self._archive, observations, bodies, origin=ORIGIN)
        self._report.looks += len(observations)
        for look in observations:
            if look.fetch_reason:
                self._report.failures.append(
                    {
                        "platform": look.platform,
                        "terms_type": look.terms_type,
                        "url": look.url,
                        "outcome": look.fetch_outcome,
                        "class": look.fetch_class,
                        "reason": look.fetch_reason,
                    }
                )


def _order(page: PageToLook) -> tuple[str, str, str]:
    return page.declaration.platform, page.declaration.terms_type, page.source.source_id


def _observation(page: PageToLook, answer: PageAnswer, vantage: str) -> Observation:
    """Put an answer into the ledger's form."""
    seen_at: datetime = page.observed_at or answer.started_at
    body, content_type = answer.body, answer.response_headers.get("content-type")
    outcome = answer.outcome
    kind, reason = (answer.failure.kind, answer.failure.reason) if answer.failure else (None, None)
    form = "none" if body is None else body_format(body, content_type, answer.final_url or page.source.url)
    if outcome == "fetched" and form == "other":
        outcome, kind, reason = "not_a_policy", "media_type", f"the address answers with {content_type}"
    content_sha256 = None if body is None else hashlib.sha256(body).hexdigest()
    if outcome == "not_modified" and page.known is not None:
        # the look confirms a body we have, which is to be read as it was
        content_sha256 = page.known.validators.content_sha256
        form, content_type = page.known.format, page.known.content_type
    return Observation(
        collection_id=page.collection.collection_id,
        platform=page.declaration.platform,
        terms_type=page.declaration.terms_type,
        source_id=page.source.source_id,
        observed_at=seen_at,
        sequence=microseconds(seen_at),
        fetch_outcome=outcome,
        fetch_class=kind,
        fetch_reason=reason,
        format=form,
        fetcher=FETCHER,
        content_sha256=content_sha256,
        bytes=None if body is None else len(body),
        http_status=answer.status,
        url=page.source.url,
        final_url=answer.final_url,
        content_type=content_type,
        declaration_sha256=page.declaration.sha256,
        jurisdiction=page.declaration.jurisdiction,
        language=page.declaration.language,
        vantage=vantage,
        key=page.source.url,
        provenance=_provenance(page, answer),
        request_headers=answer.request_headers,
        response_headers=answer.response_headers,
    )


def _provenance(page: PageToLook, answer: PageAnswer) -> dict[str, Any]:
    told = {
        "redirects": list(answer.redirects),
        "earlier_tries": list(answer.tries),
        "retry_after": answer.retry_after.isoformat() if answer.retry_after else None,
        "robots_ignored": page.source.ignore_robots,
    }
    return {name: value for name, value in told.items() if value}
