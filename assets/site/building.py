"""Building the site from a published database into an empty folder: platform after platform, on all processors."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import duckdb

from assets.answers.provision_pages.exposure import LINK_ALONE
from assets.parallel import processors, spread
from assets.provisions.plain_text import plain
from assets.site.addresses import page_of
from assets.site.change_pages import change_pages, read_changes, write_change_data
from assets.site.coverage_pages import coverage_page
from assets.site.downloads import downloads
from assets.site.environment import FOLDER, cut
from assets.site.feed_addresses import FOLDER as FEEDS
from assets.site.feeds import copy_feeds, feeds_page
from assets.site.front_pages import front_pages
from assets.site.law_pages import claims_page, regulation_pages
from assets.site.lookups import Lookups, read_lookups
from assets.site.model import Built, Feeds, Page, Row, Site, Team
from assets.site.platform_pages import pages_of_platform
from assets.site.question_pages import question_pages
from assets.site.reading import PlatformRows, dicts_of, platforms_in_turn, rows_of
from assets.site.reference_pages import dictionary_page, method_page
from assets.site.search_index import SearchIndex
from assets.site.team import vendors_page
from assets.site.topic_pages import topic_pages
from assets.site.writing import Tally, write_file, write_pages
from assets.warehouse import Progress, silent

STATIC = FOLDER / "static"
MOST_MEMORY = "2GB"
"""What DuckDB may keep in memory: eight times what the history of 22 real services needs."""
ENOUGH_FOR_A_POOL = 20_000
"""Clauses from which a pool pays: what its processes are handed costs as much as half of the pages of 10,000 clauses."""

_FACTS = """
SELECT strftime(greatest((SELECT max(observed_at) FROM observations), (SELECT max(last_seen) FROM versions),
                         (SELECT max(first_seen) FROM versions)), '%Y-%m-%d') AS as_of,
       (SELECT bool_or(kind = 'sample') FROM collections) AS is_sample,
       (SELECT count(*) FROM platforms) AS platforms,
       EXISTS (FROM claims) AS has_claims
