"""Wordings to topics: every wording that was not read with the present rules is read, in batches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assets.topics.choosing import TopicClassifier
from assets.topics.correcting import Decided
from assets.topics.model import Provision
from assets.topics.taxonomy_file import Taxonomy
from assets.warehouse import Progress, Warehouse, in_batches, silent

STAGE = "topics"
TABLES = ("ledger.provision_topics", "ledger.topic_readings")
_BATCH_WORDINGS = 2000

_GONE = """
SELECT DISTINCT r.timeline_id
FROM ledger.topic_readings AS r
ANTI JOIN ledger.provision_states AS s
    ON r.provision_id = s.provision_id AND r.state_no = s.state_no AND r.text_sha256 = s.text_sha256
"""

# A wording is read where it first stood: with the headings above it and the sentence it completes.
_PENDING = """
SELECT s.provision_id, s.state_no, s.timeline_id, s.text, s.text_sha256,
       o.kind, o.heading_path, o.stem, d.terms_type
FROM ledger.provision_states AS s
ANTI JOIN ledger.topic_readings AS r ON s.provision_id = r.provision_id AND s.state_no = r.state_no
JOIN ledger.provision_occurrences AS o
    ON s.first_version_id = o.version_id AND s.provision_id = o.provision_id AND s.state_no = o.state_no
JOIN ledger.timelines AS t ON s.timeline_id = t.timeline_id
JOIN ledger.documents AS d ON t.document_id = d.document_id
QUALIFY row_number() OVER (PARTITION BY s.provision_id, s.state_no ORDER BY o.ordinal) = 1
ORDER BY s.timeline_id, s.provision_id, s.state_no
"""


@dataclass
class TopicReport:
    """What a run added: wordings read, labels given."""

    wordings: int = 0
    labels: int = 0


def build_topics(
    warehouse: Warehouse,
    classifier: TopicClassifier | Taxonomy,
    progress: Progress = silent,
    decided: Decided | None = None,
) -> TopicReport:
    """Label every wording that this classifier (or a taxonomy's rules alone) did not read yet; commit in batches.

    ``decided``: what people decided against it, which stands in the place of what it finds.
    """
    decided = decided or Decided()
    taxonomy = classifier if isinstance(classifier, Taxonomy) else classifier.taxonomy
    version = f"{classifier.version}, corrected {decided.digest}" if decided.digest else classifier.version
    warehouse.renew(STAGE, version, TABLES)
    for timeline_id in warehouse.frame(_GONE)["timeline_id"].to_list():
        with warehouse.transaction():
            for table in TABLES:
                warehouse.connection.execute(f"DELETE FROM {table} WHERE timeline_id = ?", [timeline_id])
    with warehouse.transaction():
        warehouse.connection.execute("DELETE FROM ledger.topics")
        warehouse.insert("ledger.topics", taxonomy_rows(taxonomy))
    report = TopicReport()
    pending = warehouse.rows(_PENDING)
    for batch in in_batches(pending, _BATCH_WORDINGS):
        labels = _labels(classifier, batch, decided)
        with warehouse.transaction():
            warehouse.insert("ledger.provision_topics", labels)
            warehouse.insert(
                "ledger.topic_readings",
                [
                    {
                        **{
                            name: row[name]
                            for name in ("provision_id", "state_no", "timeline_id", "text_sha256")
                        },
                        "rules_version": classifier.version,
                    }
                    for row in batch
                ],
            )
        report.wordings += len(batch)
        report.labels += len(labels)
        progress("labelling wordings", report.wordings, len(pending))
    return report


def taxonomy_rows(taxonomy: Taxonomy) -> list[dict[str, Any]]:
    """Return the rows of ``ledger.topics``."""
    return [
        {
            "topic_id": topic.topic_id,
            "name": topic.name,
            "parent_id": topic.parent,
            "opp115_category": topic.opp115,
            "definition": topic.definition,
            "languages": list(topic.languages),
        }
        for topic in taxonomy.topics
    ]


def _labels(
    classifier: TopicClassifier | Taxonomy, batch: Sequence[dict[str, Any]], decided: Decided
) -> list[dict[str, Any]]:
    provisions = [
        Provision(row["text"], tuple(row["heading_path"]), row["stem"], row["kind"], row["terms_type"])
        for row in batch
    ]
    return [
        {
            "provision_id": row["provision_id"],
            "state_no": row["state_no"],
            "timeline_id": row["timeline_id"],
            "topic_id": label.topic_id,
            "confidence": label.confidence,
            "band": label.band,
            "method": label.method,
            "rule_id": label.rule_id,
            "explanation": label.explanation,
            "rules_version": classifier.version,
        }
        for row, labels in zip(batch, classifier.label_all(provisions), strict=True)
        for label in decided.applied(row["provision_id"], row["state_no"], labels)
    ]
