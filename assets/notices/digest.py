"""What a week brought: what changed, turned and became permitted, what was not seen, what is held, who was quiet."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from assets.notices.events import read_events, with_words
from assets.notices.messages import by_weight
from assets.notices.model import Event, rank
from assets.notices.reviews import is_dismissed
from assets.warehouse import Reader

WEEK = timedelta(days=7)
TOLD = 25
"""Changes told with their words; the rest is named in a line each."""
PARTS_IN_DIGEST = 3
PERMITTED = 40
"""Newly permitted things that are told."""

_PERMITTED = """
SELECT platform_id, platform, document_id, terms_type, direction, significance, words_before, words_after, before, after,
       change_id, version_id
FROM became_permitted WHERE changed_before > $start AND changed_before <= $until
ORDER BY list_position(['high', 'medium', 'low', 'none'], significance),
         list_position(['permitted', 'weakened', 'widened'], direction), platform_id, change_id
"""
_UNSEEN = """
SELECT d.platform_id, p.name AS platform, g.document_id, d.terms_type, g.gap_from, g.gap_until, g.days, g.reason
FROM gaps AS g
JOIN documents AS d ON g.document_id = d.document_id
JOIN platforms AS p ON d.platform_id = p.platform_id
WHERE g.is_known AND (
    -- not seen once in all that time
    (g.gap_from <= $start AND (g.gap_until IS NULL OR g.gap_until > $until))
    -- or a look in that time did not show it
    OR EXISTS (
        FROM observations AS o
        WHERE o.document_id = g.document_id AND o.outcome NOT IN ('changed', 'unchanged', 'not_modified')
        AND o.observed_at > greatest(g.gap_from, $start)
        AND o.observed_at <= least(coalesce(g.gap_until, $until), $until)
    )
)
QUALIFY row_number() OVER (PARTITION BY g.document_id ORDER BY g.days DESC, g.gap_from) = 1
ORDER BY g.days DESC, g.document_id
"""
_HELD = """
SELECT h.platform_id, any_value(p.name) AS platform, h.document_id, any_value(d.terms_type) AS terms_type,
       min(h.held_since) AS held_since, count(*) AS texts, arg_max(h.class, h.held_since) AS class,
       arg_max(h.reason, h.held_since) AS reason
FROM held AS h
JOIN documents AS d ON h.document_id = d.document_id
JOIN platforms AS p ON h.platform_id = p.platform_id
WHERE h.held_since < $until
GROUP BY h.platform_id, h.document_id, h.timeline_id
ORDER BY held_since DESC, h.document_id
"""
_LOOKED = """
SELECT d.platform_id, d.document_id, count(o.observation_id) > 0 AS looked_at,
       coalesce(bool_or(o.outcome IN ('changed', 'unchanged', 'not_modified')), FALSE) AS seen
FROM documents AS d
JOIN platforms AS p ON d.platform_id = p.platform_id AND p.documents > 0
LEFT JOIN observations AS o
    ON d.document_id = o.document_id AND o.observed_at > $start AND o.observed_at <= $until
WHERE d.coverage <> 'absent'
GROUP BY ALL
"""
_LAST_LOOKS = """
SELECT d.platform_id, max(o.observed_at) FILTER (o.observed_at <= $until) AS last_look,
       -- a collection that records changes only and went on may have looked without a trace
       bool_or(c.kind IN ('ota', 'folder') AND c.newest > $start AND c.oldest <= $until) AS unrecorded
