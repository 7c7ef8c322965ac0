"""The Dagster UI as a child process: the address is told once it answers, and it ends with the command."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from types import FrameType

from assets.errors import InputError

LOOPBACK = "127.0.0.1"
# Dagster takes some 15 seconds to load the first time, more on a busy machine.
STARTING_SECONDS = 120
ENDING_SECONDS = 5


class _Ended(Exception):
    """The command was asked to end."""


def serve(port: int, environment: Mapping[str, str], ready: Callable[[str], None]) -> int:
    """Serve the UI on 127.0.0.1 until it, or this process, is ended; return its exit code.

    ``ready`` is called with the address once it answers.

    Raises:
        InputError: something else listens on the port.
    """
    _must_be_free(port)
    command = [sys.executable, "-m", "dagster", "dev", "--host", LOOPBACK, "--port", str(port)]
    command += ["--module-name", "orchestration.definitions", "--log-level", "warning"]
    before = {
        number: signal.signal(number, _end) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    }
    # A session of its own: Dagster starts several processes, and all of them are to end with it.
    process = subprocess.Popen(command, env=dict(environment), start_new_session=True)
    try:
        address = f"http://{LOOPBACK}:{port}"
        if _answers(process, address):
            ready(address)
        return process.wait()
    except _Ended:
        return 0
    finally:
        for number in before:
            signal.signal(number, signal.SIG_IGN)
        _end_all(process)
        for number, handler in before.items():
            signal.signal(number, handler)


def _must_be_free(port: int) -> None:
    with socket.socket() as probe:
        probe.settimeout(2)
        if probe.connect_ex((LOOPBACK, port)) == 0:
            raise InputError(
                f"port {port} on {LOOPBACK} is in use by something else. Name another: --port {port + 1}."
            )


def _end(_number: int, _frame: FrameType | None) -> None:
    raise _Ended


def _answers(process: subprocess.Popen[bytes], address: str) -> bool:
    """Wait until the UI answers; say whether it does."""
    until = time.monotonic() + STARTING_SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/server_info", timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    return False


def _end_all(process: subprocess.Popen[bytes]) -> None:
    """End the UI and everything it started: asked first, killed if that takes too long."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            return
        until = time.monotonic() + ENDING_SECONDS
        while time.monotonic() < until:
            process.poll()
            try:
                os.killpg(process.pid, 0)
            except ProcessLookupError:
                return
            time.sleep(0.1)
