"""The declarations: ``sources list``, ``sources check``, and ``extract`` to try one on a file."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from assets.captures.capture_import import declared_page
from assets.captures.formats import body_format
from assets.errors import InputError, NothingFound
from assets.home import Home
from assets.sources.in_force import SAMPLE_PLATFORMS, folders_beside, folders_in_force, load_folders
from assets.sources.model import Platform, SourceDocument
from assets.sources.overview import overview
from assets.sources.problems import DeclarationProblem
from assets.sources.registry import SHIPPED_PLATFORMS, UnknownPlatform, find_platform, load_platforms
from orchestration import display
from orchestration.cli import HomeOption, JsonOption, chosen_home
from orchestration.settings import mistakes

app = typer.Typer(
    no_args_is_help=True, help="Which platforms and documents are declared, and whether the files are right."
)

_TOLD = re.compile(r"(?P<file>[^\n]{1,4096}?):(?P<line>\d{1,9}): (?P<message>.*)", re.DOTALL)

FolderArgument = Annotated[
    Path | None,
    typer.Argument(
        help="A folder of declarations (YAML or Open Terms Archive JSON).", show_default="the home's"
    ),
]


def register(parent: typer.Typer) -> None:
    """Add the commands of this module."""
    parent.add_typer(app, name="sources")
    parent.command()(extract)


def _folders(folder: Path | None, home: Home) -> list[Path]:
    """Return the folders to read: the one named, or those whose platforms the home watches."""
    if folder is None:
        return folders_in_force(home)
    if not folder.is_dir():
        raise InputError(f"{folder}: not a folder of declarations.")
    return [folder]


@app.command("list")
def list_sources(
    folder: FolderArgument = None,
    platform: Annotated[str | None, typer.Option(help="Only this platform (name or id).")] = None,
    home: HomeOption = None,
    json_output: JsonOption = False,
) -> None:
    """List the declared platforms, their documents and pages: those of a folder, or those a home watches."""
    chosen = chosen_home(home)
    folders = _folders(folder, chosen)
    platforms, problems = load_folders(folders)
    if platform is not None:
        platforms = [_find(platforms, platform)]
    rows = [dataclasses.asdict(row) for row in overview(platforms)]
    for each in folders:
        display.notes.print(f"declared in {_described(each, chosen)}", markup=False)
    errors = sum(problem.severity == "error" for problem in problems)
    if errors:
        display.notes.print(f"{_count(errors, 'error')} in them; what is wrong: termscape sources check")
    if json_output:
        display.as_json(rows)
        return
    display.table(
        [
            {
                "platform": row["platform"],
                "terms": row["terms_type"],
                "state": row["state"] if not row["none_since"] else f"none since {row['none_since']}",
                "urls": "\n".join(row["urls"]),
                "not supported": "; ".join(row["unsupported"]),
            }
            for row in rows
        ]
    )


@app.command()
def check(folder: FolderArgument = None, home: HomeOption = None, json_output: JsonOption = False) -> None:
    """Check every declaration file; name each mistake with its file, line and what was expected.

    Without a folder: what the home watches, with its watch.yaml and fetching.yaml; in a sample home also what
    ships with Termscape, and the home's own.
    """
    chosen = chosen_home(home)
    found = [] if folder else [_problem(mistake) for mistake in mistakes(chosen)]
    try:
        folders = _folders(folder, chosen) + ([] if folder else folders_beside(chosen))
    except InputError:
        if folder:
            raise
        # a watch list that cannot be used is told already, and hides no mistake in what it might name
        folders = [SHIPPED_PLATFORMS, *([chosen.platforms] if chosen.platforms.is_dir() else [])]
    summaries = []
    for each in folders:
        platforms, problems = load_platforms(each)
        found += problems
        summaries.append(f"{_described(each, chosen)}: {_summary(platforms, problems)}")
    if json_output:
        display.as_json([dataclasses.asdict(problem) for problem in found])
    else:
        for problem in found:
            display.out.print(str(problem), markup=False)
    for summary in summaries:
        (display.notes if json_output else display.out).print(summary, markup=False)
    if any(problem.severity == "error" for problem in found):
        raise typer.Exit(2)


def _problem(mistake: str) -> DeclarationProblem:
    """Return a mistake in a home's settings, told as ``file:line: what``, like one in a declaration."""
    told = _TOLD.fullmatch(mistake)
    if told is None:
        file, _, message = mistake.partition(": ")
        return DeclarationProblem(file, 1, message)
    return DeclarationProblem(told["file"], int(told["line"]), told["message"])


