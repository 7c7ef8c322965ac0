"""Archived bodies to Markdown, each once: a pool of processes reads them, one transaction a batch keeps them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass
from functools import lru_cache, partial
from typing import Any

from assets.archive import Archive
from assets.parallel import new_pool, processors
from assets.sources.model import SourceDocument
from assets.sources.recording import archived_declaration
from assets.versions.documents import read_document
from assets.versions.extraction import EXTRACTOR_VERSION, Extraction
from assets.versions.hashes import sha256, visible_text
from assets.warehouse import BATCH_ROWS, Progress, Warehouse, in_batches, silent

# Starting a process pool costs about a second; below this many bodies one process is quicker.
POOL_FROM = 24

_ASKING = {"ignore_robots", "private_address"}

_PENDING = """
SELECT DISTINCT o.timeline_id, o.content_sha256, o.format, o.url, o.content_type, o.declaration_sha256, o.source_id
FROM ledger.observations AS o
ANTI JOIN ledger.observation_results AS r ON o.observation_id = r.observation_id
WHERE o.content_sha256 IS NOT NULL AND o.fetch_outcome IN ('fetched', 'not_modified')
"""


@dataclass(frozen=True)
class Reading:
    """One way to read one body: what it is, where it came from, and the declared page, if any."""

    content_sha256: str
    format: str
    url: str
    content_type: str | None
    source: SourceDocument | None

    @property
    def source_sha256(self) -> str:
        """The hash of everything but the body that decides what comes out."""
        if self.format == "markdown":
            return sha256("markdown")
        parts = [self.format, self.url, self.content_type, self._how_it_is_read()]
        return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()

    def _how_it_is_read(self) -> dict[str, Any] | None:
        """What the declaration says of the page, but for how it is asked for."""
        if self.source is None:
            return None
        return {name: value for name, value in asdict(self.source).items() if name not in _ASKING}


class Readings:
    """Finds the way to read an observation, with the declarations it was made under."""

    def __init__(self, archive: Archive) -> None:
        self._declaration = lru_cache(maxsize=None)(partial(archived_declaration, archive))

    def of(self, observation: Mapping[str, Any]) -> Reading:
        """Return how this observation's body is to be read."""
        source = None
        if observation["declaration_sha256"]:
            declared = self._declaration(observation["declaration_sha256"]).sources
            source = next((s for s in declared if s.source_id == observation["source_id"]), None)
        return Reading(
            content_sha256=observation["content_sha256"],
            format=observation["format"],
            url=observation["url"] or "",
            content_type=observation["content_type"],
            source=source,
        )

    def declared_pages(self, declaration_sha256: str | None) -> tuple[str, ...]:
        """Return the ids of the pages a document is made of; empty when nothing was declared."""
        if not declaration_sha256:
            return ()
        return tuple(source.source_id for source in self._declaration(declaration_sha256).sources)


def read_pending(
    warehouse: Warehouse,
    archive: Archive,
    *,
    timelines: Sequence[str] | None = None,
    workers: int | None = None,
    progress: Progress = silent,
) -> int:
    """Extract every body that an unprocessed observation needs and that was not extracted yet.

    Commits in batches; returns how many bodies were read.
    """
    readings = Readings(archive)
    done = {
        (row["content_sha256"], row["source_sha256"])
        for row in warehouse.rows(
            "SELECT content_sha256, source_sha256 FROM ledger.extractions WHERE extractor_version = ?",
            [EXTRACTOR_VERSION],
        )
    }
    wanted: dict[tuple[str, str], Reading] = {}
    for row in warehouse.rows(_PENDING):
        if timelines is not None and row["timeline_id"] not in timelines:
            continue
        reading = readings.of(row)
        key = (reading.content_sha256, reading.source_sha256)
        if key not in done:
            wanted[key] = reading
    if not wanted:
        return 0
    known_texts = set(warehouse.frame("SELECT markdown_sha256 FROM ledger.markdowns")["markdown_sha256"])
    count = 0
    for batch in _extracted(archive, list(wanted.values()), workers):
        rows, texts = [], {}
        for reading, extraction in batch:
            markdown_sha256 = sha256(extraction.markdown)
            rows.append(_extraction_row(reading, extraction, markdown_sha256))
            if markdown_sha256 not in known_texts:
                texts[markdown_sha256] = extraction.markdown
        with warehouse.transaction():
            warehouse.insert(
                "ledger.markdowns",
                [{"markdown_sha256": key, "markdown": text} for key, text in texts.items()],
            )
            warehouse.insert("ledger.extractions", rows)
        known_texts.update(texts)
        count += len(batch)
        progress("reading pages", count, len(wanted))
    return count


def _extraction_row(reading: Reading, extraction: Extraction, markdown_sha256: str) -> dict[str, Any]:
    return {
        "content_sha256": reading.content_sha256,
        "source_sha256": reading.source_sha256,
        "markdown_sha256": markdown_sha256,
        "visible_sha256": sha256(visible_text(extraction.markdown)),
        "title": extraction.title,
        "language": extraction.language,
        "extractor": extraction.extractor,
        "extractor_version": EXTRACTOR_VERSION,
        "agreement": extraction.agreement,
        "words": extraction.words,
        "notes": list(extraction.notes),
    }


def _extracted(
    archive: Archive, readings: Sequence[Reading], workers: int | None
) -> Iterator[list[tuple[Reading, Extraction]]]:
    by_body: dict[str, list[Reading]] = {}
    for reading in readings:
        by_body.setdefault(reading.content_sha256, []).append(reading)
    jobs = ((reading, body) for sha, body in archive.bodies.get_many(by_body) for reading in by_body[sha])
    workers = workers or processors()
    if workers < 2 or len(readings) < POOL_FROM:
        for batch in in_batches(jobs, BATCH_ROWS):
            yield [(reading, _read(reading, body)) for reading, body in batch]
        return
    pool = new_pool(workers)
    try:
        for batch in in_batches(jobs, BATCH_ROWS):
            try:
                extractions = _in_pool(pool, batch)
            except BrokenProcessPool:
                extractions = [_alone(reading, body) for reading, body in batch]
                pool = new_pool(workers)
            yield [(reading, extraction) for (reading, _), extraction in zip(batch, extractions, strict=True)]
    finally:
        pool.shutdown(cancel_futures=True)


def _in_pool(pool: ProcessPoolExecutor, batch: Sequence[tuple[Reading, bytes]]) -> list[Extraction]:
    readings, bodies = zip(*batch, strict=True)
    return list(pool.map(_read, readings, bodies, chunksize=4))


def _alone(reading: Reading, body: bytes) -> Extraction:
    """Read one body in a process of its own: if it kills its reader, it alone is lost, and says so."""
    try:
        with new_pool(1) as pool:
            return pool.submit(_read, reading, body).result()
    except BrokenProcessPool:
        return Extraction(
            markdown="",
            title=None,
            language=None,
            extractor="none",
            extractor_version=EXTRACTOR_VERSION,
            agreement=None,
            words=0,
            notes=("reading this body killed the process that did it",),
        )


def _read(reading: Reading, body: bytes) -> Extraction:
    return read_document(
        body, reading.format, url=reading.url, source=reading.source, content_type=reading.content_type
    )
