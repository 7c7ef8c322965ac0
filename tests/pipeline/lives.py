"""Lives of a process: import a history and work through it, killed (-9) ever later, until one gets through.

``python lives.py HOME REPOSITORY`` prints how many were killed. A life is a fork of this process, which
has opened no database and so runs no threads; it counts every fsync and every commit, dies before or
after the one its turn has come to, and leaves the next life what is on disk. Batches are small, so
that there are many commits to die at.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from stages import work_through

import assets.captures.ota_import
import assets.captures.projection
import assets.changes.building
import assets.provisions.building
import assets.topics.building
import assets.versions.building
import assets.versions.pages
from assets.archive import Archive
from assets.captures.ota_import import import_ota
from assets.changes.lexicon import lexicon
from assets.home import Home
from assets.topics.taxonomy import load_taxonomy
from assets.warehouse import Warehouse

SMALL = 4
LONGER_EACH_TIME = 2


def main(home: Home, repository: str) -> int:
    """Live until a life gets through; return how many did not."""
    assets.captures.ota_import.BATCH_ROWS = SMALL
    assets.versions.pages.BATCH_ROWS = SMALL
    assets.versions.building.BATCH_ROWS = SMALL
    assets.captures.projection._BATCH_RECORDS = SMALL
    assets.provisions.building._BATCH_VERSIONS = SMALL
    assets.topics.building._BATCH_WORDINGS = SMALL
    assets.changes.building._BATCH_STEPS = SMALL
    load_taxonomy()
    lexicon()
    killed = 0
    while True:
        child = os.fork()
        if child == 0:
            _live(home, repository, events=killed * LONGER_EACH_TIME)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            if os.waitstatus_to_exitcode(status):
                raise SystemExit(f"a life failed by itself after {killed} were killed")
            return killed
        assert os.WTERMSIG(status) == signal.SIGKILL
        killed += 1


def _live(home: Home, repository: str, *, events: int) -> None:
    left = events
    fsync, transaction = os.fsync, Warehouse.transaction

    def count() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted_fsync(descriptor: int) -> None:
        count()
        fsync(descriptor)

    @contextmanager
    def counted_transaction(warehouse: Warehouse) -> Iterator[None]:
        with transaction(warehouse):
            yield
            count()
        count()

    os.fsync, Warehouse.transaction = counted_fsync, counted_transaction  # type: ignore[method-assign]
    try:
        import_ota(Archive(home, f"life-{events}"), repository, collection_name="Harbour Test")
        work_through(home)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    print(main(Home(sys.argv[1]), sys.argv[2]))
