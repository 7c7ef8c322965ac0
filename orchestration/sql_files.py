"""What files of sql/ say beside their queries: a model's grain, key and columns, a check's severity, where columns come from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
import yaml

from assets.errors import InputError
from assets.warehouse import SQL_FOLDER, table_names

Severity = Literal["invariant", "row", "warn"]

_COLUMN = re.compile(r"(?P<name>\w+)(?:\s*<-\s*(?P<sources>[\w., ]+?))?:\s+(?P<description>.+)")


@dataclass(frozen=True)
class ModelColumn:
    """A column of a model: what it means, and the ``table.column`` it comes from, where from one."""

    name: str
    description: str
    sources: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SqlModel:
    """One comparison dataset: one statement, its documented columns and what it reads."""

    name: str
    description: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[ModelColumn, ...]
    query: str
    reads: frozenset[str]


class _CheckHeader(msgspec.Struct, forbid_unknown_fields=True):
    asset: str
    severity: Severity
    table: str | None = None
    key: str | None = None
    limit: float | None = None


@dataclass(frozen=True)
class SqlCheck:
    """A query whose rows are failures.

    ``invariant`` blocks everything downstream. ``row`` takes the failing rows of ``table`` (known by
    ``key``) out of the release, and blocks when they are more than the share ``limit`` of it.
    ``warn`` is shown.
    """

    name: str
    description: str
    asset: str
    severity: Severity
    query: str
    table: str | None
    key: str | None
    limit: float


@cache
def sql_models(folder: Path = SQL_FOLDER / "models") -> tuple[SqlModel, ...]:
    """Read every model; a malformed header names its file and line.

    Raises:
        InputError: a header lacks a part, or a line of it cannot be read.
    """
    return tuple(_model(path) for path in sorted(folder.glob("*.sql")))


@cache
def sql_checks(folder: Path = SQL_FOLDER / "checks") -> tuple[SqlCheck, ...]:
    """Read every check.

    Raises:
        InputError: a header lacks ``asset`` or ``severity``, or a line of it cannot be read.
    """
    return tuple(_check(path) for path in sorted(folder.glob("*.sql")))


@cache
def lineage() -> Mapping[str, Mapping[str, Sequence[tuple[str, str]]]]:
    """Return ``sql/lineage.yaml``: for each asset and column, the assets and columns it comes from."""
    content = yaml.safe_load((SQL_FOLDER / "lineage.yaml").read_text(encoding="utf-8"))
    return {
        asset: {
            column: [tuple(source.rsplit(".", 1)) for source in sources]
            for column, sources in columns.items()
        }
        for asset, columns in content.items()
    }


def _header(path: Path) -> tuple[list[str], str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    count = next((i for i, line in enumerate(lines) if not line.startswith("--")), len(lines))
    return [line[2:].removeprefix(" ") for line in lines[:count]], "\n".join(lines[count:]).strip()


def _model(path: Path) -> SqlModel:
    header, query = _header(path)
    if not header or not header[0].startswith(f"{path.stem}: "):
        raise InputError(f"{path.name}:1: expected '-- {path.stem}: what it is', as the file is named.")
    fields: dict[str, str] = {}
    columns: list[ModelColumn] = []
    for line_no, line in enumerate(header[1:], start=2):
        if line.startswith("  "):
            match = _COLUMN.fullmatch(line.strip())
            if match is None:
                raise InputError(
                    f"{path.name}:{line_no}: expected '--   column <- table.column: what it means'."
                )
            columns.append(_column(match))
        else:
            name, separator, value = line.partition(":")
            if not separator:
                raise InputError(f"{path.name}:{line_no}: expected grain:, key: or columns:.")
            fields[name.strip()] = value.strip()
    for needed in ("grain", "key"):
        if needed not in fields:
            raise InputError(f"{path.name}:1: the header lacks '-- {needed}:'.")
    return SqlModel(
        name=path.stem,
        description=_sentence(header[0].partition(": ")[2]),
        grain=_sentence(fields["grain"]),
        key=tuple(part.strip() for part in fields["key"].split(",")),
        columns=tuple(columns),
        query=query,
        reads=table_names(query),
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _column(match: re.Match[str]) -> ModelColumn:
    sources = []
    for source in (match["sources"] or "").split(","):
        table, separator, column = source.strip().rpartition(".")
        if separator:
            sources.append((table, column))
    return ModelColumn(match["name"], match["description"], tuple(sources))


def _check(path: Path) -> SqlCheck:
    header, query = _header(path)
    fields: dict[str, str | float] = {}
    for line_no, line in enumerate(header[1:], start=2):
        name, separator, value = line.partition(":")
        if not separator:
            raise InputError(f"{path.name}:{line_no}: expected asset:, severity:, table:, key: or limit:.")
        fields[name.strip()] = value.strip()
    try:
        read = msgspec.convert(fields, _CheckHeader, strict=False)
    except msgspec.ValidationError as error:
        raise InputError(f"{path.name}: its header is not a check's: {error}.") from error
    if read.severity == "row" and not (read.table and read.key and read.limit is not None):
        raise InputError(f"{path.name}: a check of severity row names its table, key and limit.")
    return SqlCheck(
        name=path.stem,
        description=header[0],
        asset=read.asset,
        severity=read.severity,
        query=query,
        table=read.table,
        key=read.key,
        limit=read.limit or 0.0,
    )
