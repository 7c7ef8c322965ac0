"""The home: one folder that holds an archive, a warehouse and what is published, used by one run at a time."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from assets.errors import HomeBusy, HomeUnusable, TermscapeError
from assets.leftovers import name_of_own

Kind = Literal["sample", "live"]

HOME_FORMAT = 1
HOME_VARIABLE = "TERMSCAPE_HOME"
DEFAULT_SAMPLE = Path("data/sample")
DEFAULT_LIVE = Path("data/live")

INTERNAL = "internal"
"""What is for those who keep a home alone (reviews, vendors, deliveries) is called so in queries: internal.reviews.

It lies in a file of its own, so that what is published and released, as a whole file or in parts, never holds it."""

_KIND_WORDS = {"sample": "the invented sample platforms", "live": "real platforms"}


def default_home() -> Path:
    """Return the home a command uses when none is named.

    ``TERMSCAPE_HOME`` if set; else ``data/live`` if it exists, since whoever made it works with real
    platforms; else ``data/sample``.
    """
    named = os.environ.get(HOME_VARIABLE)
    if named:
        return Path(named).expanduser()
    return DEFAULT_LIVE if (DEFAULT_LIVE / "home.json").exists() else DEFAULT_SAMPLE


# What is written to see whether anything can be: more than fits into what a file system keeps beside a file's name.
PROBE_BYTES = 64_000

# The locks this process holds: home, [descriptor, how many hold it]. A command holds it around the run it starts.
_held: dict[Path, list[int]] = {}


class Home:
    """The layout of a home folder; making one touches nothing on disk.

    ``archive/`` is the truth; ``warehouse.duckdb`` is a projection of it that only the run holding the
    lock opens; ``published/`` is what readers open; ``internal.duckdb`` is for those who keep the home alone;
    ``dagster/`` is the operator's history of runs.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path).expanduser().resolve()
        self.archive = self.path / "archive"
        self.warehouse = self.path / "warehouse.duckdb"
        self.published = self.path / "published"
        self.published_database = self.published / "termscape.duckdb"
        self.internal_database = self.path / "internal.duckdb"
        self.dagster = self.path / "dagster"
        self.imports = self.path / "imports"
        self.platforms = self.path / "platforms"
        self._marker = self.path / "home.json"
        self._lock_file = self.path / "lock"

    def __repr__(self) -> str:
        return f"Home({str(self.path)!r})"

    @property
    def kind(self) -> Kind | None:
        """What this home holds: ``sample``, ``live``, or ``None`` while nothing was recorded in it."""
        try:
            with writing(self.path):
                recorded = json.loads(self._marker.read_text(encoding="utf-8"))["kind"]
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as error:
            raise HomeUnusable(
                f"{self._marker} is not a home's marker ({error}). Restore it, or remove it if the home is empty."
            ) from error
        if recorded not in _KIND_WORDS:
            raise HomeUnusable(f"{self._marker}: kind {recorded!r} is unknown; expected 'sample' or 'live'.")
        return recorded  # type: ignore[no-any-return]

    def claim(self, kind: Kind) -> None:
        """Make this a home of the given kind, or check that it is one; refuse the other kind.

        Raises:
            HomeUnusable: it is of the other kind, or cannot be written.
        """
        present = self.kind
        if present == kind:
            return
        if present is not None:
            raise HomeUnusable(
                f"{self.path} holds {_KIND_WORDS[present]}; {_KIND_WORDS[kind]} belong in another home, so that "
                f"invented and real policies never mix. Name one with --home or {HOME_VARIABLE} "
                f"(usual: {DEFAULT_LIVE if kind == 'live' else DEFAULT_SAMPLE})."
            )
        with writing(self.path):
            try:
                self.path.mkdir(parents=True, exist_ok=True)
            except FileNotFoundError as error:  # a file system that makes no folders, such as /proc
                raise HomeUnusable(f"{self.path} cannot be made. Name another home with --home.") from error
            marker = {
                "kind": kind,
                "format": HOME_FORMAT,
                "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
            }
            replace_file(self._marker, (json.dumps(marker) + "\n").encode())

    @contextmanager
    def locked(self, purpose: str) -> Iterator[None]:
        """Hold the home's one lock; nested use in the same process is free.

        The lock is the operating system's: it ends with the process, however the process ends.

        Raises:
            HomeBusy: another process holds it; the message says which.
            HomeUnusable: the home cannot be written.
        """
        if self.path not in _held:
            _held[self.path] = [self._acquire(purpose), 0]
        held = _held[self.path]
        held[1] += 1
        try:
            yield
        finally:
            held[1] -= 1
            if held[1] == 0:
                del _held[self.path]
                os.ftruncate(held[0], 0)
                os.close(held[0])

    def _acquire(self, purpose: str) -> int:
        with writing(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self._lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.pread(descriptor, 4096, 0).decode("utf-8", "replace").strip()
            os.close(descriptor)
            if error.errno not in (errno.EAGAIN, errno.EACCES):
                raise HomeUnusable(f"{self._lock_file} cannot be locked: {error.strerror}.") from error
            raise HomeBusy(
                f"{self.path} is in use by another run ({holder or 'which did not say who it is'}). "
                "Nothing was changed. Wait for it to end, or end it, and try again."
            ) from error
        started = datetime.now(UTC).isoformat(timespec="seconds")
        try:
            with writing(self._lock_file):
                os.ftruncate(descriptor, 0)
                os.pwrite(descriptor, f"{purpose}, process {os.getpid()}, since {started}\n".encode(), 0)
        except BaseException:
            os.close(descriptor)
            raise
        return descriptor

    def user(self) -> str:
        """Return who uses the home now, empty if nobody does; nothing is written, so a read-only home says it too."""
        try:
            descriptor = os.open(self._lock_file, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return ""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return os.pread(descriptor, 4096, 0).decode("utf-8", "replace").strip() or "another run"
        finally:
            os.close(descriptor)
        return ""

    def check_writable(self) -> None:
        """Check that there may be written in the home, and that there is some room, by doing it.

        Raises:
            HomeUnusable: it is read-only or full.
        """
        with writing(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            probe = name_of_own(self.path / "probe")
            try:
                probe.write_bytes(bytes(PROBE_BYTES))
            finally:
                probe.unlink(missing_ok=True)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn the operating system's refusals to write at ``path`` into a message that says what to do."""
    try:
        yield
    except OSError as error:
        fixes = {
            errno.ENOSPC: "the disk is full. Free some space and run the same command again",
            errno.EDQUOT: "the disk quota is used up. Free some space and run the same command again",
            errno.EROFS: "the file system is read-only. Use another home (--home)",
            errno.EACCES: "you may not write there. Change its owner or permissions, or use another home (--home)",
            errno.EPERM: "you may not write there. Change its owner or permissions, or use another home (--home)",
            errno.ENOTDIR: "a part of that path is a file. Use another home (--home)",
        }
        if error.errno in fixes:
            raise HomeUnusable(
                f"cannot write {error.filename or path}: {fixes[error.errno]}; what was done before stays done."
            ) from error
        raise


# Less than this left, and whatever failed there failed for want of room.
FULL_DISK_BYTES = 1_000_000


@contextmanager
def full_disk_told(folder: Path) -> Iterator[None]:
    """Say that the disk is full where a library that writes below ``folder`` fails and says it in its own way.

    Raises:
        HomeUnusable: something failed and there is no room left.
    """
    try:
        yield
    except TermscapeError:
        raise
    except Exception as error:
        if shutil.disk_usage(folder).free >= FULL_DISK_BYTES:
            raise
        with writing(folder):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder)) from error


def replace_file(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write a file so that readers see the old content or the new, never a part, and it survives a crash."""
    temporary = name_of_own(path)
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Make renames in a folder durable (POSIX: a rename is on disk once its folder is synced)."""
    if sys.platform == "win32":  # pragma: no cover - folders cannot be opened there
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
