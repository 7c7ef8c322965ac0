"""How a stage becomes Dagster assets: one step that makes its tables, measures them and runs their checks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import dagster as dg

from assets.warehouse import (
    ColumnDescription,
    Progress,
    Warehouse,
    described_columns,
    described_tables,
)
from orchestration.progress import progress_of
from orchestration.resources import HomeResource, OpenHome
from orchestration.site_links import site_link
from orchestration.sql_files import SqlCheck, lineage, sql_checks

OWNERS = ["team:termscape"]
# Rows shown in the UI when a check fails: a bad day of a hundred platforms fits.
SHOWN_FAILURES = 100

SAID_FAILURES = 12

# What a glance takes in: the first rows of a table, long texts cut.
PREVIEW_ROWS, PREVIEW_CHARACTERS = 8, 80
CELL_CHARACTERS = 240

Metadata = dict[str, Any]
Build = Callable[[OpenHome, Progress], Mapping[str, Metadata]]
"""Makes a stage's tables and returns, for each asset, what is worth showing of this run."""


@dataclass(frozen=True)
class TableAsset:
    """A table of the ledger as an asset: its name, what made it worth having, and where it comes from."""

    name: str
    deps: Sequence[str] = ()

    @property
    def table(self) -> str:
        """The table's full name."""
        return f"ledger.{self.name}"


def stage_assets(
    name: str, *, group: str, tables: Sequence[TableAsset], kinds: set[str], build: Build
) -> dg.AssetsDefinition:
    """Return one step that makes these tables by ``build`` and then runs every check of them.

    Its metadata: columns with types and meaning, column lineage, row counts, and what ``build`` returns.
    A blocking check that fails stops everything downstream, publication included.
    """
    described = described_columns()
    names = {table.name for table in tables}
    specs = [
        dg.AssetSpec(
            table.name,
            deps=[dep for dep in table.deps if dep not in names]
            + [dep for dep in table.deps if dep in names],
            group_name=group,
            kinds=kinds,
            owners=OWNERS,
            description=table_description(table.table),
            metadata=column_metadata(described[table.table], lineage().get(table.name, {})),
        )
        for table in tables
    ]
    checks = [check for check in sql_checks() if check.asset in names]

    @dg.multi_asset(name=name, specs=specs, check_specs=[check_spec(check) for check in checks])
    def stage(context: dg.AssetExecutionContext, home: HomeResource) -> Iterator[Any]:
        opened = home.opened
        shown = build(opened, progress_of(context))
        for table in tables:
            rows = opened.warehouse.value(f"SELECT count(*) FROM {table.table}")
            metadata = {"dagster/row_count": rows, **shown.get(table.name, {})}
            metadata["preview"] = preview(opened.warehouse, table.table)
            metadata |= site_link(table.name, opened.home)
            yield dg.MaterializeResult(asset_key=table.name, metadata=metadata)
        for check in checks:
            yield run_check(opened.warehouse, check)

    return stage


def check_spec(check: SqlCheck) -> dg.AssetCheckSpec:
    """Return a check's specification; invariants and rows (beyond their limit) block what is downstream."""
    return dg.AssetCheckSpec(
        check.name,
        asset=check.asset,
        description=f"{check.description} ({check.severity})",
        blocking=check.severity != "warn",
        metadata={"severity": check.severity, "query": dg.MetadataValue.md(f"```sql\n{check.query}\n```")},
    )


def run_check(warehouse: Warehouse, check: SqlCheck) -> dg.AssetCheckResult:
    """Run a check's query: its rows are failures."""
    failures = warehouse.frame(check.query)
    metadata: Metadata = {"failing rows": failures.height}
    if failures.height:
        metadata["examples"] = dg.MetadataValue.md(markdown_table(failures.head(SHOWN_FAILURES).to_dicts()))
    passed = failures.is_empty()
    severity = dg.AssetCheckSeverity.WARN
    if check.severity == "invariant":
        severity = dg.AssetCheckSeverity.ERROR
    elif check.severity == "row" and failures.height:
        total = warehouse.value(f"SELECT count(*) FROM {check.table}")
        metadata |= {"share failing": failures.height / max(total, 1), "limit": check.limit}
        metadata["consequence"] = "the failing rows stay out of the release"
        if failures.height > check.limit * total:
            severity = dg.AssetCheckSeverity.ERROR
            metadata["consequence"] = "too many: nothing is published until this is looked at"
    return dg.AssetCheckResult(
        passed=passed,
        check_name=check.name,
        asset_key=check.asset,
        severity=severity,
        metadata=metadata,
        description=None if passed else _said(failures.head(SAID_FAILURES).to_dicts(), failures.height),
    )


def _said(rows: Sequence[Mapping[str, Any]], total: int) -> str:
    """Show the first failing rows as a table: the UI shows a description at once, metadata after a click."""
    more = f"\n\n… and {total - len(rows)} more" if total > len(rows) else ""
    return markdown_table(rows) + more


def failing_rows(warehouse: Warehouse) -> dict[str, tuple[str, str, list[str]]]:
    """Return what every check of severity ``row`` keeps out of the release: table, key column, keys."""
    withheld = {}
    for check in sql_checks():
        if check.severity == "row" and check.table and check.key:
            keys = warehouse.frame(check.query)[check.key].to_list()
            withheld[check.name] = (check.table, check.key, keys)
    return withheld


def column_metadata(
    columns: Sequence[ColumnDescription], sources: Mapping[str, Sequence[tuple[str, str]]]
) -> Metadata:
    """Return the column schema and lineage as the Dagster UI shows them."""
    schema = dg.TableSchema(
        columns=[dg.TableColumn(c.name, type=c.data_type, description=c.description) for c in columns]
    )
    metadata: Metadata = {"dagster/column_schema": schema}
    if sources:
        metadata["dagster/column_lineage"] = dg.TableColumnLineage(
            deps_by_column={
                column: [dg.TableColumnDep(asset_key=table, column_name=name) for table, name in deps]
                for column, deps in sources.items()
            }
        )
    return metadata


def table_description(table: str) -> str:
    """Return what sql/schema says of a table."""
    return described_tables()[table]


def preview(warehouse: Warehouse, table: str) -> dg.MarkdownMetadataValue:
    """Return the first rows of a table for its page in the UI."""
    rows = warehouse.rows(f"SELECT * FROM {table} LIMIT {PREVIEW_ROWS}")
    return dg.MetadataValue.md(markdown_table(rows, PREVIEW_CHARACTERS))


def markdown_table(rows: Sequence[Mapping[str, Any]], characters: int = CELL_CHARACTERS) -> str:
    """Return rows as a Markdown table, cells longer than so many characters cut."""
    if not rows:
        return "*nothing*"
    columns = list(rows[0])
    lines = ["| " + " | ".join(columns) + " |", "|" + " --- |" * len(columns)]
    lines += ["| " + " | ".join(_cell(row[column], characters) for column in columns) + " |" for row in rows]
    return "\n".join(lines)


def _cell(value: Any, characters: int) -> str:
    if isinstance(value, datetime):
        value = f"{value:%Y-%m-%d %H:%M}"
    text = "" if value is None else str(value)
    text = " ".join(text.split()).replace("|", "\\|")
    return text if len(text) <= characters else text[: characters - 1] + "…"
