"""The feeds on the site: those that were published, copied into ``feeds/``, with a page that lists them."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from assets.home import Home
from assets.site.model import Feeds, Page
from assets.site.writing import Tally

FOLDER = "feeds"
"""The folder of the feeds, of what is published and of the site alike: feeds say that they stand there."""
FORMATS = (".atom", ".json")
OWN = "index.html"
"""The page that lists the published feeds for themselves; on the site its own page stands in its place."""


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


def copy_feeds(feeds: Feeds, target: Path, tally: Tally) -> None:
    """Copy the feeds into a folder of the site, but for their own list."""
    if not feeds.folder:
        return
    for path in _files(feeds.folder):
        name = path.relative_to(feeds.folder)
        if name.as_posix() == OWN:
            continue
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target / name)
        tally.files += 1
        tally.bytes += path.stat().st_size


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
            "opml": (feeds.folder / "feeds.opml").is_file(),
            "groups": [
                (name, sorted(of, key=lambda one: one["title"].casefold()))
                for name, of in sorted(groups.items())
            ],
        },
    )


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
