"""Reading what is published: ``ask``, ``sql``."""

from __future__ import annotations

import json
import re
import sys
from typing import Annotated, Any

import duckdb
import typer

from assets.errors import InputError, NothingFound
from assets.sources.lookup import platform_here
from assets.warehouse import read_frame
from orchestration import display
from orchestration.cli import HomeOption, JsonOption, chosen_home

QUOTE_CHARACTERS = 600
STEM_CHARACTERS = 120
"""The end of a stem governs the item."""
_NEEDS_STEM = re.compile(r"[*_]{0,3}(?:[a-zà-öø-ÿ(]|(?:To|For|In order to|By|With|As)\b|\w+ing\b)")
"""How an item begins that is no sentence: small, with a purpose, or with what is done."""


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(ask)
    app.command()(sql)


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
        wanted = platform_here(chosen, platform, {row["platform_id"]: row["platform"] for row in rows})
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


def sql(
    query: Annotated[
        str | None,
        typer.Argument(help='A query, e.g. "FROM changes LIMIT 5".', show_default="read from standard input"),
    ] = None,
    home: HomeOption = None,
    json_output: JsonOption = False,
) -> None:
    """Run a query (one statement) on the published database, read-only. Without a query and input: list its tables."""
    chosen = chosen_home(home)
    if query is None and not sys.stdin.isatty():
        query = sys.stdin.read().strip()
    if not query:
        query = (
            "SELECT name, kind, description FROM (SELECT view_name AS name, 'view' AS kind, comment AS description "
            "FROM duckdb_views() WHERE NOT internal UNION ALL SELECT table_name, 'table', comment FROM duckdb_tables() "
            "WHERE schema_name = 'main') ORDER BY name"
        )
    _refuse_several(query)
    frame = read_frame(chosen, query)
    if frame.width == 0:
        raise InputError(
            "the query returned no columns. The published database is read-only: use SELECT or FROM."
        )
    if json_output:
        display.as_json(frame.to_dicts())
    else:
        display.table(frame.to_dicts(), names="columns")


def _refuse_several(query: str) -> None:
    """Refuse a query of several statements: only the result of the last would be shown.

    A query that DuckDB cannot parse passes: running it says what is wrong.
    """
    try:
        statements = duckdb.extract_statements(query)
    except duckdb.Error:
        return
    # DuckDB puts a CREATE TYPE before a PIVOT; a CREATE that somebody wrote is refused by the read-only database
    asked = [statement for statement in statements if statement.type != duckdb.StatementType.CREATE]
    if not statements:
        raise InputError("the query holds no statement, only comments or semicolons.")
    if len(asked) > 1:
        raise InputError(
            f"the query holds {len(asked)} statements; one at a time was expected, since only the last one's "
            "result would be shown. Run them one by one, or join them with WITH or UNION."
        )
