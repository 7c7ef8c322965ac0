"""The archive: bodies and ledger together, written so that a fact is never recorded before its bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from functools import cached_property

from assets.captures.bodies import BodyStore
from assets.captures.ledger import Ledger
from assets.captures.model import Collection, Observation
from assets.home import Home
from assets.sources.model import Declaration, Platform

COLLECTION = "collection"
DECLARATION = "declaration"
ABSENCE = "absence"
OBSERVATION = "observation"


class Archive:
    """A home's archive, opened by the run that holds the lock (or by a reader that changes nothing)."""

    def __init__(self, home: Home, run_id: str = "") -> None:
        self.home = home
        self.run_id = run_id
        self.bodies = BodyStore(home.archive / "bodies")
        self.ledger = Ledger(home.archive / "ledger")

    @cached_property
    def _known(self) -> dict[str, set[str]]:
        """What was recorded already, by kind: read once, kept up by what this object records."""
        known: dict[str, set[str]] = {
            COLLECTION: set(),
            DECLARATION: set(),
            ABSENCE: set(),
            OBSERVATION: set(),
        }
        for record in self.ledger.read():
            data = record.data
            if record.kind == OBSERVATION:
                known[OBSERVATION].add(data["observation_id"])
            elif record.kind == DECLARATION:
                known[DECLARATION].add(data["collection_id"] + data["declaration_sha256"])
            elif record.kind in known:
                known[record.kind].add(repr(sorted(data.items())))
        return known

    def knows(self, observation: Observation) -> bool:
        """Return whether this very observation is recorded already."""
        return observation.observation_id in self._known[OBSERVATION]

    def record_collection(self, collection: Collection, *, origin: str) -> None:
        """Record a collection's name, licence and attribution, unless the same is recorded already."""
        row = {"collection_id": collection.collection_id, **asdict(collection)}
        self._append_new(COLLECTION, [(repr(sorted(row.items())), row)], origin=origin)

    def record_platforms(self, collection_id: str, platforms: Iterable[Platform], *, origin: str) -> int:
        """Archive every declaration of these platforms that is not archived yet; return how many were new.

        The declaration itself goes to the bodies, so that each observation can name the one it was
        made under; what a platform states not to have is recorded beside it.
        """
        declarations: list[tuple[str, dict[str, object]]] = []
        bodies: list[tuple[str, bytes]] = []
        absences: list[tuple[str, dict[str, object]]] = []
        for platform in platforms:
            for declaration in platform.declarations:
                key = collection_id + declaration.sha256
                if key not in self._known[DECLARATION]:
                    bodies.append(("declarations", declaration.canonical()))
                    declarations.append((key, _declaration_row(collection_id, declaration)))
            for terms_type, checked_on in sorted(platform.absent.items()):
                row: dict[str, object] = {
                    "platform": platform.name,
                    "terms_type": terms_type,
                    "checked_on": str(checked_on),
                }
                absences.append((repr(sorted(row.items())), row))
        self.bodies.put_many(bodies)
        new = self._append_new(DECLARATION, declarations, origin=origin)
        return new + self._append_new(ABSENCE, absences, origin=origin)

    def record_observations(
        self, observations: Sequence[Observation], bodies: Iterable[tuple[str, bytes]], *, origin: str
    ) -> int:
        """Archive bodies, then record the observations made with them; return how many were new."""
        self.bodies.put_many(bodies)
        return self._append_new(
            OBSERVATION, [(o.observation_id, o.as_record()) for o in observations], origin=origin
        )

    def declaration(self, sha256: str) -> Declaration:
        """Return the archived declaration with this hash."""
        return Declaration.from_json(json.loads(self.bodies.get(sha256)))

    def _append_new(self, kind: str, rows: Sequence[tuple[str, dict[str, object]]], *, origin: str) -> int:
        new = {key: row for key, row in rows if key not in self._known[kind]}
        self.ledger.append(kind, new.values(), run_id=self.run_id, origin=origin)
        self._known[kind].update(new)
        return len(new)


def _declaration_row(collection_id: str, declaration: Declaration) -> dict[str, object]:
    return {
        "collection_id": collection_id,
        "declaration_sha256": declaration.sha256,
        "platform": declaration.platform,
        "terms_type": declaration.terms_type,
        "document_id": declaration.document_id,
        "valid_until": declaration.valid_until.isoformat() if declaration.valid_until else None,
        "file": declaration.origin,
    }
