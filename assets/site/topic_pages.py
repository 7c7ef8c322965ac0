"""The topics: who speaks of one, since when, in which clauses, which law it may touch, and what changed on it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import duckdb

from assets.site.change_pages import substantive
from assets.site.charts import ACCENT, MISSING, Chart, Series, stacked_months
from assets.site.lookups import Lookups
from assets.site.model import Page, Row
from assets.site.reading import dicts_of, rows_of

SHOWN_CHANGES = 15

_COUNTS = """
SELECT topic_id, count(*) FILTER (coverage = 'stated') AS platforms, sum(provisions)::INTEGER AS clauses
FROM platform_topic_coverage GROUP BY ALL
"""
_PLATFORMS = """
FROM platform_topic_coverage
WHERE topic_id = ? ORDER BY coverage <> 'stated', provisions DESC, lower(platform), platform_id
"""
_OVER_TIME = "SELECT strftime(month, '%Y-%m'), platforms, captured FROM topic_adoption WHERE topic_id = ? ORDER BY month"
_LAWS = """
SELECT m.regulation_id, g.name AS regulation, m.articles, m.why, m.status, m.checked, m.source
FROM ledger.topic_regulations AS m JOIN ledger.regulations AS g ON m.regulation_id = g.regulation_id
WHERE m.topic_id = ? ORDER BY g.name, m.articles
"""


def topic_pages(
    connection: duckdb.DuckDBPyConnection,
    lookups: Lookups,
    changes: Sequence[Row],
    with_page: Collection[str],
) -> Iterator[Page]:
    """Yield the page of all topics, and one for each; ``with_page``: the ids of clauses in force that have a page."""
    on_topic: dict[str, list[Row]] = {}
    for change in substantive(changes):
        for topic_id in change["topics"] or ():
            on_topic.setdefault(topic_id, []).append(change)
    counts = {topic_id: (platforms, clauses) for topic_id, platforms, clauses in rows_of(connection, _COUNTS)}
    total = rows_of(connection, "SELECT count(*) FROM platforms")[0][0]
    topics = sorted(lookups.topic_rows.values(), key=lambda one: one["name"].casefold())
    yield Page(
        "topics",
        "",
        "topics.html",
        {
            "title": "Topics",
            "total": total,
            "topics": [
                {
                    **one,
                    "platforms": counts.get(one["topic_id"], (0, 0))[0],
                    "clauses": counts.get(one["topic_id"], (0, 0))[1] or 0,
                }
                for one in topics
            ],
        },
    )
    for one in topics:
        parent = one["parent_id"]
        speaking, clauses = counts.get(one["topic_id"], (0, 0))
        yield Page(
            "topic",
            one["topic_id"],
            "topic.html",
            {
                "title": one["name"],
                "topic": one,
                "parent": (parent, lookups.topics[parent]) if parent in lookups.topics else None,
                "children": [
                    (other["topic_id"], other["name"])
                    for other in topics
                    if other["parent_id"] == one["topic_id"]
                ],
                "speaking": speaking,
                "clauses": clauses or 0,
                "platforms": [
                    {**row, "has_page": row["example_provision_id"] in with_page}
                    for row in dicts_of(connection, _PLATFORMS, [one["topic_id"]])
                ],
                "laws": dicts_of(connection, _LAWS, [one["topic_id"]]),
                "changes": on_topic.get(one["topic_id"], [])[:SHOWN_CHANGES],
                "chart": _chart(connection, one["topic_id"], one["name"]),
            },
        )


def _chart(connection: duckdb.DuckDBPyConnection, topic_id: str, name: str) -> Chart | None:
    rows = rows_of(connection, _OVER_TIME, [topic_id])
    return stacked_months(
        "Platforms that speak of it, month by month",
        f"{name}: of the platforms captured by then. Where the lower part grows with the whole, more platforms were seen.",
        [month for month, _, _ in rows],
        [
            Series("speak of it", ACCENT, [platforms for _, platforms, _ in rows]),
            Series("captured, no clause found", MISSING, [captured - platforms for _, platforms, captured in rows]),
        ],
        "platforms",
    )  # fmt: skip
