"""Reading a git repository's history fast: one ``git log`` for the facts, one ``git cat-file`` for all texts."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assets.errors import InputError
from assets.home import writing

_FIELD = "\x02"
_COMMIT = "\x01"
_FORMAT = f"%x01{_FIELD.join(['%H', '%P', '%aI', '%s', '%b'])}%x02"
_NO_BLOB = "0" * 40


@dataclass(frozen=True)
class Change:
    """One file changed by one commit. ``position`` is the commit's place in the graph: greater than that
    of every ancestor. ``blob`` is ``None`` where the file was removed. ``authored_at`` is UTC."""

    commit: str
    position: int
    authored_at: datetime
    subject: str
    body: str
    path: str
    blob: str | None


def obtain(source: str, mirrors: Path) -> Path:
    """Return a local bare mirror of a repository given as folder, bundle file or URL, brought up to date.

    A folder is mirrored too: what is read stays as it was even if the folder changes meanwhile.

    Raises:
        InputError: it is none of these, or git cannot read it.
    """
    if shutil.which("git") is None:
        raise InputError(
            "git is needed to read a version history, and was not found. Install it (apt-get install git)."
        )
    local = Path(source).expanduser()
    is_url = "://" in source or source.startswith("git@")
    if not is_url and not local.exists():
        raise InputError(
            f"{source}: no such file or folder. Expected a git repository, a bundle file, or a URL."
        )
    origin = source if is_url else str(local.resolve())
    mirror = mirrors / f"{hashlib.sha256(origin.encode()).hexdigest()[:16]}.git"
    with writing(mirrors):
        mirrors.mkdir(parents=True, exist_ok=True)
    if mirror.exists() and _run(["git", "-C", str(mirror), "fetch", "--quiet", "--prune"]).returncode == 0:
        return mirror
    shutil.rmtree(mirror, ignore_errors=True)
    temporary = mirror.with_suffix(".tmp")
    shutil.rmtree(temporary, ignore_errors=True)
    _must(
        ["git", "clone", "--quiet", "--mirror", origin, str(temporary)],
        mirrors,
        f"{source}: git cannot read it as a repository or bundle",
    )
    temporary.rename(mirror)
    return mirror


def changes(repository: Path) -> Iterator[Change]:
    """Yield every change of every file, parents before children (dates have inversions, this order has none).

    A merge yields only files that differ from all its parents: what it took from one is not new.
    """
    command = ["git", "-C", str(repository), "log", "--topo-order", "--reverse", "--raw", "--no-abbrev"]
    command += ["--no-renames", "-c", "--root", "-z", f"--format={_FORMAT}", _tip(repository)]
    finished = _run(command)
    if finished.returncode != 0:
        raise InputError(f"{repository}: git log failed: {finished.stderr.strip()}")
    depth: dict[str, int] = {}
    for chunk in finished.stdout.split(_COMMIT)[1:]:
        commit, parents, date, subject, body, files = chunk.split(_FIELD, 5)
        position = 1 + max((depth.get(parent, 0) for parent in parents.split()), default=0)
        depth[commit] = position
        authored_at = datetime.fromisoformat(date).astimezone(UTC)
        for path, blob in _changed_files(files):
            yield Change(commit, position, authored_at, subject, body.strip(), path, blob)


def _changed_files(raw: str) -> Iterator[tuple[str, str | None]]:
    """Parse ``--raw -z`` output, of ordinary commits (one colon) and of merges (a colon a parent)."""
    parts = [part for part in raw.strip("\n\0").split("\0") if part.strip("\n")]
    for meta, path in zip(parts[::2], parts[1::2], strict=False):
        fields = meta.strip("\n").split(" ")
        sides = len(fields[0]) - len(fields[0].lstrip(":"))
        blob = fields[2 * sides + 1]
        yield path, None if blob == _NO_BLOB else blob


@contextmanager
def blob_reader(repository: Path) -> Iterator[BlobReader]:
    """Open one ``git cat-file --batch`` for as many blobs as are wanted."""
    process = subprocess.Popen(
        ["git", "-C", str(repository), "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        yield BlobReader(process)
    finally:
        if process.stdin:
            process.stdin.close()
        process.wait()


class BlobReader:
    """Reads blobs by id through one running ``git cat-file --batch``."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def read(self, blobs: Sequence[str]) -> list[bytes | None]:
        """Return the contents of these blobs, ``None`` for one the repository does not have."""
        found = []
        for blob in blobs:
            found.append(self._read_one(blob))
        return found

    def _read_one(self, blob: str) -> bytes | None:
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("git cat-file was started without pipes")
        if not blob:
            return None
        self._process.stdin.write(blob.encode() + b"\n")
        self._process.stdin.flush()
        header = self._process.stdout.readline().split()
        if len(header) < 3 or header[1] == b"missing":
            return None
        content = self._process.stdout.read(int(header[2]))
        self._process.stdout.read(1)
        return content


def file_at_tip(repository: Path, names: Iterable[str]) -> str | None:
    """Return the text of the first of these files that exists at the tip of the default branch."""
    for name in names:
        finished = _run(["git", "-C", str(repository), "show", f"{_tip(repository)}:{name}"])
        if finished.returncode == 0:
            return finished.stdout
    return None


def _tip(repository: Path) -> str:
    """Return the commit to read up to: HEAD, or the newest branch where HEAD points to none."""
    if _run(["git", "-C", str(repository), "rev-parse", "--verify", "--quiet", "HEAD"]).returncode == 0:
        return "HEAD"
    listed = _run(
        [
            "git",
            "-C",
            str(repository),
            "for-each-ref",
            "--sort=-committerdate",
            "--format=%(refname)",
            "refs/",
        ]
    )
    references = listed.stdout.split()
    if not references:
        raise InputError(f"{repository}: this repository has no commit, so there is nothing to import.")
    return references[0]


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, errors="surrogateescape", check=False)


def _must(command: list[str], folder: Path, problem: str) -> None:
    finished = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, errors="replace", check=False
    )
    if finished.returncode == 0:
        return
    said = finished.stderr.strip().splitlines() or ["git failed without a word"]
    if "No space left" in finished.stderr:  # git has removed by now what filled the disk
        with writing(folder):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))
    raise InputError(f"{problem}: {said[-1]}")
