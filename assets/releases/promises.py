"""What a release promises of its tables (keys, closed vocabularies, references), each tried on the rows first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import msgspec
import yaml

from assets.errors import InputError
from assets.releases.rows import literal, quoted
from assets.releases.tables import AnalystTable, choices
from assets.warehouse import Reader

FILE = Path(__file__).with_name("vocabularies.yaml")

# Columns that hold a stance: what may stand there is what the questions in force know.
_STANCE_COLUMNS = (
    "stance",
    "previous_stance",
    "stance_before",
    "stance_after",
    "other_stance",
    "said_before",
)


@dataclass
class Promises:
    """What holds of one table's rows: its key, the values of its closed columns, and the columns that refer."""

    key: tuple[str, ...] = ()
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    references: dict[str, tuple[str, str]] = field(default_factory=dict)


@cache
def vocabularies() -> Mapping[str, tuple[str, ...]]:
    """Read ``vocabularies.yaml``: the closed lists by ``table.column`` or ``*.column``.

    Raises:
        InputError: it says something else than its comments ask for.
    """
    try:
        return msgspec.convert(yaml.safe_load(FILE.read_text(encoding="utf-8")), dict[str, tuple[str, ...]])
    except msgspec.ValidationError as error:
        raise InputError(f"{FILE}: {error}.") from error


def promises(reader: Reader, tables: Sequence[AnalystTable]) -> tuple[dict[str, Promises], list[str]]:
    """Return what holds of the tables in the schema ``temp``, and in words what should hold and does not.

    What does not hold is left out of the promises: a release never says of its rows what is not so.
    """
    stances = {row["question_id"]: tuple(row["stances"] or ()) for row in reader.rows("FROM temp.questions")}
    names = {table.name for table in tables}
    held: dict[str, Promises] = {}
    broken: list[str] = []
    for table in tables:
        found = held[table.name] = Promises()
        if not table.key:
            broken.append(f"{table.name}: no key is known that tells its rows apart")
        elif problem := _key_problem(reader, table):
            broken.append(problem)
        else:
            found.key = table.key
        for column, values in _closed(table, stances):
            strange = _strange(reader, table.name, column, values)
            if strange:
                broken.append(f"{table.name}.{column}: {', '.join(strange)} is in no list")
            else:
                found.values[column] = values
        for column, target, target_column in _references(table, names):
            missing = _dangling(reader, table.name, column, target, target_column)
            if missing:
                broken.append(f"{table.name}.{column}: {missing} rows name what {target} does not have")
            else:
                found.references[column] = (target, target_column)
    return held, broken


def _key_problem(reader: Reader, table: AnalystTable) -> str | None:
    columns = ", ".join(map(quoted, table.key))
    empty = " OR ".join(f"{quoted(name)} IS NULL" for name in table.key)
    repeated = reader.value(
        f"SELECT count(*) - count(DISTINCT ({columns}, 0)) FROM temp.{quoted(table.name)}"
    )
    without = reader.value(f"SELECT count(*) FROM temp.{quoted(table.name)} WHERE {empty}")
    if not repeated and not without:
        return None
    said = ", ".join(table.key)
    return f"{table.name}: {repeated} rows have the key ({said}) of another, {without} lack a part of it"


def _closed(
    table: AnalystTable, stances: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the columns of closed vocabularies with their values."""
    every_stance = tuple(sorted({stance for known in stances.values() for stance in known}))
    own = (
        stances.get(table.name.removeprefix("answers_"), every_stance) if table.of_question else every_stance
    )
    for column in table.columns:
        if column.data_type != "VARCHAR":
            continue
        if column.name in _STANCE_COLUMNS:
            values = own
        elif table.name == "matrix" and column.name in stances:
            values = stances[column.name]
        else:
            everywhere = vocabularies().get(f"*.{column.name}", ())
            values = vocabularies().get(f"{table.name}.{column.name}", everywhere)
        if values:
            yield column.name, values


def _strange(reader: Reader, table: str, column: str, values: Sequence[str]) -> list[str]:
    known = ", ".join(map(literal, values))
    rows = reader.rows(
        f"SELECT DISTINCT {quoted(column)} AS value FROM temp.{quoted(table)} "
        f"WHERE {quoted(column)} NOT IN ({known}) ORDER BY 1 LIMIT 3"
    )
    return [repr(row["value"]) for row in rows]


def _references(table: AnalystTable, names: set[str]) -> Iterator[tuple[str, str, str]]:
    """Yield the columns that refer to another table, with that table and its column."""
    for column in table.columns:
        target, _, target_column = choices().foreign_keys.get(column.name, "").partition(".")
        is_own = (target, target_column) == (table.name, column.name)
        if target in names and not is_own and f"{table.name}.{column.name}" not in choices().not_foreign_keys:
            yield column.name, target, target_column


def _dangling(reader: Reader, table: str, column: str, target: str, target_column: str) -> int:
    missing: int = reader.value(
        f"SELECT count(*) FROM temp.{quoted(table)} AS here WHERE here.{quoted(column)} IS NOT NULL AND NOT EXISTS "
        f"(SELECT 1 FROM temp.{quoted(target)} AS there WHERE there.{quoted(target_column)} = here.{quoted(column)})"
    )
    return missing