FROM observations AS o
JOIN documents AS d ON o.document_id = d.document_id
JOIN (
    SELECT k.collection_id, any_value(k.kind) AS kind, min(l.observed_at) AS oldest, max(l.observed_at) AS newest
    FROM collections AS k JOIN observations AS l ON k.collection_id = l.collection_id GROUP BY ALL
) AS c ON o.collection_id = c.collection_id
GROUP BY d.platform_id
"""

Row = dict[str, Any]


@dataclass(frozen=True)
class Digest:
    """What a time brought.

    Attributes:
        start, until: the time it is about (UTC): after ``start``, up to ``until``.
        changed: changes with substance, the weightiest first, the first ``TOLD`` with their words.
        turned: stances that turned, with their quotes.
        links: links that lead to another legal document.
        permitted: rows of ``became_permitted``.
        unseen: of each document that was not seen once, or that a look did not show, its row of ``gaps``.
        held: texts that are held until they are seen again.
        quiet: how many platforms were seen and had nothing to tell.
        looked_at: platforms that were looked at, whether or not they could be seen; ``platforms``: of how many.
        documents_looked_at: documents that were looked at; ``documents``: of how many that may exist.
        last_look: the last look by the end of the time; ``None``: there was none.
        unrecorded: more may have been looked at: by collections that record changes only, and went on in that time.
    """

    start: datetime
    until: datetime
    changed: tuple[Event, ...]
    turned: tuple[Event, ...]
    links: tuple[Event, ...]
    permitted: tuple[Row, ...]
    unseen: tuple[Row, ...]
    held: tuple[Row, ...]
    quiet: int
    looked_at: int
    platforms: int
    documents_looked_at: int
    documents: int
    last_look: datetime | None
    unrecorded: bool

    @property
    def days(self) -> str:
        """The days it is about, the first and the last."""
        last = self.until - timedelta(microseconds=1)
        return f"{self.start:%Y-%m-%d} to {last:%Y-%m-%d}"

    @property
    def told_days(self) -> str:
        """The same days, and those before or after them of what is told as well: what was due and is sent late."""
        told = [event.changed_before for event in (*self.changed, *self.turned, *self.links)]
        first, last = min([self.start, *told]), max([self.until - timedelta(microseconds=1), *told])
        return f"{first:%Y-%m-%d} to {last:%Y-%m-%d}"


def week_of(day: date) -> tuple[datetime, datetime]:
    """Return the beginning and the end (UTC) of the week, from Monday on, that a day lies in.

    >>> [f"{moment:%Y-%m-%d}" for moment in week_of(date(2026, 11, 22))]
    ['2026-11-16', '2026-11-23']
    """
    monday = datetime.combine(day - timedelta(days=day.weekday()), time(), UTC)
    return monday, monday + WEEK


def last_week(present: datetime) -> tuple[datetime, datetime]:
    """Return the beginning and the end (UTC) of the last week that is over."""
    return week_of((present - WEEK).date())


def make_digest(
    reader: Reader,
    start: datetime,
    until: datetime,
    *,
    events: Sequence[Event] | None = None,
    platforms: Collection[str] | None = None,
    without: Collection[str] = (),
) -> Digest:
    """Return the digest of a time.

    Args:
        reader: the published database.
        start, until: the time (UTC).
        events: what it tells (default: everything of that time).
        platforms: only these (ids); ``None``: all.
        without: what is dismissed.
    """
    chosen = list(read_events(reader, start, until) if events is None else events)
    told = [
        event
        for event in chosen
        if not is_dismissed(event, without) and (platforms is None or event.platform_id in platforms)
    ]
    changed = by_weight([event for event in told if event.kind == "change" and rank(event.significance)])
    worded = with_words(reader, changed[:TOLD], without=without, told=PARTS_IN_DIGEST)
    turned = by_weight([event for event in told if event.kind == "stance_turn"])
    links = [event for event in told if event.kind == "link_change"]
    hidden = {event.version_id for event in chosen if is_dismissed(event, without)}
    permitted = [
        row
        for row in _rows(reader, _PERMITTED, start, until, platforms)
        if row["change_id"] not in without and row["version_id"] not in hidden
    ]
    watched = _rows(reader, _LOOKED, start, until, platforms)
    looked_at = [row for row in watched if row["looked_at"]]
    looks = _rows(reader, _LAST_LOOKS, start, until, platforms)
    busy = {event.platform_id for event in [*changed, *turned, *links]}
    return Digest(
        start=start,
        until=until,
        changed=(*worded, *changed[TOLD:]),
        turned=tuple(with_words(reader, turned)),
        links=tuple(with_words(reader, links)),
        permitted=tuple(permitted),
        unseen=tuple(_rows(reader, _UNSEEN, start, until, platforms)),
        held=tuple(_rows(reader, _HELD, start, until, platforms)),
        quiet=len({row["platform_id"] for row in watched if row["seen"]} - busy),
        looked_at=len({row["platform_id"] for row in looked_at}),
        platforms=len({row["platform_id"] for row in watched}),
        documents_looked_at=len(looked_at),
        documents=len(watched),
        last_look=max((row["last_look"] for row in looks if row["last_look"]), default=None),
        unrecorded=any(row["unrecorded"] for row in looks),
    )


def _rows(
    reader: Reader, query: str, start: datetime, until: datetime, platforms: Collection[str] | None
) -> list[Row]:
    parameters = {"start": start, "until": until} if "$start" in query else {"until": until}
    rows: list[Row] = reader.connection.execute(query, parameters).pl().to_dicts()
    return [row for row in rows if platforms is None or row["platform_id"] in platforms]
