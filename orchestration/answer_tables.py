"""Answers on the terminal: platforms under one another, or one platform with all its evidence, each quote once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from assets.answers.correcting import METHOD as CORRECTION
from assets.answers.shown import in_words, scope_in_words, values_in_words
from assets.provisions.plain_text import plain
from orchestration import display
from orchestration.answered import stance_shown, stances_in_order

Row = dict[str, Any]

QUOTE_CHARACTERS = 600
STEM_CHARACTERS = 120
"""The end of a stem governs the item."""
_NEEDS_STEM = re.compile(r"[*_]{0,3}(?:[a-zà-öø-ÿ(]|(?:To|For|In order to|By|With|As)\b|\w+ing\b)")
"""How an item begins that is no sentence: small, with a purpose, or with what is done."""


def show_answers(question: Row, rows: Sequence[Row]) -> None:
    """Print what platforms answer to a question as a table, in the order of its stances, and count them."""
    order = {stance: number for number, stance in enumerate(question["stances"])}
    ranked = sorted(rows, key=lambda row: (order.get(row["stance"], 99), row["platform"].casefold()))
    display.table(
        [
            {
                "platform": row["platform"],
                "stance": stance_shown(row),
                "verbatim": _quoted(row) or row["headline"],
                "values": "; ".join(f"{name}: {said}" for name, said in _values(question, row)) or None,
                "from": row["quoted_from"],
                "since": row["stance_since"] and f"{row['stance_since']:%Y-%m-%d}",
            }
            for row in ranked
        ],
        title=_title(question),
        wide=["verbatim", "values"],
    )
    counts = [
        f"{question['labels'][stance]} ({sum(row['stance'] == stance for row in rows)})"
        for stance in stances_in_order(question, rows)
    ]
    display.notes.print(f"{display.counted(len(rows), 'platform')}: {'; '.join(counts)}", markup=False)


def show_answer(question: Row, row: Row) -> None:
    """Print what one platform answers: stance, values, and all evidence, each quote once."""
    since = row["stance_since"]
    display.out.print(_title(question), markup=False)
    display.out.print(
        f"{row['platform']}: {stance_shown(row)}" + (f", since {since:%Y-%m-%d} or before" if since else ""),
        style="bold",
        markup=False,
    )
    if row["method"] == CORRECTION:
        display.out.print(f"A {row['explanation']}", markup=False)
    display.out.print(
        f"{row['headline']}  (confidence {row['confidence']:.2f}, {row['currency']})", markup=False
    )
    for name, said in _values(question, row):
        display.out.print(f"  {name}: {said}", markup=False)
    for other in row["beside"]:
        whom = scope_in_words(other["scope"]) or "everybody else"
        quote = f" “{plain(other['quote'])}” ({other['quoted_from']})" if other["quote"] else ""
        display.out.print(f"Beside it, {whom}: {other['stance_label']}.{quote}", markup=False)
    if row["evidence"]:
        display.table(_each_quote_once(row["evidence"]), title="All evidence", wide=["quote"])


def _title(question: Row) -> str:
    return str(question["title"]) + (" (experimental: not measured yet)" if question["experimental"] else "")


def _values(question: Row, row: Row) -> list[tuple[str, str]]:
    return list(
        values_in_words(row["value"], quote=row["quote"], labels=question["labels"], turned=row["turned"])
    )


def _each_quote_once(evidence: Sequence[Row]) -> list[Row]:
    """Return quotes as a table shows them; of the same words, all roles, documents and provisions together."""
    together: dict[str, Row] = {}
    for one in evidence:
        quote = plain(one["quote"])
        row = together.setdefault(quote.casefold(), {"role": [], "quote": quote, "from": [], "provision": []})
        for name, said in (
            ("role", in_words(one["role"])),
            ("from", one["terms_type"]),
            ("provision", one["provision_id"]),
        ):
            if said not in row[name]:
                row[name].append(said)
    return list(together.values())


def _quoted(row: Row) -> str | None:
    """Return the quote as a table shows it: an item behind the end of the sentence it completes, in brackets."""
    if row["quote"] is None:
        return None
    quote = plain(row["quote"])
    if len(quote) > QUOTE_CHARACTERS:
        quote = quote[: QUOTE_CHARACTERS - 1] + "…"
    if not row["quote_completes"] or not _NEEDS_STEM.match(quote):
        return quote
    stem = " ".join(row["quote_completes"].split()).strip("*_# ")
    if len(stem) > STEM_CHARACTERS:
        stem = "… " + stem[-STEM_CHARACTERS:].split(" ", 1)[-1]
    return f"[{stem}] {quote}"
