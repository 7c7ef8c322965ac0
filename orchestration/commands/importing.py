"""Bringing things in: ``import ota``, ``import captures``, ``import folder``; ``import article`` stands beside."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Protocol

import typer

from assets.archive import Archive
from assets.captures.capture_import import import_captures
from assets.captures.folder_import import import_folder
from assets.captures.ota_import import import_ota
from assets.errors import InputError
from assets.home import DEFAULT_LIVE, HOME_VARIABLE, Home
from assets.sources.in_force import platforms_in_force
from assets.sources.model import Platform
from assets.sources.recording import Collection
from assets.sources.registry import load_platforms
from orchestration import display
from orchestration.cli import HomeOption, JsonOption
from orchestration.commands.importing_articles import article
from orchestration.commands.operating import run_and_publish
from orchestration.display import counted
from orchestration.settings import refuse_mistakes
from orchestration.summary import summarise

SHOWN_PROBLEMS = 20

app = typer.Typer(
    no_args_is_help=True,
    help="Bring in history (Open Terms Archive, raw captures, private documents), or claims of an article.",
)

PublishOption = Annotated[
    bool, typer.Option("--publish/--no-publish", help="Work the import through the pipeline and publish it.")
]


class Report(Protocol):
    """What every import reports."""

    read: int
    added: int
    known: int
    problems: list[str]


def register(parent: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(article)
    parent.add_typer(app, name="import")


@app.command()
def ota(
    versions: Annotated[str, typer.Option(help="A versions repository: folder, git bundle, or URL.")],
    declarations: Annotated[Path | None, typer.Option(help="The collection's declarations folder.")] = None,
    collection: Annotated[
        str | None, typer.Option(help="Name of the collection.", show_default="as its README says")
    ] = None,
    home: HomeOption = None,
    publish: PublishOption = True,
    json_output: JsonOption = False,
) -> None:
    """Import an Open Terms Archive history: every version with its own date, source and licence.

    Run it again to add only what is new. Interrupted, it goes on where it stopped.
    """
    chosen = _live_home(home, publish=publish)
    platforms = _declared(declarations)
    with _importing(chosen, "ota"), display.progress() as progress:
        report = import_ota(
            Archive(chosen, _run_id()),
            versions,
            platforms=platforms,
            collection_name=collection,
            progress=progress,
        )
    ignored = sum(report.ignored.values())
    said = f"{counted(report.read, 'version')} of {counted(report.documents, 'document')} read"
    _conclude(
        chosen,
        report,
        said + (f", {counted(ignored, 'other file')} passed over" if ignored else ""),
        publish,
        json_output,
    )


@app.command()
def captures(
    manifest: Annotated[
        Path,
        typer.Argument(help="A JSON line a capture: service, terms_type, url, fetched_at, sha256, file."),
    ],
    declarations: Annotated[
        Path | None,
        typer.Option(
            help="Declarations to read them by.", show_default="those that ship, and the home's own"
        ),
    ] = None,
    collection: Annotated[str, typer.Option(help="Name of the collection.")] = "captures",
    licence: Annotated[str, typer.Option(help="Licence of the collection's data, e.g. ODC-By-1.0.")] = "",
    attribution: Annotated[str, typer.Option(help="Whom to name when passing its rows on.")] = "",
    home: HomeOption = None,
    publish: PublishOption = True,
    json_output: JsonOption = False,
) -> None:
    """Replay raw captures at their own times, judged and extracted as if they had just been fetched.

    Bodies lie beside the manifest, or in a tar archive of the same name (captures.jsonl, captures.tar.xz).
    """
    chosen = _live_home(home, publish=publish)
    platforms = _declared(declarations) if declarations else platforms_in_force(chosen)[0]
    with _importing(chosen, "captures"), display.progress() as progress:
        report = import_captures(
            Archive(chosen, _run_id()),
            manifest,
            platforms=platforms,
            collection=Collection(collection, "captures", licence, attribution),
            progress=progress,
        )
    _conclude(chosen, report, f"{counted(report.read, 'capture')} read", publish, json_output)


@app.command()
def folder(
    directory: Annotated[Path, typer.Argument(help="Folder with HTML, PDF, Markdown or DOCX files.")],
    manifest: Annotated[
        Path | None,
        typer.Option(help="CSV: file, platform, terms_type, date.", show_default="DIRECTORY/manifest.csv"),
    ] = None,
    collection: Annotated[str, typer.Option(help="Name of the collection.")] = "private",
    home: HomeOption = None,
    publish: PublishOption = True,
    json_output: JsonOption = False,
) -> None:
    """Import private documents: contracts and policies you have as files, dated by a CSV manifest.

    A row with a mistake is named with its line and skipped; the others are imported, and the exit code is 2.
    """
    chosen = _live_home(home, publish=publish)
    with _importing(chosen, "folder"), display.progress() as progress:
        report = import_folder(
            Archive(chosen, _run_id()),
            directory,
            manifest=manifest,
            collection=Collection(collection, "folder", "", "private"),
            progress=progress,
        )
    _conclude(chosen, report, f"{counted(report.read, 'document')} listed", publish, json_output)
    if report.problems:
        # what could be imported was, and each mistake was told; whoever wrote the CSV is to notice all the same
        raise typer.Exit(InputError.exit_code)


def _live_home(path: Path | None, *, publish: bool) -> Home:
    """Return the home to import into: the one named, or ``data/live``; real texts never go into a sample home.

    Raises:
        InputError: its settings or the environment's are such that no run would ``publish`` what is imported.
    """
    named = path or (Path(os.environ[HOME_VARIABLE]) if os.environ.get(HOME_VARIABLE) else DEFAULT_LIVE)
    home = Home(named)
    if publish:
        refuse_mistakes(home, "live")
    return home


@contextmanager
def _importing(home: Home, what: str) -> Iterator[None]:
    """Hold a live home; where what was named cannot be read, a home made for it is not left behind.

    A command without ``--home`` works in ``data/live`` as soon as there is one.
    """
    new = not home.path.exists()
    home.claim("live")
    try:
        with home.locked(f"termscape import {what}"):
            yield
    except InputError:
        if new and not home.archive.exists():
            shutil.rmtree(home.path)
        raise


def _declared(folder: Path | None) -> Sequence[Platform]:
    if folder is None:
        return ()
    if not folder.is_dir():
        raise InputError(f"{folder}: not a folder. Expected a folder of declarations (Service.json).")
    platforms, problems = load_platforms(folder)
    for problem in problems:
        display.notes.print(str(problem), markup=False)
    return platforms


def _run_id() -> str:
    return f"import-{uuid.uuid4().hex[:12]}"


def _conclude(home: Home, report: Report, said: str, publish: bool, json_output: bool) -> None:
    for problem in report.problems[:SHOWN_PROBLEMS]:
        display.notes.print(f"skipped: {problem}", markup=False)
    if len(report.problems) > SHOWN_PROBLEMS:
        display.notes.print(f"… and {len(report.problems) - SHOWN_PROBLEMS} more")
    display.notes.print(
        f"{said}: {report.added} added, {report.known} known already, {len(report.problems)} skipped.",
        markup=False,
    )
    if publish:
        summarise(home, run_and_publish(home), json_output=json_output)
    elif json_output:
        display.as_json(
            {"read": report.read, "added": report.added, "known": report.known, "problems": report.problems}
        )
