"""Making a release of what is published: written beside, synced, seen in one rename, and only if something is new."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import msgspec

from assets.home import Home, writing
from assets.leftovers import name_of_own
from assets.releases.accuracy import accuracy_figures
from assets.releases.datapackage import DESCRIPTORS, data_package
from assets.releases.describing import (
    README,
    about_lines,
    made_by,
    newest_look,
    rule_versions,
    schema_versions,
)
from assets.releases.exporting import hashed_files, lay_out, seal, write_tables
from assets.releases.keeping import Keeping, not_kept
from assets.releases.manifest import (
    FORMAT,
    ID_CHARACTERS,
    MANIFEST,
    ChainHead,
    Manifest,
    Previous,
    ReleasedTable,
    as_json,
    identity,
)
from assets.releases.promises import promises
from assets.releases.shelf import Release, Shelf
from assets.releases.tables import AnalystTable, analyst_tables
from assets.releases.workbook import write_workbook
from assets.warehouse import Progress, Reader, open_file, silent

DATABASE = "termscape.duckdb"
WORKBOOK = "termscape.xlsx"

# The earliest time a workbook's properties can state: of a release of which nothing was ever looked at.
_UNDATED = datetime(1980, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Made:
    """What came of it: the latest release, whether it is new, and the ids of those whose files went."""

    release: Release
    is_new: bool
    pruned: Sequence[str] = ()


@dataclass(frozen=True)
class _Content:
    """What is published, as a release states it; ``sha256`` is the hash of what makes a release another one."""

    tables: Sequence[AnalystTable]
    facts: dict[str, ReleasedTable]
    rules: dict[str, list[str]]
    schema: dict[str, str]
    made_by: dict[str, str]
    accuracy: list[dict[str, str]]
    newest_look: str | None
    sha256: str


def make_release(
    home: Home,
    model_keys: Mapping[str, Sequence[str]],
    archive_head: tuple[int, str],
    keeping: Keeping,
    progress: Progress = silent,
) -> Made:
    """Make a release of a home's published database, unless the latest one holds just that; then prune old ones.

    ``model_keys``: the key of each model of ``sql/models``; ``archive_head``: number and hash of the ledger's last
    line. The caller holds the home's lock. A crash at any moment leaves the releases there were; what it had begun is
    cleared away the next time.

    Raises:
        HomeUnusable: the home cannot be written.
        ReleaseDamaged: the manifest of an earlier release cannot be read, so that no chain can go on from it.
    """
    shelf = Shelf(home)
    with writing(home.published):
        shelf.folder.mkdir(parents=True, exist_ok=True)
        shelf.clear_leftovers()
        earlier = shelf.releases()
        progress("release", 0, 4)
        scratch = name_of_own(shelf.folder / "making")
        scratch.mkdir()
        try:
            is_new = _make(home, shelf, earlier, scratch, model_keys, archive_head, progress)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
        kept = shelf.kept()
        shelf.point_to(kept[-1].release_id)
        gone = not_kept(kept, keeping)
        for release in gone:
            shelf.prune(release)
    return Made(kept[-1], is_new, [release.release_id for release in gone])


def _make(
    home: Home,
    shelf: Shelf,
    earlier: Sequence[Release],
    scratch: Path,
    model_keys: Mapping[str, Sequence[str]],
    archive_head: tuple[int, str],
    progress: Progress,
) -> bool:
    """Write a release in the folder ``scratch`` and put it on the shelf; return whether there was anything new."""
    folder = scratch / "release"
    folder.mkdir()
    _link_or_copy(home.published_database, folder / DATABASE)
    with open_file(folder / DATABASE, scratch / "spill") as reader:
        content = _content(reader, model_keys)
        latest = next((release for release in reversed(earlier) if release.folder), None)
        if latest and latest.manifest.content_sha256 == content.sha256:
            return False
        release_id = _new_id(content, earlier)
        not_promised = _write_files(reader, content, folder, release_id, _holds(home), progress)
    last = earlier[-1] if earlier else None
    manifest = _manifest(content, release_id, _holds(home), archive_head, last, not_promised, folder)
    (folder / MANIFEST).write_bytes(as_json(manifest))
    seal(folder)
    shelf.put(folder, release_id)
    return True


def _holds(home: Home) -> str:
    return home.kind or "live"


def _link_or_copy(source: Path, target: Path) -> None:
    """Give a file that is never changed in its place a second name; where file systems do not allow that, copy it."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in (errno.EXDEV, errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.EACCES):
            raise
        shutil.copyfile(source, target)


def _content(reader: Reader, model_keys: Mapping[str, Sequence[str]]) -> _Content:
    tables = analyst_tables(reader, model_keys)
    facts = lay_out(reader, tables)
    rules, schema, makers = rule_versions(reader), schema_versions(reader), made_by()
    accuracy = [
        {name: str(value) for name, value in msgspec.structs.asdict(figure).items()}
        for figure in accuracy_figures()
    ]
    sha256 = identity(facts, rules, schema, makers, accuracy)
    return _Content(tables, facts, rules, schema, makers, accuracy, newest_look(reader), sha256)


def _new_id(content: _Content, earlier: Sequence[Release]) -> str:
    """Return the day of the newest look and the beginning of the content's hash; numbered where content comes back."""
    base = f"{(content.newest_look or 'undated')[:10]}-{content.sha256[:ID_CHARACTERS]}"
    taken = {release.release_id for release in earlier}
    numbered = (base if number == 1 else f"{base}-{number}" for number in count(1))
    return next(release_id for release_id in numbered if release_id not in taken)


def _write_files(
    reader: Reader, content: _Content, folder: Path, release_id: str, holds: str, progress: Progress
) -> list[str]:
    """Write all files but the manifest; return what could not be promised of the rows."""
    held, not_promised = promises(reader, content.tables)
    progress("release", 1, 4)
    write_tables(reader, content.tables, folder)
    progress("release", 2, 4)
    collections = reader.rows("FROM temp.collections")
    look = content.newest_look
    about = about_lines(release_id, look, holds, collections)
    made = datetime.fromisoformat(look) if look else _UNDATED
    write_workbook(reader, content.tables, folder / WORKBOOK, about=about, made=made)
    progress("release", 3, 4)
    (folder / "README.txt").write_text("\n".join(about) + "\n" + README, encoding="utf-8")
    written = hashed_files(folder)
    for kind, path in DESCRIPTORS.items():
        package = data_package(
            content.tables,
            content.facts,
            held,
            written,
            collections,
            kind=kind,
            release_id=release_id,
            look=look,
        )
        (folder / path).write_bytes(as_json(package))
    progress("release", 4, 4)
    return not_promised


def _manifest(
    content: _Content,
    release_id: str,
    holds: str,
    archive_head: tuple[int, str],
    last: Release | None,
    not_promised: list[str],
    folder: Path,
) -> Manifest:
    return Manifest(
        format=FORMAT,
        release_id=release_id,
        number=last.manifest.number + 1 if last else 1,
        newest_look=content.newest_look,
        content_sha256=content.sha256,
        holds=holds,
        made_by=content.made_by,
        schema=content.schema,
        rules=content.rules,
        accuracy=content.accuracy,
        archive=ChainHead(*archive_head),
        previous=Previous(last.release_id, last.manifest_sha256) if last else None,
        not_promised=not_promised,
        tables=content.facts,
        files=hashed_files(folder),
    )
