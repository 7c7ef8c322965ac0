"""Regulations that clauses may touch, and what third parties claim beside what documents say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import duckdb

from assets.answers.provision_pages.regulations import STATUSES
from assets.site.model import Page, Row
from assets.site.reading import dicts_of, rows_of

_TOPICS = """
SELECT m.regulation_id, m.topic_id, t.name AS topic, m.articles, m.why, m.status, m.checked, m.source,
       coalesce(p.clauses, 0) AS clauses, coalesce(p.platforms, 0) AS platforms
FROM ledger.topic_regulations AS m
JOIN ledger.topics AS t ON m.topic_id = t.topic_id
LEFT JOIN (SELECT regulation_id, topic_id, articles, count(DISTINCT provision_id) AS clauses,
                  count(DISTINCT platform_id) AS platforms
           FROM provision_regulations GROUP BY ALL) AS p
    ON m.regulation_id = p.regulation_id AND m.topic_id = p.topic_id AND m.articles = p.articles
ORDER BY m.regulation_id, t.name, m.articles
"""
_CLAUSES = "SELECT regulation_id, count(DISTINCT provision_id) FROM provision_regulations GROUP BY ALL"


def regulation_pages(connection: duckdb.DuckDBPyConnection) -> Iterator[Page]:
    """Yield the page of all regulations, and one for each."""
    topics: dict[str, list[Row]] = {}
    for row in dicts_of(connection, _TOPICS):
        topics.setdefault(row["regulation_id"], []).append(row)
    clauses = dict(rows_of(connection, _CLAUSES))
    regulations = dicts_of(connection, "FROM ledger.regulations ORDER BY lower(name), regulation_id")
    statuses = Counter(row["status"] for of in topics.values() for row in of)
    yield Page(
        "regulations",
        "",
        "regulations.html",
        {
            "title": "Regulations",
            "mappings": statuses.total(),
            **{status: statuses[status] for status in STATUSES},
            "regulations": [
                {
                    **one,
                    "topics": len(topics.get(one["regulation_id"], ())),
                    "clauses": clauses.get(one["regulation_id"], 0),
                    "compared": sum(
                        row["status"] != "unverified" for row in topics.get(one["regulation_id"], ())
                    ),
                }
                for one in regulations
            ],
        },
    )
    for one in regulations:
        yield Page(
            "regulation",
            one["regulation_id"],
            "regulation.html",
            {"title": one["name"], "regulation": one, "topics": topics.get(one["regulation_id"], [])},
        )


def claims_page(connection: duckdb.DuckDBPyConnection) -> Iterator[Page]:
    """Yield the page of claims, source by source, if any were brought in."""
    sources: dict[str, Row] = {}
    for row in dicts_of(connection, "FROM claims ORDER BY source_id, claim_no, claim_id, platform_id"):
        source = sources.setdefault(
            row["source_id"],
            {
                "title": row["source"],
                "publisher": row["publisher"],
                "url": row["source_url"],
                "date": row["source_date"],
                "read_on": row["read_on"],
                "claims": [],
            },
        )
        source["claims"].append(row)
    if sources:
        yield Page("claims", "", "claims.html", {"title": "Claims", "sources": list(sources.values())})
