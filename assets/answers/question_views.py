"""A view for each question, with the values of its answers as columns: ``answers_retention_period`` and so on."""

from __future__ import annotations

from collections.abc import Sequence

from assets.answers.questions import Column, Question
from assets.warehouse import Warehouse

PREFIX = "answers_"

_COLUMNS = {
    "platform_id": "The platform.",
    "platform": "The platform's name.",
    "scope": "Whom the answer is about.",
    "stance": "The stance (questions).",
    "stance_label": "The stance as people read it.",
    "headline": "One sentence; it asserts nothing the quote does not entail.",
    "quote": "The words that carry the stance, verbatim; NULL: there are none.",
    "quoted_from": "Terms type of the document quoted; NULL: no quote.",
    "confidence": "How sure the reading is, 0 to 1: a rank, not a probability.",
    "currency": "observed, inferred or stale.",
    "stance_since": "Since when the stance has been this one without a break (UTC).",
    "value_since": "Since when all values have been these (UTC); each alone: answer_values; NULL: there are none.",
    "answer_id": "The answer (answers); all its quotes are in answer_evidence.",
}
_BEFORE = ("platform_id", "platform", "scope", "stance", "stance_label")
_TYPES = {"integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}


def make_question_views(warehouse: Warehouse, questions: Sequence[Question]) -> None:
    """Make the view of each question that has none or whose values changed, and drop those of questions that are gone."""
    wanted = {PREFIX + question.question_id: view_of(question) for question in questions}
    there = dict(
        warehouse.connection.execute(
            "SELECT view_name, comment FROM duckdb_views() WHERE schema_name = 'main' AND starts_with(view_name, ?)",
            [PREFIX],
        ).fetchall()
    )
    with warehouse.transaction():
        for name in there:
            if name not in wanted and "This question's answers" in str(there[name]):
                warehouse.connection.execute(f"DROP VIEW {name}")
        for name, statements in wanted.items():
            if there.get(name) != _comment(name, questions):
                for statement in statements:
                    warehouse.connection.execute(statement)


def view_of(question: Question) -> list[str]:
    """Return the statements that make the view of a question, with its comments."""
    name = PREFIX + question.question_id
    own = [_expression(column) for column in question.columns]
    after = [column for column in _COLUMNS if column not in _BEFORE]
    selected = ",\n    ".join([*_BEFORE, *own, *after])
    statements = [
        f"CREATE OR REPLACE VIEW {name} AS\nSELECT\n    {selected}\nFROM answers\n"
        f"WHERE question_id = {_text(question.question_id)}",
        f"COMMENT ON VIEW {name} IS {_text(_told(question))}",
    ]
    means = _COLUMNS | {column.name: column.means for column in question.columns}
    return statements + [
        f"COMMENT ON COLUMN {name}.{column} IS {_text(text)}" for column, text in means.items()
    ]


def _comment(name: str, questions: Sequence[Question]) -> str:
    return next(_told(one) for one in questions if PREFIX + one.question_id == name)


def _told(question: Question) -> str:
    """Return the comment of a view; it names the rules, so that another version of them remakes it."""
    doubt = " Experimental: not measured against a careful reader yet." if question.experimental else ""
    return (
        f"{question.title} One row a platform. This question's answers with their values as columns.{doubt} "
        f"Rules {question.rules_version}."
    )


def _expression(column: Column) -> str:
    if column.type == "list":
        return f"CAST(value -> '$.{column.name}' AS VARCHAR[]) AS {column.name}"
    text = f"value ->> '$.{column.name}'"
    return (
        f"CAST({text} AS {_TYPES[column.type]}) AS {column.name}"
        if column.type in _TYPES
        else f"{text} AS {column.name}"
    )


def _text(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"
