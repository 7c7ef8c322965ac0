"""Checking a release where it stands, offline: its files, its rows in every format, and the chain to those before."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import msgspec

from assets.errors import HomeUnusable, NothingFound, ReleaseDamaged
from assets.home import Home
from assets.releases.datapackage import DESCRIPTORS, path_of
from assets.releases.exporting import sha256_of
from assets.releases.making import DATABASE
from assets.releases.manifest import MANIFEST, Manifest, ReleasedTable, identity_of, read_manifest
from assets.releases.rows import Rows, count_rows, csv_source, parquet_source, quoted
from assets.releases.shelf import Shelf
from assets.warehouse import Progress, Reader, open_file, silent


@dataclass(frozen=True)
class Finding:
    """What is wrong with one file of a release, in words."""

    file: str
    problem: str


@dataclass
class Checked:
    """What a check came to: no ``findings`` means that the release is what its manifest says.

    ``chain``: the ids of the earlier releases the chain was followed through, the newest first; ``notes``: what could
    not be checked, which is no damage.
    """

    folder: Path
    manifest: Manifest
    manifest_sha256: str
    findings: list[Finding] = field(default_factory=list)
    chain: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def find_release(home: Home, named: str | None) -> Path:
    """Return the folder of a release: a path, an id of the home (or its beginning), or the home's latest.

    Raises:
        NothingFound: there is none; the message names those there are.
    """
    if named is not None and (path := Path(named).expanduser()).is_dir():
        return path
    kept = Shelf(home).kept()
    if named is None:
        if not kept:
            raise NothingFound(
                f"there is no release in {home.path} yet. `termscape run` makes one; or name a folder."
            )
        return _folder_of(kept[-1].folder)
    matching = [release for release in kept if release.release_id.startswith(named)]
    if len(matching) != 1:
        there = ", ".join(release.release_id for release in kept) or "none"
        few = "several releases begin with" if matching else "no folder and no release is called"
        raise NothingFound(f"{few} {named!r}. Releases in {home.path}: {there}.")
    return _folder_of(matching[0].folder)


def _folder_of(folder: Path | None) -> Path:
    assert folder is not None
    return folder


def check_release(folder: Path, *, quick: bool = False, progress: Progress = silent) -> Checked:
    """Check a release: files against hashes, rows of DuckDB, Parquet and CSV against each other, and the chain.

    ``quick``: files and chain only. Nothing but the folder is needed, and for the chain the folders beside it.

    Raises:
        NothingFound: the folder has no manifest: it is no release.
        ReleaseDamaged: the manifest cannot be read, so that nothing can be checked.
    """
    try:
        manifest, manifest_sha256 = read_manifest(folder / MANIFEST)
    except FileNotFoundError as error:
        raise NothingFound(f"{folder} is not a release: it has no {MANIFEST}.") from error
    checked = Checked(folder, manifest, manifest_sha256)
    steps = 1 if quick else 3
    progress("checking", 0, steps)
    checked.findings += _check_files(folder, manifest)
    checked.findings += _check_manifest(manifest)
    damaged = {finding.file for finding in checked.findings}
    for kind, path in DESCRIPTORS.items():
        if path not in damaged:
            checked.findings += _check_package(folder, manifest, kind)
    progress("checking", 1, steps)
    if not quick:
        with tempfile.TemporaryDirectory(prefix="termscape-verify-") as spill:
            checked.findings += _check_database(folder, manifest, Path(spill))
            progress("checking", 2, steps)
            checked.findings += _check_tables(folder, manifest, Path(spill))
        progress("checking", 3, steps)
    _follow_chain(checked)
    return checked


def _check_files(folder: Path, manifest: Manifest) -> Iterator[Finding]:
    """Yield the files that are missing, altered, or not the release's."""
    for file in manifest.files:
        path = folder / file.path
        if not path.is_file():
            yield Finding(file.path, "it is missing")
        elif path.stat().st_size != file.bytes:
            yield Finding(file.path, f"it has {path.stat().st_size} bytes instead of {file.bytes}")
        elif sha256_of(path) != file.sha256:
            yield Finding(file.path, "its content was altered: its SHA-256 is another one")
    known = {MANIFEST, *(file.path for file in manifest.files)}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_dir() and name not in known:
            yield Finding(name, "it does not belong to the release")


