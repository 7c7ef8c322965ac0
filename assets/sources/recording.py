"""Declarations into the archive and back: each observation names the one it was made under."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from assets.archive.archive import ABSENCE, COLLECTION, DECLARATION, Archive
from assets.names import slug
from assets.sources.model import Declaration, Platform


@dataclass(frozen=True)
class Collection:
    """Where texts come from, and the licence under which their rows may be passed on."""

    name: str
    kind: str
    licence: str = ""
    attribution: str = ""
    url: str | None = None

    @property
    def collection_id(self) -> str:
        """The readable id, e.g. ``genai-contrib``."""
        return slug(self.name)


def record_collection(archive: Archive, collection: Collection, *, origin: str) -> None:
    """Record a collection's name, licence and attribution, unless the same is recorded already."""
    row = {"collection_id": collection.collection_id, **asdict(collection)}
    archive.record(COLLECTION, [row], origin=origin)


def record_platforms(
    archive: Archive, collection_id: str, platforms: Iterable[Platform], *, origin: str
) -> int:
    """Archive every declaration of these platforms that is not archived yet; return how many were new.

    What a platform states not to have is recorded beside it.
    """
    declarations: list[Declaration] = []
    absences: list[dict[str, Any]] = []
    for platform in platforms:
        declarations += platform.declarations
        for terms_type, checked_on in sorted(platform.absent.items()):
            absences.append(
                {"platform": platform.name, "terms_type": terms_type, "checked_on": str(checked_on)}
            )
    new = record_declarations_of(archive, collection_id, declarations, origin=origin)
    return new + archive.record(ABSENCE, absences, origin=origin)


def record_declarations_of(
    archive: Archive, collection_id: str, declarations: Iterable[Declaration], *, origin: str
) -> int:
    """Archive these declarations unless they are; return how many were new."""
    new = {declaration.sha256: declaration for declaration in declarations}
    rows = [(_row(collection_id, declaration), declaration) for declaration in new.values()]
    unknown = [(row, declaration) for row, declaration in rows if not archive.knows(DECLARATION, row)]
    bodies = [("declarations", declaration.canonical()) for _, declaration in unknown]
    return archive.record(DECLARATION, [row for row, _ in unknown], bodies, origin=origin)


def archived_declaration(archive: Archive, sha256: str) -> Declaration:
    """Return the archived declaration with this hash."""
    return Declaration.from_json(json.loads(archive.bodies.get(sha256)))


def _row(collection_id: str, declaration: Declaration) -> dict[str, Any]:
    return {
        "collection_id": collection_id,
        "declaration_sha256": declaration.sha256,
        "platform": declaration.platform,
        "terms_type": declaration.terms_type,
        "document_id": declaration.document_id,
        "valid_until": declaration.valid_until.isoformat() if declaration.valid_until else None,
    }
