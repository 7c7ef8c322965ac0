"""Published versions to changes: every step that has no row yet, or whose inputs changed, is read and stored."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assets.changes.building_links import build_link_changes
from assets.changes.hindsight import Verdict, candidates_of, hindsight
from assets.changes.step_rows import read_step
from assets.changes.steps import Row, StepReading, read_steps
from assets.parallel import spread
from assets.warehouse import Progress, Warehouse, in_batches, silent

STAGE = "changes"
TABLES = ("ledger.provision_changes", "ledger.version_changes")
_BATCH_STEPS = 40
_POOL_FROM = 60
"""Steps from which a second process pays: about 50 ms a step, and two seconds to start it."""

# Steps with what they are made from: a timeline made again has other provisions under the same versions.
_STEPS = """
WITH prints AS (
    SELECT version_id, bit_xor(hash(provision_id, state_no, ordinal, carried_by)) AS print
    FROM ledger.provision_occurrences GROUP BY version_id
),
steps AS (
    SELECT v.version_id, v.timeline_id, v.document_id, v.sequence, v.language, v.noise_class, v.rule, v.detail,
           v.declared_date,
           lag(v.version_id) OVER timeline AS previous_version_id,
           lag(v.declared_date) OVER timeline AS declared_before
    FROM ledger.versions AS v
    WHERE v.status = 'published'
    WINDOW timeline AS (PARTITION BY v.timeline_id ORDER BY v.sequence, v.version_id)
)
SELECT s.*, d.terms_type,
       concat_ws('|', s.previous_version_id, b.print, a.print, s.noise_class, s.rule, s.detail, s.language,
                 s.declared_before, s.declared_date) AS inputs
FROM steps AS s
JOIN ledger.documents AS d ON s.document_id = d.document_id
JOIN prints AS a ON s.version_id = a.version_id
JOIN prints AS b ON s.previous_version_id = b.version_id
ORDER BY s.timeline_id, s.sequence, s.version_id
"""

_CANDIDATES = """
SELECT timeline_id, version_id, status, noise_class, text_sha256, masked_sha256, compared_with, first_seen, declared_date
FROM ledger.versions ORDER BY timeline_id, sequence, version_id
"""


@dataclass
class ChangeReport:
    """What a run did: steps read, provisions that differ in them, steps by class, links that lead elsewhere."""

    steps: int = 0
    provisions: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    links: int = 0


def build_changes(warehouse: Warehouse, rules: str, progress: Progress = silent) -> ChangeReport:
    """Read every step between published versions that is new or rests on other provisions than before.

    ``rules`` names the versions of everything that decides (this stage's rules, the topics' taxonomy): another
    name makes everything again. Commits in batches; a killed run goes on where it stopped.
    """
    warehouse.renew(STAGE, rules, TABLES)
    report = ChangeReport()
    steps = warehouse.rows(_STEPS)
    verdicts = _verdicts(warehouse)
    for step in steps:
        inputs = [step["inputs"], repr(verdicts.get(step["version_id"]))]
        step["inputs_sha256"] = hashlib.sha256("\n".join(inputs).encode()).hexdigest()
    kept = {
        row["version_id"]: row["inputs_sha256"]
        for row in warehouse.rows("SELECT version_id, inputs_sha256 FROM ledger.version_changes")
    }
    present = {step["version_id"]: step["inputs_sha256"] for step in steps}
    pending = [step for step in steps if kept.get(step["version_id"]) != step["inputs_sha256"]]
    _drop(warehouse, [one for one, inputs in kept.items() if present.get(one) != inputs])
    with spread(_read_job, len(pending), least=_POOL_FROM) as read:
        for batch in in_batches(pending, _BATCH_STEPS):
            differing = read_steps(warehouse, batch)
            jobs = [
                (step, differing[step["version_id"]], verdicts.get(step["version_id"]), rules)
                for step in batch
            ]
            changes: list[Row] = []
            wholes: list[Row] = []
            for rows, whole in read(jobs):
                changes += rows
                wholes.append(whole)
                report.classes[whole["change_class"]] += 1
            with warehouse.transaction():
                warehouse.insert("ledger.provision_changes", changes)
                warehouse.insert("ledger.version_changes", wholes)
            report.steps += len(batch)
            report.provisions += len(changes)
            progress("comparing versions", report.steps, len(pending))
    report.links = build_link_changes(warehouse, progress)
    return report


def _verdicts(warehouse: Warehouse) -> dict[str, Verdict]:
    by_timeline: dict[str, list[Row]] = {}
    for row in warehouse.rows(_CANDIDATES):
        by_timeline.setdefault(row["timeline_id"], []).append(row)
    return {
        verdict.version_id: verdict
        for rows in by_timeline.values()
        if len(rows) > 2
        for verdict in hindsight(candidates_of(rows))
    }


def _drop(warehouse: Warehouse, version_ids: Sequence[str]) -> None:
    if not version_ids:
        return
    with warehouse.given("stale", [{"key": one} for one in version_ids]), warehouse.transaction():
        for table in TABLES:
            warehouse.connection.execute(f"DELETE FROM {table} WHERE version_id IN (SELECT key FROM stale)")


def _read_job(job: tuple[Mapping[str, Any], StepReading, Verdict | None, str]) -> tuple[list[Row], Row]:
    return read_step(*job)
