"""The events of a published database as values, with their words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from assets.notices.model import Event, Part
from assets.notices.words import exchanged, pieces_of
from assets.warehouse import Reader

PARTS_TOLD = 6
"""Provisions of a change whose words are told; a rewritten policy has hundreds."""

_EVENTS = """
FROM events
WHERE ($since IS NULL OR changed_before > $since) AND ($until IS NULL OR changed_before <= $until)
ORDER BY changed_before DESC, platform_id, event_id
"""
_PARTS = """
SELECT version_id, change_id, provision_id, operation, significance, heading_path, word_diff,
       count(*) OVER (PARTITION BY version_id) AS parts
FROM ledger.provision_changes
WHERE version_id IN (SELECT key FROM wanted) AND change_class <> 'noise' AND operation <> 'moved'
  AND (change_class = 'substantive' OR NOT list_contains($substantive, version_id))
  AND NOT list_contains($without, change_id)
QUALIFY row_number() OVER (PARTITION BY version_id ORDER BY
    list_position(['high', 'medium', 'low', 'none'], significance), score DESC, change_id) <= $told
ORDER BY version_id, list_position(['high', 'medium', 'low', 'none'], significance), score DESC, change_id
"""
_FIELDS = [one.name for one in fields(Event) if one.name not in ("parts", "more_parts")]


def read_events(reader: Reader, since: datetime | None = None, until: datetime | None = None) -> list[Event]:
    """Return the events first seen after ``since`` and by ``until`` (UTC), the newest first, without their parts."""
    found = reader.connection.execute(_EVENTS, {"since": since, "until": until}).pl().to_dicts()
    return [_event(row) for row in found]


def with_words(
    reader: Reader, events: Iterable[Event], *, without: Collection[str] = (), told: int = PARTS_TOLD
) -> list[Event]:
    """Return the events with their words.

    Args:
        reader: the database they were read from.
        events: the events.
        without: changes of provisions (``change_id``) that are not told, because they were dismissed.
        told: how many provisions of a change are told; the others are counted.
    """
    listed = list(events)
    changes = {event.version_id: event for event in listed if event.kind == "change" and event.version_id}
    parts = _parts(reader, changes, without, told) if changes else {}
    return [
        replace(event, parts=parts[event.version_id][0], more_parts=parts[event.version_id][1])
        if event.kind == "change" and event.version_id in parts
        else event
        if event.kind == "change"
        else replace(event, parts=_quoted(event))
        for event in listed
    ]


def _parts(
    reader: Reader, changes: dict[str, Event], without: Collection[str], told: int
) -> dict[str, tuple[tuple[Part, ...], int]]:
    substantive = [key for key, event in changes.items() if event.change_class == "substantive"]
    rows = _rows(reader, changes, {"substantive": substantive, "without": list(without), "told": told})
    result: dict[str, tuple[tuple[Part, ...], int]] = {}
    for row in rows:
        part = Part(
            subject_id=row["change_id"],
            provision_id=row["provision_id"],
            operation=row["operation"],
            significance=row["significance"],
            heading=" › ".join(row["heading_path"]),
            pieces=pieces_of(row["word_diff"]),
        )
        listed, _ = result.get(row["version_id"], ((), 0))
        result[row["version_id"]] = ((*listed, part), row["parts"] - len(listed) - 1)
    return result


def _rows(reader: Reader, wanted: Iterable[str], parameters: dict[str, Any]) -> Sequence[dict[str, Any]]:
    with reader.given("wanted", [{"key": key} for key in wanted]):
        return reader.connection.execute(_PARTS, parameters).pl().to_dicts()


def _quoted(event: Event) -> tuple[Part, ...]:
    """Return the words of what is no change of a document: quotes of a stance, targets of a link."""
    pieces = exchanged(event.before, event.after)
    operation = "link" if event.kind == "link_change" else "quote"
    return (Part("", "", operation, event.significance, "", pieces),) if pieces else ()


def _event(row: dict[str, Any]) -> Event:
    values = {name: row[name] for name in _FIELDS}
    for name in ("topics", "questions", "directions"):
        values[name] = tuple(values[name] or ())
    return Event(**values)
