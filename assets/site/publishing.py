"""Publishing the site: built beside the one that is shown, then put in its place by one rename; nothing new, nothing done."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from assets.errors import HomeUnusable, InputError
from assets.home import Home, sync_folder, writing
from assets.leftovers import clear_leftovers, name_of_own
from assets.site.base_url import checked_base_url
from assets.site.building import build_site, read_site
from assets.site.environment import FOLDER
from assets.site.feeds import hash_of, published_feeds
from assets.site.model import Built, Feeds, Team
from assets.site.team import hash_of_team, read_team
from assets.warehouse import Progress, open_published, silent

SITES = ".sites"
LINK = "site"
ABOUT = "site.json"
"""In the root of a site: its edition and its numbers; by it a folder is known to be a site of ours."""
_AGAIN = ".again"


@dataclass(frozen=True)
class PublishedSite:
    """A site that is in place: where, its edition, its numbers, and the seconds it took (0: it was there)."""

    path: Path
    edition: str
    built: Built
    seconds: float

    @property
    def was_there(self) -> bool:
        """Whether nothing was new, so that nothing was done."""
        return self.seconds == 0


def publish_site(
    home: Home, *, base_url: str = "", again: bool = False, progress: Progress = silent
) -> PublishedSite:
    """Make the site of a home from its published database, at ``published/site``.

    The pages stand in ``published/.sites/<edition>/``; the link ``published/site`` is swapped by a rename, so that a reader
    sees the old site or the new one. The one before is kept, for those who are still in it. The feeds at
    ``published/feeds``, if there are any, are copied into ``feeds/`` of the site.

    Args:
        home: whose published database is shown.
        base_url: where the site will stand, for permalinks and citations; empty: they are relative.
        again: build although nothing is new.
        progress: called as pages are written.

    Raises:
        NothingFound: nothing is published.
        InputError: ``published/site`` is something else than a link of ours.
        HomeUnusable: it cannot be written there.
    """
    base_url = checked_base_url(base_url)
    link = home.published / LINK
    if link.exists() and not link.is_symlink():
        raise InputError(f"{link} is no link of ours. Move it away; the site goes there.")
    with open_published(home) as connection, home.locked("termscape site"), writing(home.published):
        feeds = published_feeds(home)
        edition = edition_of(connection, base_url, feeds)
        sites = home.published / SITES
        sites.mkdir(exist_ok=True)
        clear_leftovers(sites)
        # beside what is published stands the edition for the team
        clear_leftovers(home.path)
        shown = link.readlink().name if link.is_symlink() else None
        name = edition
        if (sites / edition / ABOUT).exists():
            if not again:
                standing = shown if shown in (edition, edition + _AGAIN) else edition
                _show(link, standing)
                return PublishedSite(link, edition, read_about(sites / standing), 0.0)
            name = edition + _AGAIN if shown == edition else edition
        built, seconds = _built_into(
            sites / name, lambda folder: _build(connection, folder, base_url, edition, progress, feeds)
        )
        _show(link, name)
        _remove_others(sites, {name, shown})
    return PublishedSite(link, edition, built, seconds)


def write_site(
    home: Home, output: Path, *, base_url: str = "", for_team: bool = False, progress: Progress = silent
) -> PublishedSite:
    """Make the site of a home in a folder of the reader's choice, whole or not at all.

    Args:
        home: whose published database is shown.
        output: where to.
        base_url: where the site will stand.
        for_team: show what internal.duckdb holds too: vendors and reviews. Such an edition is not for publication.
        progress: called as pages are written.

    Raises:
        InputError: the folder holds something else than a site of ours, or cannot be made; or the edition for the team
            would stand where sites for publication do.
        NothingFound: nothing is published.
    """
    base_url = checked_base_url(base_url)
    output = output.expanduser().absolute()
    if not output.parent.is_dir():
        raise InputError(
            f"cannot write {output}: there is no folder {output.parent}. Make it first (mkdir -p)."
        )
    if output.exists() and not output.is_dir():
        raise InputError(f"cannot write {output}: it is a file. The path of a folder was expected.")
    if output.exists() and any(output.iterdir()) and not (output / ABOUT).is_file():
        raise InputError(
            f"{output} holds something that is no site of ours. Name a new or an empty folder: what is there is replaced."
        )
    if for_team:
        _check_private(home, output)
    feeds, team = published_feeds(home), read_team(home) if for_team else None
    try:
        with open_published(home) as connection, writing(output):
            edition = edition_of(connection, base_url, feeds, team)
            built, seconds = _built_into(
                output, lambda folder: _build(connection, folder, base_url, edition, progress, feeds, team)
            )
    except HomeUnusable as error:
        raise InputError(f"cannot write {output}: {error}") from error
    return PublishedSite(output, edition, built, seconds)


def _check_private(home: Home, output: Path) -> None:
    """Refuse to put what is internal where sites for publication stand.

    Raises:
        InputError: the folder is in ``published/``, or holds a site that is for publication.
    """
    if output.resolve().is_relative_to(home.published.resolve()):
        raise InputError(
            f"{output} is in {home.published}, which is for everybody. The edition for the team is internal: name another folder."
        )
    about = output / ABOUT
    try:
        is_public = (
            about.is_file() and json.loads(about.read_text(encoding="utf-8")).get("internal") is not True
        )
    except ValueError:  # whose site it is cannot be told
        is_public = True
    if is_public:
        raise InputError(
            f"{output} holds a site that is for publication. The edition for the team is internal: name another folder."
        )


def edition_of(
    connection: duckdb.DuckDBPyConnection, base_url: str, feeds: Feeds, team: Team | None = None
) -> str:
    """Return the id of the site's content: it is another as soon as a row, a feed, a template or the address differs."""
    told = hashlib.sha256(base_url.encode() + b"\0" + hash_of(feeds).encode())
    if team:
        told.update(hash_of_team(team).encode())
    for file in sorted(FOLDER.rglob("*")):
        if file.suffix in (".py", ".html", ".css", ".js", ".svg", ".yaml"):
            told.update(file.relative_to(FOLDER).as_posix().encode() + b"\0" + file.read_bytes())
    tables = connection.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal AND schema_name IN ('main', 'ledger') "
        "ORDER BY ALL"
    ).fetchall()
    for schema, table in tables:
        rows = connection.execute(
            f'SELECT count(*), sum(hash(t)::HUGEINT), bit_xor(hash(t)) FROM "{schema}"."{table}" AS t'
        ).fetchone()
        told.update(f"{schema}.{table} {rows}\n".encode())
    return told.hexdigest()[:16]


