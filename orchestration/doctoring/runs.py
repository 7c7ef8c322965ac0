"""Runs: whether anything runs by itself, when something last ran, how that ended, and what it could observe."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from assets.captures.rounds import ENOUGH
from assets.errors import TermscapeError
from orchestration.doctoring.findings import Finding, Patient, ago, broken, in_words, look, ok
from orchestration.switches import read_switches

if TYPE_CHECKING:
    from dagster import DagsterInstance

# A daemon says every half minute that it lives; one that was silent for so long is gone.
DAEMON_SILENT = timedelta(minutes=5)
# Rounds are daily where nothing else is declared: after two days without one something is wrong.
ROUND_OVERDUE = timedelta(days=2)
_ROUND = "SELECT ended_at, documents_due, documents_observed, share_observed FROM rounds ORDER BY ended_at DESC LIMIT 1"


def examine_runs(patient: Patient) -> Iterator[Finding]:
    """Yield what is known of runs, from Dagster's own records and the published rounds."""
    home = patient.home
    if patient.kind is None:
        return
    if not (home.dagster / "history").is_dir():
        yield look("last run", "nothing ran yet", "termscape run")
        return
    from orchestration.pipeline import dagster_instance  # Dagster takes a second to import

    try:
        with dagster_instance(home) as instance:
            if patient.kind == "live":
                yield _schedules(patient, instance)
            yield _last_run(patient, instance)
    except Exception as error:  # Dagster writes to its records even to read them
        yield broken(
            "records",
            f"Dagster's records of runs in {home.dagster} cannot be read: {in_words(error)}",
            "Dagster must be able to write there: see home above",
        )
    yield from _last_round(patient)


def _schedules(patient: Patient, instance: DagsterInstance) -> Finding:
    try:
        on = read_switches(patient.home).schedules
    except TermscapeError:  # a finding of the settings
        on = False
    beats = [
        status.last_heartbeat.timestamp
        for status in instance.get_daemon_statuses().values()
        if status.last_heartbeat
    ]
    newest = datetime.fromtimestamp(max(beats), UTC) if beats else None
    heard = f"its daemon was last heard {ago(newest, patient.now)}" if newest else "no daemon was ever heard"
    if not on:
        return ok("schedules", f"off: looked at by hand or cron ({heard})")
    if newest is None or patient.now - newest > DAEMON_SILENT:
        return look("schedules", f"on, but {heard}: nothing runs by itself", "keep `termscape ui` running")
    return ok("schedules", f"on; {heard}")


def _last_run(patient: Patient, instance: DagsterInstance) -> Finding:
    from dagster import DagsterRunStatus, RunsFilter

    from orchestration.pipeline import KIND_TAG

    records = instance.get_run_records(limit=1)
    if not records:
        return look("last run", "nothing ran yet", "termscape run")
    [record] = records
    run = record.dagster_run
    started = datetime.fromtimestamp(record.start_time or record.create_timestamp.timestamp(), UTC)
    what = (
        f"{run.tags.get(KIND_TAG, run.job_name)}, {started:%Y-%m-%d %H:%M} UTC ({ago(started, patient.now)})"
    )
    if run.status == DagsterRunStatus.SUCCESS:
        return ok(
            "last run", f"{what}: succeeded in {(record.end_time or 0) - (record.start_time or 0):.0f} s"
        )
    if run.status in (DagsterRunStatus.STARTED, DagsterRunStatus.STARTING, DagsterRunStatus.CANCELING):
        if patient.busy:
            return ok("last run", f"{what}: is going")
        dead = len(instance.get_run_records(RunsFilter(statuses=[run.status])))
        return look(
            "last run", f"{what}: was killed ({dead} not marked yet)", "run again: it goes on from there"
        )
    failed = instance.all_logs(run.run_id)
    whys = [
        e.dagster_event.event_specific_data
        for e in failed
        if e.dagster_event and e.dagster_event.is_step_failure
    ]
    said = next((_message(why) for why in whys if _message(why)), "no reason is on record")
    return look("last run", f"{what}: {run.status.value.lower()}: {said}", "termscape ui shows it (Runs)")


def _message(failure: object) -> str:
    """Return the innermost reason of a failed step, its first line."""
    from orchestration.pipeline import causes, words_of

    chain = list(causes(getattr(failure, "error", None)))
    return words_of(chain[-1]).partition("\n")[0] if chain else ""


def _last_round(patient: Patient) -> Iterator[Finding]:
    if patient.kind != "live" or not patient.home.published_database.exists():
        return
    rounds = patient.rows(_ROUND)
    if not rounds:
        yield ok("last round", "none: what is here was imported")
        return
    [last] = rounds
    when = f"{last['ended_at']:%Y-%m-%d %H:%M} UTC ({ago(last['ended_at'], patient.now)})"
    seen = f"{last['documents_observed']} of {last['documents_due']} due documents observed"
    if last["share_observed"] < ENOUGH:
        yield broken("last round", f"{when}: {seen}, under {ENOUGH:.0%}", "termscape status --failing")
    elif patient.now - last["ended_at"] > ROUND_OVERDUE:
        yield look("last round", f"{when}: {seen}", "termscape run, or termscape schedule on")
    else:
        yield ok("last round", f"{when}: {seen}")
