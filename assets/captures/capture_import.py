"""Replaying raw captures that were made before, each at its own time, as if Termscape had fetched them."""

from __future__ import annotations

import hashlib
import tarfile
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from assets.archive.archive import OBSERVATION, Archive
from assets.captures.formats import body_format
from assets.captures.model import MAIN_SOURCE, Observation, microseconds, record_observations
from assets.errors import InputError
from assets.names import slug
from assets.sources.model import Declaration, Platform
from assets.sources.recording import Collection, record_collection, record_platforms
from assets.warehouse import BATCH_ROWS, Progress, in_batches, silent

ORIGIN = "import captures"


class ManifestRow(msgspec.Struct, frozen=True):
    """A line of a captures manifest; ``file`` is relative to the manifest, or null for a failed attempt."""

    service: str
    terms_type: str
    url: str
    fetched_at: datetime
    source_document: str | None = None
    fetcher: str = ""
    content_type: str | None = None
    bytes: int | None = None
    sha256: str | None = None
    file: str | None = None
    status: int | None = None
    final_url: str | None = None
    outcome: str | None = None
    reason: str | None = None
    request_headers: dict[str, str] = msgspec.field(default_factory=dict)
    response_headers: dict[str, str] = msgspec.field(default_factory=dict)


@dataclass
class CaptureReport:
    """What a replay did, for the person who started it."""

    collection_id: str
    read: int = 0
    added: int = 0
    known: int = 0
    problems: list[str] = field(default_factory=list)


def import_captures(
    archive: Archive,
    manifest: Path,
    *,
    platforms: Sequence[Platform],
    collection: Collection,
    progress: Progress = silent,
) -> CaptureReport:
    """Record every capture of a manifest that is not recorded yet, oldest first.

    Each is recorded under the declaration in force at its own time, if ``platforms`` has one. A row
    that is not one, whose body is missing or has another hash is named in ``problems`` and skipped.

    Raises:
        InputError: the manifest cannot be read at all, or none of its rows can.
    """
    report = CaptureReport(collection.collection_id)
    rows = list(_rows(manifest, report))
    if not rows:
        raise InputError(
            f"{manifest}: no row of a captures manifest found. Expected a JSON object a line with at least "
            "service, terms_type, url, fetched_at, sha256 and file."
            + (f" First problem: {report.problems[0]}" if report.problems else "")
        )
    rows.sort(key=lambda numbered: numbered[1].fetched_at)
    record_collection(archive, collection, origin=ORIGIN)
    services = {slug(row.service) for _, row in rows}
    declared = {p.platform_id: p for p in platforms if p.platform_id in services}
    record_platforms(archive, collection.collection_id, declared.values(), origin=ORIGIN)
    with _Bodies(manifest) as bodies:
        for batch in in_batches(rows, BATCH_ROWS):
            _record_batch(archive, collection, batch, declared, bodies, report)
            progress("replaying captures", report.added + report.known, len(rows))
    return report


def _rows(manifest: Path, report: CaptureReport) -> Iterator[tuple[int, ManifestRow]]:
    try:
        lines = manifest.read_bytes().splitlines()
    except OSError as error:
        raise InputError(f"{manifest}: cannot be read ({error.strerror}).") from error
    for line_no, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        report.read += 1
        try:
            row = msgspec.json.decode(line, type=ManifestRow)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            report.problems.append(f"{manifest.name}:{line_no}: not a manifest row ({error}); skipped.")
            continue
        if row.fetched_at.tzinfo is None:
            row = msgspec.structs.replace(row, fetched_at=row.fetched_at.replace(tzinfo=UTC))
        if row.file is None and row.outcome is None:
            report.problems.append(
                f"{manifest.name}:{line_no}: neither a file nor an outcome such as network_error; skipped."
            )
            continue
        yield line_no, row


def _record_batch(
    archive: Archive,
    collection: Collection,
    batch: Sequence[tuple[int, ManifestRow]],
    declared: Mapping[str, Platform],
    bodies: _Bodies,
    report: CaptureReport,
) -> None:
    observations: list[Observation] = []
    contents: list[tuple[str, bytes]] = []
    for line_no, row in batch:
        body: bytes | None = None
        if row.file is not None:
            body = bodies.read(row.file)
            problem = _problem(row, body)
            if problem:
                report.problems.append(f"{bodies.manifest.name}:{line_no}: {problem}; skipped.")
                continue
        try:
            observation = _observation(collection, row, body, declared)
        except ValueError as error:
            report.problems.append(f"{bodies.manifest.name}:{line_no}: {error}; skipped.")
            continue
        if archive.knows(OBSERVATION, observation.as_record()):
            report.known += 1
            continue
        observations.append(observation)
        if body is not None:
            contents.append((f"{collection.collection_id} {row.service}", body))
    added = record_observations(archive, observations, contents, origin=ORIGIN)
    report.known += len(observations) - added
    report.added += added


