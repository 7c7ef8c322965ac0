"""Work spread over processes: the same results in the same order, wherever it was done."""

from __future__ import annotations

import multiprocessing
import os

from assets.parallel import spread


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
