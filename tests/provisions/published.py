"""A warehouse whose published versions a test sets at will, as if earlier stages had found them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from assets.home import Home
from assets.provisions.building import TABLES, build_provisions
from assets.warehouse import Warehouse

START = datetime(2025, 1, 1, tzinfo=UTC)


class Published:
    """Timelines of published texts: ``publish`` states all that is published now, a day a version."""

    def __init__(self, folder: Path) -> None:
        self.warehouse = Warehouse(Home(folder))

    def emptied(self) -> Published:
        """Forget everything."""
        for table in (*TABLES, "ledger.id_aliases", "ledger.replaced_places"):
            self.warehouse.connection.execute(f"DELETE FROM {table}")
        return self

    def publish(self, timelines: Mapping[str, Sequence[tuple[int, str]]]) -> None:
        """Replace the published versions by these: (day, Markdown) by timeline."""
        self.warehouse.connection.execute("DELETE FROM ledger.versions")
        self.warehouse.connection.execute("DELETE FROM ledger.markdowns")
        rows, texts = [], {}
        for timeline_id, versions in timelines.items():
            for day, markdown in versions:
                sha256 = hashlib.sha256(markdown.encode()).hexdigest()
                texts[sha256] = markdown
                rows.append(_version(timeline_id, day, sha256))
        self.warehouse.insert("ledger.versions", rows)
        self.warehouse.insert(
            "ledger.markdowns",
            [{"markdown_sha256": sha256, "markdown": markdown} for sha256, markdown in texts.items()],
        )

    def build(self, **narrowed: Any) -> None:
        build_provisions(self.warehouse, **narrowed)

    def rows(self, table: str) -> list[tuple[Any, ...]]:
        return sorted(self.warehouse.connection.sql(f"FROM ledger.{table}").fetchall(), key=repr)

    def tracked(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything the stage wrote but aliases, which tell of what was before."""
        tables = ("provision_states", "provision_occurrences", "provision_relations")
        return {table: self.rows(table) for table in tables}

    def id_of(self, day: int, words: str) -> str:
        """The id of the provision with these words on a day, in the only timeline."""
        found = self.warehouse.rows(
            "SELECT o.provision_id FROM ledger.provision_occurrences AS o JOIN ledger.versions AS v USING (version_id) "
            "JOIN ledger.markdowns USING (markdown_sha256) "
            "WHERE v.sequence = $1 AND contains(markdown[o.char_start + 1:o.char_end], $2)",
            [day, words],
        )
        return str(found[0]["provision_id"])

    def aliases(self) -> dict[str, str]:
        return {row["old_id"]: row["new_id"] for row in self.warehouse.rows("FROM ledger.id_aliases")}


def _version(timeline_id: str, day: int, sha256: str) -> dict[str, Any]:
    text = dict.fromkeys(
        ("document_id", "rule", "decided_by", "text_sha256", "masked_sha256", "extractor"), "test"
    )
    return {
        **text,
        "version_id": f"{timeline_id}@{day}-{sha256[:8]}",
        "timeline_id": timeline_id,
        "sequence": day,
        "first_seen": START + timedelta(days=day),
        "status": "published",
        "noise_class": "substantive",
        "words": 100,
        "markdown_sha256": sha256,
        "extractor_version": "1",
        "rules_version": "1",
    }
