"""What is released: ``verify`` (is a release what its manifest says?) and ``release list``."""

from __future__ import annotations

from typing import Annotated

import typer

from assets.errors import NothingFound, ReleaseDamaged
from assets.releases.shelf import Shelf
from assets.releases.verifying import Checked, check_release, find_release
from orchestration import display
from orchestration.cli import HomeOption, JsonOption, chosen_home

releases = typer.Typer(no_args_is_help=True, help="The releases of a home.")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(verify)
    releases.command("list")(list_releases)
    app.add_typer(releases, name="release")


def verify(
    release: Annotated[
        str | None,
        typer.Argument(
            help="A release's folder, wherever it stands, or its id.", show_default="the home's latest"
        ),
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Files and chain only: rows are not compared.")
    ] = False,
    home: HomeOption = None,
    json_output: JsonOption = False,
) -> None:
    """Check a release, offline: every file against its hash, that DuckDB, Parquet and CSV hold the same rows, that the
    data package agrees with them, and the chain to the releases before.

    Exit code 74: something is not as it was released; 3: there is no such release.
    """
    folder = find_release(chosen_home(home), release)
    with display.progress() as progress:
        checked = check_release(folder, quick=quick, progress=progress)
    if json_output:
        display.as_json(_as_dict(checked, quick))
    else:
        _tell(checked, quick)
    if checked.findings:
        raise ReleaseDamaged(
            f"{display.counted(len(checked.findings), 'problem')} in {folder}. Do not rely on this copy; another one of "
            "the same release may be whole."
        )


def _as_dict(checked: Checked, quick: bool) -> dict[str, object]:
    return {
        "release_id": checked.manifest.release_id,
        "folder": str(checked.folder),
        "manifest_sha256": checked.manifest_sha256,
        "whole": not checked.findings,
        "rows_compared": not quick,
        "files": len(checked.manifest.files),
        "tables": len(checked.manifest.tables),
        "rows": sum(table.rows for table in checked.manifest.tables.values()),
        "chain": checked.chain,
        "problems": [{"file": finding.file, "problem": finding.problem} for finding in checked.findings],
        "notes": checked.notes,
    }


def _tell(checked: Checked, quick: bool) -> None:
    manifest = checked.manifest
    display.out.print(f"release {manifest.release_id}, number {manifest.number}", markup=False)
    display.out.print(f"SHA-256 of its manifest: {checked.manifest_sha256}", markup=False)
    for finding in checked.findings:
        display.out.print(f"PROBLEM {finding.file}: {finding.problem}", markup=False)
    if not checked.findings:
        rows = sum(table.rows for table in manifest.tables.values())
        same = (
            "rows were not compared"
            if quick
            else f"{display.counted(rows, 'row')} of {display.counted(len(manifest.tables), 'table')} are the same "
            "in DuckDB, Parquet and CSV"
        )
        display.out.print(f"{display.counted(len(manifest.files), 'file')} as released; {same}", markup=False)
    if checked.chain:
        display.out.print(f"the chain holds through {', '.join(checked.chain)}", markup=False)
    for note in checked.notes:
        display.out.print(note, markup=False)
    for promise in manifest.not_promised:
        display.out.print(f"not promised by this release: {promise}", markup=False)


def list_releases(home: HomeOption = None, json_output: JsonOption = False) -> None:
    """List the releases of a home from the newest to the first: id, day of the newest look, size, whether it is kept."""
    chosen = chosen_home(home)
    found = Shelf(chosen).releases()
    if not found:
        raise NothingFound(f"there is no release in {chosen.path} yet. `termscape run` makes one.")
    rows = [
        {
            "number": release.manifest.number,
            "release": release.release_id,
            "newest_look": release.manifest.newest_look,
            "rows": sum(table.rows for table in release.manifest.tables.values()),
            "megabytes": round(release.bytes / 1e6, 1),
            "kept": "kept" if release.folder else "only its manifest",
            "manifest_sha256": release.manifest_sha256,
        }
        for release in reversed(found)
    ]
    if json_output:
        display.as_json(rows)
    else:
        display.table([{**row, "manifest_sha256": str(row["manifest_sha256"])[:12]} for row in rows])
