"""Running things: ``run``, ``ui``, ``rebuild``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assets.captures.fetching import read_settings
from assets.errors import ArchiveDamaged, HomeUnusable, InputError, TermscapeError
from assets.home import Home, Kind
from assets.sources.lookup import platform_to_run
from assets.sources.watching import FILE as WATCH_FILE
from assets.topics.choosing import TRAIN_DATA_VARIABLE
from assets.warehouse import remove_warehouse
from orchestration import display
from orchestration.cli import HomeOption, JsonOption, chosen_home
from orchestration.doctoring.archive import damage_of
from orchestration.settings import refuse_mistakes
from orchestration.summary import summarise

if TYPE_CHECKING:
    from orchestration.pipeline import RunKind, RunOutcome


class RunFailed(TermscapeError):
    """A run ended without publishing; the message says what failed."""


TrainDataOption = Annotated[
    Path | None,
    typer.Option(
        "--train-data",
        help="Learn topics from these labelled texts as well (CSV or JSONL: text, label), which you are licensed "
        f"to use. For every run, schedules too: set {TRAIN_DATA_VARIABLE}.",
        show_default=False,
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(run)
    app.command()(ui)
    app.command()(rebuild)


def run(
    home: HomeOption = None,
    live: Annotated[
        bool, typer.Option("--live", help="Make a fresh home one for real platforms, not the sample.")
    ] = False,
    platform: Annotated[
        list[str] | None, typer.Option("--platform", help="Only these platforms (name or id; repeatable).")
    ] = None,
    now: Annotated[
        bool, typer.Option("--now", help="Look at every document, also at those that are not due yet.")
    ] = False,
    offline: Annotated[
        bool, typer.Option("--offline", help="Look at nothing: work on what is archived.")
    ] = False,
    train_data: TrainDataOption = None,
    json_output: JsonOption = False,
) -> None:
    """Look at the documents that are due, work through what is new, and publish.

    A fresh home becomes a sample home: the sites of the invented platforms are served on this machine and
    looked at day by day. A live home (--live) looks at the platforms that ship and at those of its own
    folder. Run again, it does only what is new or due. What one run has committed survives its death; the
    next goes on from there. Exit code 1 after publishing: under 80% of the due documents could be observed.
    """
    if now and offline:
        raise InputError("--now looks at every document and --offline at none: name one of the two.")
    _learn_from(train_data)
    chosen = chosen_home(home)
    kind: Kind = "live" if live else _kind_of(chosen)
    if chosen.kind is not None:
        chosen.claim(kind)
    # before a fresh home is made and the sample played into it: a mistake leaves no trace
    refuse_mistakes(chosen, kind)
    wanted = [platform_to_run(chosen, name, kind, looking=not offline) for name in platform or ()]
    chosen.claim(kind)
    outcome = run_and_publish(chosen, wanted, observe=not offline, everything=now)
    summarise(chosen, outcome, looked=not offline, json_output=json_output)
    if kind == "live" and not offline and not read_settings(chosen).contact:
        display.notes.print(
            "no contact is set: platforms cannot reach you. Set TERMSCAPE_CONTACT, or contact: in "
            f"{chosen.path / 'fetching.yaml'}.",
            markup=False,
        )
    if outcome.too_little_seen:
        raise RunFailed(
            f"recorded and published, but {outcome.too_little_seen} (see: termscape status --failing)"
        )


def _learn_from(train_data: Path | None) -> None:
    """Let the classifier of this command, and of the processes it starts, learn from a file as well."""
    if train_data is not None:
        os.environ[TRAIN_DATA_VARIABLE] = str(train_data.expanduser().absolute())
        display.notes.print(f"topics are learnt from {train_data} as well.", markup=False)


def _kind_of(home: Home) -> Kind:
    """What a home is, or will be when something runs in it: who put declarations there means real platforms."""
    own = home.platforms.is_dir() or (home.path / WATCH_FILE).exists()
    return home.kind or ("live" if own else "sample")


def run_and_publish(
    home: Home,
    platforms: list[str] | tuple[str, ...] = (),
    *,
    observe: bool = False,
    everything: bool = False,
    kind: RunKind | None = None,
) -> RunOutcome:
    """Run the main job with progress on the terminal; without ``observe`` on what is archived.

    Raises:
        RunFailed: it ended without publishing.
    """
    from orchestration.pipeline import run_main_job  # Dagster takes seconds to import: only who runs pays

    with display.progress() as progress:
        outcome = run_main_job(
            home, platforms=platforms, observe=observe, everything=everything, kind=kind, progress=progress
        )
    if outcome.blocked_by:
        raise RunFailed(
            f"not published: blocked by the check{'s' if len(outcome.blocked_by) > 1 else ''} "
            f"{', '.join(outcome.blocked_by)}. Look at it with `termscape ui`; what was published before stays."
        )
    if not outcome.success and not outcome.too_little_seen:
        raise RunFailed("the run failed: " + "; ".join(outcome.failures or ["no reason was given"]))
    return outcome


def ui(
    home: HomeOption = None,
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.", min=1024, max=65535)] = 3000,
) -> None:
    """Open the Dagster UI on 127.0.0.1: assets, lineage, checks, runs. Opening it starts nothing."""
    from orchestration.pipeline import prepare_dagster_home
    from orchestration.web import serve

    chosen = chosen_home(home)
    if chosen.kind is None:
        chosen.claim(_kind_of(chosen))
    chosen.check_writable()
    environment = {
        **os.environ,
        "DAGSTER_HOME": str(prepare_dagster_home(chosen)),
        "TERMSCAPE_HOME": str(chosen.path),
        "DAGSTER_DISABLE_TELEMETRY": "1",
        # Dagster advertises its other command line on every start.
        "PYTHONWARNINGS": "ignore:Function",
    }
    display.notes.print(f"starting the Dagster UI for {chosen.path} …", markup=False)
    code = serve(
        port,
        environment,
        lambda address: display.notes.print(f"Dagster UI on {address} (Ctrl-C ends it)", markup=False),
    )
    raise typer.Exit(code)


def rebuild(
    home: HomeOption = None, train_data: TrainDataOption = None, json_output: JsonOption = False
) -> None:
    """Make the warehouse again from the archive alone, after checking the archive's evidence, and publish."""
    _learn_from(train_data)
    chosen = chosen_home(home)
    if chosen.kind is None:
        raise HomeUnusable(
            f"{chosen.path} is not a home yet: there is nothing to rebuild. Try `termscape run`."
        )
    refuse_mistakes(chosen)
    with chosen.locked("termscape rebuild"):
        damage = damage_of(chosen)
        if damage:
            raise ArchiveDamaged(
                f"{len(damage)} problem(s) in the archive; the warehouse was left as it is. First: {damage[0]}"
            )
        remove_warehouse(chosen)
        outcome = run_and_publish(chosen, kind="rebuild")
    summarise(chosen, outcome, json_output=json_output)
