"""What was looked at and what could not be seen: what is missing first, then platform by platform, then how often anybody looked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

import duckdb

from assets.site.change_pages import months_between
from assets.site.charts import ACCENT, STANCE_COLOURS, Chart, Series, stacked_months
from assets.site.environment import counted, words
from assets.site.model import Page, Row
from assets.site.reading import dicts_of, rows_of

LONGEST_GAPS = 20
RECENT_DAYS = 730
"""Gaps that ended longer ago tell of the history of a collection, not of what is known today."""
_FAILED = "outcome NOT IN ('changed', 'unchanged', 'not_modified')"

_LOOKS_A_MONTH = f"""
SELECT strftime(observed_at, '%Y-%m') AS month, count(*) FILTER (NOT ({_FAILED})), count(*) FILTER ({_FAILED})
FROM observations GROUP BY ALL ORDER BY month
"""
_OUTCOMES = """
SELECT outcome, count(*) AS looks, count(DISTINCT document_id) AS documents, strftime(max(observed_at), '%Y-%m-%d') AS newest
FROM observations GROUP BY ALL ORDER BY looks DESC, outcome
"""
_HELD = """
SELECT h.document_id, p.name AS platform, d.terms_type, count(*) AS texts, min(h.held_since) AS held_since,
       max_by(h.class, h.held_since) AS class, max_by(h.reason, h.held_since) AS reason
FROM held AS h JOIN documents AS d ON h.document_id = d.document_id JOIN platforms AS p ON d.platform_id = p.platform_id
GROUP BY h.document_id, p.name, d.terms_type ORDER BY held_since, h.document_id
"""
_GAPS = f"""
SELECT g.document_id, p.name AS platform, d.terms_type, g.gap_from, g.gap_until, g.days, g.reason FROM gaps AS g
JOIN documents AS d ON g.document_id = d.document_id AND d.coverage = 'captured'
JOIN platforms AS p ON d.platform_id = p.platform_id
WHERE g.is_known
  AND (g.gap_until IS NULL OR g.gap_until >= (SELECT max(observed_at) FROM observations) - INTERVAL {RECENT_DAYS} DAY)
ORDER BY g.days DESC NULLS FIRST, g.document_id, g.gap_from
"""
_UNKNOWN_GAPS = (
    "SELECT count(*) AS times, count(DISTINCT document_id) AS documents FROM gaps WHERE NOT is_known"
)
_DOCUMENTS = f"""
SELECT d.platform_id, p.name AS platform, d.document_id, d.terms_type, d.coverage, d.last_seen, d.held_since_then,
       d.absent_checked_on, coalesce(o.looks, 0) AS looks, coalesce(o.failed, 0) AS failed, o.reason, g.out_of_sight_since,
       coalesce(g.times, 0) AS gaps, g.longest
FROM platforms AS p
JOIN documents AS d ON p.platform_id = d.platform_id
LEFT JOIN (SELECT document_id, count(*) AS looks, count(*) FILTER ({_FAILED}) AS failed,
                  max_by(reason, observed_at) FILTER ({_FAILED}) AS reason
           FROM observations GROUP BY document_id) AS o ON d.document_id = o.document_id
LEFT JOIN (SELECT document_id, max(gap_from) FILTER (gap_until IS NULL AND failed_looks > 0) AS out_of_sight_since,
                  count(*) AS times, max(days) AS longest
           FROM gaps WHERE is_known GROUP BY document_id) AS g ON d.document_id = g.document_id
ORDER BY lower(p.name), p.platform_id, d.terms_type
"""
_STATE = f"""
SELECT (SELECT count(*) FROM documents WHERE coverage = 'captured') AS captured,
       (SELECT count(*) FROM documents WHERE coverage = 'not_captured') AS missing,
       (SELECT count(*) FROM documents WHERE coverage = 'absent') AS absent,
       (SELECT count(*) FROM held) AS held,
       (SELECT count(*) FROM observations) AS looks,
       (SELECT max(observed_at) FROM observations) AS newest_look,
       (SELECT count(*) FROM observations WHERE {_FAILED}) AS failed
