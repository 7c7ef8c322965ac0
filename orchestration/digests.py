"""The digest of a home: made from what is published, sent under the home's lock, for the command and the schedule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime

from assets.archive import Archive
from assets.home import Home
from assets.notices.alerting import Context, Report, read_context
from assets.notices.digest import Digest, last_week, make_digest
from assets.notices.digest_pages import as_plain
from assets.notices.digesting import send_digests
from assets.notices.internal import update_internal
from assets.notices.pages import site_pages
from assets.site.base_url import base_url_asked
from assets.warehouse import Reader, open_published

_WEEKS = """
SELECT cast(date_trunc('week', changed_before AT TIME ZONE 'UTC') AS DATE) AS monday, platform_id, count(*) AS events
FROM events WHERE kind IN ('change', 'stance_turn', 'link_change') AND significance <> 'none'
GROUP BY ALL
"""


@contextmanager
def notices_of(home: Home) -> Iterator[Context]:
    """Open the published database of a home with all that alerts and digests are made from.

    Raises:
        NothingFound: nothing was published yet.
    """
    connection = open_published(home)
    try:
        yield read_context(home, Reader(connection), site_pages(base_url_asked()))
    finally:
        connection.close()


def digest_of(
    context: Context, start: datetime, until: datetime, platforms: Collection[str] | None = None
) -> Digest:
    """Return the digest of a time, without what is dismissed."""
    return make_digest(context.reader, start, until, platforms=platforms, without=context.without)


def weeks_with_events(
    context: Context, start: datetime, platforms: Collection[str] | None = None
) -> list[tuple[date, int]]:
    """Return the weeks nearest to one that is empty: Monday and number of events, two before it and one after it."""
    counts: Counter[date] = Counter()
    for row in context.reader.rows(_WEEKS):
        if platforms is None or row["platform_id"] in platforms:
            counts[row["monday"]] += row["events"]
    weeks = sorted(counts.items())
    before = [one for one in weeks if one[0] < start.date()]
    after = [one for one in weeks if one[0] > start.date()]
    return [*before[-2:], *after[:1]]


def send(home: Home, context: Context, run_id: str, until: datetime, *, dry_run: bool = False) -> Report:
    """Send the digest of the week that ends then, and make the internal tables anew.

    In a dry run nothing is sent or written, and no run is waited for.

    Raises:
        HomeBusy: a run has the home.
    """
    if dry_run:
        return send_digests(context, Archive(home, read_only=True), until=until, dry_run=True)
    with home.locked("termscape digest"):
        archive = Archive(home, run_id)
        report = send_digests(context, archive, until=until)
        update_internal(home, archive)
    return report


def digest_of_last_week(home: Home, run_id: str) -> tuple[str, Report]:
    """Send the digest of last week to those who want it, and return it as text with what came of sending.

    Raises:
        HomeBusy: a run has the home.
        NothingFound: nothing was published yet.
    """
    start, until = last_week(datetime.now().astimezone())
    with notices_of(home) as context:
        shown = as_plain(digest_of(context, start, until), context.page_of)
        return shown, send(home, context, run_id, until)
