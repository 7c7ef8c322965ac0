"""Importing private documents: a folder of HTML, PDF, Markdown or DOCX files and a CSV that dates them."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from assets.archive import Archive
from assets.captures.formats import body_format
from assets.captures.model import MAIN_SOURCE, Observation, microseconds, record_observations
from assets.errors import InputError
from assets.names import document_id
from assets.sources.recording import Collection, record_collection
from assets.sources.vocabulary import vocabulary
from assets.warehouse import BATCH_ROWS, Progress, in_batches, silent

ORIGIN = "import folder"
MANIFEST_NAME = "manifest.csv"
REQUIRED_COLUMNS = ("file", "platform", "terms_type", "date")
OPTIONAL_COLUMNS = ("url", "language", "jurisdiction")

_MANIFEST_HELP = (
    f"Expected a CSV with the columns {', '.join(REQUIRED_COLUMNS)} (and, if you like, "
    f"{', '.join(OPTIONAL_COLUMNS)}), a row a file, e.g.\n"
    "file,platform,terms_type,date\nvendor-terms-2026.pdf,Example Vendor,Terms of Service,2026-03-01"
)


@dataclass
class FolderReport:
    """What an import of private documents did; ``read`` counts the rows of the manifest, those with a mistake too."""

    collection_id: str
    read: int = 0
    added: int = 0
    known: int = 0
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Row:
    line_no: int
    file: str
    platform: str
    terms_type: str
    seen_at: datetime
    url: str | None
    language: str
    jurisdiction: str


def import_folder(
    archive: Archive,
    folder: Path,
    *,
    manifest: Path | None = None,
    collection: Collection,
    progress: Progress = silent,
) -> FolderReport:
    """Record the files a CSV manifest lists, each at the date it gives; those recorded already are left.

    A row with a mistake is skipped and named in the report's ``problems``, a misspelt terms type included.

    Raises:
        InputError: the folder or the manifest cannot be read, or lacks a required column.
    """
    manifest = manifest or folder / MANIFEST_NAME
    if not folder.is_dir():
        raise InputError(f"{folder}: not a folder.")
    if not manifest.is_file():
        raise InputError(f"{manifest}: no such file. {_MANIFEST_HELP}")
    report = FolderReport(collection.collection_id)
    rows = sorted(_rows(manifest, report), key=lambda row: row.seen_at)
    record_collection(archive, collection, origin=ORIGIN)
    for batch in in_batches(rows, BATCH_ROWS):
        observations: list[Observation] = []
        bodies: list[tuple[str, bytes]] = []
        for row in batch:
            path = (folder / row.file).resolve()
            if not path.is_relative_to(folder.resolve()) or not path.is_file():
                report.problems.append(
                    f"{manifest.name}:{row.line_no}: no file {row.file} in {folder}; skipped."
                )
                continue
            body = path.read_bytes()
            observations.append(_observation(collection, row, body))
            bodies.append((f"{collection.collection_id} {row.platform}", body))
        added = record_observations(archive, observations, bodies, origin=ORIGIN)
        report.added += added
        report.known += len(observations) - added
        progress("importing documents", report.added + report.known, len(rows))
    return report


def _rows(manifest: Path, report: FolderReport) -> Iterator[_Row]:
    try:
        text = manifest.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{manifest}: not UTF-8 text ({error}). Save the CSV as UTF-8.") from error
    reader = csv.DictReader(text.splitlines())
    missing = [name for name in REQUIRED_COLUMNS if name not in (reader.fieldnames or [])]
    if missing:
        raise InputError(f"{manifest}:1: the column {missing[0]!r} is missing. {_MANIFEST_HELP}")
    for line_no, cells in enumerate(reader, start=2):
        report.read += 1
        values = {name: (cells.get(name) or "").strip() for name in (*REQUIRED_COLUMNS, *OPTIONAL_COLUMNS)}
        empty = [name for name in REQUIRED_COLUMNS if not values[name]]
        if empty:
            report.problems.append(f"{manifest.name}:{line_no}: {empty[0]!r} is empty; skipped.")
            continue
        try:
            seen_at = _moment(values["date"])
            document_id(values["platform"], values["terms_type"])
            _check_terms_type(values["terms_type"])
        except ValueError as error:
            report.problems.append(f"{manifest.name}:{line_no}: {error}; skipped.")
            continue
        yield _Row(
            line_no,
            values["file"],
            values["platform"],
            values["terms_type"],
            seen_at,
            values["url"] or None,
            values["language"],
            values["jurisdiction"],
        )


def _check_terms_type(name: str) -> None:
    """Refuse a known terms type misspelt: it would become a document of its own, compared with none.

    A type that is like no known one stays: private documents have types of their own.
    """
    known = vocabulary()
    meant = None if known.knows(name) else known.misspelt(name)
    if meant:
        raise ValueError(f"the terms type {name!r} is not in the vocabulary (did you mean {meant}?)")


def _moment(text: str) -> datetime:
    try:
        if len(text) == len("2026-03-01"):
            day = date.fromisoformat(text)
            return datetime(day.year, day.month, day.day, tzinfo=UTC)
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"the date {text!r} is not of the form 2026-03-01 or 2026-03-01T12:00:00Z") from None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _observation(collection: Collection, row: _Row, body: bytes) -> Observation:
    return Observation(
        collection_id=collection.collection_id,
        platform=row.platform,
        terms_type=row.terms_type,
        source_id=MAIN_SOURCE,
        observed_at=row.seen_at,
        sequence=microseconds(row.seen_at),
        fetch_outcome="fetched",
        format=body_format(body, None, row.file),
        fetcher="folder",
        content_sha256=hashlib.sha256(body).hexdigest(),
        bytes=len(body),
        url=row.url,
        language=row.language,
        jurisdiction=row.jurisdiction,
        key=row.file,
        provenance={"file": row.file},
    )
