"""Importing an Open Terms Archive versions repository: every version with its date, source and licence."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from assets.archive.archive import OBSERVATION, Archive
from assets.captures.git_history import Change, blob_reader, changes, file_at_tip, obtain
from assets.captures.model import MAIN_SOURCE, Observation, record_observations
from assets.errors import InputError
from assets.sources.model import Platform
from assets.sources.recording import Collection, record_collection, record_platforms
from assets.warehouse import BATCH_ROWS, Progress, in_batches, silent

ORIGIN = "import ota"

_COLLECTION_TITLE = re.compile(r"^#\s+Versions of .{0,60}?from the \*?([^*\n]{1,80}?)\*? collection", re.M)
_SNAPSHOT = re.compile(r"https?://\S{1,300}/commit/[0-9a-f]{7,64}|\b[0-9a-f]{40}\b")
_ENGINE = re.compile(r"^X-engine-version:\s*(\S{1,40})", re.M | re.I)
# The licences Open Terms Archive collections are published under, and the words that tell them.
_LICENCES = (
    ("ODC-By-1.0", re.compile(r"ODC[- ]By|Open Data Commons Attribution|ODC Attribution", re.I)),
    ("ODbL-1.0", re.compile(r"ODbL|Open Database Licen[cs]e", re.I)),
    ("CC-BY-SA-4.0", re.compile(r"Creative Commons Attribution[- ]ShareAlike|CC[- ]BY[- ]SA", re.I)),
    ("CC-BY-4.0", re.compile(r"Creative Commons Attribution|CC[- ]BY\b", re.I)),
    ("EUPL-1.2", re.compile(r"European Union Public Licen[cs]e|\bEUPL\b", re.I)),
)
_ATTRIBUTION = re.compile(r"attribut\w{1,4} [^.\n]{0,120}? to \*?([^*.\n]{3,80}?)\*?[.\n]", re.I)
DEFAULT_ATTRIBUTION = "Open Terms Archive contributors"


@dataclass
class ImportReport:
    """What an import did, for the person who started it."""

    collection_id: str
    read: int = 0
    added: int = 0
    known: int = 0
    documents: int = 0
    problems: list[str] = field(default_factory=list)
    ignored: Counter[str] = field(default_factory=Counter)


def describe_collection(repository: Path, source: str, name: str | None = None) -> Collection:
    """Read a versions repository's own README and LICENSE for its name, licence and attribution."""
    readme = file_at_tip(repository, ["README.md", "README", "readme.md"]) or ""
    licence_text = file_at_tip(repository, ["LICENSE", "LICENSE.md", "LICENCE", "LICENSE.txt"]) or ""
    titled = _COLLECTION_TITLE.search(readme)
    attributed = _ATTRIBUTION.search(readme)
    licence = next(
        (spdx for text in (licence_text, readme) for spdx, words in _LICENCES if words.search(text[:4000])),
        "",
    )
    if not licence:
        licence = next((spdx for spdx, words in _LICENCES if words.search(readme)), "")
    fallback = PurePosixPath(source.rstrip("/")).name.removesuffix(".git").removesuffix(".bundle")
    return Collection(
        name=name or (titled.group(1).strip() if titled else fallback),
        kind="ota",
        licence=licence,
        attribution=attributed.group(1).strip() if attributed else (DEFAULT_ATTRIBUTION if licence else ""),
        url=source if "://" in source else None,
    )


