"""The figures of the site as CSV files, and the page that lists them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from assets.site.coverage_pages import collections
from assets.site.model import Page
from assets.site.reading import dicts_of, rows_of
from assets.site.writing import Tally, write_file

# What a spreadsheet would take for a formula (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Download:
    """A file to download: what it holds in a sentence, and the query that makes it."""

    about: str
    query: str


DOWNLOADS: Mapping[str, Download] = {
    "platforms.csv": Download(
        "Platforms and their documents with their state.",
        "SELECT d.platform_id, p.name AS platform, d.document_id, d.terms_type, d.coverage, d.current_version_id, "
        "d.current_since, d.last_seen FROM documents AS d JOIN platforms AS p ON d.platform_id = p.platform_id "
        "ORDER BY d.document_id",
    ),
    "answers.csv": Download(
        "What every platform says to every question, with its first quote.",
        "SELECT question_id, experimental, platform_id, platform, scope, stance, stance_since, value_since, currency, confidence, headline, "
        "quote, quoted_from, answer_id FROM answers ORDER BY question_id, platform_id, scope",
    ),
    "changes.csv": Download(
        "Every change of a document with its interval, significance and summary.",
        "SELECT version_id, previous_version_id, platform_id, document_id, terms_type, changed_after, changed_before, "
        "change_class, significance, silent_edit, topics_added, topics_removed, topics_modified, summary, rule "
        "FROM changes ORDER BY changed_before, version_id",
    ),
    "turns.csv": Download(
        "Stances that turned, and whether the policy did or only what is known of it.",
        "SELECT * EXCLUDE (quote_before, quote_after) FROM stance_turns ORDER BY turned_by, platform_id, question_id, scope",
    ),
    "topics.csv": Download(
        "Which platform speaks of which topic, in how many clauses.",
        "SELECT * EXCLUDE (example) FROM platform_topic_coverage ORDER BY topic_id, platform_id",
    ),
    "gaps.csv": Download(
        "When a document was not seen, and why.",
        "FROM gaps ORDER BY document_id, gap_from, timeline_id",
    ),
}


def downloads(connection: duckdb.DuckDBPyConnection, folder: Path, tally: Tally) -> Page:
    """Write the files into a folder and return the page that lists them."""
    files = []
    for name, download in DOWNLOADS.items():
        rows = dicts_of(connection, download.query)
        names = [row[0] for row in rows_of(connection, f"DESCRIBE {download.query}")]
        content = "".join(_lines(names, rows)).encode()
        write_file(folder / name, content, tally)
        files.append(
            {"name": name, "rows": len(rows), "kilobytes": -(-len(content) // 1000), "about": download.about}
        )
    return Page(
        "downloads",
        "",
        "downloads.html",
        {"title": "Downloads", "files": files, "collections": collections(connection)},
    )


def _lines(names: list[str], rows: list[dict[str, Any]]) -> Iterator[str]:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(value) for value in row.values()])
    yield written.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:%SZ}"
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
