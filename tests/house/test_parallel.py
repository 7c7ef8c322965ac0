"""Work spread over processes: the same results in the same order, wherever it was done."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from assets.parallel import spread

_KILLED = """
import os, sys, time
from assets.parallel import spread

def told(_):
    # one write: what two processes print would mingle
    os.write(1, f"{os.getpid()}\\n".encode())
    time.sleep(60)

if __name__ == "__main__":
    with spread(told, 2, least=1, workers=2) as work:
        work(range(2))
"""


def squared(number: int) -> int:
    return number * number


def squared_unless_in_a_process_that_dies(number: int) -> int:
    if number == 3 and multiprocessing.parent_process() is not None:
        os._exit(1)
    return number * number


def test_a_few_jobs_are_done_here_and_many_in_other_processes() -> None:
    for jobs in (2, 50):
        with spread(squared, jobs, least=10, workers=2) as work:
            assert work(range(jobs)) == [number * number for number in range(jobs)]


def test_a_process_that_dies_loses_no_work() -> None:
    with spread(squared_unless_in_a_process_that_dies, 20, least=10, workers=2) as work:
        assert work(range(20)) == [number * number for number in range(20)]


def test_a_killed_run_leaves_no_process_behind(tmp_path: Path) -> None:
    program = tmp_path / "killed.py"
    program.write_text(_KILLED)
    run = subprocess.Popen(
        [sys.executable, str(program)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert run.stdout is not None
    workers = [int(run.stdout.readline()) for _ in range(2)]
    run.send_signal(signal.SIGKILL)
    run.wait()
    until = time.monotonic() + 30
    while any(map(_runs, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert [one for one in workers if _runs(one)] == []
    run.stdout.close()


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