def _check_manifest(manifest: Manifest) -> Iterator[Finding]:
    """Yield what the manifest says that does not agree with itself."""
    content = identity_of(manifest)
    if content != manifest.content_sha256:
        yield Finding(MANIFEST, "it was altered: what it says of the tables does not give its content_sha256")
    elif content[:10] not in manifest.release_id:
        yield Finding(MANIFEST, f"the id {manifest.release_id} is not made of its content_sha256")


def _check_package(folder: Path, manifest: Manifest, kind: str) -> Iterator[Finding]:
    """Yield where a data package says something else of the tables and files than the manifest."""
    descriptor = DESCRIPTORS[kind]
    try:
        package = msgspec.json.decode((folder / descriptor).read_bytes())
        resources = {resource["name"]: resource for resource in package["resources"]}
        columns = {name: [field["name"] for field in _fields(one)] for name, one in resources.items()}
    except (msgspec.DecodeError, KeyError, TypeError, OSError) as error:
        yield Finding(descriptor, f"it cannot be read ({error!r})")
        return
    hashes = {file.path: f"sha256:{file.sha256}" for file in manifest.files}
    for name, table in manifest.tables.items():
        resource, path = resources.get(name), path_of(name, kind)
        if resource is None or path not in hashes:
            yield Finding(descriptor, f"{path} is not in it, or not in the manifest")
        elif columns[name] != [*table.columns]:
            yield Finding(descriptor, f"{path} has other columns there than in the manifest")
        elif (resource.get("rows"), resource.get("hash")) != (table.rows, hashes[path]):
            yield Finding(descriptor, f"{path} has other rows or another hash there than in the manifest")


def _fields(resource: Mapping[str, Any]) -> list[dict[str, Any]]:
    fields: list[dict[str, Any]] = resource["schema"]["fields"]
    return fields


def _check_database(folder: Path, manifest: Manifest, spill: Path) -> Iterator[Finding]:
    """Yield the tables of which the DuckDB file does not hold the rows that the manifest counts."""
    if not (folder / DATABASE).is_file():
        return  # said already, as a file that is missing
    try:
        with open_file(folder / DATABASE, spill) as reader:
            for name, table in manifest.tables.items():
                yield from _compare(reader, DATABASE, name, table, quoted(name), table.columns)
    except HomeUnusable:
        yield Finding(DATABASE, "it cannot be opened as a DuckDB database")


def _check_tables(folder: Path, manifest: Manifest, spill: Path) -> Iterator[Finding]:
    """Yield the Parquet and CSV files that do not hold the rows that the manifest counts."""
    with open_file(None, spill) as reader:
        for name, table in manifest.tables.items():
            path = folder / path_of(name, "parquet")
            if path.is_file():
                source = parquet_source(path)
                yield from _compare(reader, f"parquet/{path.name}", name, table, source, table.columns)
            path = folder / path_of(name, "csv")
            if path.is_file():
                source, texts = csv_source(path, table.columns), dict.fromkeys(table.columns, "VARCHAR")
                yield from _compare(reader, f"csv/{path.name}", name, table, source, texts)


def _compare(
    reader: Reader, file: str, name: str, table: ReleasedTable, source: str, columns: Mapping[str, str]
) -> Iterator[Finding]:
    try:
        found = count_rows(reader, source, columns)
    except duckdb.Error as error:
        yield Finding(file, f"the rows of {name} cannot be read ({str(error).splitlines()[0]})")
        return
    if found.rows != table.rows:
        yield Finding(file, f"{name} has {found.rows} rows there instead of {table.rows}")
    elif found != Rows(table.rows, table.rows_sha256):
        yield Finding(file, f"{name} has other values there than the manifest's hash of its rows says")


def _follow_chain(checked: Checked) -> None:
    """Follow the chain to the releases before, as far as they or their manifests stand beside this one."""
    beside = checked.folder.resolve().parent
    link = checked.manifest.previous
    while link is not None:
        places = (beside / link.release_id / MANIFEST, beside / "pruned" / f"{link.release_id}.json")
        path = next((place for place in places if place.is_file()), None)
        if path is None:
            checked.notes.append(
                f"{link.release_id}, the release before, is not here: the chain was followed up to it"
            )
            return
        try:
            manifest, sha256 = read_manifest(path)
        except ReleaseDamaged as error:
            checked.findings.append(Finding(str(path.relative_to(beside)), str(error)))
            return
        if sha256 != link.manifest_sha256:
            checked.findings.append(
                Finding(
                    str(path.relative_to(beside)),
                    "it is not the manifest that the release after it names: one of the two was altered",
                )
            )
            return
        checked.chain.append(manifest.release_id)
        link = manifest.previous