def _problem(row: ManifestRow, body: bytes | None) -> str | None:
    if body is None:
        return f"its body {row.file} is missing"
    found = hashlib.sha256(body).hexdigest()
    if row.sha256 is not None and found != row.sha256:
        return f"its body {row.file} has the hash {found[:12]}…, not {row.sha256[:12]}… as the row says"
    return None


def _observation(
    collection: Collection, row: ManifestRow, body: bytes | None, declared: Mapping[str, Platform]
) -> Observation:
    blank = Observation(
        collection_id=collection.collection_id,
        platform=row.service,
        terms_type=row.terms_type,
        source_id=row.source_document or MAIN_SOURCE,
        observed_at=row.fetched_at.astimezone(UTC),
        sequence=microseconds(row.fetched_at),
        fetch_outcome=row.outcome or "fetched",
        fetch_reason=row.reason,
        format="none" if body is None else body_format(body, row.content_type, row.file or row.url),
        fetcher=row.fetcher or "not recorded",
        content_sha256=None if body is None else hashlib.sha256(body).hexdigest(),
        bytes=None if body is None else len(body),
        http_status=row.status,
        url=row.url,
        final_url=row.final_url,
        content_type=row.content_type,
        key=row.url,
        request_headers=row.request_headers,
        response_headers=row.response_headers,
    )
    if row.status is not None and row.status >= 400 and row.outcome is None:
        blank = replace(blank, fetch_outcome="http_error", fetch_reason=f"HTTP status {row.status}")
    platform = declared.get(blank.document_id.split("/")[0])
    if platform is None:
        return blank
    by_type = {declaration.document_id: declaration.terms_type for declaration in platform.declarations}
    terms_type = by_type.get(blank.document_id)
    declaration = platform.in_force(terms_type, blank.observed_at) if terms_type else None
    if declaration is None:
        return blank
    return replace(
        blank,
        declaration_sha256=declaration.sha256,
        source_id=declared_page(declaration, row.url, row.source_document),
        jurisdiction=declaration.jurisdiction,
        language=declaration.language,
    )


def declared_page(declaration: Declaration, url: str, source_document: str | None = None) -> str:
    """Return the id of the declared page a capture shows: by its URL, by its name, or the only one there is.

    A page the declaration does not name keeps its own name (it can then not be part of the document).
    """
    for source in declaration.sources:
        if _same_page(source.url, url):
            return source.source_id
    for source in declaration.sources:
        if source_document and source.source_id == source_document:
            return source.source_id
    if len(declaration.sources) == 1 and not source_document:
        return declaration.sources[0].source_id
    return source_document or MAIN_SOURCE


def _same_page(one: str, other: str) -> bool:
    first, second = urlsplit(one), urlsplit(other)
    return (
        first.netloc.lower().removeprefix("www.") == second.netloc.lower().removeprefix("www.")
        and first.path.rstrip("/") == second.path.rstrip("/")
        and first.query == second.query
    )


class _Bodies:
    """The bodies beside a manifest: plain files, or members of the tar archive of the same name."""

    def __init__(self, manifest: Path) -> None:
        self.manifest = manifest
        self._folder = manifest.resolve().parent
        self._unpacked: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> _Bodies:
        return self

    def __exit__(self, *_: object) -> None:
        if self._unpacked is not None:
            self._unpacked.cleanup()

    def read(self, name: str) -> bytes | None:
        """Return a body, ``None`` if it is nowhere (or would lie outside the manifest's folder)."""
        return _read_within(self._folder, name) or _read_within(self._archive_folder(), name)

    def _archive_folder(self) -> Path | None:
        if self._unpacked is None:
            packed = sorted(self._folder.glob(f"{self.manifest.stem}.tar*"))
            if not packed:
                return None
            self._unpacked = tempfile.TemporaryDirectory(prefix="termscape-")
            with tarfile.open(packed[0]) as tar:
                tar.extractall(self._unpacked.name, filter="data")
        return Path(self._unpacked.name)


def _read_within(folder: Path | None, name: str) -> bytes | None:
    if folder is None:
        return None
    path = (folder / name).resolve()
    return path.read_bytes() if path.is_relative_to(folder.resolve()) and path.is_file() else None
