"""From the ledger to the table of observations; run again it goes on where it stopped."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from assets.archive.archive import OBSERVATION, Archive
from assets.archive.ledger import Record
from assets.warehouse import Progress, Warehouse, in_batches, silent

# The number of the last ledger line that is in the table of observations; kept with the stage versions.
_WATERMARK = "observations.chain_no"
_BATCH_RECORDS = 2000


def project_observations(warehouse: Warehouse, archive: Archive, progress: Progress = silent) -> int:
    """Load the ledger's observations that are not in the warehouse yet; return how many there were."""
    after = int(warehouse.stage_version(_WATERMARK) or 0)
    last = archive.ledger.head[0]
    timelines = set(warehouse.frame("SELECT timeline_id FROM ledger.timelines")["timeline_id"])
    added = 0
    for batch in in_batches(archive.ledger.read(after), _BATCH_RECORDS):
        observations = [record for record in batch if record.kind == OBSERVATION]
        new_timelines = {
            r.data["timeline_id"]: r for r in observations if r.data["timeline_id"] not in timelines
        }
        with warehouse.transaction():
            warehouse.insert("ledger.timelines", [_timeline_row(r.data) for r in new_timelines.values()])
            warehouse.insert("ledger.observations", [_observation_row(record) for record in observations])
            warehouse.set_stage_version(_WATERMARK, str(batch[-1].chain_no))
        timelines.update(new_timelines)
        added += len(observations)
        progress("reading the ledger", batch[-1].chain_no, last)
    return added


def _timeline_row(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "timeline_id": data["timeline_id"],
        "document_id": data["document_id"],
        "collection_id": data["collection_id"],
        "jurisdiction": data.get("jurisdiction", ""),
        "language": data.get("language", ""),
        "vantage": data.get("vantage", ""),
    }


def _observation_row(record: Record) -> dict[str, Any]:
    data = record.data
    provenance = dict(data.get("provenance", {}))
    for headers in ("request_headers", "response_headers"):
        if headers in data:
            provenance[headers] = data[headers]
    return {
        **{
            name: data.get(name)
            for name in (
                *("observation_id", "timeline_id", "source_id", "sequence", "fetch_outcome", "fetch_class"),
                *(
                    "fetch_reason",
                    "http_status",
                    "url",
                    "final_url",
                    "content_type",
                    "format",
                    "bytes",
                    "content_sha256",
                ),
                *("declaration_sha256", "fetcher"),
            )
        },
        "observed_at": datetime.fromisoformat(data["observed_at"]),
        "provenance": msgspec.json.encode(provenance, order="sorted").decode() if provenance else None,
        "chain_no": record.chain_no,
        "recorded_at": datetime.fromisoformat(record.recorded_at),
        "run_id": record.run_id,
    }
