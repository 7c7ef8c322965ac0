"""Reading what platforms say: ``ask`` (a question of all platforms), ``compare`` (platforms side by side)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Annotated, Any, Literal

import typer

from assets.errors import InputError
from orchestration import display
from orchestration.answer_tables import show_answer, show_answers
from orchestration.answered import (
    answers_asked,
    as_archive_rows,
    day_asked,
    platforms_asked,
    platforms_unseen,
    questions_asked,
)
from orchestration.cli import HomeOption, JsonOption, chosen_home
from orchestration.comparison_page import comparison_page
from orchestration.side_by_side import SHOWN_ALIKE, side_by_side, told_alike

Format = Literal["table", "json", "jsonl", "csv", "markdown"]
Row = dict[str, Any]

PlatformsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--platforms",
        "--platform",
        help="Only these platforms (names or ids, separated by commas, or the option several times); of one, all evidence.",
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of", help="What they said on this day (YYYY-MM-DD).", show_default="what they say now"
    ),
]
FormatOption = Annotated[
    Format,
    typer.Option(
        "--format",
        help="table to read; json, jsonl or csv for programs; markdown to publish, with citations.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(ask)
    app.command()(compare)


def ask(
    question: Annotated[
        str | None, typer.Argument(help="The question, e.g. ai_training.", show_default="lists the questions")
    ] = None,
    platforms: PlatformsOption = None,
    as_of: AsOfOption = None,
    everything: Annotated[bool, typer.Option("--all", help="Ask every question.")] = False,
    format: FormatOption = "table",
    home: HomeOption = None,
    json_output: JsonOption = False,
) -> None:
    """Answer a question platform by platform: the stance, and the exact words it rests on.

    Without a question: list the questions. *silent*: every relevant document was read and none says. *not_captured*:
    we could not look. *unsure*: something was found that the rules cannot read. *conflicting*: it says both.

    `termscape ask --all --format jsonl` gives a line a platform and question, with service and path as in an
    imported archive. `termscape explain PLATFORM QUESTION` says why.
    """
    chosen = chosen_home(home)
    shape: Format = "json" if json_output else format
    if question is None and not everything:
        listed = questions_asked(chosen, [])
        if shape == "json":
            display.as_json(listed)
        else:
            display.table([_listed(row) for row in listed], title="The questions", wide=["title"])
        return
    if question is not None and everything:
        raise InputError("give a question or --all, not both.")
    asked = questions_asked(chosen, [question] if question else [])
    ids = {row["question_id"] for row in asked}
    wanted = platforms_asked(chosen, platforms or [])
    rows = answers_asked(chosen, ids, wanted, day_asked(as_of))
    if shape == "json":
        display.as_json(rows)
    elif shape == "jsonl":
        for row in as_archive_rows(chosen, rows):
            print(json.dumps(row, ensure_ascii=False, default=str))
    elif shape == "csv":
        print(_as_csv(rows), end="")
    elif shape == "markdown":
        for one in asked:
            of = [row for row in rows if row["question_id"] == one["question_id"]]
            print(comparison_page(one, of, as_of))
    else:
        for one in asked:
            of = [row for row in rows if row["question_id"] == one["question_id"]]
            if len(wanted) == 1 and len(of) == 1:
                show_answer(one, of[0])
            else:
                show_answers(one, of)
        if as_of and (unseen := platforms_unseen(chosen, rows, wanted)):
            display.notes.print(f"Nothing was captured by {as_of} of: {', '.join(unseen)}", markup=False)


def compare(
    platforms: Annotated[
        list[str], typer.Argument(help="Two platforms or more (names or ids).", metavar="PLATFORM...")
    ],
    as_of: AsOfOption = None,
    format: FormatOption = "table",
    home: HomeOption = None,
    json_output: JsonOption = False,
) -> None:
    """Put platforms side by side: their stance on every question, those on which they differ first.

    Then come those with the same stance and other values (another age, another law, other data), with these values.
    """
    chosen = chosen_home(home)
    shape: Format = "json" if json_output else format
    wanted = platforms_asked(chosen, platforms)
    if len(wanted) < 2:
        raise InputError("name at least two platforms, e.g. termscape compare ChatGPT Claude.ai")
    asked = questions_asked(chosen, [])
    rows = answers_asked(chosen, {one["question_id"] for one in asked}, wanted, day_asked(as_of))
    if shape == "jsonl":
        for row in as_archive_rows(chosen, rows):
            print(json.dumps(row, ensure_ascii=False, default=str))
        return
    if shape == "csv":
        print(_as_csv(rows), end="")
        return
    compared = side_by_side(asked, wanted, rows)
    if shape == "json":
        display.as_json(
            [
                {**answer, "alike": one.alike, "other_values": list(one.values)}
                for one in compared
                for answer in one.answers
                if answer is not None
            ]
        )
        return
    if shape == "markdown":
        for one in compared:
            answers = [dict(answer) for answer in one.answers if answer is not None]
            print(comparison_page(one.question, answers, as_of, told_alike(one)))
        return
    names = {row["platform_id"]: row["platform"] for row in rows}
    display.table(
        [
            {
                "question": one.question["question_id"]
                + (" (experimental)" if one.question["experimental"] else ""),
                **{
                    names.get(platform_id, platform_id): cell
                    for platform_id, cell in zip(wanted, one.cells(), strict=True)
                },
                "stances": SHOWN_ALIKE[one.alike],
            }
            for one in compared
        ],
        title=" and ".join(names.get(platform_id, platform_id) for platform_id in wanted),
    )
    display.notes.print(
        f"The words: termscape ask QUESTION --platforms {','.join(wanted)}   Why: termscape explain {wanted[0]} QUESTION",
        markup=False,
    )


def _listed(row: Row) -> Row:
    return {
        "question": row["question_id"],
        "title": row["title"] + (" (experimental: not measured yet)" if row["experimental"] else ""),
    }


def _as_csv(rows: Sequence[Row]) -> str:
    """Return answers as CSV, a row an answer with its first quote; values as columns of their own."""
    plain = [
        "question_id", "platform_id", "platform", "scope", "stance", "stance_label", "method", "headline", "quote", "quoted_from", "confidence",
        "currency", "stance_since", "value_since", "valid_from", "experimental", "answer_id",
    ]  # fmt: skip
    values = list(dict.fromkeys(name for row in rows for name in row["value"]))
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow([*plain, *values])
    for row in rows:
        told = [row["value"].get(name) for name in values]
        writer.writerow(
            [
                *(row[name] for name in plain),
                *(_in_a_cell(one) for one in told),
            ]
        )
    return written.getvalue()


def _in_a_cell(value: Any) -> Any:
    """Return a value as a cell of CSV holds it: a list with semicolons, a mapping as "key: value"."""
    if isinstance(value, dict):
        return "; ".join(f"{key}: {one}" for key, one in value.items())
    return "; ".join(map(str, value)) if isinstance(value, list) else value
