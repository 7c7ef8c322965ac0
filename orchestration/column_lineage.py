"""From which columns each column of a view or model is made, read from the query itself as DuckDB parses it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assets.warehouse import Reader
from orchestration.sql_files import lineage, sql_models

Column = tuple[str, str]
"""A table, view or macro (with its schema where that is not main) and a column of it; ``*``: its rows, as counted."""

_Columns = list[tuple[str, frozenset[Column]]]
_Scope = list[tuple[str, _Columns]]
_VIEW = re.compile(r"^\s*CREATE VIEW .*? AS\s+", re.DOTALL)
ROWS = "*"
CAPTURED = "ledger.observations"


@dataclass(frozen=True)
class Made:
    """How a column is made: by a ``view``, a ``model`` or a ``stage``, and from which columns (none: see ``why``)."""

    by: str
    sources: tuple[Column, ...]
    why: str


def made_columns(reader: Reader) -> dict[Column, Made]:
    """Return for every column of every table and view of an open database how it is made.

    Views and models are read from their queries; tables of the ledger from ``sql/lineage.yaml``, and a column that
    is not listed there is made by the stage itself.
    """
    columns: dict[str, list[str]] = {}
    for row in reader.rows(
        "SELECT schema_name, table_name, column_name FROM data_dictionary WHERE position > 0 ORDER BY position"
    ):
        columns.setdefault(_full(row["schema_name"], row["table_name"]), []).append(row["column_name"])
    queries = {model.name: (model.query, "model") for model in sql_models() if model.name in columns}
    for row in reader.rows(
        "SELECT schema_name, view_name, sql FROM duckdb_views() "
        "WHERE NOT internal AND database_name = current_database()"
    ):
        queries[_full(row["schema_name"], row["view_name"])] = (_VIEW.sub("", row["sql"], count=1), "view")
    parsed = _parsed(reader, {name: query for name, (query, _) in queries.items()})
    resolver = _Resolver(columns)
    made: dict[Column, Made] = {}
    for table, names in columns.items():
        if table in queries:
            found = resolver.query(parsed[table], {}, [])
            for name, (_, sources) in zip(names, found, strict=True):
                why = "" if sources else "the query says it itself: the same for all rows, or a case of them"
                made[table, name] = Made(queries[table][1], tuple(sorted(sources)), why)
        else:
            listed = lineage().get(table.removeprefix("ledger."), {})
            for name in names:
                from_assets = tuple((f"ledger.{asset}", column) for asset, column in listed.get(name, ()))
                itself = "as it was captured" if table == CAPTURED else "the stage makes it itself"
                made[table, name] = Made("stage", from_assets, "" if from_assets else itself)
    # what rows there are rests on the rows of the tables that the columns come from
    for table, names in columns.items():
        below = {source for name in names for source, _ in made[table, name].sources if source != table}
        by = queries[table][1] if table in queries else "stage"
        rows = tuple((source, ROWS) for source in sorted(below))
        made[table, ROWS] = Made(by, rows, "" if rows else "the stage makes its rows itself")
    return made


def steps_back(made: Mapping[Column, Made], start: Column) -> Iterator[tuple[int, Column, Made]]:
    """Yield a column and all it is made from with its depth, the nearest first; each only where it is met first."""
    seen: set[Column] = set()

    def below(column: Column, depth: int) -> Iterator[tuple[int, Column, Made]]:
        if column in seen:
            return
        seen.add(column)
        step = made.get(column) or Made("DuckDB", (), "what DuckDB knows of the database")
        yield depth, column, step
        for source in step.sources:
            yield from below(source, depth + 1)

    yield from below(start, 0)


def _full(schema: str, name: str) -> str:
    return name if schema in ("", "main") else f"{schema}.{name}"


def _parsed(reader: Reader, queries: Mapping[str, str]) -> dict[str, Any]:
    """Return the syntax trees of queries, as DuckDB writes them."""
    trees = {}
    for name, query in queries.items():
        answer = json.loads(reader.value("SELECT json_serialize_sql(?)", [query.strip().rstrip(";")]))
        if answer["error"]:
            raise ValueError(f"the query of {name} could not be parsed: {answer['error_message']}")
        trees[name] = answer["statements"][0]["node"]
    return trees


class _Resolver:
    """Follows names through the parts of a query (WITH, joins, subqueries) to columns of tables and views."""

    def __init__(self, columns: Mapping[str, Sequence[str]]) -> None:
        self._catalogue = columns

    def query(self, node: Mapping[str, Any], parts: Mapping[str, _Columns], outer: _Scope) -> _Columns:
        """Return the columns a query answers, in order, each with those of tables and views it is made from."""
        parts = dict(parts)
        for entry in node["cte_map"]["map"]:
            columns = self.query(entry["value"]["query"]["node"], parts, outer)
            parts[entry["key"].lower()] = _renamed(columns, entry["value"]["aliases"])
        if node["type"] == "SET_OPERATION_NODE":
            # DuckDB 1.5 lists more than two parts under children
            sides = node.get("children") or [node["left"], node["right"]]
            answered = [self.query(side, parts, outer) for side in sides]
            if node["setop_type"] == "UNION_BY_NAME":
                return _by_name(answered)
            return [
                (column[0][0], frozenset[Column]().union(*(sources for _, sources in column)))
                for column in zip(*answered, strict=True)
            ]
        scope = self._from(node["from_table"], parts, outer)
        found: _Columns = []
        for item in node["select_list"]:
            if item["class"] == "STAR":
                found += _starred(item, scope)
            else:
                sources = self._sources(item, [*scope, ("", found), *outer], parts)
                found.append((item["alias"] or (item.get("column_names") or [""])[-1], sources))
        return found

    def _from(self, table: Mapping[str, Any], parts: Mapping[str, _Columns], outer: _Scope) -> _Scope:
        kind = table["type"]
        if kind == "JOIN":
            left = self._from(table["left"], parts, outer)
            return left + self._from(table["right"], parts, [*left, *outer])
        if kind == "SUBQUERY":
            columns = self.query(table["subquery"]["node"], parts, outer)
            return [(table["alias"].lower(), _renamed(columns, table["column_name_alias"]))]
        if kind == "BASE_TABLE":
            name = table["table_name"]
            if not table["schema_name"] and name.lower() in parts:
                columns = parts[name.lower()]
            else:
                full = _full(table["schema_name"], name)
                columns = [(column, frozenset({(full, column)})) for column in self._catalogue[full]]
            return [((table["alias"] or name).lower(), _renamed(columns, table["column_name_alias"]))]
        if kind == "TABLE_FUNCTION":
            called = table["function"]["function_name"]
            sources = self._sources(table["function"]["children"], outer, parts) or frozenset(
                {(f"{called}()", ROWS)}
            )
            names = table["column_name_alias"] or [called]
            return [
                ((table["alias"] or called).lower(), [(name, sources) for name in names] + [("", sources)])
            ]
        return []

    def _sources(self, part: Any, scope: _Scope, parts: Mapping[str, _Columns]) -> frozenset[Column]:
        """Return the columns that an expression, or any part of a syntax tree, reads."""
        if isinstance(part, list):
            return frozenset[Column]().union(*(self._sources(one, scope, parts) for one in part))
        if not isinstance(part, dict):
            return frozenset()
        if part.get("class") == "COLUMN_REF":
            return _found(part["column_names"], scope)
        if part.get("class") == "SUBQUERY":
            node = part["subquery"]["node"]
            answered = self.query(node, parts, scope)
            sources = frozenset[Column]().union(*(one for _, one in answered))
            if "EXISTS" in part["subquery_type"] and node["type"] == "SELECT_NODE":
                inside = self._from(node["from_table"], parts, scope)
                sources |= self._sources(node["where_clause"], [*inside, *scope], parts)
            return sources | self._sources(part["child"], scope, parts)
        sources = self._sources([one for one in part.values() if isinstance(one, (dict, list))], scope, parts)
        if part.get("function_name") == "count_star":
            tables = {table for _, columns in scope for _, one in columns for table, _ in one}
            sources |= {(table, ROWS) for table in tables}
        return sources


def _by_name(sides: Sequence[_Columns]) -> _Columns:
    """Return the columns of a UNION BY NAME: those of all sides, each where it came first."""
    made: dict[str, frozenset[Column]] = {}
    for name, sources in (column for side in sides for column in side):
        made[name] = made.get(name, frozenset()) | sources
    return list(made.items())


def _renamed(columns: _Columns, names: Sequence[str]) -> _Columns:
    given = [*names, *(name for name, _ in columns[len(names) :])]
    return [(name, sources) for name, (_, sources) in zip(given, columns, strict=True)]


def _starred(item: Mapping[str, Any], scope: _Scope) -> _Columns:
    left_out = {str(name).lower() for name in item["exclude_list"]}
    wanted = item["relation_name"].lower()
    return [
        (name, sources)
        for alias, columns in scope
        for name, sources in columns
        if (not wanted or alias == wanted) and name.lower() not in left_out
    ]


def _found(names: Sequence[str], scope: _Scope) -> frozenset[Column]:
    """Return what a name means here; nothing for one that is no column (the parameter of a lambda)."""
    lowered = [name.lower() for name in names]
    for alias, columns in scope:
        if len(lowered) > 1 and alias and alias in lowered[:-1]:
            for name, sources in columns:
                if name.lower() == lowered[lowered.index(alias) + 1]:
                    return sources
    for _, columns in scope:
        for name, sources in columns:
            if name.lower() == lowered[0]:
                return sources
    # of a function whose columns its call does not name, any column is its answer
    for alias, columns in scope:
        if columns and columns[-1][0] == "" and (len(lowered) == 1 or alias == lowered[0]):
            return frozenset(
                (table, lowered[-1] if column == ROWS else column) for table, column in columns[-1][1]
            )
    return frozenset()
