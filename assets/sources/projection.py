"""From the ledger to the tables of sources: collections, platforms, documents, declarations, pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from assets.archive import Archive
from assets.names import document_id, slug
from assets.sources.corrections import correction_rows
from assets.sources.model import DAILY
from assets.warehouse import Warehouse


@dataclass
class SourceTables:
    """The rows of the tables of sources, as far as the ledger has been read.

    Feed it every ledger record in order; a later record of the same thing replaces the earlier one.
    """

    collections: dict[str, dict[str, Any]] = field(default_factory=dict)
    platforms: dict[str, dict[str, Any]] = field(default_factory=dict)
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    declarations: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    corrections: list[dict[str, Any]] = field(default_factory=list)

    def add(self, kind: str, data: Mapping[str, Any]) -> None:
        """Take in one ledger record; kinds that say nothing about sources are passed over."""
        if kind == "collection":
            self.collections[data["collection_id"]] = {
                name: data.get(name)
                for name in ("collection_id", "name", "kind", "licence", "attribution", "url")
            }
        elif kind == "declaration":
            self._add_document(data["platform"], data["terms_type"])
            until = data["valid_until"]
            self.declarations[data["collection_id"], data["declaration_sha256"]] = {
                "collection_id": data["collection_id"],
                "declaration_sha256": data["declaration_sha256"],
                "document_id": data["document_id"],
                "valid_until": datetime.fromisoformat(until) if until else None,
            }
        elif kind == "absence":
            document = self._add_document(data["platform"], data["terms_type"])
            document["absent_checked_on"] = date.fromisoformat(data["checked_on"])
        elif kind == "corrections":
            # the file as it was last: rows that are gone were taken back
            self.corrections = correction_rows(data["rows"])
        elif kind == "observation":
            self._add_document(data["platform"], data["terms_type"])

    def _add_document(self, platform: str, terms_type: str) -> dict[str, Any]:
        platform_id = slug(platform)
        self.platforms.setdefault(platform_id, {"platform_id": platform_id, "name": platform})
        return self.documents.setdefault(
            document_id(platform, terms_type),
            {
                "document_id": document_id(platform, terms_type),
                "platform_id": platform_id,
                "terms_type": terms_type,
                "declared": False,
                "absent_checked_on": None,
            },
        )

    def finish(self, bodies: Mapping[str, bytes]) -> dict[str, list[dict[str, Any]]]:
        """Return the rows of each table; ``bodies`` holds the archived declarations by their hash."""
        in_force: dict[tuple[str, str], str] = {}
        for (collection_id, sha256), row in self.declarations.items():
            if row["valid_until"] is None:
                in_force[collection_id, row["document_id"]] = sha256
        pages: list[dict[str, Any]] = []
        for (collection_id, sha256), row in self.declarations.items():
            text = bodies[sha256].decode()
            declared = json.loads(text)
            row["declaration"] = text
            row["in_force"] = in_force.get((collection_id, row["document_id"])) == sha256
            if row["in_force"]:
                self.documents[row["document_id"]]["declared"] = True
                pages += [
                    {
                        "document_id": row["document_id"],
                        "collection_id": collection_id,
                        "source_id": source["source_id"],
                        "url": source["url"],
                        "has_selector": bool(source["select"]),
                        "cadence_hours": declared.get("cadence_hours", DAILY),
                        "unsupported": source["unsupported"],
                    }
                    for source in declared["sources"]
                ]
        return {
            "ledger.collections": list(self.collections.values()),
            "ledger.platforms": list(self.platforms.values()),
            "ledger.documents": list(self.documents.values()),
            "ledger.declarations": list(self.declarations.values()),
            "ledger.source_documents": pages,
            "ledger.corrections": self.corrections,
        }


def project_sources(warehouse: Warehouse, archive: Archive) -> dict[str, int]:
    """Make the tables of sources what the ledger says; return their row counts."""
    tables = SourceTables()
    for record in archive.ledger.read():
        tables.add(record.kind, record.data)
    bodies = dict(archive.bodies.get_many(sha256 for _, sha256 in tables.declarations))
    rows = tables.finish(bodies)
    with warehouse.transaction():
        for table, content in rows.items():
            warehouse.connection.execute(f"DELETE FROM {table}")
            warehouse.insert(table, content)
    return {table: len(content) for table, content in rows.items()}