"""
_ALIASES = (
    "SELECT DISTINCT old_id, new_id FROM ledger.id_aliases WHERE starts_with(old_id, 'p-') ORDER BY ALL"
)


@dataclass(frozen=True)
class _Job:
    """What one process needs to write the pages of one platform."""

    rows: PlatformRows
    lookups: Lookups
    site: Site
    folder: Path


def read_site(
    connection: duckdb.DuckDBPyConnection, *, base_url: str, edition: str, feeds: Feeds, team: Team | None
) -> Site:
    """Return what every page says of the whole."""
    facts = dicts_of(connection, _FACTS)[0]
    return Site(
        as_of=facts["as_of"] or "no text yet",
        base_url=base_url,
        is_sample=bool(facts["is_sample"]),
        edition=edition,
        platforms=facts["platforms"],
        has_claims=facts["has_claims"],
        feeds=feeds,
        team=team,
    )


def build_site(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    site: Site,
    *,
    progress: Progress = silent,
    workers: int | None = None,
) -> Built:
    """Write the whole site into a folder that nobody reads yet.

    Args:
        connection: the published database, open to read.
        folder: where the pages go; made if it is not there.
        site: what every page says of the whole.
        progress: called as platforms are written.
        workers: processes to write with; all processors, if left out.
    """
    tally = Tally()
    folder.mkdir(parents=True, exist_ok=True)
    spill = folder / ".spill"
    # the rows of all platforms wait in their order; what is more than this waits on disk
    connection.execute(f"SET memory_limit = '{MOST_MEMORY}'")
    connection.execute(f"SET temp_directory = '{str(spill).replace(chr(39), chr(39) * 2)}'")
    lookups = read_lookups(connection)
    for file in sorted(STATIC.iterdir()):
        write_file(folder / "assets" / file.name, file.read_bytes(), tally)
    index = SearchIndex()
    for kind, title, address, where, text in _named(connection, lookups):
        index.add(kind, title, f"{address}index.html", where, text)
    changes = read_changes(connection)
    tally.add(write_pages(_overviews(connection, lookups, changes, site.team), site, folder))
    tally.add(write_pages(feeds_page(site.feeds), site, folder))
    copy_feeds(site.feeds, folder / FEEDS, tally, site.base_url)
    if site.team:
        tally.add(write_pages(vendors_page(connection, site.team, changes), site, folder))
    tally.add(write_pages([downloads(connection, folder / "downloads", tally)], site, folder))
    write_change_data(changes, folder / "changes" / "data", tally, site.team)
    for old, new in rows_of(connection, _ALIASES):
        # written before any clause's own page, which would stand in its place
        moved = Page("provision", old, "moved.html", {"title": "This clause has another id now", "new": new})
        tally.add(write_pages([moved], site, folder))
    done = 0
    clauses = rows_of(connection, "SELECT count(*) FROM provisions")[0][0]
    with spread(_write_platform, clauses, least=ENOUGH_FOR_A_POOL, workers=workers) as mapped:
        for some in _in_groups(platforms_in_turn(connection), 2 * (workers or processors())):
            for rows in some:
                _index_clauses(index, rows)
            for one in mapped([_Job(rows, lookups, site, folder) for rows in some]):
                tally.add(one)
            done += len(some)
            progress("pages of platforms", done, site.platforms)
    index.write(folder / "search" / "index", tally)
    shutil.rmtree(spill, ignore_errors=True)
    return tally.built()


def _write_platform(job: _Job) -> Tally:
    return write_pages(pages_of_platform(job.rows, job.lookups), job.site, job.folder)


def _overviews(
    connection: duckdb.DuckDBPyConnection, lookups: Lookups, changes: Sequence[Row], team: Team | None
) -> Iterator[Page]:
    with_page = {row[0] for row in rows_of(connection, "SELECT DISTINCT provision_id FROM provision_pages")}
    yield from front_pages(connection, lookups, changes, team)
    yield from question_pages(connection, lookups, with_page)
    yield from topic_pages(connection, lookups, changes, with_page)
    yield from change_pages(connection, lookups, changes, team)
    yield from regulation_pages(connection)
    yield from claims_page(connection)
    yield coverage_page(connection)
    yield method_page(connection)
    yield dictionary_page(connection)


def _named(
    connection: duckdb.DuckDBPyConnection, lookups: Lookups
) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield what can be found by its name: kind, title, address, where, text."""
    for platform_id, name in rows_of(
        connection, "SELECT platform_id, name FROM platforms ORDER BY platform_id"
    ):
        yield "platform", name, page_of("platform", platform_id), "", ""
    for question in lookups.questions.values():
        yield "question", question.title, page_of("question", question.question_id), "", ""
    for topic in lookups.topic_rows.values():
        yield "topic", topic["name"], page_of("topic", topic["topic_id"]), "", topic["definition"] or ""
    for one in dicts_of(connection, "FROM ledger.regulations ORDER BY regulation_id"):
        yield "regulation", one["name"], page_of("regulation", one["regulation_id"]), "", one["title"] or ""
    for document_id, name, terms_type in rows_of(
        connection,
        "SELECT d.document_id, p.name, d.terms_type FROM documents AS d JOIN platforms AS p "
        "ON d.platform_id = p.platform_id WHERE d.coverage = 'captured' ORDER BY d.document_id",
    ):
        yield "document", f"{name}: {terms_type}", page_of("document", document_id), "", ""


def _index_clauses(index: SearchIndex, rows: PlatformRows) -> None:
    seen: set[str] = set()
    for one in rows["pages"]:
        if one["provision_id"] in seen or one["exposure_row"] == LINK_ALONE:
            continue
        seen.add(one["provision_id"])
        index.add(
            "clause",
            cut(named_by_its_words(one["headline"], one["platform"]), 200),
            f"{page_of('provision', one['provision_id'])}index.html",
            " · ".join(filter(None, (one["platform"], one["terms_type"], one["topic"]))),
            plain(one["text"]),
        )


def named_by_its_words(headline: str, platform: str) -> str:
    """Return a headline as the results of a search show it: who says it, and the words; the topic stands below.

    >>> named_by_its_words("Lumora, Retention. The clause says: “We keep it.”", "Lumora")
    'Lumora: “We keep it.”'
    >>> named_by_its_words("Lumora says that it keeps it.", "Lumora")
    'Lumora says that it keeps it.'
    """
    about, says, words = headline.partition(" The clause says: ")
    return f"{platform}: {words}" if says and about.startswith(platform) and words else headline


def _in_groups(items: Iterator[PlatformRows], size: int) -> Iterator[Sequence[PlatformRows]]:
    while group := list(islice(items, size)):
        yield group
