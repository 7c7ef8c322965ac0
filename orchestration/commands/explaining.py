"""Why an answer is what it is: ``explain``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from assets.answers.catalogue import load_question
from assets.answers.correcting import METHOD as CORRECTION
from assets.answers.explaining import Passage
from assets.answers.explaining import explain as explained
from assets.answers.questions import Question
from assets.answers.shown import in_words, scope_in_words
from assets.errors import InputError
from assets.warehouse import read_frame
from orchestration import display
from orchestration.answered import questions_asked
from orchestration.asked import platform_asked
from orchestration.cli import HomeOption, JsonOption, chosen_home
from orchestration.platform_read import read_platform

SHOWN_REJECTIONS = 20
"""Sentences that were met and not taken which a terminal shows; --json and --all give every one."""

_ANSWER = "SELECT platform_id, question_id FROM ledger.answers WHERE answer_id = ?"
_CORRECTED = (
    "SELECT stance, explanation FROM answers WHERE platform_id = ? AND question_id = ? AND method = ?"
)
_NAME = "SELECT name FROM ledger.platforms WHERE platform_id = ?"
_TERMS = (
    "taken for: what a sentence was found to say, by which rule; strength 3: it says so by itself, 2: with the help of "
    "what stands around it, 1: weakly. quoted as: rule, it carries the answer; scope, for whom it holds; opt_out, how "
    "to refuse; contradiction, it speaks against the answer; context, it stands beside it; –: not quoted."
)
_RULES = "SELECT rules_version FROM ledger.questions WHERE question_id = ?"


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(explain)


def explain(
    cell: Annotated[
        list[str],
        typer.Argument(
            help="A cell of the comparison: a platform and a question (Midjourney ai_training), or an answer's id.",
            metavar="PLATFORM QUESTION",
        ),
    ],
    everything: Annotated[
        bool, typer.Option("--all", help="Show every sentence that was met and not taken.")
    ] = False,
    home: HomeOption = None,
    json_output: JsonOption = False,
) -> None:
    """Explain an answer: what was read, what was taken and for what, what was rejected and why, what would turn it.

    The current documents are read again with the rules of this installation.
    """
    chosen = chosen_home(home)
    platform, question_id = _cell(cell)
    if question_id is None:
        rows = read_frame(chosen, _ANSWER, [platform]).rows()
        if not rows:
            raise InputError(
                f"{platform!r} is no answer's id. Name a platform and a question, e.g. termscape explain Midjourney ai_training"
            )
        platform_id, question_id = rows[0]
    else:
        [known] = questions_asked(chosen, [question_id])
        question_id = known["question_id"]
        platform_id = platform_asked(chosen, platform)
    question = load_question(question_id)
    told = explained(question, read_platform(chosen, platform_id))
    if json_output:
        display.as_json({**asdict(told), "question": question.title, "rules_version": question.rules_version})
        return
    recorded = read_frame(chosen, _RULES, [question_id]).item()
    if recorded != question.rules_version:
        display.notes.print(
            f"The rules here ({question.rules_version}) are not those of the published answers ({recorded}): "
            "termscape run --offline asks again.",
            markup=False,
        )
    answer = told.answer
    for stance, explanation in read_frame(chosen, _CORRECTED, [platform_id, question_id, CORRECTION]).rows():
        display.out.print(
            f"Published: {_told(question, stance)}, a {explanation}. What the rules alone read:\n",
            markup=False,
        )
    name = read_frame(chosen, _NAME, [platform_id]).item()
    where = "" if answer.scope == "general" else f" (holds for: {scope_in_words(answer.scope)})"
    display.out.print(f"{question.title}\n{name}: {_told(question, answer.stance)}{where}", markup=False)
    display.out.print(f"{answer.headline}  (confidence {answer.confidence:.2f})", markup=False)
    display.out.print(f"\nRule: {told.rule}", markup=False)
    display.table(
        [
            {
                "document": terms_type,
                "version": version_id,
                "sentences read": count or "not read for this question",
            }
            for terms_type, version_id, count in told.read
        ],
        title="\nRead",
    )
    if told.missing:
        display.out.print(f"Not captured: {', '.join(told.missing)}", markup=False)
    quoted = {(one.version_id, one.quote): one.role for one in answer.evidence}
    display.table(
        [
            {"taken for": one.why, "quoted as": quoted.get((one.version_id, one.quote)), **_words(one)}
            for one in told.taken
        ],
        title="\nTaken",
        wide=["words"],
    )
    display.notes.print(_TERMS, markup=False)
    shown = told.rejected if everything else told.rejected[:SHOWN_REJECTIONS]
    display.table(
        [{"why not": one.why, **_words(one)} for one in shown],
        title=f"\nMet and not taken ({len(shown)} of {len(told.rejected)})",
        wide=["words"],
    )
    display.out.print("\nWhat would turn it", markup=False)
    for line in told.would_turn:
        display.out.print(f"- {line}", markup=False)


def _cell(given: list[str]) -> tuple[str, str | None]:
    pieces = [piece for part in given for piece in (part.split("/") if len(given) == 1 else [part])]
    if len(pieces) > 2:
        raise InputError(
            f"expected a platform and a question, found {len(pieces)} words; put a name with spaces in quotes."
        )
    return pieces[0], pieces[1] if len(pieces) == 2 else None


def _told(question: Question, stance: str) -> str:
    """Return a stance as people read it, and as corrections and SQL name it where that is something else."""
    label = question.stances[stance].label if stance in question.stances else in_words(stance)
    return label if label == stance else f"{label} ({stance})"


def _words(passage: Passage) -> dict[str, str]:
    return {"from": passage.terms_type, "words": " ".join(passage.quote.split())}
