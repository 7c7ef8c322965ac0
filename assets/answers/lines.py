"""The line of versions in which a document's history is read where several collections watched it.

Versions are numbered and compared within one timeline (one collection's sight of a document), since two archives that
look at the same page by turns would seem to flap. But a history that was imported and then goes on under one's own eyes
is one history: before the timeline that readers follow now begins, the one that was looked at last then is followed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

Row = Mapping[str, Any]


def line_of(versions: Sequence[Row], current: str) -> list[dict[str, Any]]:
    """Return the versions of a document to read one after the other, the oldest first.

    Each row gets ``seen_before`` (when the text before it was last seen, ``None`` for the first) and ``other_archive``:
    it was recorded by another collection than the row before it, and its words differ.

    Args:
        versions: its published versions, of any timeline: ``timeline_id``, ``version_no``, ``first_seen``,
            ``last_seen``, ``text_sha256`` and whatever else.
        current: the timeline that readers follow now.
    """
    ordered = sorted(versions, key=lambda row: (row["timeline_id"], row["version_no"]))
    timelines = {key: list(rows) for key, rows in groupby(ordered, key=lambda row: str(row["timeline_id"]))}
    line: list[Row] = timelines.pop(current, [])
    while line and timelines:
        begins = line[0]["first_seen"]
        older = [[row for row in rows if row["first_seen"] < begins] for rows in timelines.values()]
        # who looked last before then; of two that did at one time the one that goes back further
        earlier = max(
            (rows for rows in older if rows),
            key=lambda rows: (min(rows[-1]["last_seen"], begins), begins - rows[0]["first_seen"]),
            default=None,
        )
        if earlier is None:
            break
        del timelines[str(earlier[0]["timeline_id"])]
        line = [*earlier, *line]
    return [_after(before, row) for before, row in zip([None, *line], line, strict=False)]


def _after(before: Row | None, row: Row) -> dict[str, Any]:
    if before is None:
        return {**row, "seen_before": None, "other_archive": False}
    handed_over = before["timeline_id"] != row["timeline_id"]
    return {
        **row,
        "seen_before": min(before["last_seen"], row["first_seen"]),
        "other_archive": handed_over and before["text_sha256"] != row["text_sha256"],
    }
