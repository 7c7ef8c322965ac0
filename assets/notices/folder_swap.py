"""A folder that readers see whole or not at all: a new one beside it, and a link that changes hands in one rename."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from assets.home import sync_folder, writing
from assets.leftovers import clear_leftovers, name_of_own

KEPT = 2
"""Folders that stay: the present one and the one before, which somebody may be reading."""


def swap_in(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Make ``folder`` hold exactly these files (paths below it); return whether anything differs from before.

    ``folder`` becomes a link into the hidden folder of the same name beside it (``feeds`` into ``.feeds``). Who reads
    in the old one goes on reading it; a process killed on the way leaves the old one.

    Raises:
        HomeUnusable: it cannot be written.
    """
    name = _name(files)
    store = folder.parent / f".{folder.name}"
    made = store / name
    clear_leftovers(store)
    if folder.is_symlink() and made.is_dir() and folder.resolve() == made.resolve():
        return False
    with writing(folder):
        store.mkdir(parents=True, exist_ok=True)
        if not made.is_dir():
            _fill(name_of_own(made), made, files)
        if folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder)
        link = name_of_own(store / "link")
        link.symlink_to(Path(store.name) / name)
        os.utime(made)
        link.replace(folder)
        sync_folder(folder.parent)
        _clear(store)
    return True


def _name(files: Mapping[str, bytes]) -> str:
    """Return a name by content: the same files make the same folder."""
    digest = hashlib.sha256()
    for path, content in sorted(files.items()):
        digest.update(f"{path}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:16]


def _fill(temporary: Path, made: Path, files: Mapping[str, bytes]) -> None:
    try:
        for path, content in files.items():
            target = temporary / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        temporary.mkdir(exist_ok=True)
        os.sync()
        temporary.replace(made)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def _clear(store: Path) -> None:
    """Remove all but the newest folders."""
    folders = sorted(
        (path for path in store.iterdir() if path.is_dir() and not path.name.startswith(".")),
        key=lambda path: path.stat().st_mtime_ns,
    )
    for old in folders[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
