"""The files with which people set a home: each there or not, right or not, and what it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from assets.captures.fetching import read_settings
from assets.captures.fetching.settings import CONTACT_VARIABLE
from assets.errors import InputError, TermscapeError
from assets.home import Home
from assets.notices.reviews import FILE as REVIEWS_FILE
from assets.notices.reviews import read_reviews
from assets.notices.vendors import FILE as VENDORS_FILE
from assets.notices.vendors import read_vendors
from assets.notices.watchlists import FOLDER as WATCHLISTS
from assets.notices.watchlists import read_watchlists
from assets.releases.keeping import FILE as KEEPING_FILE
from assets.releases.keeping import read_keeping
from assets.sources.corrections import FILE as CORRECTIONS_FILE
from assets.sources.in_force import folders_in_force, load_folders
from assets.sources.registry import load_platforms
from assets.sources.vocabulary import nearest
from assets.sources.watching import FILE as WATCH_FILE
from assets.sources.watching import read_watch, watched
from orchestration.display import counted
from orchestration.doctoring.findings import Finding, Patient, broken, look, ok
from orchestration.settings import read_decisions
from orchestration.switches import read_switches


@dataclass(frozen=True)
class SettingsFile:
    """A file of a home: ``absent`` says what holds without it, ``does`` reads it and says what it does.

    ``does`` raises a ``TermscapeError`` where the file cannot be used. ``live_only``: a sample home has none;
    ``stops_runs``: nothing runs while it has a mistake, else what is wrong in it is left out.
    """

    name: str
    absent: str
    does: Callable[[Home], str]
    live_only: bool = True
    stops_runs: bool = True


def _watch(home: Home) -> str:
    platforms = watched(home, read_watch(home), load_folders(folders_in_force(home))[0])
    return f"{counted(len(platforms), 'platform')} watched"


def _fetching(home: Home) -> str:
    settings = read_settings(home)
    return (
        f"{settings.delay_seconds:g} s between questions to a host, {settings.concurrency} at a time in all"
    )


def _corrections(home: Home) -> str:
    return f"{counted(len(read_decisions(home)), 'decision')} of people, applied at the next run"


def _switches(home: Home) -> str:
    return f"schedules are {'on' if read_switches(home).schedules else 'off'}"


def _watchlists(home: Home) -> str:
    found = read_watchlists(home)
    if found.problems:
        raise InputError(
            "\n".join(
                str(problem) for problem in sorted(found.problems, key=lambda one: (one.file, one.line))
            )
        )
    return f"{counted(len(found.usable), 'watchlist')}: who is told of what"


def _keeping(home: Home) -> str:
    keeping = read_keeping(home)
    kept = "release is" if keeping.keep_last == 1 else f"{keeping.keep_last} releases are"
    return f"the last {kept} kept, and the first of {counted(keeping.keep_monthly, 'month')}"


FILES: tuple[SettingsFile, ...] = (
    SettingsFile(WATCH_FILE, "everything that is declared is watched", _watch),
    SettingsFile("fetching.yaml", "the usual pauses and limits", _fetching),
    SettingsFile(CORRECTIONS_FILE, "nobody decided against the rules", _corrections, live_only=False),
    SettingsFile("switches.json", "schedules are off", _switches),
    SettingsFile(KEEPING_FILE, "the usual number of releases is kept", _keeping, live_only=False),
    SettingsFile(
        f"{WATCHLISTS}/", "nobody is told of changes", _watchlists, live_only=False, stops_runs=False
    ),
    SettingsFile(
        VENDORS_FILE,
        "no list of vendors",
        lambda home: counted(len(read_vendors(home)), "vendor"),
        live_only=False,
        stops_runs=False,
    ),
    SettingsFile(
        REVIEWS_FILE,
        "no event was reviewed",
        lambda home: counted(len(read_reviews(home) or ()), "review"),
        live_only=False,
        stops_runs=False,
    ),
)
"""Every file of settings; a new one is a line here."""


def examine_settings(patient: Patient) -> Iterator[Finding]:
    """Yield a finding for each file, for the home's own declarations, and for the contact."""
    home = patient.home
    if patient.kind is None:
        return
    for file in FILES:
        if file.live_only and patient.kind != "live":
            continue
        yield _read(home, file)
    yield from _misnamed(home)
    if patient.kind == "live":
        yield from _declarations(home)
        yield from _contact(home)


def _read(home: Home, file: SettingsFile) -> Finding:
    if not (home.path / file.name).exists():
        return ok(file.name, f"not there: {file.absent}")
    try:
        return ok(file.name, file.does(home))
    except (TermscapeError, ValueError) as error:
        until = "nothing runs until it is right" if file.stops_runs else "it is left out until it is right"
        return broken(file.name, str(error), f"mend the line: {until}")


def _misnamed(home: Home) -> Iterator[Finding]:
    """A file named nearly as one that is read, and read by nobody."""
    names = [file.name for file in FILES]
    for path in sorted(home.path.glob("*.*")):
        meant: Any = nearest(path.name, names) if path.name not in names else None
        if (
            path.is_file()
            and meant
            and path.suffix in (".yaml", ".yml", ".csv", ".json")
            and path.name != "home.json"
        ):
            yield look(path.name, "nothing reads a file of this name", f"did you mean {meant}?")


def _declarations(home: Home) -> Iterator[Finding]:
    if not home.platforms.is_dir():
        yield ok("platforms/", "not there: the platforms that ship are the only ones declared")
        return
    platforms, problems = load_platforms(home.platforms)
    errors = [problem for problem in problems if problem.severity == "error"]
    said = f"{counted(len(platforms), 'platform')} of its own"
    if errors:
        yield broken(
            "platforms/",
            f"{said}; {counted(len(errors), 'error')}, first: {errors[0]}",
            "termscape sources check",
        )
    else:
        yield ok("platforms/", said)


def _contact(home: Home) -> Iterator[Finding]:
    try:
        contact = read_settings(home).contact
    except InputError:  # a finding of the file, or of the environment
        return
    if contact:
        yield ok("contact", contact)
    else:
        yield look(
            "contact",
            "none is set: platforms cannot reach whoever asks them",
            f"set {CONTACT_VARIABLE}, or contact: in {home.path / 'fetching.yaml'}",
        )
