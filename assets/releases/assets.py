"""Stage 9 in Dagster: the checked warehouse becomes the published database readers open."""

from typing import Any

import dagster as dg

from assets.captures.outcomes import failures_as_table
from assets.captures.rounds import ENOUGH, Round, round_of
from assets.releases.accuracy import accuracy_figures
from assets.releases.keeping import read_keeping
from assets.releases.making import Made, make_release
from assets.releases.publication import publish
from assets.warehouse import Progress, silent
from orchestration.leaving_out import left_out, told_left_out
from orchestration.progress import progress_of
from orchestration.resources import HomeResource, OpenHome
from orchestration.site_links import site_link
from orchestration.sql_files import sql_models
from orchestration.stages import OWNERS, failing_rows, markdown_table

_READ = [
    "id_aliases",
    "observations",
    "versions",
    "provision_occurrences",
    "provision_topics",
    "answers",
    "answer_evidence",
    "claim_checks",
    "claim_evidence",
]


@dg.asset(
    deps=[*_READ, *(model.name for model in sql_models())],
    group_name="9_releases",
    kinds={"duckdb"},
    owners=OWNERS,
    description="published/termscape.duckdb: a read-only copy of everything that passed its checks, replaced in one rename.",
)
def published_database(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult[None]:
    """Publish; runs only if no blocking check upstream failed."""
    opened = home.opened
    opened.archive.bodies.compact()
    publication = publish(opened.warehouse, failing_rows(opened.warehouse))
    context.log.info(f"published {opened.home.published_database}")
    return dg.MaterializeResult(
        metadata={
            "path": dg.MetadataValue.path(str(opened.home.published_database)),
            "bytes": publication.bytes,
            "rows withheld, by check": dict(publication.withheld),
            **site_link("published_database", opened.home),
            "how to open it": dg.MetadataValue.md(
                '`termscape sql "FROM answers"`, or any DuckDB client, read-only.'
            ),
        }
    )


@dg.asset(
    deps=[published_database],
    group_name="9_releases",
    kinds={"duckdb", "python"},
    owners=OWNERS,
    description="published/latest: what is published as one citable release, in DuckDB, Parquet, CSV and a workbook, with a data package and a manifest of hashes. Nothing new, no new release.",
)
def release(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult[None]:
    """Make a release, unless the latest holds just what is published now; let go of those that are not kept."""
    if left_out("release"):
        return told_left_out("release")
    made = released(home.opened, progress_of(context))
    manifest, folder = made.release.manifest, made.release.folder
    tables = [{"table": name, "rows": table.rows} for name, table in manifest.tables.items()]
    figures = [{"what": one.what, "figure": one.figure, "date": one.date} for one in accuracy_figures()]
    return dg.MaterializeResult(
        metadata={
            "release": made.release.release_id,
            "is new": made.is_new,
            "path": dg.MetadataValue.path(str(folder)),
            "bytes": made.release.bytes,
            "tables": dg.MetadataValue.md(markdown_table(tables)),
            "accuracy": dg.MetadataValue.md(markdown_table(figures)),
            "not promised of its rows": list(manifest.not_promised),
            "let go of": list(made.pruned),
            "how to check it": dg.MetadataValue.md(f"`termscape verify {made.release.release_id}`"),
        }
    )


def released(opened: OpenHome, progress: Progress = silent) -> Made:
    """Make the release of an open home whose database was just published."""
    keys = {model.name: model.key for model in sql_models()}
    head = opened.archive.ledger.head
    return make_release(opened.home, keys, head, read_keeping(opened.home), progress)


# Rows of the table in a failed round's description: what a screen or two hold.
TOLD_FAILURES = 30


@dg.asset(
    deps=[published_database, release, "site", "feeds", "alerts"],
    group_name="9_releases",
    kinds={"duckdb"},
    owners=OWNERS,
    description=f"How this round of looking went. It fails, after everything was recorded and published, when under {ENOUGH:.0%} of the due documents could be observed.",
)
def round_report(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult[None]:
    """Say how many of the due documents were observed, and which were not and why.

    Raises:
        dg.Failure: too few were.
    """
    looked = round_of(home.opened.warehouse, home.opened.archive.run_id)
    if looked is None:
        return dg.MaterializeResult(metadata={"round": "no document was due in this run"})
    metadata: dict[str, Any] = {
        "round": str(looked),
        "could not be observed": dg.MetadataValue.md(markdown_table(looked.failing)),
    }
    if not looked.enough:
        # the run's page shows the description at once, and the metadata after a click
        raise dg.Failure(f"only {looked}\n\n{_told(looked)}", metadata=metadata)
    return dg.MaterializeResult(metadata=metadata)


def _told(looked: Round) -> str:
    rows = failures_as_table(looked.failing)
    more = f"\n\n… and {len(rows) - TOLD_FAILURES} more" if len(rows) > TOLD_FAILURES else ""
    return markdown_table(rows[:TOLD_FAILURES]) + more
