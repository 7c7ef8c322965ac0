"""The changes of all platforms: the newest with filters, and a page a month that needs no scripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb

from assets.site.addresses import page_of
from assets.site.charts import ACCENT, LINE, STANCE_COLOURS, Chart, Series, stacked_months
from assets.site.environment import cut, told_review
from assets.site.lookups import Lookups
from assets.site.model import Page, Row, Team
from assets.site.reading import dicts_of, rows_of
from assets.site.search_index import script
from assets.site.writing import Tally, write_file

NEWEST = 60
"""Changes on the page of changes before anything is filtered."""
LONGEST_SUMMARY = 320
"""Signs of a summary in lists; the page of the version has all of it."""

_CHANGES = """
SELECT c.version_id, c.platform_id, p.name AS platform, c.document_id, c.terms_type, c.change_class, c.significance, c.summary,
       c.changed_after, c.changed_before, c.silent_edit, c.directions_told, c.recorded_first_as, strftime(c.changed_before, '%Y-%m') AS month,
       list_sort(list_distinct(list_concat(c.topics_added, c.topics_removed, c.topics_modified))) AS topics
FROM changes AS c JOIN platforms AS p ON c.platform_id = p.platform_id
ORDER BY c.changed_before DESC, c.version_id
"""


def read_changes(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """Return all changes of all platforms, newest first: some hundred bytes each, and many pages show some."""
    return dicts_of(connection, _CHANGES)


def substantive(changes: Sequence[Row]) -> list[Row]:
    """Return those that matter to readers, in their order, each as it was recorded first."""
    return [
        one for one in changes if one["change_class"] == "substantive" and one["recorded_first_as"] is None
    ]


def change_pages(
    connection: duckdb.DuckDBPyConnection, lookups: Lookups, changes: Sequence[Row], team: Team | None = None
) -> Iterator[Page]:
    """Yield the page of changes, in a team's edition those of its own platforms, and one a month."""
    by_month: dict[str, list[Row]] = {}
    for one in changes:
        by_month.setdefault(one["month"], []).append(one)
    months = [
        {"month": name, "all": len(of), "substantive": len(substantive(of))} for name, of in by_month.items()
    ]
    shown = substantive(changes)
    names = rows_of(connection, "SELECT platform_id, name FROM platforms ORDER BY lower(name)")
    topics = sorted(lookups.topics.items(), key=lambda one: one[1].casefold())
    years = sorted({name[:4] for name in by_month}, reverse=True)
    yield Page(
        "changes",
        "",
        "changes.html",
        {
            "title": "Changes",
            "changes": (team.ours(shown) if team else shown)[:NEWEST],
            "total": len(changes),
            "months": months,
            "platforms": names,
            "topics": topics,
            "years": years,
            "chart": changes_a_month(changes),
        },
    )
    in_turn = list(by_month)
    for at, (name, of) in enumerate(by_month.items()):
        yield Page(
            "month",
            name,
            "month.html",
            {
                "title": f"Changes seen in {name}",
                "month": name,
                "changes": of,
                "later": in_turn[at - 1] if at else None,
                "earlier": in_turn[at + 1] if at + 1 < len(in_turn) else None,
            },
        )


def changes_a_month(changes: Sequence[Row]) -> Chart | None:
    """Return a chart of substantive changes by month and weight."""
    counts = Counter((one["month"], one["significance"]) for one in substantive(changes))
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
            Series(f"{weight} significance", colour, [counts[month, weight] for month in months])
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


def write_change_data(changes: Sequence[Row], folder: Path, tally: Tally, team: Team | None = None) -> None:
    """Write what the filters look through: a script a year, newest first inside.

    In a team's edition a row ends with whether the platform is one of theirs, and what they made of the change.
    """
    by_year: dict[str, list[Row]] = {}
    for one in changes:
        by_year.setdefault(one["month"][:4], []).append(one)
    for year, of in by_year.items():
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
                cut(one["summary"], LONGEST_SUMMARY),
                bool(one["silent_edit"]),
                *(_for_the_team(one, team) if team else ()),
            ]
            for one in of
        ]
        write_file(folder / f"{year}.js", script("termscapeChanges", year, rows), tally)


def _for_the_team(change: Row, team: Team) -> tuple[bool, str]:
    review = team.reviews.get(change["version_id"])
    return change["platform_id"] in team.vendors, told_review(review) if review else ""
