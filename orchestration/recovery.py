"""Freeing what a killed run left behind: its record says STARTED for ever, and its slots stay taken."""

from __future__ import annotations

from collections.abc import Sequence

import dagster as dg
from dagster import DagsterRunStatus, RunsFilter

_ALIVE = [DagsterRunStatus.STARTED, DagsterRunStatus.STARTING, DagsterRunStatus.CANCELING]


def recover_dead_runs(instance: dg.DagsterInstance, *, except_run: str | None = None) -> Sequence[str]:
    """Mark every run that claims to be going as failed, and free its slots; return their ids.

    Only call it under the home's lock: whoever else claimed to be running would hold it, so it is dead.
    """
    recovered = []
    for run in instance.get_runs(RunsFilter(statuses=_ALIVE)):
        if run.run_id == except_run:
            continue
        instance.report_run_failed(
            run,
            "The process of this run ended without a word (killed, or the machine stopped). What it committed is kept.",
        )
        instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)
        recovered.append(run.run_id)
    return recovered