def read_about(folder: Path) -> Built:
    """Return the numbers of a site that was built."""
    numbers = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    heaviest = numbers["heaviest"]
    return Built(
        numbers["pages"],
        numbers["files"],
        numbers["bytes"],
        (heaviest[0], heaviest[1]),
        numbers["by_kind"],
    )


def _build(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    base_url: str,
    edition: str,
    progress: Progress,
    feeds: Feeds,
    team: Team | None = None,
) -> Built:
    site = read_site(connection, base_url=base_url, edition=edition, feeds=feeds, team=team)
    built = build_site(connection, folder, site, progress=progress)
    about = {"edition": edition, "as_of": site.as_of, "internal": team is not None, **asdict(built)}
    (folder / ABOUT).write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    return built


def _built_into(target: Path, build: Callable[[Path], Built]) -> tuple[Built, float]:
    """Build beside a folder and put it in its place; return the numbers and the seconds it took."""
    began = time.monotonic()
    clear_leftovers(target.parent, target.name)
    temporary, old = name_of_own(target), name_of_own(target, ".old")
    try:
        temporary.mkdir()
        built = build(temporary)
        # thousands of small files: one sync of the file system costs less than one for each
        os.sync()
        if target.exists():
            target.rename(old)
        temporary.rename(target)
        sync_folder(target.parent)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)
        elif old.exists():
            old.rename(target)
    return built, time.monotonic() - began


def _show(link: Path, name: str) -> None:
    """Let the link lead to a site; one rename."""
    clear_leftovers(link.parent, link.name)
    wanted = Path(SITES) / name
    if link.is_symlink() and link.readlink() == wanted:
        return
    temporary = name_of_own(link)
    temporary.symlink_to(wanted, target_is_directory=True)
    temporary.replace(link)
    sync_folder(link.parent)


def _remove_others(sites: Path, kept: set[str | None]) -> None:
    """Remove older sites; the home's lock is held."""
    for folder in sites.iterdir():
        if folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)
