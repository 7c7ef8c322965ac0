"""The home itself: what it holds, how large its parts are, who uses it, and what killed runs left in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from assets.errors import TermscapeError
from assets.home import HOME_FORMAT, HOME_VARIABLE, Home
from orchestration.display import counted
from orchestration.doctoring.findings import Finding, Patient, broken, look, ok, sized

# With less room a run is sure to fail; publishing needs as much again as the warehouse takes.
LEAST_FREE_BYTES, COMFORTABLE_BYTES = 200_000_000, 1_000_000_000


def examine_home(patient: Patient) -> Iterator[Finding]:
    """Yield what is to be said of the folder, whether or not it is a home yet."""
    home = patient.home
    try:
        kind = home.kind
    except TermscapeError as error:
        yield broken("home", str(error))
        return
    present = home.path if home.path.exists() else next(path for path in home.path.parents if path.exists())
    if kind is None:
        yield look(
            "home",
            f"{home.path} is not made yet",
            "termscape run, or with real platforms: termscape run --live",
        )
    else:
        held = "the invented platforms" if kind == "sample" else "real platforms"
        chosen = f", chosen by {HOME_VARIABLE}" if os.environ.get(HOME_VARIABLE) else ""
        yield ok("home", f"{home.path}: {kind} ({held}), format {HOME_FORMAT}{chosen}")
    if not os.access(present, os.W_OK):
        yield broken(
            "writable", f"you may not write in {present}", "change its owner or permissions, or use --home"
        )
    yield _room(present, home)
    if kind is None:
        return
    yield ok("size", _sizes(home))
    yield (
        look(
            "lock",
            f"in use by {patient.busy}: what it writes is not looked at",
            "ask again when it has ended",
        )
        if patient.busy
        else ok("lock", "free: no run is going")
    )
    if not patient.busy:
        yield _leftovers(home)


def _room(present: Path, home: Home) -> Finding:
    free = shutil.disk_usage(present).free
    needed = home.warehouse.stat().st_size if home.warehouse.exists() else 0
    said = f"{sized(free)} free"
    if free < LEAST_FREE_BYTES + needed:
        return broken(
            "disk", f"{said}; publishing needs {sized(LEAST_FREE_BYTES + needed)}", "free some space"
        )
    if free < COMFORTABLE_BYTES + needed:
        return look("disk", said, "free some space before long")
    return ok("disk", said)


def _sizes(home: Home) -> str:
    """Return the size of the home by part, the largest first."""
    parts = {path.name: _size(path) for path in home.path.iterdir()}
    ranked = sorted(((size, name) for name, size in parts.items() if size), reverse=True)
    return f"{sized(sum(parts.values()))}: " + ", ".join(f"{name} {sized(size)}" for size, name in ranked)


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    total = 0
    for file in files:
        try:
            total += file.lstat().st_size if not file.is_dir() else 0
        except FileNotFoundError:  # a run replaced it meanwhile
            continue
    return total


def _leftovers(home: Home) -> Finding:
    """Say what killed runs left: the next run clears it, or goes on from it."""
    unfinished = [*home.path.glob(".*.tmp"), *home.published.glob(".*.tmp*"), *home.archive.rglob("*.tmp")]
    torn = [*home.archive.rglob("*.torn")]
    log = home.warehouse.with_name(home.warehouse.name + ".wal")
    found = [counted(len(unfinished), "unfinished file")] if unfinished else []
    found += [f"{counted(len(torn), 'cut line')} of the ledger, set aside"] if torn else []
    found += [f"{log.name}, which the next run takes up"] if log.exists() and log.stat().st_size else []
    if not found:
        return ok("leftovers", "none of killed runs")
    return look("leftovers", f"of killed runs: {'; '.join(found)}", "run again: what was committed stays")
