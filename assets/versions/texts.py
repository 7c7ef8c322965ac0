"""The texts of observed pages, as extraction left them, each with the judgement whether it is the policy."""

from __future__ import annotations

from collections.abc import Sequence

from assets.captures.judging import judge
from assets.versions.extraction import EXTRACTOR_VERSION
from assets.versions.pages import Readings
from assets.versions.rounds import Page, Row
from assets.versions.shared_texts import SharedTexts
from assets.warehouse import Warehouse

# Looks whose body is the page: one that came, or one that the server says still holds.
SHOWING = ("fetched", "not_modified")

_TEXTS = """
SELECT e.*, m.markdown
FROM ledger.extractions AS e
SEMI JOIN wanted ON e.content_sha256 = wanted.key
JOIN ledger.markdowns AS m ON e.markdown_sha256 = m.markdown_sha256
WHERE e.extractor_version = $1
"""


def read_texts(
    warehouse: Warehouse, readings: Readings, rows: Sequence[Row], shared: SharedTexts
) -> dict[str, Page]:
    """Return each of these observations as a page, by observation: loaded in one query and judged.

    A page that passes by itself is held against the other documents of its platform (``shared``).
    """
    wanted = {
        row["observation_id"]: readings.of(row)
        for row in rows
        if row["content_sha256"] and row["fetch_outcome"] in SHOWING
    }
    extractions = {
        (row["content_sha256"], row["source_sha256"]): row
        for row in warehouse.rows(
            _TEXTS, [EXTRACTOR_VERSION], wanted={reading.content_sha256 for reading in wanted.values()}
        )
    }
    pages: dict[str, Page] = {}
    for row in rows:
        reading = wanted.get(row["observation_id"])
        found = extractions.get((reading.content_sha256, reading.source_sha256)) if reading else None
        if found is None:
            pages[row["observation_id"]] = Page(row, None, {}, None)
            continue
        judgement = judge(
            found["markdown"],
            url=row["url"] or "",
            final_url=row["final_url"],
            title=found["title"],
            terms_type=row["terms_type"],
        )
        if judgement.outcome == "policy":
            judgement = shared.judgement(row) or judgement
        pages[row["observation_id"]] = Page(row, found["markdown"], found, judgement)
    return pages
