"""The questions: how all platforms describe one thing, in which words, who is silent, and how that went over time."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

import duckdb

from assets.answers.shown import in_words, values_in_words
from assets.provisions.plain_text import plain
from assets.site.charts import Chart, Series, stacked_months, stance_colour
from assets.site.lookups import Lookups, Question
from assets.site.model import Page, Row
from assets.site.reading import dicts_of, rows_of

SHOWN_TURNS = 60
STEM_CHARACTERS = 160
"""The end of a stem governs the item."""
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
STANDING = {"silent": "–", "not_captured": "∅", "unsure": "?", "conflicting": "≠"}
"""Stances every question knows, with their sign."""

_ANSWERS = """
SELECT a.*, s.documents_read, s.documents_missing, s.said_before
FROM answers AS a LEFT JOIN silences AS s ON a.answer_id = s.answer_id
ORDER BY lower(a.platform), a.platform_id, a.scope
"""
_QUOTED = """
SELECT answer_id, provision_id FROM answer_evidence WHERE is_current ORDER BY answer_id, evidence_no
"""
_BESIDE = """
SELECT platform_id, question_id, scope, stance, stance_label, quote, quoted_from FROM answers_beside
ORDER BY platform_id, question_id, scope
"""
_TURNED = """
SELECT v.answer_id, v.name, v.value_since FROM answer_values AS v JOIN answers AS a ON v.answer_id = a.answer_id
WHERE v.value_since > a.stance_since
"""
_OVER_TIME = "SELECT strftime(month, '%Y-%m'), stance, platforms FROM stance_adoption WHERE question_id = ? ORDER BY month"
_TURNS = "FROM stance_turns ORDER BY turned_by DESC, platform_id, scope"
_TOLD = "SELECT question_id, counts, summary, text_seen_until, platforms - not_captured AS seen FROM how_platforms_answer"
_MATRIX = """
SELECT platform_id, question_id, min_by(stance, (scope <> 'general', scope)) AS stance, count(*) AS scopes
FROM answer_matrix GROUP BY ALL ORDER BY platform_id, question_id
"""


def question_pages(
    connection: duckdb.DuckDBPyConnection, lookups: Lookups, with_page: Collection[str]
) -> Iterator[Page]:
    """Yield the page of all questions, and one for each; ``with_page``: the ids of clauses in force that have a page."""
    told = {row["question_id"]: row for row in dicts_of(connection, _TOLD)}
    yield Page(
        "questions",
        "",
        "questions.html",
        {
            "title": "Questions",
            "questions": [
                {
                    "question_id": one.question_id,
                    "title": one.title,
                    "experimental": one.experimental,
                    "told": counts_of(told.get(one.question_id), one),
                }
                for one in lookups.questions.values()
            ],
            "matrix": _matrix(connection, lookups),
        },
    )
    quoted: dict[str, str] = {}
    for answer_id, provision_id in rows_of(connection, _QUOTED):
        if provision_id in with_page:
            quoted.setdefault(answer_id, provision_id)
    turned: dict[str, dict[str, datetime]] = {}
    for answer_id, name, since in rows_of(connection, _TURNED):
        turned.setdefault(answer_id, {})[name] = since
    beside: dict[tuple[str, str], list[Row]] = {}
    for row in dicts_of(connection, _BESIDE):
        beside.setdefault((row["platform_id"], row["question_id"]), []).append(row)
    answers, turns = _by_question(connection, _ANSWERS), _by_question(connection, _TURNS)
    for question in lookups.questions.values():
        yield _question_page(
            question,
            told.get(question.question_id),
            [
                _shown(row, quoted, question, turned.get(row["answer_id"], {}))
                | {"beside": beside.get((row["platform_id"], row["question_id"]), [])}
                for row in answers.get(question.question_id, ())
            ],
            turns.get(question.question_id, []),
            _chart(connection, question),
        )


def _by_question(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in dicts_of(connection, query):
        groups.setdefault(row["question_id"], []).append(row)
    return groups


def counts_of(told: Row | None, question: Question | None) -> str:
    """Return how many platforms take which stance, in words."""
    counts: dict[str, int] = json.loads(told["counts"]) if told and told["counts"] else {}
    label = question.label if question else in_words
    said = [f"{label(stance)} ({number})" for stance, number in counts.items() if number]
    return "; ".join(said) or "Nothing was answered yet."


def _question_page(
    question: Question, told: Row | None, rows: Sequence[Row], turns: Sequence[Row], chart: Chart | None
) -> Page:
    order = question.order
    stances = []
    for stance in dict.fromkeys([*order, *(row["stance"] for row in rows)]):
        of = [row for row in rows if row["stance"] == stance]
        if of:
            stances.append(
                {
                    "stance": stance,
                    "label": question.label(stance),
                    "means": question.stances.get(stance, "A stance of an older edition of the question."),
                    "place": order.get(stance, 0) if stance not in STANDING else 0,
                    "share": round(100 * len(of) / len(rows), 1),
                    "rows": of,
                }
            )
    return Page(
        "question",
        question.question_id,
        "question.html",
        {
            "title": question.title,
            "question": question,
            "order": order,
            "summary": (told or {}).get("summary") or "Nothing was answered yet.",
            "until": (told or {}).get("text_seen_until"),
            "seen": (told or {}).get("seen") or 0,
            "total": len(rows),
            "stances": stances,
            "turns": turns[:SHOWN_TURNS],
            "turns_left_out": max(0, len(turns) - SHOWN_TURNS),
            "chart": chart,
        },
    )


def _shown(row: Row, quoted: dict[str, str], question: Question, turned: dict[str, datetime]) -> Row:
    completes = " ".join(plain(row["quote_completes"] or "").split())
    if len(completes) > STEM_CHARACTERS:
        completes = "… " + completes[-STEM_CHARACTERS:].split(" ", 1)[-1]
    return {
        **row,
        "completes": completes,
        "provision_id": quoted.get(row["answer_id"]),
        "quoted_from": row["quoted_from"] or "",
        "told": list(
            values_in_words(
                json.loads(row["value"] or "{}"), quote=row["quote"], labels=question.labels, turned=turned
            )
        ),
        "read": row["documents_read"] or [],
        "missing": row["documents_missing"] or [],
    }


def _chart(connection: duckdb.DuckDBPyConnection, question: Question) -> Chart | None:
    rows = rows_of(connection, _OVER_TIME, [question.question_id])
    months = sorted({month for month, _, _ in rows})
    counts = {(month, stance): platforms for month, stance, platforms in rows}
    order = question.order
    return stacked_months(
        "Platforms by stance, month by month",
        f"{question.title} A platform counts in a month if a text of it had been seen by then; at the left few had been.",
        months,
        [
            Series(question.label(stance), stance_colour(stance, place), [counts.get((month, stance), 0) for month in months])
            for stance, place in order.items()
        ],
        "platforms",
    )  # fmt: skip


def _matrix(connection: duckdb.DuckDBPyConnection, lookups: Lookups) -> Sequence[Row]:
    cells: dict[tuple[str, str], Row] = {}
    for platform_id, question_id, stance, scopes in rows_of(connection, _MATRIX):
        question = lookups.questions.get(question_id)
        place = question.order.get(stance, 0) if question else 0
        letter = STANDING.get(stance) or (_LETTERS[(place - 1) % len(_LETTERS)] if place else "·")
        cells[platform_id, question_id] = {
            "label": question.label(stance) if question else in_words(stance),
            "letter": letter,
            "colour": f"s{(place - 1) % 8 + 1}" if place and stance not in STANDING else "",
            "more": scopes > 1,
        }
    names: list[tuple[Any, ...]] = rows_of(
        connection, "SELECT platform_id, name FROM platforms ORDER BY lower(name)"
    )
    return [
        {
            "platform_id": platform_id,
            "name": name,
            "cells": [cells.get((platform_id, question_id)) for question_id in lookups.questions],
        }
        for platform_id, name in names
    ]
