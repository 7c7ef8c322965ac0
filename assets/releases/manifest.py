"""The manifest of a release: what it holds, what made it, how sure it is, and which release came before."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from assets.errors import ReleaseDamaged

FORMAT = "termscape-release/1"
MANIFEST = "manifest.json"
ID_CHARACTERS = 10


class ReleasedFile(msgspec.Struct, frozen=True):
    """A file of a release; ``path`` is relative to the release's folder, with forward slashes."""

    path: str
    bytes: int
    sha256: str


class ReleasedTable(msgspec.Struct, frozen=True):
    """A table: how many rows, the hash of them (``rows.count_rows``), and its columns with their DuckDB types."""

    rows: int
    rows_sha256: str
    columns: dict[str, str]


class Previous(msgspec.Struct, frozen=True):
    """The release before, and the SHA-256 of its manifest: the link of the chain."""

    release_id: str
    manifest_sha256: str


class ChainHead(msgspec.Struct, frozen=True):
    """The last line of the archive's ledger when the release was made: it pins everything that was recorded."""

    chain_no: int
    hash: str


class Manifest(msgspec.Struct, frozen=True):
    """What ``manifest.json`` says.

    ``number``: 1 for a home's first release; ``newest_look``: the time of the newest look at anything (UTC, ISO 8601;
    null: nothing was ever looked at); ``content_sha256``: the hash of what makes a release another one (``identity``);
    ``holds``: sample (invented platforms) or live; ``made_by``: versions of the code; ``schema``: versions of the
    tables' and views' definitions; ``rules``: versions of the rules that read the texts, as the data state them;
    ``accuracy``: how right the rules were found to be; ``not_promised``: what the data package could not promise of
    this data, in words.
    """

    format: str
    release_id: str
    number: int
    newest_look: str | None
    content_sha256: str
    holds: str
    made_by: dict[str, str]
    schema: dict[str, str]
    rules: dict[str, list[str]]
    accuracy: list[dict[str, str]]
    archive: ChainHead
    previous: Previous | None
    not_promised: list[str]
    tables: dict[str, ReleasedTable]
    files: list[ReleasedFile]

    @property
    def day(self) -> str:
        """The day of the newest look, as the release's id has it."""
        return self.newest_look[:10] if self.newest_look else "undated"


def identity(
    tables: Mapping[str, ReleasedTable],
    rules: Mapping[str, list[str]],
    schema: Mapping[str, str],
    made_by: Mapping[str, str],
    accuracy: list[dict[str, str]],
) -> str:
    """Return the hash of what makes a release another one: its rows, and whatever they were read and written by.

    Neither the clock, nor the order of rows, nor the bytes of the DuckDB file are part of it.
    """
    content = {
        "accuracy": accuracy,
        "format": FORMAT,
        "made_by": dict(made_by),
        "rules": dict(rules),
        "schema": dict(schema),
        "tables": dict(tables),
    }
    return hashlib.sha256(msgspec.json.encode(content, order="deterministic")).hexdigest()


def identity_of(manifest: Manifest) -> str:
    """Return the same hash made again of what a manifest says."""
    return identity(
        manifest.tables, manifest.rules, manifest.schema, manifest.made_by, list(manifest.accuracy)
    )


def as_json(content: Any) -> bytes:
    """Return what a manifest or data package says as JSON that a person can read; the same each time."""
    return msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n"


def read_manifest(path: Path) -> tuple[Manifest, str]:
    """Read a manifest; return it with the SHA-256 of its bytes.

    Raises:
        FileNotFoundError: it is not there.
        ReleaseDamaged: it is no manifest, or one of another format.
    """
    content = path.read_bytes()
    try:
        manifest = msgspec.json.decode(content, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ReleaseDamaged(f"{path} is not the manifest of a release ({error}).") from error
    if manifest.format != FORMAT:
        raise ReleaseDamaged(f"{path}: the format {manifest.format!r} is not known; expected {FORMAT!r}.")
    return manifest, hashlib.sha256(content).hexdigest()
