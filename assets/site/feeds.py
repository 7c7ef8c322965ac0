"""The feeds on the site: those that were published, copied into ``feeds/`` with its addresses, and a page that lists them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from assets.home import Home
from assets.site.feed_addresses import FOLDER, OPML, readdressed, readdressed_list, root_told
from assets.site.model import Feeds, Page
from assets.site.writing import Tally, write_file

FORMATS = (".atom", ".json")
_GROUPS = ("", "significance", "kinds", "platforms", "questions", "topics")
"""The groups of feeds in the order of their page: those of which there are few come first."""


def published_feeds(home: Home) -> Feeds:
    """Return the feeds of a home as they stand now: who writes new ones leaves these where they are."""
    folder = home.published / FOLDER
    if not folder.is_dir():
        return Feeds()
    folder = folder.resolve()
    # names are compared as strings: an id may hold signs that mean something to a file system
    files = {path.relative_to(folder).as_posix() for path in _files(folder)}
    ends = FORMATS[0]
    paths = {name.removesuffix(ends) for name in files if name.endswith(ends)}
    return Feeds(folder, frozenset(path for path in paths if all(f"{path}{one}" in files for one in FORMATS)))


def hash_of(feeds: Feeds) -> str:
    """Return a hash of all that is in the folder of the feeds."""
    told = hashlib.sha256()
    if feeds.folder:
        for path in _files(feeds.folder):
            content = path.read_bytes()
            told.update(f"{path.relative_to(feeds.folder).as_posix()}\0{len(content)}\0".encode() + content)
    return told.hexdigest()


def copy_feeds(feeds: Feeds, target: Path, tally: Tally, root: str) -> None:
    """Copy the feeds into a folder of the site at ``root``, but for their own list; they say that they stand there.

    They were written for the address that the run knew, or for none: a site may be made for another one later.
    """
    if not feeds.folder:
        return
    told = ""
    for path in sorted(feeds.paths):
        as_json, as_atom = ((feeds.folder / f"{path}{one}").read_bytes() for one in (".json", ".atom"))
        told = told or root_told(json.loads(as_json), path)
        as_json, as_atom = readdressed(path, as_json, as_atom, root)
        write_file(target / f"{path}.json", as_json, tally)
        write_file(target / f"{path}.atom", as_atom, tally)
    if (listed := feeds.folder / OPML).is_file():
        content = readdressed_list(listed.read_bytes(), sorted(feeds.paths), told, root)
        write_file(target / OPML, content, tally)


def feeds_page(feeds: Feeds) -> Iterator[Page]:
    """Yield the page that lists the feeds, if there are any."""
    if not feeds.folder or not feeds.paths:
        return
    groups: dict[str, list[Mapping[str, str]]] = {}
    for path in sorted(feeds.paths):
        told = json.loads((feeds.folder / f"{path}.json").read_text(encoding="utf-8"))
        group = path.partition("/")[0] if "/" in path else ""
        groups.setdefault(group, []).append(
            {
                "path": path,
                "title": str(told.get("title") or path).removeprefix("Termscape: "),
                "about": str(told.get("description") or ""),
            }
        )
    yield Page(
        "feeds",
        "",
        "feeds.html",
        {
            "title": "Feeds",
            "opml": (feeds.folder / OPML).is_file(),
            "groups": [
                (name, sorted(of, key=_rank))
                for name, of in sorted(
                    groups.items(),
                    key=lambda group: (
                        _GROUPS.index(group[0]) if group[0] in _GROUPS else len(_GROUPS),
                        group[0],
                    ),
                )
            ],
        },
    )


def _rank(feed: Mapping[str, str]) -> tuple[int, str]:
    weights = [f"significance/{one}" for one in ("high", "medium", "low")]
    return weights.index(feed["path"]) if feed["path"] in weights else 0, feed["title"].casefold()


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
