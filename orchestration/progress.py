"""Where the stages' progress goes: into Dagster's log, and to a terminal that asked for it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import dagster as dg

from assets.warehouse import Progress, silent
from orchestration.interrupts import stop_if_interrupted

_terminal: ContextVar[Progress] = ContextVar("terminal", default=silent)

# A line in Dagster's log is an event in its database: enough to see that it moves, not one a batch.
SECONDS_BETWEEN_LINES = 5.0


@contextmanager
def shown_by(terminal: Progress) -> Iterator[None]:
    """Show the progress of everything that runs inside on a terminal."""
    token = _terminal.set(terminal)
    try:
        yield
    finally:
        _terminal.reset(token)


def progress_of(context: dg.AssetExecutionContext) -> Progress:
    """Return what a stage calls to report progress while this asset is made; Ctrl-C is noticed there."""
    stop_if_interrupted()
    terminal = _terminal.get()
    last = time.monotonic()

    def report(what: str, done: int, total: int | None) -> None:
        nonlocal last
        stop_if_interrupted()
        terminal(what, done, total)
        if time.monotonic() - last >= SECONDS_BETWEEN_LINES:
            last = time.monotonic()
            context.log.info(f"{what}: {done} of {total}" if total is not None else f"{what}: {done}")

    return report
