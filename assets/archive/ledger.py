"""The ledger: an append-only, fsynced, hash-chained record of everything that was observed or imported.

One JSON object a line, in numbered segments. ``hash`` is the SHA-256 of the line without it, and each
line names the hash of the one before: changing, dropping or inserting a line breaks the chain from
there on. Full segments are sealed (compressed); the chain runs over the text, so sealing changes nothing.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import zstandard

from assets.errors import ArchiveDamaged
from assets.home import replace_file, sync_folder, writing

FIRST_PREVIOUS = "0" * 64
SEGMENT_BYTES = 16 * 1024 * 1024
SEAL_LEVEL = 12


class Record(msgspec.Struct, frozen=True):
    """A line of the ledger: ``chain_no`` counts from 1 without gaps; ``kind`` says what ``data`` is.

    ``recorded_at`` is when it was written (UTC), not when the page was seen; ``origin`` names what
    wrote it (``live``, ``import ota``, ...), ``run_id`` the run that did.
    """

    chain_no: int
    recorded_at: str
    run_id: str
    origin: str
    kind: str
    data: dict[str, Any]
    previous: str
    hash: str


class Ledger:
    """The segments of one archive; writers hold the home's lock."""

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        """Open the segments; ``read_only``: without the lock, so an unfinished line is left to whoever writes it."""
        self.folder = folder
        self._read_only = read_only
        self.repaired: str | None = None
        self._chain_no = 0
        self._hash = FIRST_PREVIOUS
        self._find_head()

    @property
    def head(self) -> tuple[int, str]:
        """The last chain number and hash: what a release quotes to pin everything before it."""
        return self._chain_no, self._hash

    def append(self, kind: str, rows: Iterable[Mapping[str, Any]], *, run_id: str, origin: str) -> int:
        """Append rows of one kind and return the last chain number; on disk when it returns.

        All of them are written and fsynced together; when writing fails none of them is kept.
        """
        recorded_at = datetime.now(UTC).isoformat(timespec="microseconds")
        chain_no, previous = self._chain_no, self._hash
        buffer = io.BytesIO()
        for data in rows:
            chain_no += 1
            content = {
                "chain_no": chain_no,
                "data": data,
                "kind": kind,
                "origin": origin,
                "previous": previous,
                "recorded_at": recorded_at,
                "run_id": run_id,
            }
            previous = _hash(content)
            buffer.write(msgspec.json.encode({**content, "hash": previous}, order="sorted") + b"\n")
        if chain_no == self._chain_no:
            return chain_no
        with writing(self.folder):
            self._write(buffer.getvalue())
        self._chain_no, self._hash = chain_no, previous
        return chain_no

    def read(self, after: int = 0) -> Iterator[Record]:
        """Yield the records with a chain number greater than ``after``, in order.

        Raises:
            ArchiveDamaged: a line cannot be read.
        """
        segments = self._segments()
        first_numbers = [int(segment.name.split(".")[0]) for segment in segments]
        for index, segment in enumerate(segments):
            if index + 1 < len(segments) and first_numbers[index + 1] <= after + 1:
                continue
            for line_no, line in enumerate(_lines(segment), start=1):
                try:
                    record = msgspec.json.decode(line, type=Record)
                except msgspec.DecodeError as error:
                    raise ArchiveDamaged(f"{segment}:{line_no}: not a ledger line ({error}).") from error
                if record.chain_no > after:
                    yield record

    def verify(self) -> Iterator[str]:
        """Yield a sentence for every break of the chain; silence means that nothing was altered."""
        expected_no, previous = 1, FIRST_PREVIOUS
        for record in self.read():
            content = {
                name: getattr(record, name)
                for name in ("chain_no", "data", "kind", "origin", "previous", "recorded_at", "run_id")
            }
            if record.chain_no != expected_no:
                yield f"ledger: number {expected_no} is missing (found {record.chain_no})."
            if record.previous != previous:
                yield f"ledger: number {record.chain_no} does not follow from the line before it."
            if _hash(content) != record.hash:
                yield f"ledger: number {record.chain_no} was altered: its content does not have its hash."
            expected_no, previous = record.chain_no + 1, record.hash

    def size(self) -> int:
        """Return the bytes the segments take on disk."""
        return sum(segment.stat().st_size for segment in self._segments())

    def _segments(self) -> list[Path]:
        found: dict[str, Path] = {}
        for path in sorted(self.folder.glob("*.jsonl*"), reverse=True):
            if path.suffix in {".jsonl", ".zst"}:
                # of a segment that was being sealed when the process died, the plain file is complete
                found[path.name.split(".")[0]] = path
        for path in self.folder.glob("*.jsonl"):
            found[path.name.split(".")[0]] = path
        return [found[key] for key in sorted(found)]

    def _find_head(self) -> None:
        segments = self._segments()
        if not segments:
            return
        last = segments[-1]
        if last.suffix == ".jsonl" and not self._read_only:
            self._cut_torn_line(last)
        for segment in reversed(segments):
            last_line = None
            for line in _lines(segment):
                last_line = line
            if last_line is not None:
                try:
                    record = msgspec.json.decode(last_line, type=Record)
                except msgspec.DecodeError as error:
                    raise ArchiveDamaged(
                        f"{segment}: its last line is none of a ledger ({error})."
                    ) from error
                self._chain_no, self._hash = record.chain_no, record.hash
                return

    def _cut_torn_line(self, segment: Path) -> None:
        """Set aside what a killed process left of a line it was writing: it was never acknowledged."""
        content = segment.read_bytes()
        end = content.rfind(b"\n") + 1
        if end == len(content):
            return
        aside = segment.with_suffix(".torn")
        with writing(self.folder):
            replace_file(aside, content[end:])
            os.truncate(segment, end)
        self.repaired = (
            f"{segment.name}: an unfinished line of {len(content) - end} bytes was set aside in {aside.name}"
        )

    def _write(self, lines: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        segments = self._segments()
        current = segments[-1] if segments and segments[-1].suffix == ".jsonl" else None
        if current is not None and current.stat().st_size >= SEGMENT_BYTES:
            self._seal(current)
            current = None
        if current is None:
            current = self.folder / f"{self._chain_no + 1:012d}.jsonl"
        descriptor = os.open(current, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            before = os.fstat(descriptor).st_size
            try:
                view = memoryview(lines)
                while view:
                    view = view[os.write(descriptor, view) :]
                os.fsync(descriptor)
            except OSError:
                os.ftruncate(descriptor, before)
                raise
        finally:
            os.close(descriptor)
        if before == 0:
            sync_folder(self.folder)

    def _seal(self, segment: Path) -> None:
        sealed = segment.with_name(segment.name + ".zst")
        replace_file(sealed, zstandard.ZstdCompressor(level=SEAL_LEVEL).compress(segment.read_bytes()))
        segment.unlink()
        sync_folder(self.folder)


def _hash(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()


def _lines(segment: Path) -> Iterator[bytes]:
    """Yield the lines of a segment that are finished; one that a run is sealing meanwhile is read as it is sealed."""
    sealed = segment.with_name(segment.name + ".zst")
    if segment.suffix != ".zst" and not segment.exists() and sealed.exists():
        segment = sealed
    if segment.suffix == ".zst":
        with segment.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as reader:
            yield from io.BufferedReader(reader)
    else:
        with segment.open("rb") as file:
            yield from (line for line in file if line.endswith(b"\n"))
