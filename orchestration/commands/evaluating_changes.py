"""Measuring Termscape from outside: ``eval changes`` labels pairs of commits of an imported collection."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from assets.changes.pairs import judge_pairs, read_pairs
from assets.errors import NothingFound
from assets.warehouse import Reader, open_published
from orchestration import display
from orchestration.cli import HomeOption, chosen_home
from orchestration.commands.evaluating import app
from orchestration.outputs import check_output, write_output


def register() -> None:
    """Add the command of this module to ``eval``."""
    app.command()(changes)


def changes(
    pairs: Annotated[
        Path,
        typer.Argument(
            help='JSON lines: {"path": "Service/Terms Type.md", "old_commit": …, "new_commit": …}.',
            metavar="PAIRS.jsonl",
        ),
    ],
    output: Annotated[
        Path | None, typer.Option(help="Write the lines into this file.", show_default="standard output")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Tell what each pair of commits of an imported collection is: substantive, editorial or noise.

    Prints each line of PAIRS again with its label, topics, directions, score (how sure it is that a careful
    reader would call it substantive, 0 to 1) and the reason. Import the collection first (termscape import
    ota). What later versions tell counts: a text that came back, variants that alternate.
    """
    wanted = read_pairs(pairs)
    if output is not None:
        check_output(output)
    connection = open_published(chosen_home(home))
    lines, labels = [], Counter[str]()
    try:
        with display.progress() as progress:
            for pair, verdict in zip(wanted, judge_pairs(Reader(connection), wanted), strict=True):
                lines.append(
                    json.dumps(
                        {
                            "path": pair.path,
                            "old_commit": pair.old_commit,
                            "new_commit": pair.new_commit,
                            "label": verdict.label,
                            "topics": list(verdict.topics),
                            "directions": list(verdict.directions),
                            "score": round(verdict.score, 3),
                            "significance": verdict.significance,
                            "reason": verdict.reason,
                        },
                        ensure_ascii=False,
                    )
                )
                labels[verdict.label or "unknown"] += 1
                progress("reading pairs", len(lines), len(wanted))
    finally:
        connection.close()
    if output is None:
        for line in lines:
            print(line)
    else:
        write_output(output, "".join(f"{line}\n" for line in lines))
    said = ", ".join(f"{number} {name}" for name, number in labels.most_common())
    display.notes.print(f"{display.counted(len(lines), 'pair')}: {said or 'none'}", markup=False)
    if labels["unknown"]:
        raise NothingFound(
            f"{display.counted(labels['unknown'], 'pair')} could not be found in this home: their label is null, "
            "their reason says which commit is missing. Was the collection imported here (termscape import ota)?"
        )
