"""When things run by themselves: a daily round, retries of what failed, a weekly digest; off unless switched on."""

from datetime import UTC, datetime

import dagster as dg

from assets.captures.due import documents_looked_at
from assets.errors import NothingFound, TermscapeError
from assets.home import Home, default_home
from assets.warehouse import read_frame
from orchestration.pipeline import KIND_TAG, RunKind
from orchestration.switches import read_switches

MAIN_JOB = "observe_and_compare"
DIGEST_JOB = "weekly_digest"

# Early in the European morning, not at a full hour, when everybody's timers go off.
DAILY_AT, WEEKLY_AT = "17 5 * * *", "41 6 * * 1"
RETRY_SECONDS = 15 * 60

_DUE_AGAIN = "SELECT document_id FROM schedule WHERE failed_looks > 0 AND next_due <= now()"
# A round that goes on while the digest is due ends within hours.
DIGEST_TRIES, DIGEST_PAUSE_SECONDS = 12, 15 * 60


def _home() -> Home:
    return Home(default_home())


def _status() -> dg.DefaultScheduleStatus:
    try:
        on = _home().kind == "live" and read_switches(_home()).schedules
    except TermscapeError:  # who runs something in that home is told; here nothing is to start by itself
        on = False
    return dg.DefaultScheduleStatus.RUNNING if on else dg.DefaultScheduleStatus.STOPPED


def _why_not() -> str | None:
    """Why nothing runs by itself in this home, if so: real platforms are looked at in live homes only."""
    return None if _home().kind == "live" else f"{_home().path} is no live home: nothing runs by itself in it"


def _schedule(name: str, kind: RunKind, job: str, cron: str, description: str) -> dg.ScheduleDefinition:
    """Return a schedule that asks for one run of a job a day at most, in live homes only."""

    @dg.schedule(
        name=name,
        job_name=job,
        cron_schedule=cron,
        default_status=_status(),
        execution_timezone="UTC",
        description=description,
    )
    def ask(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        if why := _why_not():
            return dg.SkipReason(why)
        day = f"{context.scheduled_execution_time:%Y-%m-%d}"
        return dg.RunRequest(run_key=f"{kind}-{day}", tags={KIND_TAG: kind})

    return ask


daily_observation = _schedule(
    "daily_observation",
    "daily",
    MAIN_JOB,
    DAILY_AT,
    "Every morning: look at the documents that are due, work through what is new, publish.",
)
weekly = _schedule(
    "weekly_digest", "digest", DIGEST_JOB, WEEKLY_AT, "Every Monday: what was published in the week before."
)


@dg.sensor(
    name="retry_what_failed",
    job_name=MAIN_JOB,
    minimum_interval_seconds=RETRY_SECONDS,
    default_status=dg.DefaultSensorStatus(_status().value),
    description="Looks again at documents whose last look failed, once they are due: after 1 hour, 2, 4 ...",
)
def retry_what_failed(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """Ask for a round as soon as a document that failed is due again."""
    if why := _why_not():
        return dg.SkipReason(why)
    try:
        # what nobody looks at any more stays failed: a round for its sake would look at nothing, for ever
        waiting = set(read_frame(_home(), _DUE_AGAIN)["document_id"]) & documents_looked_at(_home())
    except NothingFound:
        return dg.SkipReason("nothing was published in this home yet")
    if not waiting:
        return dg.SkipReason("no document that failed is due")
    return dg.RunRequest(run_key=f"retry-{datetime.now(UTC):%Y-%m-%dT%H:%M}", tags={KIND_TAG: "retry"})


@dg.op(
    description="Sends the digest of last week to the recipients of weekly watchlists; waits while a run has the home.",
    retry_policy=dg.RetryPolicy(max_retries=DIGEST_TRIES, delay=DIGEST_PAUSE_SECONDS),
)
def send_digest(context: dg.OpExecutionContext) -> None:
    """Send the digest, and show it on the run's page; who cannot be reached is tried again by the next round."""
    from orchestration.digests import digest_of_last_week

    shown, report = digest_of_last_week(_home(), context.run_id)
    for problem in [*report.problems, *(f"{one.recipient}: {one.failed}" for one in report.failures)]:
        context.log.warning(problem)
    context.add_output_metadata(
        {
            "sent to": len(report.sent) - len(report.failures),
            "digest": dg.MetadataValue.md(f"```\n{shown}\n```"),
        }
    )


@dg.job(
    name=DIGEST_JOB,
    description="The week before, from what is published, to those whose watchlists ask for it weekly.",
    executor_def=dg.in_process_executor,
)
def weekly_digest() -> None:
    """Send the digest."""
    send_digest()
