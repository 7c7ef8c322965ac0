"""Ctrl-C during a run: Dagster drops one that falls between two of its steps; nothing a person says is dropped here."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from dagster import DagsterExecutionInterruptedError

_noticed: ContextVar[int | None] = ContextVar("noticed", default=None)
_BYTES = 64


@contextmanager
def interrupts_noticed() -> Iterator[None]:
    """Keep every signal that comes in the meantime, whoever handles it, for ``stop_if_interrupted``.

    Dagster puts its own handlers in place and forgets, when it takes one away, that it was called. Python
    writes each signal to the wake-up descriptor whatever the handler does (``signal.set_wakeup_fd``).
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    os.set_blocking(writing, False)
    before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    token = _noticed.set(reading)
    try:
        yield
    finally:
        _noticed.reset(token)
        signal.set_wakeup_fd(before)
        os.close(reading)
        os.close(writing)


def stop_if_interrupted() -> None:
    """End the step if Ctrl-C came since the last call; the stages call it with each batch they report.

    Raises:
        DagsterExecutionInterruptedError: it came; as Dagster says it where it notices by itself.
    """
    reading = _noticed.get()
    if reading is None:
        return
    try:
        signals = os.read(reading, _BYTES)
    except BlockingIOError:
        return
    if signal.SIGINT in signals:
        raise DagsterExecutionInterruptedError
