"""The small catalogues every page may name things from: topics, questions with their stances, regulations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from assets.answers.shown import in_words
from assets.site.reading import dicts_of, rows_of


@dataclass(frozen=True)
class Question:
    """A question: its words, whether it is measured, and its stances in order with what they mean and how people read them."""

    question_id: str
    title: str
    experimental: bool
    stances: Mapping[str, str]
    labels: Mapping[str, str]

    @property
    def order(self) -> dict[str, int]:
        """The place of each stance, from 1: its letter and its colour."""
        return {stance: place for place, stance in enumerate(self.stances, start=1)}

    def label(self, stance: str) -> str:
        """How people read a stance, one of an older edition of the question as well."""
        return self.labels.get(stance) or in_words(stance)


@dataclass(frozen=True)
class Lookups:
    """Names by id: ``topics`` maps ids to names, ``topic_rows`` and ``questions`` ids to what is known of them."""

    topics: Mapping[str, str]
    topic_rows: Mapping[str, Mapping[str, Any]]
    questions: Mapping[str, Question]


def read_lookups(connection: duckdb.DuckDBPyConnection) -> Lookups:
    """Read the catalogues of a published database."""
    topics = {row["topic_id"]: row for row in dicts_of(connection, "FROM topics ORDER BY topic_id")}
    stances: dict[str, dict[str, str]] = {}
    labels: dict[str, dict[str, str]] = {}
    for question_id, stance, label, definition in rows_of(
        connection,
        "SELECT question_id, stance, label, definition FROM ledger.question_stances ORDER BY question_id, stance_no",
    ):
        stances.setdefault(question_id, {})[stance] = definition
        labels.setdefault(question_id, {})[stance] = label
    questions = {
        question_id: Question(
            question_id,
            title,
            bool(experimental),
            stances.get(question_id, {}),
            labels.get(question_id, {}),
        )
        for question_id, title, experimental in rows_of(
            connection,
            "SELECT question_id, title, experimental FROM questions ORDER BY experimental, question_id",
        )
    }
    return Lookups({topic_id: row["name"] for topic_id, row in topics.items()}, topics, questions)
