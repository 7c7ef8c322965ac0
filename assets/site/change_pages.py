"""The changes of all platforms: the newest with filters, and a page a month that needs no scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb

from assets.site.addresses import page_of
from assets.site.charts import ACCENT, LINE, STANCE_COLOURS, Chart, Series, stacked_months
from assets.site.environment import short
from assets.site.lookups import Lookups
from assets.site.model import Page, Row
from assets.site.reading import dicts_of, rows_of
from assets.site.search_index import script
from assets.site.writing import Tally, write_file

NEWEST = 60
"""Changes on the page of changes before anything is filtered."""
LONGEST_SUMMARY = 400

CHANGES = """
SELECT c.version_id, c.platform_id, p.name AS platform, c.document_id, c.terms_type, c.change_class, c.significance, c.summary,
       c.changed_after, c.changed_before, c.silent_edit, c.directions, strftime(c.changed_before, '%Y-%m') AS month,
       list_sort(list_distinct(list_concat(c.topics_added, c.topics_removed, c.topics_modified))) AS topics
FROM changes AS c JOIN platforms AS p ON c.platform_id = p.platform_id
"""
_NEWEST = (
    f"{CHANGES} WHERE c.change_class = 'substantive' ORDER BY c.changed_before DESC, c.version_id LIMIT ?"
)
_OF_MONTH = (
    f"{CHANGES} WHERE strftime(c.changed_before, '%Y-%m') = ? ORDER BY c.changed_before DESC, c.version_id"
)
_OF_YEAR = f"{CHANGES} WHERE year(c.changed_before) = ? ORDER BY c.changed_before DESC, c.version_id"
_MONTHS = """
SELECT strftime(changed_before, '%Y-%m') AS month, count(*) FILTER (change_class = 'substantive') AS substantive, count(*) AS all
FROM changes GROUP BY ALL ORDER BY month DESC
"""
_WEIGHTS = """
SELECT strftime(changed_before, '%Y-%m') AS month, significance, count(*) AS changes
FROM changes WHERE change_class = 'substantive' GROUP BY ALL
"""


def newest_changes(connection: duckdb.DuckDBPyConnection, number: int) -> list[Row]:
    """Return the newest substantive changes of all platforms."""
    return dicts_of(connection, _NEWEST, [number])


def change_pages(connection: duckdb.DuckDBPyConnection, lookups: Lookups) -> Iterator[Page]:
    """Yield the page of changes and one a month."""
    months = dicts_of(connection, _MONTHS)
    names = rows_of(connection, "SELECT platform_id, name FROM platforms ORDER BY lower(name)")
    topics = sorted(lookups.topics.items(), key=lambda one: one[1].casefold())
    years = sorted({one["month"][:4] for one in months}, reverse=True)
    yield Page(
        "changes",
        "",
        "changes.html",
        {
            "title": "Changes",
            "changes": newest_changes(connection, NEWEST),
            "total": sum(one["all"] for one in months),
            "months": months,
            "platforms": names,
            "topics": topics,
            "years": years,
            "chart": changes_a_month(connection),
        },
    )
    for at, one in enumerate(months):
        changes = dicts_of(connection, _OF_MONTH, [one["month"]])
        yield Page(
            "month",
            one["month"],
            "month.html",
            {
                "title": f"Changes seen in {one['month']}",
                "month": one["month"],
                "changes": changes,
                "later": months[at - 1]["month"] if at else None,
                "earlier": months[at + 1]["month"] if at + 1 < len(months) else None,
            },
        )


def changes_a_month(connection: duckdb.DuckDBPyConnection) -> Chart | None:
    """Return a chart of substantive changes by month and weight."""
    counts = {(month, weight): number for month, weight, number in rows_of(connection, _WEIGHTS)}
    months = months_between(sorted({month for month, _ in counts}))
    colours: Mapping[str, str] = {
        "high": STANCE_COLOURS[0],
        "medium": STANCE_COLOURS[4],
        "low": ACCENT,
        "none": LINE,
    }
    return stacked_months(
        "Substantive changes seen a month",
        "A change counts in the month in which the new text was first seen; more looks find more changes.",
        months,
        [
            Series(f"{weight} significance", colour, [counts.get((month, weight), 0) for month in months])
            for weight, colour in colours.items()
        ],
        "changes",
    )


def months_between(known: list[str]) -> list[str]:
    """Return every month from the first to the last of some that are in order.

    >>> months_between(["2025-11", "2026-02"])
    ['2025-11', '2025-12', '2026-01', '2026-02']
    """
    if not known:
        return []
    (year, month), (last_year, last_month) = (map(int, one.split("-")) for one in (known[0], known[-1]))
    months = []
    while (year, month) <= (last_year, last_month):
        months.append(f"{year}-{month:02}")
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return months


def write_change_data(connection: duckdb.DuckDBPyConnection, folder: Path, tally: Tally) -> None:
    """Write what the filters look through: a script a year, newest first inside."""
    for (year,) in rows_of(connection, "SELECT DISTINCT year(changed_before) FROM changes ORDER BY 1"):
        rows = [
            [
                f"{page_of('version', one['version_id'])}index.html",
                one["platform_id"],
                one["platform"],
                one["terms_type"],
                one["change_class"],
                one["significance"] or "none",
                one["topics"] or [],
                f"{one['changed_after']:%Y-%m-%d}" if one["changed_after"] else "",
                f"{one['changed_before']:%Y-%m-%d}",
                short(one["summary"], LONGEST_SUMMARY),
                bool(one["silent_edit"]),
            ]
            for one in dicts_of(connection, _OF_YEAR, [year])
        ]
        write_file(folder / f"{year}.js", script("termscapeChanges", str(year), rows), tally)