"""


def state_of(connection: duckdb.DuckDBPyConnection) -> Row:
    """Return how many documents are captured, missing and absent, how many texts are held, and the looks."""
    return dicts_of(connection, _STATE)[0]


def coverage_page(connection: duckdb.DuckDBPyConnection) -> Page:
    """Return the page on what was looked at and what could not be seen."""
    state = state_of(connection)
    platforms = _platforms(dicts_of(connection, _DOCUMENTS))
    gaps = dicts_of(connection, _GAPS)
    return Page(
        "coverage",
        "",
        "coverage.html",
        {
            "title": "Coverage and gaps",
            "numbers": [
                (state["captured"], "documents captured"),
                (state["missing"], "not captured"),
                (state["absent"], "known not to exist"),
                (state["held"], "texts held now"),
                (state["looks"], "looks"),
                (state["failed"], "looks in vain"),
            ],
            "chart": _looks(connection),
            "outcomes": [
                [words(row["outcome"]), f"{row['looks']:,}", f"{row['documents']:,}", row["newest"]]
                for row in dicts_of(connection, _OUTCOMES)
            ],
            "missing": [
                one for of in platforms for one in of["documents"] if one["coverage"] == "not_captured"
            ],
            "unseen": [one for of in platforms for one in of["documents"] if _out_of_sight(one)],
            "held": dicts_of(connection, _HELD),
            "gaps": gaps[:LONGEST_GAPS],
            "gaps_in_all": len(gaps),
            "unknown_gaps": dicts_of(connection, _UNKNOWN_GAPS)[0],
            "groups": [
                ("Something is missing", [one for one in platforms if one["lacks"]]),
                ("Nothing is known to be missing", [one for one in platforms if not one["lacks"]]),
            ],
            "collections": collections(connection),
        },
    )


def collections(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """Return the collections the texts come from."""
    return dicts_of(connection, "FROM collections ORDER BY name, collection_id")


def _platforms(documents: Iterable[Row]) -> list[Row]:
    """Return the platforms, each with its documents and what of them is lacking, in words."""
    platforms = []
    for platform_id, group in groupby(documents, key=lambda one: str(one["platform_id"])):
        of = list(group)
        platforms.append(
            {
                "platform_id": platform_id,
                "platform": of[0]["platform"],
                "documents": of,
                "captured": sum(one["coverage"] == "captured" for one in of),
                "looks": sum(one["looks"] for one in of),
                "failed": sum(one["failed"] for one in of),
                "last_seen": max((one["last_seen"] for one in of if one["last_seen"]), default=None),
                "lacks": _lacking(of),
            }
        )
    return platforms


def _lacking(documents: Sequence[Row]) -> str:
    """Return what of a platform's documents cannot be shown, in words; empty: nothing that is known."""
    missing = sum(one["coverage"] == "not_captured" for one in documents)
    unseen = sum(map(_out_of_sight, documents))
    held = sum(one["held_since_then"] or 0 for one in documents)
    told = [
        f"{missing} not captured" if missing else "",
        f"{unseen} out of sight" if unseen else "",
        f"{counted(held, 'text')} held" if held else "",
    ]
    return ", ".join(filter(None, told))


def _out_of_sight(document: Row) -> bool:
    """Whether the last looks at a document failed; where they showed a text that is held, that is told instead."""
    return document["out_of_sight_since"] is not None and not document["held_since_then"]


def _looks(connection: duckdb.DuckDBPyConnection) -> Chart | None:
    counts = {month: (well, failed) for month, well, failed in rows_of(connection, _LOOKS_A_MONTH)}
    months = months_between(list(counts))
    return stacked_months(
        "Looks a month",
        "Every attempt to see a document. Imported histories record changes only, so their looks are the recorded ones.",
        months,
        [
            Series("seen", ACCENT, [counts.get(month, (0, 0))[0] for month in months]),
            Series("in vain", STANCE_COLOURS[0], [counts.get(month, (0, 0))[1] for month in months]),
        ],
        "looks",
    )
