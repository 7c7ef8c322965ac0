"""Reading what is published: ``ask``."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any

import typer

from assets.errors import NothingFound
from assets.warehouse import read_frame
from orchestration import display
from orchestration.asked import platform_asked
from orchestration.cli import HomeOption, JsonOption, chosen_home

QUOTE_CHARACTERS = 600
STEM_CHARACTERS = 120
"""The end of a stem governs the item."""
_NEEDS_STEM = re.compile(r"[*_]{0,3}(?:[a-zà-öø-ÿ(]|(?:To|For|In order to|By|With|As)\b|\w+ing\b)")
"""How an item begins that is no sentence: small, with a purpose, or with what is done."""


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(ask)


_ANSWERS = """
SELECT a.answer_id, a.platform_id, a.platform, a.stance, a.headline, a.quote, a.quote_completes, a.quoted_from, a.value, a.confidence,
       a.currency, a.valid_from, a.documents_searched, a.explanation
FROM answers AS a WHERE a.question_id = ? ORDER BY a.platform
"""
_EVIDENCE = """
SELECT answer_id, role, quote, document_id, version_id, provision_id, char_start, char_end
FROM answer_evidence WHERE question_id = ? ORDER BY answer_id, evidence_no
"""


def ask(
    question: Annotated[str, typer.Argument(help="The question, e.g. ai_training.")],
    platform: Annotated[
        str | None, typer.Option(help="Only this platform (name or id), with all its evidence.")
    ] = None,
    home: HomeOption = None,
    json_output: JsonOption = False,
) -> None:
    """Answer a question platform by platform: the stance, and the exact words it rests on.

    *silent*: every relevant document was read and none says. *not_captured*: we could not look.
    """
    chosen = chosen_home(home)
    known = read_frame(chosen, "SELECT question_id, title FROM ledger.questions ORDER BY ALL")
    if question not in known["question_id"]:
        raise NothingFound(f"no question {question!r}. There are: {', '.join(known['question_id'])}.")
    rows = read_frame(chosen, _ANSWERS, [question]).to_dicts()
    if platform is not None:
        wanted = platform_asked(chosen, platform, {row["platform_id"]: row["platform"] for row in rows})
        rows = [row for row in rows if row["platform_id"] == wanted]
    evidence: dict[str, list[dict[str, Any]]] = {}
    for quote in read_frame(chosen, _EVIDENCE, [question]).to_dicts():
        evidence.setdefault(quote.pop("answer_id"), []).append(quote)
    if json_output:
        display.as_json(
            [
                {**row, "value": json.loads(row["value"]), "evidence": evidence.get(row["answer_id"], [])}
                for row in rows
            ]
        )
        return
    title = dict(known.iter_rows())[question]
    display.table(
        [
            {
                "platform": row["platform"],
                "stance": row["stance"],
                "verbatim": _shown(row["quote"], row["quote_completes"]),
                "from": row["quoted_from"],
                "since": row["valid_from"] and f"{row['valid_from']:%Y-%m-%d}",
            }
            for row in rows
        ],
        title=title,
        wide=["verbatim"],
    )
    if platform is not None:
        for row in rows:
            display.out.print(
                f"{row['headline']}  (confidence {row['confidence']:.2f}, {row['currency']})", markup=False
            )
            display.table(evidence.get(row["answer_id"], []), title="All evidence", wide=["quote"])


def _shown(quote: str | None, completes: str | None) -> str | None:
    """Return a quote as a table shows it: an item behind the end of the sentence it completes, in brackets."""
    if quote is None:
        return None
    if len(quote) > QUOTE_CHARACTERS:
        quote = quote[: QUOTE_CHARACTERS - 1] + "…"
    if not completes or not _NEEDS_STEM.match(quote):
        return quote
    stem = " ".join(completes.split()).strip("*_# ")
    if len(stem) > STEM_CHARACTERS:
        stem = "… " + stem[-STEM_CHARACTERS:].split(" ", 1)[-1]
    return f"[{stem}] {quote}"
