"""Stage 8 in Dagster: the checked warehouse becomes the published database readers open."""

from typing import Any

import dagster as dg

from assets.captures.outcomes import failures_as_table
from assets.captures.rounds import ENOUGH, Round, round_of
from assets.releases.publication import publish
from orchestration.resources import HomeResource
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
    group_name="g9_releases",
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
            "how to open it": dg.MetadataValue.md(
                '`termscape sql "FROM answers"`, or any DuckDB client, read-only.'
            ),
        }
    )


# Rows of the table in a failed round's description: what a screen or two hold.
TOLD_FAILURES = 30


@dg.asset(
    deps=[published_database, "site"],
    group_name="g9_releases",
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
