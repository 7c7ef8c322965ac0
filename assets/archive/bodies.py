"""The bodies: every byte ever captured, kept once under its SHA-256, compressed against its neighbours.

A *pack* is one immutable file: the bodies of one group (a platform's pages) in one long-window zstd
stream, with its index behind it. Captures of one page differ in a few bytes, so the stream of 100 of
them takes little more than one. New bodies make new small packs; ``compact`` merges small packs of a
group into larger ones by writing the new file first and removing the old ones after. A pack that was
cut short by a crash has no name yet, so it does not exist.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import zstandard

from assets.errors import ArchiveDamaged
from assets.home import sync_folder, writing
from assets.names import slug

MAGIC = b"TSPACK1\n"
TAIL_BYTES = 8 + len(MAGIC)

# Level 9 with long-distance matching: 705 captures (253 MB) take 3.5 MB in 1.6 s; level 19 takes 3.1 MB
# in 22 s (tests/benchmarks/storage.py).
COMPRESSION_LEVEL = 9
WINDOW_LOG = 27
SMALLEST_WINDOW_LOG = 10
# A body is read by decompressing its pack up to it: this bounds that to some 50 ms, and memory.
PACK_RAW_BYTES = 64 * 1024 * 1024
# Merge when the newer packs together reach this share of the older one: each body is rewritten
# a logarithmic number of times (log-structured merging).
MERGE_SHARE = 0.5


@dataclass(frozen=True)
class _Place:
    pack: Path
    offset: int
    length: int


class BodyStore:
    """Content-addressed bodies under one folder; writers hold the home's lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._places: dict[str, _Place] = {}
        self._packs: dict[Path, list[tuple[str, int]]] = {}
        self._open_pack: tuple[Path, bytes] | None = None
        for pack in sorted(folder.glob("*/*.pack")):
            self._register(pack, _read_index(pack))

    def __contains__(self, sha256: str) -> bool:
        return sha256 in self._places

    def __len__(self) -> int:
        return len(self._places)

    def put_many(self, bodies: Iterable[tuple[str, bytes]]) -> list[str]:
        """Store ``(group, body)`` pairs and return their SHA-256 in order; durable when it returns.

        Bodies already present are not stored again. Each group's new bodies make one pack.
        """
        hashes: list[str] = []
        new: dict[str, dict[str, bytes]] = {}
        for group, body in bodies:
            sha256 = hashlib.sha256(body).hexdigest()
            hashes.append(sha256)
            if sha256 not in self._places and not any(sha256 in pack for pack in new.values()):
                new.setdefault(group, {})[sha256] = body
        with writing(self.folder):
            for group, pack in new.items():
                self._write_pack(self.folder / slug(group)[:80], list(pack.items()))
        return hashes

    def put(self, group: str, body: bytes) -> str:
        """Store one body and return its SHA-256; durable when it returns."""
        return self.put_many([(group, body)])[0]

    def get(self, sha256: str) -> bytes:
        """Return the body with this hash, checked against it.

        Raises:
            ArchiveDamaged: it is not in the archive, or its bytes are not what was recorded.
        """
        place = self._places.get(sha256)
        if place is None:
            raise ArchiveDamaged(
                f"the archive has no body {sha256}, which the ledger names. "
                f"Restore {self.folder} from a backup, or import its source again."
            )
        if self._open_pack is None or self._open_pack[0] != place.pack:
            self._open_pack = (place.pack, _read_stream(place.pack))
        body = self._open_pack[1][place.offset : place.offset + place.length]
        if hashlib.sha256(body).hexdigest() != sha256:
            raise ArchiveDamaged(
                f"{place.pack}: the body {sha256} does not have that hash: the file was altered."
            )
        return body

    def get_many(self, hashes: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield ``(sha256, body)`` for distinct hashes, in the order in which reading is cheapest."""
        known = [sha256 for sha256 in dict.fromkeys(hashes) if sha256 in self._places]
        for sha256 in sorted(known, key=lambda h: (str(self._places[h].pack), self._places[h].offset)):
            yield sha256, self.get(sha256)

    def size(self) -> int:
        """Return the bytes the packs take on disk."""
        return sum(pack.stat().st_size for pack in self._packs)

    def compact(self) -> int:
        """Merge small packs of each group; return how many pack files went. Safe to kill at any point."""
        removed = 0
        groups: dict[Path, list[Path]] = {}
        for pack in self._packs:
            groups.setdefault(pack.parent, []).append(pack)
        with writing(self.folder):
            for folder, packs in groups.items():
                removed += self._merge(folder, packs)
        return removed

    def _merge(self, folder: Path, packs: list[Path]) -> int:
        sizes = {pack: sum(length for _, length in self._packs[pack]) for pack in packs}
        run: list[Path] = []
        total = 0
        for pack in sorted(packs, key=lambda p: (sizes[p], p.name)):
            fits = total + sizes[pack] <= PACK_RAW_BYTES
            if run and not (fits and total >= MERGE_SHARE * sizes[pack]):
                break
            run.append(pack)
            total += sizes[pack]
        if len(run) < 2:
            return 0
        bodies: dict[str, bytes] = {}
        for pack in sorted(run, key=lambda p: p.stat().st_mtime_ns):
            stream = _read_stream(pack)
            offset = 0
            for sha256, length in self._packs[pack]:
                bodies.setdefault(sha256, stream[offset : offset + length])
                offset += length
        merged = self._write_pack(folder, list(bodies.items()))
        gone = [pack for pack in run if pack != merged]
        for pack in gone:
            del self._packs[pack]
            pack.unlink()
        sync_folder(folder)
        if self._open_pack and self._open_pack[0] in gone:
            self._open_pack = None
        return len(gone)

    def verify(self) -> Iterator[str]:
        """Yield a sentence for every body whose bytes are not what its name says."""
        for pack, entries in sorted(self._packs.items()):
            try:
                stream = _read_stream(pack)
            except ArchiveDamaged as error:
                yield str(error)
                continue
            offset = 0
            for sha256, length in entries:
                if hashlib.sha256(stream[offset : offset + length]).hexdigest() != sha256:
                    yield f"{pack}: the body {sha256} does not have that hash: the file was altered."
                offset += length

    def _register(self, pack: Path, entries: list[tuple[str, int]]) -> None:
        self._packs[pack] = entries
        offset = 0
        for sha256, length in entries:
            self._places[sha256] = _Place(pack, offset, length)
            offset += length

    def _write_pack(self, folder: Path, bodies: list[tuple[str, bytes]]) -> Path:
        entries = [(sha256, len(body)) for sha256, body in bodies]
        index = msgspec.json.encode(entries)
        pack = folder / f"{hashlib.sha256(index).hexdigest()[:24]}.pack"
        folder.mkdir(parents=True, exist_ok=True)
        temporary = pack.with_suffix(f".{os.getpid()}.tmp")
        total = sum(length for _, length in entries)
        parameters = zstandard.ZstdCompressionParameters.from_level(
            COMPRESSION_LEVEL,
            source_size=total,
            window_log=min(WINDOW_LOG, max(SMALLEST_WINDOW_LOG, total.bit_length())),
            enable_ldm=True,
            write_checksum=True,
        )
        packed_index = zstandard.ZstdCompressor(level=19).compress(index)
        try:
            with temporary.open("wb") as file:
                file.write(MAGIC)
                compressor = zstandard.ZstdCompressor(compression_params=parameters)
                with compressor.stream_writer(file, size=total, closefd=False) as stream:
                    for _, body in bodies:
                        stream.write(body)
                file.write(packed_index + len(packed_index).to_bytes(8, "little") + MAGIC)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(pack)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        sync_folder(folder)
        self._register(pack, entries)
        return pack


def _read_index(pack: Path) -> list[tuple[str, int]]:
    with pack.open("rb") as file:
        file.seek(0, os.SEEK_END)
        size = file.tell()
        if size < len(MAGIC) + TAIL_BYTES:
            raise ArchiveDamaged(f"{pack} is too short to be a pack. Restore it from a backup.")
        file.seek(size - TAIL_BYTES)
        tail = file.read()
        length = int.from_bytes(tail[:8], "little")
        if tail[8:] != MAGIC or length > size:
            raise ArchiveDamaged(f"{pack} does not end as a pack does. Restore it from a backup.")
        file.seek(size - TAIL_BYTES - length)
        try:
            index = zstandard.ZstdDecompressor().decompress(file.read(length))
            return msgspec.json.decode(index, type=list[tuple[str, int]])
        except (zstandard.ZstdError, msgspec.DecodeError) as error:
            raise ArchiveDamaged(
                f"{pack}: its index cannot be read ({error}). Restore it from a backup."
            ) from error


def _read_stream(pack: Path) -> bytes:
    content = pack.read_bytes()
    index_bytes = int.from_bytes(content[-TAIL_BYTES:][:8], "little")
    stream = memoryview(content)[len(MAGIC) : len(content) - TAIL_BYTES - index_bytes]
    try:
        return zstandard.ZstdDecompressor(max_window_size=1 << WINDOW_LOG).decompress(stream)
    except zstandard.ZstdError as error:
        raise ArchiveDamaged(f"{pack} cannot be decompressed ({error}): the file was altered.") from error
