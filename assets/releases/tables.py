"""Which tables of the published database are for analysts, what they mean, and what tells their rows apart."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec
import yaml

from assets.errors import InputError
from assets.warehouse import ColumnDescription, Reader

# How the description of a column says what its NULL means.
_NULL_MEANS = re.compile(r"\bNULL(?: here)?(?::| when) (?P<meaning>[^.]+)")

FILE = Path(__file__).with_name("tables.yaml")


class Choices(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What ``tables.yaml`` says; its comments say what each part is for."""

    left_out: dict[str, str]
    keys: dict[str, list[str]]
    foreign_keys: dict[str, str]
    not_foreign_keys: dict[str, str]
    not_in_workbook: dict[str, str]
    columns_not_in_workbook: dict[str, str]
    missing_means: dict[str, str]


@dataclass(frozen=True)
class AnalystTable:
    """A table or view of a release; without a ``key`` nothing is known to tell its rows apart.

    ``of_question``: it is the view of one question's answers, with columns of that question's own.
    """

    name: str
    description: str
    columns: tuple[ColumnDescription, ...]
    key: tuple[str, ...]
    of_question: bool = False

    def missing_means(self, column: ColumnDescription) -> str | None:
        """Return what a missing value of a column means; ``None``: nothing says it."""
        if found := _NULL_MEANS.search(column.description):
            return found["meaning"].strip()
        own = choices().missing_means.get("answers_….*") if self.of_question else None
        return choices().missing_means.get(f"{self.name}.{column.name}", own)

    @property
    def order(self) -> tuple[str, ...]:
        """The columns its rows are sorted by."""
        return self.key or tuple(column.name for column in self.columns)


@cache
def choices() -> Choices:
    """Read ``tables.yaml``.

    Raises:
        InputError: it says something else than its comments ask for.
    """
    try:
        return msgspec.convert(yaml.safe_load(FILE.read_text(encoding="utf-8")), Choices)
    except msgspec.ValidationError as error:
        raise InputError(f"{FILE}: {error}.") from error


def analyst_tables(reader: Reader, model_keys: Mapping[str, Sequence[str]]) -> list[AnalystTable]:
    """Return the tables of a release, by name, as the open published database describes them.

    ``model_keys``: the key of each model of ``sql/models``.
    """
    of_questions = {f"answers_{row['question_id']}" for row in reader.rows("FROM questions")}
    keys: dict[str, Sequence[str]] = {**choices().keys, **model_keys}
    keys |= dict.fromkeys(of_questions, ("platform_id",))
    described = reader.rows(
        "SELECT table_name, coalesce(comment, '') AS comment FROM duckdb_tables() WHERE schema_name = 'main' "
        "AND NOT temporary UNION ALL SELECT view_name, coalesce(comment, '') FROM duckdb_views() "
        "WHERE schema_name = 'main' AND NOT internal AND NOT temporary ORDER BY 1"
    )
    columns: dict[str, list[ColumnDescription]] = {}
    for row in reader.rows(
        "SELECT table_name, column_name, data_type, coalesce(comment, '') AS comment FROM duckdb_columns() "
        "WHERE schema_name = 'main' AND NOT internal AND database_name = current_database() "
        "ORDER BY table_name, column_index"
    ):
        columns.setdefault(row["table_name"], []).append(ColumnDescription(*row.values()))
    return [
        AnalystTable(
            row["table_name"],
            row["comment"],
            tuple(columns[row["table_name"]]),
            tuple(keys.get(row["table_name"], ())),
            row["table_name"] in of_questions,
        )
        for row in described
        if row["table_name"] not in choices().left_out
    ]
