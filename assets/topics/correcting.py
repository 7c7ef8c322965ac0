"""What people decided on topics: it overrides what the classifier finds, and teaches it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assets.topics.exemplars import LabelledText
from assets.topics.model import Provision, TopicLabel
from assets.topics.taxonomy_file import Taxonomy
from assets.warehouse import Warehouse

METHOD = "correction"

# A wording is taught as it first stood: with the heading above it and the sentence it completes.
_CORRECTED = """
SELECT w.provision_id, w.state_no, c.subject, c.label = 'yes' AS is_about, c.who, c.made_on, c.why,
       s.text, o.stem, o.heading_path, o.kind, d.terms_type
FROM ledger.corrections AS c
JOIN corrected_wordings AS w ON c.correction_id = w.correction_id
JOIN ledger.provision_states AS s ON w.provision_id = s.provision_id AND w.state_no = s.state_no
JOIN ledger.provision_occurrences AS o
    ON s.first_version_id = o.version_id AND s.provision_id = o.provision_id AND s.state_no = o.state_no
JOIN ledger.timelines AS t ON s.timeline_id = t.timeline_id
JOIN ledger.documents AS d ON t.document_id = d.document_id
WHERE list_contains(?, c.subject)
QUALIFY row_number() OVER (PARTITION BY c.correction_id, w.provision_id, w.state_no ORDER BY o.ordinal) = 1
ORDER BY w.provision_id, w.state_no, c.correction_no
"""


@dataclass(frozen=True)
class Decided:
    """Corrections by wording, and their digest: another one means that everything is read again."""

    rows: Mapping[tuple[str, int], Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    digest: str = ""

    def applied(self, provision_id: str, state_no: int, labels: Sequence[TopicLabel]) -> list[TopicLabel]:
        """Return the labels of a wording with what people decided in the place of what was found."""
        rows = self.rows.get((provision_id, state_no), ())
        decided = {row["subject"]: row for row in rows}
        kept = [label for label in labels if label.topic_id not in decided]
        for topic_id, row in decided.items():
            told = f"{row['who']}, {row['made_on']}: {row['why']}"
            confidence, band = (1.0, "automatic") if row["is_about"] else (0.0, "hidden")
            kept.append(TopicLabel(topic_id, confidence, band, METHOD, METHOD, told))  # type: ignore[arg-type]
        return sorted(kept, key=lambda label: (-label.confidence, label.topic_id))


def decided_topics(warehouse: Warehouse, topics: Collection[str]) -> Decided:
    """Read what people decided on these topics."""
    rows: dict[tuple[str, int], list[Mapping[str, Any]]] = {}
    for row in warehouse.rows(_CORRECTED, [sorted(topics)]):
        rows.setdefault((row["provision_id"], row["state_no"]), []).append(row)
    if not rows:
        return Decided()
    digest = hashlib.sha256(json.dumps([[*key, value] for key, value in rows.items()], default=str).encode())
    return Decided(rows, digest.hexdigest()[:12])


def lessons(decided: Decided, taxonomy: Taxonomy) -> list[LabelledText]:
    """Return corrected wordings as examples to learn from: the topics that rules find, as people corrected them."""
    taught: dict[tuple[str, str | None, str | None], LabelledText] = {}
    for rows in decided.rows.values():
        first = rows[0]
        provision = Provision(
            first["text"], tuple(first["heading_path"]), first["stem"], first["kind"], first["terms_type"]
        )
        [labels] = taxonomy.label_all([provision])
        topics = {label.topic_id for label in labels if label.band == "automatic"}
        topics |= {row["subject"] for row in rows if row["is_about"]}
        topics -= {row["subject"] for row in rows if not row["is_about"]}
        heading = first["heading_path"][-1] if first["heading_path"] else None
        text = LabelledText(first["text"], frozenset(topics), first["stem"], heading)
        taught[text.text, text.stem, text.heading] = text
    return list(taught.values())
