"""Pairs of like wordings to families across platforms: put together anew when a pair, a topic or a date changed."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from assets.comparisons.building import CODE_VERSION as WORDINGS_VERSION
from assets.comparisons.building import insert_frame
from assets.comparisons.families import Wording, families
from assets.comparisons.uptakes import store_uptakes
from assets.comparisons.wordings import coded
from assets.warehouse import Warehouse

STAGE = "wording families"
CODE_VERSION = "1"
"""Raise when the families of the same pairs become others."""

# Topics under which every document introduces itself, defines its words or keeps its boilerplate: to have the
# sentences of everybody there is no news. The taxonomy tells them by their OPP-115 category.
GENERIC = "('Introductory/Generic', 'Practice not covered')"

# Each wording that platforms share or that has a like one elsewhere, where it stands and since when.
_PLACES = f"""
CREATE OR REPLACE TEMP TABLE places AS
WITH about AS (
    SELECT l.provision_id, l.state_no, list(DISTINCT l.topic_id ORDER BY l.topic_id) AS topics
    FROM ledger.provision_topics AS l
    JOIN ledger.topics AS t ON l.topic_id = t.topic_id
    WHERE l.band = 'automatic' AND coalesce(t.opp115_category, '') NOT IN {GENERIC}
    GROUP BY ALL
),

standing AS (
    SELECT r.provision_id, r.state_no, r.timeline_id, r.wording_id, d.platform_id, v.first_seen, a.topics
    FROM ledger.wording_readings AS r
    JOIN about AS a ON r.provision_id = a.provision_id AND r.state_no = a.state_no
    JOIN ledger.provision_states AS s ON r.provision_id = s.provision_id AND r.state_no = s.state_no
    JOIN ledger.versions AS v ON s.first_version_id = v.version_id
    JOIN ledger.documents AS d ON v.document_id = d.document_id
    WHERE r.left_out IS NULL
),

paired AS (
    SELECT wording_id FROM ledger.wording_pairs
    UNION
    SELECT other_wording_id FROM ledger.wording_pairs
    UNION
    SELECT wording_id FROM standing GROUP BY wording_id HAVING count(DISTINCT platform_id) > 1
)

FROM standing AS s SEMI JOIN paired AS p ON s.wording_id = p.wording_id
"""
_INPUTS = """
SELECT concat_ws(
    ' ',
    (SELECT concat_ws(' ', count(*), bit_xor(hash(wording_id, other_wording_id))) FROM ledger.wording_pairs),
    (SELECT concat_ws(' ', count(*), bit_xor(hash(provision_id, state_no, wording_id, platform_id, first_seen, topics))) FROM places)
)
"""
_WORDINGS = """
WITH seen AS (
    SELECT wording_id, platform_id, min(first_seen) AS since
    FROM places GROUP BY ALL
),

about AS (
    SELECT wording_id, list(DISTINCT topic_id) AS topics
    FROM (SELECT wording_id, unnest(topics) AS topic_id FROM places) GROUP BY ALL
)

SELECT s.wording_id, any_value(w.words) AS words, any_value(a.topics) AS topics, list(s.platform_id) AS platforms, list(s.since) AS since
FROM seen AS s
JOIN about AS a ON s.wording_id = a.wording_id
JOIN ledger.wording_signatures AS w ON s.wording_id = w.wording_id
GROUP BY s.wording_id
"""
_STORE = """
INSERT INTO ledger.wording_families BY NAME
SELECT
    m.family_id, p.provision_id, p.state_no, p.timeline_id, p.platform_id, m.wording_id, m.similarity,
    m.is_representative, m.rules_version
FROM new_rows AS m
JOIN places AS p ON m.wording_id = p.wording_id
"""


@dataclass
class FamilyReport:
    """What a run found: families, and whether they had to be put together anew."""

    families: int = 0
    renewed: bool = False


def build_families(warehouse: Warehouse) -> FamilyReport:
    """Put the families together unless pairs, topics and dates are what they were."""
    connection = warehouse.connection
    connection.execute(_PLACES)
    try:
        version = f"{WORDINGS_VERSION}.{CODE_VERSION}"
        inputs = f"{version} {warehouse.value(_INPUTS)}"
        report = FamilyReport()
        if warehouse.stage_version(STAGE) != inputs:
            rows = _rows(warehouse, version)
            report.renewed = True
            with warehouse.transaction():
                connection.execute("DELETE FROM ledger.wording_families")
                insert_frame(warehouse, _STORE, rows)
                store_uptakes(warehouse, version)
                warehouse.set_stage_version(STAGE, inputs)
    finally:
        connection.execute("DROP TABLE places")
    report.families = int(warehouse.value("SELECT count(DISTINCT family_id) FROM ledger.wording_families"))
    return report


def _rows(warehouse: Warehouse, version: str) -> pl.DataFrame:
    wordings = [
        Wording(
            row["wording_id"],
            coded(row["words"]),
            frozenset(row["topics"]),
            dict(zip(row["platforms"], row["since"], strict=True)),
        )
        for row in warehouse.frame(_WORDINGS).iter_rows(named=True)
    ]
    pairs = warehouse.frame("SELECT wording_id, other_wording_id FROM ledger.wording_pairs").rows()
    found = [
        (family.family_id, member.wording_id, member.similarity, number == 0)
        for family in families(wordings, pairs)
        for number, member in enumerate(family.members)
    ]
    schema = {
        "family_id": pl.String,
        "wording_id": pl.String,
        "similarity": pl.Float64,
        "is_representative": pl.Boolean,
    }
    return pl.DataFrame(found, schema=schema, orient="row").with_columns(rules_version=pl.lit(version))
