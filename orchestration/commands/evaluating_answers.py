"""``eval answers``: how often the answers of a home agree with labels that a careful reader made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from assets.answers.scoring import Given, Labels, Score, Shown, read_labels, score, totals
from assets.errors import NothingFound
from assets.home import Home
from assets.warehouse import read_frame
from orchestration import display
from orchestration.answered import answers_asked, questions_asked
from orchestration.cli import HomeOption, JsonOption, chosen_home
from orchestration.commands.evaluating import app

_TEXTS = """
SELECT p.path, p.service, p.platform_id, d.coverage, v.markdown
FROM archive_paths AS p
JOIN documents AS d ON p.document_id = d.document_id
LEFT JOIN versions AS v ON d.current_version_id = v.version_id
"""


def register() -> None:
    """Add the command of this module to the group."""
    app.command()(answers)


def answers(
    labels: Annotated[
        Path,
        typer.Argument(
            help="A directory of labels: <question>.jsonl and plaintext.py.", metavar="LABELS_DIR"
        ),
    ],
    aside: Annotated[
        str | None,
        typer.Option(
            help="Services to report apart (separated by commas): those kept aside while rules were written."
        ),
    ] = None,
    misses: Annotated[
        bool, typer.Option("--misses", help="List every service that is not as labelled.")
    ] = False,
    home: HomeOption = None,
    json_output: JsonOption = False,
) -> None:
    """Score the answers of a home against labels: stances, evidence, near misses, silences.

    `strict`: the reader's own stance; `acceptable`: one the reader would accept. `evidence hit`: a quote overlaps a
    labelled passage; `valid`: the share of quotes that do. A near miss shown as evidence is the gravest error. The
    directory's plaintext.py, which counts the labels' spans, is run: use labels you trust.
    """
    chosen = chosen_home(home)
    apart = {name.strip() for name in (aside or "").split(",") if name.strip()}
    known = {row["question_id"] for row in questions_asked(chosen, [])}
    result: dict[str, Any] = {}
    for one in read_labels(labels):
        if not set(one.questions) <= known:
            display.notes.print(f"{one.name}: no such question here, left out", markup=False)
            continue
        scores = _scores(chosen, one)
        groups = {"all": scores}
        if apart:
            groups["without those aside"] = [mark for mark in scores if mark.service not in apart]
            groups["aside"] = [mark for mark in scores if mark.service in apart]
        result[one.name] = {
            "totals": {name: asdict(totals(group)) for name, group in groups.items()},
            "services": [_row(mark) for mark in scores],
        }
    if not result:
        raise NothingFound(f"none of the questions labelled in {labels} is answered here.")
    if json_output:
        display.as_json(result)
        return
    table = [
        {"labels": name, **({"services of": group} if apart else {}), **_shown(figures)}
        for name, told in result.items()
        for group, figures in told["totals"].items()
    ]
    display.table(table, title="Answers against a careful reader")
    if misses:
        rows = [
            {"labels": name, **row}
            for name, told in result.items()
            for row in told["services"]
            if not row["acceptable"] or row["near_misses"] or row["evidence_hit"] is False
        ]
        display.table(rows, title="Not as labelled")


def _scores(home: Home, labels: Labels) -> list[Score]:
    texts: dict[str, dict[str, str]] = {}
    platform_of: dict[str, str] = {}
    incomplete: set[str] = set()
    for row in read_frame(home, _TEXTS).iter_rows(named=True):
        platform_of[row["service"]] = row["platform_id"]
        texts.setdefault(row["service"], {})[row["path"]] = row["markdown"] or ""
        if row["coverage"] == "not_captured":
            incomplete.add(row["service"])
    rows = answers_asked(home, labels.questions)
    by_platform: dict[str, dict[str, dict[str, Any]]] = {}
    for row in rows:
        by_platform.setdefault(row["platform_id"], {})[row["question_id"]] = row
    scores, unknown = [], []
    for label in labels.rows:
        service = label["service"]
        answered = by_platform.get(platform_of.get(service, ""), {})
        if not set(labels.questions) <= answered.keys():
            unknown.append(service)
            continue
        given = _given(labels, answered, complete=service not in incomplete)
        scores.append(score(labels, label, given, texts[service]))
    if unknown:
        display.notes.print(f"{labels.name}: not in this home: {', '.join(unknown)}", markup=False)
    return scores


def _given(labels: Labels, answered: Mapping[str, Mapping[str, Any]], *, complete: bool) -> Given:
    rows: Sequence[Mapping[str, Any]] = [answered[question] for question in labels.questions]
    shown = dict.fromkeys(
        Shown(one["path"], one["char_start"], one["quote"]) for row in rows for one in row["evidence"]
    )
    stance = labels.stance({question: answered[question]["stance"] for question in labels.questions})
    return Given(stance, tuple(shown), complete)


def _row(mark: Score) -> dict[str, Any]:
    return {
        "service": mark.service,
        "stance": mark.given.stance,
        "expected": mark.expected,
        "acceptable": mark.acceptable_right,
        "strict": mark.strictly_right,
        "evidence_hit": mark.evidence_hit,
        "near_misses": mark.near_misses,
    }


def _shown(figures: Mapping[str, Any]) -> dict[str, Any]:
    names = {
        "services": "services",
        "acceptable": "acceptable",
        "strict": "strict",
        "evidence_hit": "evidence hit",
        "valid_excerpts": "valid",
        "hard_near_misses": "hard near misses",
        "soft_near_misses": "soft",
        "user_prohibitions": "user prohibitions",
        "silent_precision": "silent precision",
        "silent_recall": "silent recall",
        "verbatim": "verbatim",
        "answered": "answered",
    }
    return {told: figures[name] for name, told in names.items()}
