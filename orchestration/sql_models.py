"""Every ``sql/models/*.sql`` as an asset: all of them one subsettable step, since 20 steps cost seconds."""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from assets.warehouse import ColumnDescription, Warehouse
from orchestration.resources import HomeResource
from orchestration.site_links import site_link
from orchestration.sql_files import SqlModel, sql_checks, sql_models
from orchestration.stages import OWNERS, check_spec, column_metadata, preview, run_check

GROUP = "8_comparisons"

# Which assets the tables and views a model reads are made by.
_MADE_BY = {
    "ledger.provision_topics": ["provision_topics"],
    "ledger.versions": ["versions"],
    "provisions": ["provision_occurrences", "provision_topics"],
    "provision_history": ["provision_occurrences"],
    "provision_pages": ["provision_reading", "provision_slots"],
    "current_versions": ["versions"],
    "versions": ["versions"],
    "changes": ["version_changes"],
    "noise_ledger": ["version_changes", "link_changes"],
    "legal_link_changes": ["link_changes"],
    "gaps": ["observations"],
    "collections": ["declarations"],
    "ledger.source_documents": ["declarations"],
    "ledger.document_pages": ["declarations"],
    "ledger.timelines": ["versions"],
    "ledger.question_stances": ["answers"],
    "questions": ["answers"],
    "answer_history": ["answers", "answer_evidence"],
    "answers": ["answers", "answer_evidence"],
    "platform_answers": ["answers", "answer_evidence"],
    "wording_adoptions": ["wording_families", "versions"],
    "ledger.wording_readings": ["wording_families"],
    "ledger.wording_norms": ["wording_outliers"],
}


def upstream(model: SqlModel) -> list[str]:
    """Return the assets a model is made from."""
    assets: set[str] = set()
    for table in model.reads:
        assets.update(_MADE_BY.get(table, [table.removeprefix("ledger.")]))
    return sorted(assets)


def materialise(warehouse: Warehouse, model: SqlModel) -> int:
    """Make a model's table again from its query, with its comments; return its row count."""
    with warehouse.transaction():
        connection = warehouse.connection
        connection.execute(f"CREATE OR REPLACE TABLE {model.name} AS {model.query}")
        quoted = model.description.replace("'", "''")
        connection.execute(f"COMMENT ON TABLE {model.name} IS '{quoted} Grain: {model.grain}'")
        for column in model.columns:
            comment = column.description.replace("'", "''")
            connection.execute(f"COMMENT ON COLUMN {model.name}.{column.name} IS '{comment}'")
    return int(warehouse.value(f"SELECT count(*) FROM {model.name}"))


def _lineage(model: SqlModel) -> dict[str, list[tuple[str, str]]]:
    """Return, for each column, the asset columns it comes from (a view counts as what makes it)."""
    return {
        column.name: [(_MADE_BY.get(table, [table])[0], name) for table, name in column.sources]
        for column in model.columns
        if column.sources
    }


def _columns(model: SqlModel, warehouse: Warehouse | None = None) -> list[ColumnDescription]:
    """Return a model's columns; their types are known once its table is made."""
    types: dict[str, str] = {}
    if warehouse is not None:
        found = warehouse.rows(
            "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ? AND schema_name = 'main'",
            [model.name],
        )
        types = {row["column_name"]: row["data_type"] for row in found}
    return [
        ColumnDescription(model.name, c.name, types.get(c.name, ""), c.description) for c in model.columns
    ]


def _spec(model: SqlModel) -> dg.AssetSpec:
    metadata = column_metadata(_columns(model), _lineage(model))
    metadata |= {"grain": model.grain, "key": ", ".join(model.key)}
    metadata["query"] = dg.MetadataValue.md(f"```sql\n{model.query}\n```")
    return dg.AssetSpec(
        model.name,
        deps=upstream(model),
        group_name=GROUP,
        kinds={"sql", "duckdb"},
        owners=OWNERS,
        description=model.description,
        metadata=metadata,
        skippable=True,
    )


def comparison_assets() -> dg.AssetsDefinition:
    """Return all models and the checks of them as one step of which any part can be run."""
    models = {model.name: model for model in sql_models()}
    checks = [check for check in sql_checks() if check.asset in models]

    @dg.multi_asset(
        name="comparisons",
        specs=[_spec(model) for model in models.values()],
        check_specs=[*(_key_check(model) for model in models.values()), *(check_spec(c) for c in checks)],
        can_subset=True,
    )
    def comparisons(context: dg.AssetExecutionContext, home: HomeResource) -> Iterator[Any]:
        warehouse = home.opened.warehouse
        chosen = [key.to_user_string() for key in context.selected_asset_keys]
        for name in sorted(chosen):
            rows = materialise(warehouse, models[name])
            metadata = column_metadata(_columns(models[name], warehouse), _lineage(models[name]))
            metadata |= {"dagster/row_count": rows, "preview": preview(warehouse, name)}
            metadata |= site_link(name, home.opened.home)
            yield dg.MaterializeResult(asset_key=name, metadata=metadata)
        wanted = context.selected_asset_check_keys
        for name, model in models.items():
            if dg.AssetCheckKey(dg.AssetKey(name), f"{name}_key_is_unique") in wanted:
                yield _check_key(warehouse, model)
        for check in checks:
            if dg.AssetCheckKey(dg.AssetKey(check.asset), check.name) in wanted:
                yield run_check(warehouse, check)

    return comparisons


def _key_check(model: SqlModel) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec(
        f"{model.name}_key_is_unique",
        asset=model.name,
        blocking=True,
        description=f"One row for each {', '.join(model.key)}, as the model's header says. (invariant)",
    )


def _check_key(warehouse: Warehouse, model: SqlModel) -> dg.AssetCheckResult:
    key = ", ".join(model.key)
    repeated = warehouse.frame(
        f"SELECT {key}, count(*) AS rows FROM {model.name} GROUP BY {key} HAVING count(*) > 1"
    )
    return dg.AssetCheckResult(
        passed=repeated.is_empty(),
        check_name=f"{model.name}_key_is_unique",
        asset_key=model.name,
        metadata={"repeated keys": repeated.height},
    )
