"""The archive: bodies and ledger together, written so that a fact is never recorded before its bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import msgspec

from assets.archive.bodies import BodyStore
from assets.archive.ledger import Ledger
from assets.home import Home

COLLECTION = "collection"
DECLARATION = "declaration"
ABSENCE = "absence"
OBSERVATION = "observation"
CORRECTIONS = "corrections"

# The fields by which a record is the same as one recorded before; kinds not named here: all fields.
_IDENTITY: Mapping[str, tuple[str, ...]] = {
    OBSERVATION: ("observation_id",),
    DECLARATION: ("collection_id", "declaration_sha256"),
}


class Archive:
    """A home's archive, opened by the run that holds the lock, or ``read_only`` by whoever does not hold it."""

    def __init__(self, home: Home, run_id: str = "", *, read_only: bool = False) -> None:
        self.home = home
        self.run_id = run_id
        self.ledger = Ledger(home.archive / "ledger", read_only=read_only)

    @cached_property
    def bodies(self) -> BodyStore:
        """The bodies: their index is read when they are first asked for."""
        return BodyStore(self.home.archive / "bodies")

    def record(
        self,
        kind: str,
        rows: Sequence[Mapping[str, Any]],
        bodies: Iterable[tuple[str, bytes]] = (),
        *,
        origin: str,
    ) -> int:
        """Archive bodies (with their group), then record the rows that are not recorded yet; return how many.

        Both are on disk when it returns; a process killed in between leaves bodies nothing names, never
        a record without its body.
        """
        self.bodies.put_many(bodies)
        new: dict[bytes, Mapping[str, Any]] = {}
        for row in rows:
            key = _identity(kind, row)
            if key not in self._known:
                new[key] = row
        self.ledger.append(kind, new.values(), run_id=self.run_id, origin=origin)
        self._known.update(new)
        return len(new)

    def knows(self, kind: str, row: Mapping[str, Any]) -> bool:
        """Return whether this is recorded already."""
        return _identity(kind, row) in self._known

    @cached_property
    def _known(self) -> set[bytes]:
        """What was recorded already: read once, kept up by what this object records."""
        return {_identity(record.kind, record.data) for record in self.ledger.read()}


def _identity(kind: str, row: Mapping[str, Any]) -> bytes:
    fields = _IDENTITY.get(kind)
    named = {name: row.get(name) for name in fields} if fields else dict(row)
    return msgspec.json.encode([kind, named], order="sorted")
