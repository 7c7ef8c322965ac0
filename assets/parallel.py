"""Pure work on all processors: a pool of fresh processes where there is enough to do, else this one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def new_pool(workers: int) -> ProcessPoolExecutor:
    """Return a pool of that many processes."""
    # Not forked: DuckDB and Polars run threads, and a fork would copy their locks as they happen to be.
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_end_with_parent)


def _end_with_parent() -> None:
    """End this process when the one that started it is gone: a killed run leaves nobody behind."""
    parent = parent_process()
    if parent is None:
        return

    def watch(sentinel: int) -> None:
        wait([sentinel])
        os._exit(1)

    Thread(target=watch, args=(parent.sentinel,), daemon=True).start()


@contextmanager
def spread(
    function: Callable[[Job], Result], jobs: int, *, least: int, workers: int | None = None
) -> Iterator[Callable[[Sequence[Job]], list[Result]]]:
    """Yield a way to apply a function to jobs, in their order: in a pool if there will be ``least`` of them.

    Starting a process costs about a second, so a few jobs are done here. A process that dies (a full
    memory) is no reason to lose work: its jobs are done here too.
    """
    workers = workers or processors()
    if workers < 2 or jobs < least:
        yield lambda some: [function(job) for job in some]
        return
    pool = new_pool(workers)

    def mapped(some: Sequence[Job]) -> list[Result]:
        try:
            return list(pool.map(function, some, chunksize=max(1, -(-len(some) // (2 * workers)))))
        except BrokenProcessPool:
            return [function(job) for job in some]

    try:
        yield mapped
    finally:
        pool.shutdown(cancel_futures=True)
