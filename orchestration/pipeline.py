"""Running the main job from the command line: under the home's lock, in this process, ending with publication."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import dagster as dg
import yaml

from assets.errors import TermscapeError
from assets.home import Home, full_disk_told, replace_file, writing
from assets.warehouse import Progress, silent
from orchestration.interrupts import interrupts_noticed
from orchestration.progress import shown_by

# Dagster's own settings for a home: no telemetry, no newsletter form, one run at a time.
DAGSTER_SETTINGS = {
    "telemetry": {"enabled": False},
    "nux": {"enabled": False},
    # Steps print nothing; keeping what they print would start two processes a step, which Ctrl-C ends noisily.
    "compute_logs": {
        "module": "dagster._core.storage.noop_compute_log_manager",
        "class": "NoOpComputeLogManager",
    },
    "run_coordinator": {
        "module": "dagster.core.run_coordinator",
        "class": "QueuedRunCoordinator",
        "config": {"max_concurrent_runs": 1},
    },
}

# The step that fails when a round saw too little, after everything was recorded and published.
ROUND_STEP = "round_report"

# By this tag the list of runs tells them apart, and can be filtered; the daemon's are in schedules.py.
KIND_TAG = "termscape/kind"
RunKind = Literal["round", "offline", "rebuild", "daily", "retry", "digest"]
"""``round``: asked for by a person or cron; ``offline``: nothing is looked at; ``daily``, ``retry``: by schedule."""

# The UI shows the runs of a job by this tag (dagster._core.storage.tags.REPOSITORY_LABEL_TAG), which Dagster gives
# only to runs it started itself: repository @ code location, as `termscape ui` loads it.
_SHOWN_WITH_JOB = {".dagster/repository": "__repository__@orchestration.definitions"}

# What Dagster makes of Ctrl-C, depending on where it hits.
_INTERRUPTIONS = {"DagsterExecutionInterruptedError", "KeyboardInterrupt"}


@dataclass(frozen=True)
class RunOutcome:
    """How a run of the main job ended: what failed, and what the checks found.

    ``too_little_seen``: everything was recorded and published, but the round could not observe enough.
    """

    run_id: str
    success: bool
    failures: Sequence[str]
    blocked_by: Sequence[str]
    warnings: Sequence[str]
    too_little_seen: str | None = None


def prepare_dagster_home(home: Home) -> Path:
    """Give the home its own Dagster folder with our settings, and return it."""
    with writing(home.dagster):
        home.dagster.mkdir(parents=True, exist_ok=True)
        settings = home.dagster / "dagster.yaml"
        content = yaml.safe_dump(DAGSTER_SETTINGS, sort_keys=False).encode()
        if not settings.exists() or settings.read_bytes() != content:
            replace_file(settings, content)
    return home.dagster


@contextmanager
def dagster_instance(home: Home) -> Iterator[dg.DagsterInstance]:
    """Open the home's Dagster instance (never the temporary one an unset DAGSTER_HOME would make)."""
    os.environ["DAGSTER_HOME"] = str(prepare_dagster_home(home))
    os.environ["TERMSCAPE_HOME"] = str(home.path)
    with dg.DagsterInstance.get() as instance:
        yield instance


def run_main_job(
    home: Home,
    *,
    platforms: Sequence[str] = (),
    observe: bool = True,
    everything: bool = False,
    kind: RunKind | None = None,
    progress: Progress = silent,
) -> RunOutcome:
    """Run the whole pipeline on a home and publish; hold the home's lock for the length of it.

    ``observe``: look at the documents that are due first; ``everything``: at those that are not due too;
    ``kind``: what the list of runs calls it, unless it is a round or offline, as ``observe`` says.

    Raises:
        TermscapeError: what a user can mend (a busy home, a full disk, an unknown platform).
        KeyboardInterrupt: the user ended it; Dagster records that as a failure of the step.
    """
    from orchestration.definitions import defs
    from orchestration.schedules import MAIN_JOB

    with (
        home.locked("termscape run"),
        full_disk_told(home.path),
        dagster_instance(home) as instance,
        shown_by(progress),
        interrupts_noticed(),
    ):
        config = {
            "path": str(home.path),
            "platforms": list(platforms),
            "observe": observe,
            "everything": everything,
        }
        # The terminal shows progress and a summary; Dagster's events are in its UI.
        logging.getLogger("dagster").setLevel(logging.CRITICAL)
        result = defs.resolve_job_def(MAIN_JOB).execute_in_process(
            instance=instance,
            raise_on_error=False,
            tags={**_SHOWN_WITH_JOB, KIND_TAG: kind or ("round" if observe else "offline")},
            run_config={
                "resources": {"home": {"config": config}},
                "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
            },
        )
        return _outcome(result)


def _outcome(result: dg.ExecuteInProcessResult) -> RunOutcome:
    failures: list[str] = []
    too_little_seen = None
    for event in result.all_events:
        if event.is_step_failure or event.is_run_failure:
            chain = list(causes(getattr(event.event_specific_data, "error", None)))
            for error in chain:
                if error.cls_name in _INTERRUPTIONS:
                    raise KeyboardInterrupt
                if error.cls_name in _user_errors():
                    raise _user_errors()[error.cls_name](words_of(error))
            if event.step_key == ROUND_STEP and chain:
                # what follows the first line is for the run's page
                too_little_seen = words_of(chain[-1]).partition("\n")[0].strip()
            # a run fails because a step did, and says so again
            elif chain and not (event.is_run_failure and (failures or too_little_seen)):
                failures.append(f"{event.step_key or 'run'}: {words_of(chain[-1])}")
    evaluations = result.get_asset_check_evaluations()
    failed = [e for e in evaluations if not e.passed]
    return RunOutcome(
        run_id=result.run_id,
        success=result.success,
        failures=failures,
        blocked_by=[e.check_name for e in failed if e.severity == dg.AssetCheckSeverity.ERROR],
        warnings=[e.check_name for e in failed if e.severity == dg.AssetCheckSeverity.WARN],
        too_little_seen=too_little_seen,
    )


def causes(error: Any) -> Iterator[Any]:
    """Yield an error as Dagster serialised it, and what caused it, outermost first."""
    while error is not None:
        yield error
        error = error.cause


def words_of(error: Any) -> str:
    """Return what an error says, as Dagster serialised it: ``package.module.Kind: words``.

    Of ours, and of Dagster's ``Failure`` with which a step says why it fails, the words; of others the kind as well,
    since without it the words may say nothing.
    """
    named, _, words = str(error.message).strip().partition(": ")
    if error.cls_name == dg.Failure.__name__ or error.cls_name in _user_errors():
        return words.strip() or named
    return (
        f"{named.rpartition('.')[2]}: {words}"
        if words and named.endswith(str(error.cls_name))
        else str(error.message).strip()
    )


def _user_errors() -> dict[str, type[TermscapeError]]:
    return {kind.__name__: kind for kind in TermscapeError.__subclasses__()}
