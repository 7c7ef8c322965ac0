"""Claims that others make about platforms: ``claims`` shows what the documents make of them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

import typer

from assets.answers.claiming.model import VERDICTS
from assets.provisions.plain_text import plain
from orchestration import display
from orchestration.answered import day_asked, platforms_asked
from orchestration.claimed import as_flat_rows, claims_asked, problems_of_claims
from orchestration.claims_page import claims_page, source_told
from orchestration.cli import HomeOption, JsonOption, chosen_home
from orchestration.commands.looking import AsOfOption, Format, FormatOption, PlatformsOption

Row = dict[str, Any]


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(claims)


def claims(
    platforms: PlatformsOption = None,
    as_of: AsOfOption = None,
    format: FormatOption = "table",
    home: HomeOption = None,
    json_output: JsonOption = False,
) -> None:
    """Show what third parties claim about platforms, and what the platforms' own documents make of it.

    *supported*: the documents state it. *contradicted*: they state the contrary. *partly*: a part of it, or as an aim.
    *not_addressed*: every relevant document was read and none says. *not_captured*: we could not look.
    *not_checkable*: documents cannot tell.

    Claims are YAML files, ours and those in the folder `claims` of the home; `termscape import article` drafts one.
    When a verdict turned: `termscape sql "FROM claim_turns"`.
    """
    chosen = chosen_home(home)
    shape: Format = "json" if json_output else format
    for problem in problems_of_claims(chosen):
        display.notes.print(f"left out: {problem}", markup=False)
    rows = claims_asked(chosen, platforms_asked(chosen, platforms or []), day_asked(as_of))
    if shape == "json":
        display.as_json(rows)
    elif shape == "jsonl":
        for row in rows:
            print(json.dumps(row, ensure_ascii=False, default=str))
    elif shape == "csv":
        print(_as_csv(rows), end="")
    elif shape == "markdown":
        print(claims_page(rows, as_of))
    else:
        _show(rows)


def _show(rows: Sequence[Row]) -> None:
    display.table(
        [
            {
                "platform": row["platform"],
                "claim": row["claim"] + (" (experimental)" if row["experimental"] else ""),
                "verdict": row["verdict"],
                "verbatim, or why": plain(row["evidence"][0]["quote"]) if row["evidence"] else row["reason"],
                "from": row["evidence"][0]["terms_type"] if row["evidence"] else None,
                "since": row["verdict_since"] and f"{row['verdict_since']:%Y-%m-%d}",
                "turned": row["turns"] or None,
            }
            for row in rows
        ],
        title="What is claimed, and what the documents say",
        wide=["claim", "verbatim, or why"],
    )
    counts = [
        f"{count} {verdict}"
        for verdict in VERDICTS
        if (count := sum(row["verdict"] == verdict for row in rows))
    ]
    display.notes.print(f"{display.counted(len(rows), 'claim')}: {', '.join(counts)}", markup=False)
    display.notes.print("Claimed by: " + "; ".join(dict.fromkeys(map(source_told, rows))), markup=False)
    display.notes.print("All reasons and quotes: termscape claims --format markdown", markup=False)


def _as_csv(rows: Sequence[Row]) -> str:
    """Return claims as CSV, a row a claim with its first quote."""
    flat = as_flat_rows(rows)
    written = io.StringIO()
    writer = csv.DictWriter(written, list(flat[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(flat)
    return written.getvalue()
