"""Provisions in force to unusual wordings, a topic and language at a time: again where what is in force changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assets.comparisons.building import CODE_VERSION as WORDINGS_VERSION
from assets.comparisons.building_families import GENERIC
from assets.comparisons.outliers import Norm, Provision, norm_of
from assets.warehouse import Progress, Warehouse, silent

Row = dict[str, Any]

STAGE = "wording outliers"
CODE_VERSION = "1"
"""Raise when what is unusual among the same provisions becomes another."""
TABLES = ("ledger.wording_norms", "ledger.wording_outliers")
_BATCH_TOPICS = 20
"""Topics stored in one go: each go costs a tenth of a second."""

# The main topic of a wording is the surest: a long clause that mentions five things is unusual on none of them.
_IN_FORCE = f"""
CREATE OR REPLACE TEMP TABLE in_force AS
WITH main AS (
    SELECT l.provision_id, l.state_no, l.topic_id
    FROM ledger.provision_topics AS l
    JOIN ledger.topics AS t ON l.topic_id = t.topic_id
    WHERE l.band = 'automatic' AND coalesce(t.opp115_category, '') NOT IN {GENERIC}
    QUALIFY row_number() OVER (PARTITION BY l.provision_id, l.state_no ORDER BY l.confidence DESC, l.topic_id) = 1
)

SELECT DISTINCT m.topic_id, coalesce(c.language, '') AS language, o.provision_id, o.state_no, c.platform_id, r.wording_id
FROM current_versions AS c
JOIN ledger.provision_occurrences AS o ON c.version_id = o.version_id
JOIN ledger.wording_readings AS r ON o.provision_id = r.provision_id AND o.state_no = r.state_no
JOIN main AS m ON o.provision_id = m.provision_id AND o.state_no = m.state_no
WHERE r.left_out IS NULL
"""
_GROUPS = """
SELECT
    topic_id, language, count(*) AS provisions, count(DISTINCT platform_id) AS platforms,
    count(*) || ' ' || bit_xor(hash(provision_id, state_no, platform_id, wording_id)) AS inputs_hash
FROM in_force GROUP BY ALL ORDER BY ALL
"""
_MEMBERS = """
SELECT f.provision_id, f.state_no, f.platform_id, f.wording_id, s.words
FROM in_force AS f
JOIN ledger.wording_signatures AS s ON f.wording_id = s.wording_id
WHERE f.topic_id = ? AND f.language = ?
"""


@dataclass
class OutlierReport:
    """What a run did: topics measured again, topics kept, and the unusual wordings there are now."""

    measured: int = 0
    kept: int = 0
    outliers: int = 0


def build_outliers(warehouse: Warehouse, progress: Progress = silent) -> OutlierReport:
    """Measure the topics whose provisions in force are others than last time, and commit topic by topic."""
    version = f"{WORDINGS_VERSION}.{CODE_VERSION}"
    warehouse.renew(STAGE, version, TABLES)
    connection, report = warehouse.connection, OutlierReport()
    measured: list[tuple[Row, Norm | None]] = []
    connection.execute(_IN_FORCE)
    try:
        groups = warehouse.rows(_GROUPS)
        known = {
            (row["topic_id"], row["language"]): row["inputs_hash"]
            for row in warehouse.rows("SELECT topic_id, language, inputs_hash FROM ledger.wording_norms")
        }
        for number, group in enumerate(groups, start=1):
            if known.pop((group["topic_id"], group["language"]), None) == group["inputs_hash"]:
                report.kept += 1
                continue
            members = warehouse.rows(_MEMBERS, [group["topic_id"], group["language"]])
            measured.append((group, norm_of([Provision(**row) for row in members])))
            progress("measuring topics", number, len(groups))
            if len(measured) >= _BATCH_TOPICS:
                _store(warehouse, measured, version)
                report.measured += len(measured)
                measured = []
    finally:
        connection.execute("DROP TABLE in_force")
    _store(warehouse, measured, version, gone=[*known])
    report.measured += len(measured)
    report.outliers = int(warehouse.value("SELECT count(*) FROM ledger.wording_outliers"))
    return report


def _store(
    warehouse: Warehouse,
    measured: Sequence[tuple[Row, Norm | None]],
    version: str,
    gone: Sequence[tuple[str, str]] = (),
) -> None:
    """Put topics in the place of what was known of them, and remove those that nobody speaks about any more."""
    norms: list[Row] = []
    outliers: list[Row] = []
    for group, norm in measured:
        here = {"topic_id": group["topic_id"], "language": group["language"], "rules_version": version}
        usual = norm.usual if norm else None
        counted = {name: group[name] for name in ("provisions", "platforms", "inputs_hash")}
        norms.append({**here, **counted, "usual_nearness": usual})
        outliers.extend(_outlier_rows(norm, here))
    replaced = [*gone, *((norm["topic_id"], norm["language"]) for norm in norms)]
    if not replaced:
        return
    with (
        warehouse.given("replaced", [{"topic_id": one, "language": other} for one, other in replaced]),
        warehouse.transaction(),
    ):
        for table in TABLES:
            warehouse.connection.execute(
                f"DELETE FROM {table} WHERE (topic_id, language) IN (SELECT (topic_id, language) FROM replaced)"
            )
        warehouse.insert("ledger.wording_norms", norms)
        warehouse.insert("ledger.wording_outliers", outliers)


def _outlier_rows(norm: Norm | None, here: Row) -> Sequence[Row]:
    return [
        {
            **here,
            "provision_id": one.provision.provision_id,
            "state_no": one.provision.state_no,
            "platform_id": one.provision.platform_id,
            "nearness": one.nearness,
            "nearest_provision_id": one.nearest.provision_id,
            "nearest_state_no": one.nearest.state_no,
        }
        for one in (norm.outliers if norm else ())
    ]