def import_ota(
    archive: Archive,
    versions: str,
    *,
    platforms: Sequence[Platform] = (),
    collection_name: str | None = None,
    progress: Progress = silent,
) -> ImportReport:
    """Record every version of a repository, folder or bundle that is not recorded yet.

    ``platforms`` are the collection's declarations, archived beside it. Killed at any point and run
    again, it ends with the same records as an undisturbed import.

    Raises:
        InputError: ``versions`` cannot be read as a git history, or holds no version at all.
    """
    repository = obtain(versions, archive.home.imports)
    collection = describe_collection(repository, versions, collection_name)
    report = ImportReport(collection.collection_id)
    history = list(_version_changes(repository, report))
    if not history:
        raise InputError(
            f"{versions}: no version found. Expected a repository with files such as "
            "'Service/Privacy Policy.md' (Open Terms Archive's versions, not snapshots or declarations)."
        )
    record_collection(archive, collection, origin=ORIGIN)
    record_platforms(archive, collection.collection_id, platforms, origin=ORIGIN)
    known = _known_positions(archive, collection.collection_id)
    offset = _offset(history, known)
    report.documents = len({change.path for change in history})
    report.read = len(history)
    new = [change for change in history if (change.commit, change.path) not in known]
    report.known = len(history) - len(new)
    with blob_reader(repository) as blobs:
        for batch in in_batches(new, BATCH_ROWS):
            texts = blobs.read([change.blob or "" for change in batch])
            report.added += _record(archive, collection, batch, texts, offset, report)
            progress("importing versions", report.added, len(new))
    return report


def _version_changes(repository: Path, report: ImportReport) -> Iterator[Change]:
    for change in changes(repository):
        path = PurePosixPath(change.path)
        if len(path.parts) == 2 and path.suffix.lower() == ".md":
            yield change
        elif len(path.parts) > 1:
            report.ignored[f"not Service/Terms Type.md: {change.path}"] += 1


def _known_positions(archive: Archive, collection_id: str) -> dict[tuple[str, str], int]:
    known: dict[tuple[str, str], int] = {}
    for record in archive.ledger.read():
        data = record.data
        if record.kind == OBSERVATION and data["collection_id"] == collection_id and "provenance" in data:
            provenance = data["provenance"]
            if "commit" in provenance:
                known[provenance["commit"], provenance["path"]] = data["sequence"]
    return known


def _offset(history: Sequence[Change], known: dict[tuple[str, str], int]) -> int:
    """Return what to add to positions so that they go on from those recorded.

    A shallow clone counts from its first commit; when the whole history arrives later its older
    commits get positions before those already recorded (negative ones, if need be).
    """
    for change in history:
        recorded = known.get((change.commit, change.path))
        if recorded is not None:
            return recorded - change.position
    return 0


def _record(
    archive: Archive,
    collection: Collection,
    batch: Sequence[Change],
    texts: Sequence[bytes | None],
    offset: int,
    report: ImportReport,
) -> int:
    observations: list[Observation] = []
    bodies: list[tuple[str, bytes]] = []
    for change, text in zip(batch, texts, strict=True):
        if change.blob is not None and text is None:
            report.problems.append(
                f"{change.commit[:10]} {change.path}: the repository lacks its text; skipped."
            )
            continue
        observation = _observation(collection, change, text, offset)
        observations.append(observation)
        if text is not None:
            bodies.append((f"{collection.collection_id} {observation.platform}", text))
    return record_observations(archive, observations, bodies, origin=ORIGIN)


def _observation(collection: Collection, change: Change, text: bytes | None, offset: int) -> Observation:
    path = PurePosixPath(change.path)
    removed = change.blob is None
    return Observation(
        collection_id=collection.collection_id,
        platform=path.parts[0],
        terms_type=path.stem,
        source_id=MAIN_SOURCE,
        observed_at=change.authored_at,
        sequence=change.position + offset,
        fetch_outcome="removed" if removed else "fetched",
        fetch_reason="no longer in the imported collection" if removed else None,
        format="none" if removed else "markdown",
        fetcher=_engine(change),
        content_type=None if removed else "text/markdown",
        bytes=None if text is None else len(text),
        content_sha256=None if text is None else hashlib.sha256(text).hexdigest(),
        key=change.commit,
        provenance={
            "commit": change.commit,
            "path": change.path,
            "subject": change.subject,
            "snapshots": _SNAPSHOT.findall(change.body),
        },
    )


def _engine(change: Change) -> str:
    version = _ENGINE.search(change.body)
    return f"Open Terms Archive engine {version.group(1)}" if version else "Open Terms Archive engine"
