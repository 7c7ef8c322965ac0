"""The pages people come in by: home, the list of platforms, the search."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import duckdb

from assets.site.change_pages import changes_a_month, substantive
from assets.site.coverage_pages import state_of
from assets.site.lookups import Lookups
from assets.site.model import Page, Row, Team
from assets.site.question_pages import counts_of
from assets.site.reading import dicts_of, rows_of

SHOWN_CHANGES = 10
LATELY = timedelta(days=92)
MOST_OF_ONE = 2
"""Changes of one platform that the home page tells, as long as there are others."""
WEIGHTS = ("high", "medium", "low")
SHOWN_TURNS = 8
SHOWN_QUESTIONS = 8

_PLATFORMS = """
SELECT p.platform_id, p.name,
       count(*) FILTER (d.coverage = 'captured') AS captured, count(*) FILTER (d.coverage = 'not_captured') AS missing,
       count(*) FILTER (d.coverage = 'absent') AS absent, max(d.last_seen) AS last_seen,
       coalesce(any_value(c.substantive), 0) AS substantive, any_value(c.newest) AS newest_change,
       coalesce(any_value(v.clauses), 0) AS clauses
FROM platforms AS p
LEFT JOIN documents AS d ON p.platform_id = d.platform_id
LEFT JOIN (SELECT platform_id, count(*) AS substantive, max(changed_before) AS newest FROM changes
           WHERE change_class = 'substantive' AND recorded_first_as IS NULL GROUP BY ALL) AS c ON p.platform_id = c.platform_id
LEFT JOIN (SELECT i.platform_id, count(*) AS clauses FROM ledger.texts_in_force AS t
           JOIN documents AS i ON t.document_id = i.document_id GROUP BY ALL) AS v
    ON p.platform_id = v.platform_id
GROUP BY p.platform_id, p.name ORDER BY lower(p.name), p.platform_id
"""
_TURNS = "FROM stance_turns WHERE is_of_the_policy AND NOT experimental ORDER BY turned_by DESC, platform_id, question_id"
# the less the commonest stance is of all, the more there is to compare
_TOLD = """
SELECT question_id, counts FROM how_platforms_answer WHERE NOT experimental
ORDER BY list_max((counts -> '$.*')::INTEGER[]) / list_sum((counts -> '$.*')::INTEGER[]) NULLS LAST, question_id
"""
_CLAUSES = "SELECT count(*) FROM ledger.texts_in_force"


def front_pages(
    connection: duckdb.DuckDBPyConnection, lookups: Lookups, changes: Sequence[Row], team: Team | None = None
) -> Iterator[Page]:
    """Yield the home page, the list of platforms and the page of the search; a team's own platforms come first."""
    platforms = dicts_of(connection, _PLATFORMS)
    clauses = rows_of(connection, _CLAUSES)[0][0]
    state = state_of(connection)
    newest, turns = substantive(changes), dicts_of(connection, _TURNS)
    looked = state["newest_look"]
    documents = state["captured"] + state["missing"]
    yield Page(
        "home",
        "",
        "home.html",
        {
            "title": "Termscape",
            "clauses": clauses,
            "numbers": [
                (len(platforms), "platforms", "platforms"),
                (state["captured"], "documents captured", "coverage"),
                (clauses, "clauses in force", "topics"),
                (len(newest), "substantive changes", "changes"),
                (len(lookups.questions), "questions asked", "questions"),
            ],
            "changes": lately(newest, looked),
            "ours": lately(team.ours(newest), looked) if team else [],
            "elsewhere": lately(team.others(newest), looked) if team else [],
            "chart": changes_a_month(changes),
            "turns": (team.ours(turns) + team.others(turns) if team else turns)[:SHOWN_TURNS],
            "questions": [
                {**row, "title": asked.title, "told": counts_of(row, asked)}
                for row in dicts_of(connection, _TOLD)[:SHOWN_QUESTIONS]
                for asked in [lookups.questions[row["question_id"]]]
            ],
            "state": state,
        },
    )
    yield Page(
        "platforms",
        "",
        "platforms.html",
        {
            "title": "Platforms",
            "rows": platforms,
            "captured": sum(row["captured"] for row in platforms),
        },
    )
    others = len(platforms) + documents + len(lookups.questions) + len(lookups.topics)
    yield Page("search", "", "search.html", {"title": "Search", "clauses": clauses, "others": others})


def lately(changes: Sequence[Row], newest_look: datetime | None = None) -> list[Row]:
    """Return the changes that the home page tells, newest first: the weightiest of the three months before the newest look.

    Of one platform there are two at most, as long as others fill the page; what is older comes where too little is new.
    ``changes`` are in order, newest first.
    """
    if not changes:
        return []
    since = (newest_look or changes[0]["changed_before"]) - LATELY
    by_weight = sorted(
        changes,
        key=lambda one: (
            one["changed_before"] < since,
            WEIGHTS.index(one["significance"]) if one["significance"] in WEIGHTS else len(WEIGHTS),
        ),
    )
    told: Counter[str] = Counter()
    first: list[Row] = []
    others: list[Row] = []
    for one in by_weight:
        told[one["platform_id"]] += 1
        (first if told[one["platform_id"]] <= MOST_OF_ONE else others).append(one)
    chosen = {one["version_id"] for one in [*first, *others][:SHOWN_CHANGES]}
    return [one for one in changes if one["version_id"] in chosen]
