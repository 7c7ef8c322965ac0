"""Published versions to provisions: each timeline in order, one transaction a batch of versions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from assets.parallel import spread
from assets.provisions.aliases import keep_places, settle_aliases, write_aliases
from assets.provisions.model import Block, KnownState, ProvisionRelation, Tracked
from assets.provisions.segmentation import segment
from assets.provisions.tracking import Tracker
from assets.warehouse import Progress, Warehouse, in_batches, silent

# Raised with every change to segmentation or identity: what older code cut is cut again.
TRACKER_VERSION = "4"
STAGE = "provisions"
TABLES = ("ledger.provision_states", "ledger.provision_occurrences", "ledger.provision_relations")
# Some thousand rows a commit: few enough to lose, enough to be worth a transaction.
_BATCH_VERSIONS = 25
_POOL_FROM = 50
"""Versions from which other processes pay: cutting one takes 20 ms, starting them two seconds."""

Row = dict[str, Any]

_PUBLISHED = """
SELECT v.timeline_id, v.version_id, v.markdown_sha256, v.sequence,
       EXISTS (FROM ledger.provision_occurrences AS o WHERE o.version_id = v.version_id) AS tracked
FROM ledger.versions AS v
WHERE v.status = 'published'
ORDER BY v.timeline_id, v.sequence, v.version_id
"""

_KNOWN_STATES = """
WITH placed AS (
    SELECT o.provision_id, o.state_no, o.ordinal, o.heading_path, o.version_id,
           dense_rank() OVER (ORDER BY v.sequence, v.version_id) - 1 AS version_no
    FROM ledger.provision_occurrences AS o
    JOIN ledger.versions AS v ON o.version_id = v.version_id
    WHERE o.timeline_id = $1
),
latest AS (
    SELECT provision_id, state_no,
           max(version_no) AS last_version,
           arg_max(ordinal, version_no) AS ordinal,
           arg_max(heading_path, version_no) AS heading_path
    FROM placed
    GROUP BY ALL
)
SELECT s.provision_id, s.state_no, s.text, s.text_sha256, s.kind, l.last_version, l.ordinal, l.heading_path,
       l.last_version = (SELECT max(version_no) FROM placed) AS present
FROM ledger.provision_states AS s
JOIN latest AS l ON s.provision_id = l.provision_id AND s.state_no = l.state_no
WHERE s.timeline_id = $1
"""


@dataclass
class ProvisionReport:
    """What a run added: versions cut into provisions, provisions minted, timelines done over."""

    versions: int = 0
    minted: int = 0
    wordings: int = 0
    occurrences: int = 0
    relations: int = 0
    rebuilt: int = 0


def build_provisions(
    warehouse: Warehouse, *, timelines: Sequence[str] | None = None, progress: Progress = silent
) -> ProvisionReport:
    """Cut every published version that is not cut yet, in the order of its timeline.

    Where the versions already cut are not the beginning of what is published now (older history
    arrived, a held version was released late), that timeline's provisions are made again, and ids that came
    out otherwise get aliases. ``timelines`` narrows the work.
    """
    if warehouse.stage_version(STAGE) not in (None, TRACKER_VERSION):
        with warehouse.transaction():
            keep_places(warehouse)
    warehouse.renew(STAGE, TRACKER_VERSION, TABLES)
    report = ProvisionReport()
    report.rebuilt += _drop_orphans(warehouse)
    published = warehouse.rows(_PUBLISHED)
    by_timeline: dict[str, list[Row]] = {}
    for row in published:
        if timelines is None or row["timeline_id"] in timelines:
            by_timeline.setdefault(row["timeline_id"], []).append(row)
    untracked: dict[str, list[Row]] = {}
    for timeline_id, versions in by_timeline.items():
        first = next((at for at, version in enumerate(versions) if not version["tracked"]), None)
        if first is None:
            continue
        if any(version["tracked"] for version in versions[first:]):
            _reset(warehouse, timeline_id)
            report.rebuilt += 1
            first = 0
        untracked[timeline_id] = versions[first:]
    pending = sum(map(len, untracked.values()))
    restored = {one for one, versions in untracked.items() if len(versions) < len(by_timeline[one])}
    with spread(segment, pending, least=_POOL_FROM) as cut:
        for batch in in_batches(_work(warehouse, untracked, restored), _BATCH_VERSIONS):
            _track(warehouse, batch, cut, report)
            progress("cutting provisions", report.versions, pending)
    settle_aliases(warehouse, by_timeline)
    return report


def _work(
    warehouse: Warehouse, untracked: Mapping[str, Sequence[Row]], restored: Set[str]
) -> Iterator[tuple[Tracker, Row]]:
    """Yield the versions to cut in order, each with its timeline's tracker; some trackers know earlier ones."""
    for timeline_id, versions in untracked.items():
        known = warehouse.rows(_KNOWN_STATES, [timeline_id]) if timeline_id in restored else []
        tracker = Tracker(timeline_id, map(_known, known))
        for version in versions:
            yield tracker, version


