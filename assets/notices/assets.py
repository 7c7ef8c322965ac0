"""Stage 9 in Dagster: what was published becomes feeds, and alerts for those who asked for them."""

from pathlib import Path

import dagster as dg

from assets.notices.alerting import Report, read_context, send_alerts
from assets.notices.digesting import retry_digests
from assets.notices.feeds import FeedReport, write_feeds
from assets.notices.internal import update_internal
from assets.notices.pages import site_pages
from assets.site.base_url import base_url_asked
from assets.warehouse import Reader, open_published
from orchestration.leaving_out import left_out, told_left_out
from orchestration.resources import HomeResource, OpenHome
from orchestration.stages import OWNERS, markdown_table


@dg.asset(
    deps=["published_database"],
    group_name="9_releases",
    kinds={"python", "duckdb"},
    owners=OWNERS,
    # before the site, which copies them and does not wait for them in vain
    op_tags={"dagster/priority": "1"},
    description="published/feeds: Atom and JSON feeds of everything, and of each platform, topic, question, kind and significance, replaced in one rename.",
)
def feeds(home: HomeResource) -> dg.MaterializeResult[None]:
    """Write the feeds."""
    if left_out("feeds"):
        return told_left_out("feeds")
    folder, written = feeds_of(home.opened)
    return dg.MaterializeResult(
        metadata={
            "path": dg.MetadataValue.path(str(folder / "index.html")),
            "feeds (each as Atom and JSON)": written.feeds,
            "events": written.events,
            "bytes": written.bytes,
            "anything new": written.changed,
        }
    )


def feeds_of(opened: OpenHome) -> tuple[Path, FeedReport]:
    """Write the feeds of an open home whose database was just published."""
    base_url = base_url_asked()
    folder = opened.home.published / "feeds"
    connection = open_published(opened.home)
    try:
        return folder, write_feeds(Reader(connection), folder, site_pages(base_url), base_url or None)
    finally:
        connection.close()


@dg.asset(
    deps=["published_database"],
    group_name="9_releases",
    kinds={"python", "duckdb"},
    owners=OWNERS,
    description="What changed, to those whose watchlists ask for it: each event once to each recipient. Deliveries, reviews and vendors are in internal.duckdb. A sample home sends nothing.",
)
def alerts(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult[None]:
    """Send the alerts; who cannot be reached is no failure of the run, and is tried again."""
    report = alerts_of(home.opened)
    for problem in report.problems:
        context.log.warning(problem)
    for failure in report.failures:
        context.log.warning(f"{failure.recipient}: {failure.failed}")
    messages = [
        {"recipient": one.recipient, "events": one.events, "subject": one.subject, "failed": one.failed}
        for one in report.sent
    ]
    return dg.MaterializeResult(
        metadata={
            "messages sent": len(report.sent) - len(report.failures),
            "messages that failed": len(report.failures),
            "deliveries that are tried again": len(report.waiting),
            "deliveries in doubt": len(report.in_doubt),
            "waiting for the weekly digest": report.weekly,
            "messages": dg.MetadataValue.md(markdown_table(messages)),
            "problems": dg.MetadataValue.md("\n".join(f"* {one}" for one in report.problems) or "*none*"),
            "path": dg.MetadataValue.path(str(home.opened.home.internal_database)),
        }
    )


def alerts_of(opened: OpenHome) -> Report:
    """Send the alerts of an open home whose database was just published, and make its internal tables anew."""
    if opened.home.kind == "sample":
        return Report(problems=tuple(update_internal(opened.home, opened.archive)))
    connection = open_published(opened.home)
    try:
        context = read_context(opened.home, Reader(connection), site_pages(base_url_asked()))
        report = send_alerts(context, opened.archive)
        retry_digests(context, opened.archive)
    finally:
        connection.close()
    update_internal(opened.home, opened.archive)
    return report
