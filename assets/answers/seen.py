"""When documents of a platform were first seen with a new text, and what was in force then."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

ONE_ROUND = timedelta(hours=2)
"""Documents first seen within this time were looked at in one round: an archive records them minutes apart."""


@dataclass(frozen=True)
class Seen:
    """One published version of a document, in the line in which its history is read (``lines.py``).

    ``seen_before`` is when the version before it was last seen (UTC), ``None`` for the first: the edit lies between
    the two. ``language`` is ISO 639-1, "" if it is not known. ``other_archive``: another collection recorded it than
    the one before it, with other words: whether the policy changed or only the copy of it, cannot be told.
    """

    document_id: str
    terms_type: str
    version_id: str
    first_seen: datetime
    seen_before: datetime | None
    language: str
    other_archive: bool = False


@dataclass(frozen=True)
class Moment:
    """A time at which documents of a platform were first seen with a new text, and what was in force then."""

    at: datetime
    in_force: Mapping[str, Seen]
    new: Collection[str]
    added: Collection[str]


def moments(seen: Sequence[Seen]) -> Iterator[Moment]:
    """Yield the times at which something changed, in order, each with the version of each document in force.

    What was first seen in one round of looking counts as seen at one time, that of its last document. A round sees
    each document once: where one shows two new texts within the time, another round began. ``new`` are the documents
    whose text is new then, ``added`` those of them that were not known before.
    """
    in_force: dict[str, Seen] = {}
    ordered = sorted(seen, key=lambda one: (one.first_seen, one.document_id, one.version_id))
    position = 0
    while position < len(ordered):
        together = _round(ordered[position:])
        position += len(together)
        added = {one.document_id for one in together} - in_force.keys()
        in_force = in_force | {one.document_id: one for one in together}
        yield Moment(together[-1].first_seen, in_force, {one.document_id for one in together}, added)


def _round(ordered: Sequence[Seen]) -> list[Seen]:
    """Return the first of these that were seen in one round of looking."""
    together: list[Seen] = []
    documents: set[str] = set()
    for one in ordered:
        if one.first_seen - ordered[0].first_seen > ONE_ROUND or one.document_id in documents:
            break
        together.append(one)
        documents.add(one.document_id)
    return together