def _drop_orphans(warehouse: Warehouse) -> int:
    """Reset timelines whose provisions rest on versions that are no longer published."""
    orphaned = warehouse.frame(
        "SELECT DISTINCT o.timeline_id FROM ledger.provision_occurrences AS o "
        "ANTI JOIN (FROM ledger.versions WHERE status = 'published') AS v ON o.version_id = v.version_id"
    )["timeline_id"].to_list()
    for timeline_id in orphaned:
        _reset(warehouse, timeline_id)
    return len(orphaned)


def _reset(warehouse: Warehouse, timeline_id: str) -> None:
    with warehouse.transaction():
        keep_places(warehouse, timeline_id)
        for table in TABLES:
            warehouse.connection.execute(f"DELETE FROM {table} WHERE timeline_id = ?", [timeline_id])


def _track(
    warehouse: Warehouse,
    batch: Sequence[tuple[Tracker, Row]],
    cut: Callable[[Sequence[str]], list[list[Block]]],
    report: ProvisionReport,
) -> None:
    """Cut these versions into provisions and commit them together."""
    texts = {
        row["markdown_sha256"]: row["markdown"]
        for row in warehouse.rows(
            "SELECT * FROM ledger.markdowns SEMI JOIN wanted ON markdown_sha256 = wanted.key",
            wanted={version["markdown_sha256"] for _, version in batch},
        )
    }
    states: list[Row] = []
    occurrences: list[Row] = []
    relations: list[Row] = []
    cuts = cut([texts[version["markdown_sha256"]] for _, version in batch])
    for (tracker, version), blocks in zip(batch, cuts, strict=True):
        version_id = version["version_id"]
        tracked = tracker.track(version_id, blocks)
        states += [_state_row(tracker.timeline_id, version_id, t) for t in tracked if t.is_new_state]
        occurrences += [_occurrence_row(tracker.timeline_id, version_id, t) for t in tracked]
        relations += [
            _relation_row(tracker.timeline_id, version_id, relation)
            for t in tracked
            for relation in t.relations
        ]
        report.minted += sum(t.is_new_provision for t in tracked)
    with warehouse.transaction():
        warehouse.insert("ledger.provision_states", states)
        warehouse.insert("ledger.provision_occurrences", occurrences)
        warehouse.insert("ledger.provision_relations", relations)
        write_aliases(warehouse, [version["version_id"] for _, version in batch])
    report.versions += len(batch)
    report.wordings += len(states)
    report.occurrences += len(occurrences)
    report.relations += len(relations)


def _known(row: dict[str, Any]) -> KnownState:
    return KnownState(
        provision_id=row["provision_id"],
        state_no=row["state_no"],
        text=row["text"],
        text_sha256=row["text_sha256"],
        kind=row["kind"],
        last_version=row["last_version"],
        present=row["present"],
        ordinal=row["ordinal"],
        heading_path=tuple(row["heading_path"]),
    )


def _state_row(timeline_id: str, version_id: str, tracked: Tracked) -> dict[str, Any]:
    return {
        "provision_id": tracked.provision_id,
        "state_no": tracked.state_no,
        "timeline_id": timeline_id,
        "kind": tracked.block.kind,
        "text": tracked.block.text,
        "text_sha256": tracked.text_sha256,
        "first_version_id": version_id,
        "tracker_version": TRACKER_VERSION,
    }


def _occurrence_row(timeline_id: str, version_id: str, tracked: Tracked) -> dict[str, Any]:
    block = tracked.block
    return {
        "version_id": version_id,
        "timeline_id": timeline_id,
        "provision_id": tracked.provision_id,
        "state_no": tracked.state_no,
        "ordinal": block.ordinal,
        "kind": block.kind,
        "heading_path": list(block.heading_path),
        "stem": block.stem,
        "char_start": block.char_start,
        "char_end": block.char_end,
        "own_text": tracked.own_text,
        "carried_by": tracked.carried_by,
        "similarity": tracked.similarity,
        "margin": tracked.margin,
    }


def _relation_row(timeline_id: str, version_id: str, relation: ProvisionRelation) -> dict[str, Any]:
    return {
        "timeline_id": timeline_id,
        "version_id": version_id,
        "provision_id": relation.provision_id,
        "related_provision_id": relation.related_provision_id,
        "relation": relation.relation,
        "similarity": relation.similarity,
        "tracker_version": TRACKER_VERSION,
    }
