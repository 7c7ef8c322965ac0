"""Whether a wording that a platform was seen to take up was new to its document, or only cut out of it anew."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from rapidfuzz.fuzz import partial_ratio

from assets.comparisons.building import insert_frame
from assets.comparisons.wordings import coded, comparable
from assets.warehouse import Warehouse

# Those of which the words could have come from another platform, each with the text its document had before.
_CLAIMED = """
SELECT a.family_id, a.platform_id, a.platform, a.text, a.previous_version_id
FROM wording_adoptions AS a
WHERE a.came_after_another
ORDER BY a.previous_version_id, a.family_id
"""
_TEXT_BEFORE = """
SELECT coalesce(o.own_text, s.text) AS text
FROM ledger.provision_occurrences AS o
JOIN ledger.provision_states AS s ON o.provision_id = s.provision_id AND o.state_no = s.state_no
WHERE o.version_id = ?
ORDER BY o.ordinal
"""


@dataclass(frozen=True)
class _Before:
    version_id: str
    words: str


def held_before(words: str, text_before: str) -> float:
    """Return how much of a coded wording stood in one stretch of a coded text, 0 to 1.

    A clause that was cut in two, or moved into another, is held; a rule that is new is not.
    """
    return float(partial_ratio(words, text_before)) / 100 if text_before else 0.0


def store_uptakes(warehouse: Warehouse, version: str) -> None:
    """Measure, for each platform seen with a wording after another, what the text before held of it.

    Runs inside the caller's transaction, after the families were stored.
    """
    warehouse.connection.execute("DELETE FROM ledger.wording_uptakes")
    before = _Before("", "")
    found = []
    for row in warehouse.rows(_CLAIMED):
        if row["previous_version_id"] != before.version_id:
            before = _before(warehouse, row["previous_version_id"], row["platform"])
        words = coded(comparable(row["text"], row["platform"]))
        found.append((row["family_id"], row["platform_id"], round(held_before(words, before.words), 4)))
    schema = {"family_id": pl.String, "platform_id": pl.String, "held_before": pl.Float64}
    rows = pl.DataFrame(found, schema=schema, orient="row").with_columns(rules_version=pl.lit(version))
    insert_frame(warehouse, "INSERT INTO ledger.wording_uptakes BY NAME FROM new_rows", rows)


def _before(warehouse: Warehouse, version_id: str, platform: str) -> _Before:
    texts = warehouse.frame(_TEXT_BEFORE, [version_id])["text"].to_list()
    words = " ".join(comparable(text, platform) for text in texts)
    return _Before(version_id, coded(words) if words else "")