def _summary(platforms: Sequence[Platform], problems: Sequence[DeclarationProblem]) -> str:
    documents = sum(len({d.terms_type for d in p.declarations}) for p in platforms)
    errors = sum(problem.severity == "error" for problem in problems)
    return (
        f"{_count(len(platforms), 'platform')}, {_count(documents, 'document')}; "
        f"{_count(errors, 'error')}, {_count(len(problems) - errors, 'warning')}."
    )


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _described(folder: Path, home: Home) -> str:
    """Return a folder's path and, where it is one of a home's, what it is to the home."""
    if folder == SAMPLE_PLATFORMS:
        what = "the invented platforms, all that a sample home watches"
    elif folder in (SHIPPED_PLATFORMS, home.platforms):
        what = "what ships with Termscape" if folder == SHIPPED_PLATFORMS else "the home's own"
        what += ", not watched by this sample home" if home.kind == "sample" else ""
    else:
        return str(folder)
    return f"{folder} ({what})"


def extract(
    file: Annotated[Path, typer.Argument(help="An HTML, PDF, DOCX or Markdown file.")],
    url: Annotated[str, typer.Option(help="Where it came from: links are made absolute against it.")] = "",
    platform: Annotated[
        str | None, typer.Option(help="Read it by this platform's declaration (with --terms).")
    ] = None,
    terms: Annotated[
        str | None, typer.Option(help="The terms type of that declaration, e.g. 'Privacy Policy'.")
    ] = None,
    declarations: Annotated[
        Path | None, typer.Option(help="Folder to look the platform up in.", show_default="the home's")
    ] = None,
    home: HomeOption = None,
    json_output: JsonOption = False,
) -> None:
    """Print a file's text as Markdown, exactly as the pipeline would read it."""
    from assets.versions.documents import read_document

    try:
        body = file.read_bytes()
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror}).") from error
    source = None
    if platform is not None:
        source = _declared_source(
            _find(load_folders(_folders(declarations, chosen_home(home)))[0], platform), terms, url
        )
        url = url or source.url
    extraction = read_document(body, body_format(body, None, file.name), url=url, source=source)
    if json_output:
        display.as_json(dataclasses.asdict(extraction))
        return
    for note in extraction.notes:
        display.notes.print(f"note: {note}", markup=False)
    agreement = "" if extraction.agreement is None else f", agreement {extraction.agreement:.2f}"
    display.notes.print(f"{extraction.extractor}, {extraction.words} words, {extraction.language}{agreement}")
    print(extraction.markdown)


def _declared_source(platform: Platform, terms: str | None, url: str) -> SourceDocument:
    types = sorted({declaration.terms_type for declaration in platform.declarations})
    declaration = platform.in_force(terms, None) if terms else None
    if declaration is None:
        raise NothingFound(f"{platform.name}: say which document with --terms: {', '.join(types)}.")
    wanted = declared_page(declaration, url) if url else declaration.sources[0].source_id
    return next((s for s in declaration.sources if s.source_id == wanted), declaration.sources[0])


def _find(platforms: list[Platform], name: str) -> Platform:
    try:
        return find_platform(platforms, name)
    except UnknownPlatform as error:
        raise NothingFound(str(error)) from error
