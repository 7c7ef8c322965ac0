"""What killed processes leave: files and folders under names of their own, ``.NAME.PID.tmp``, beside what they were making."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

_OF_A_PROCESS = re.compile(r"\.(?P<name>.+?)\.(?P<pid>\d+)(?:\.old)?\.tmp(?:\.wal)?")


def name_of_own(target: Path, more: str = "") -> Path:
    """Return where this process makes what is to become ``target``; ``more`` tells a second such place apart.

    >>> name_of_own(Path("published/site")).name == f".site.{os.getpid()}.tmp"
    True
    """
    return target.with_name(f".{target.name}.{os.getpid()}{more}.tmp")


def clear_leftovers(folder: Path, name: str = "") -> None:
    """Remove from a folder what dead processes were making there of ``name``; without a name, of anything.

    In a container each process may have the number of the one that was killed before it: what stands under the own
    number when nothing was begun yet is a leftover too. What another living process is making stays.
    """
    for path in folder.glob(".*.tmp*"):
        found = _OF_A_PROCESS.fullmatch(path.name)
        if found and found["name"] == (name or found["name"]) and not _lives_elsewhere(int(found["pid"])):
            remove(path)


def remove(path: Path) -> None:
    """Remove a file, a link, or a folder with all that is in it, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _lives_elsewhere(pid: int) -> bool:
    """Whether another process of this number lives."""
    if pid == os.getpid():
        return False
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # it lives, and belongs to somebody else
        return True
    return True
