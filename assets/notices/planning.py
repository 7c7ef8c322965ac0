"""Which events are news to whom: after a start, noticed since the last time, asked for, and not dismissed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from assets.notices.deliveries import Deliveries, Reach, delivery_id
from assets.notices.model import Event
from assets.notices.recipients import Recipient
from assets.notices.reviews import is_dismissed
from assets.notices.watchlists import Watchlist
from assets.warehouse import Reader

# Up to when everything that was recorded has been read and compared: looks that a narrowed run left unread wait, and
# so do versions that were not compared yet; their changes are news when a later run finds them.
_REACHED = """
SELECT min(moment) FROM (
    SELECT max(recorded_at) AS moment FROM ledger.observations
    UNION ALL
    SELECT min(o.recorded_at) - INTERVAL 1 MICROSECOND
    FROM ledger.observations AS o
    ANTI JOIN ledger.observation_results AS r ON o.observation_id = r.observation_id
    UNION ALL
    SELECT min(o.recorded_at) - INTERVAL 1 MICROSECOND
    FROM ledger.versions AS v
    JOIN ledger.observations AS o ON v.decided_by = o.observation_id
    WHERE v.status = 'published' AND v.version_id NOT IN (SELECT version_id FROM ledger.version_changes)
      AND EXISTS (
        SELECT 1 FROM ledger.versions AS b
        WHERE b.timeline_id = v.timeline_id AND b.status = 'published' AND b.sequence < v.sequence
    )
)
"""


EARLIER = timedelta(days=2)
"""How long before it is first seen a watchlist may count from: what was edited at noon was meant for the next round."""


@dataclass(frozen=True)
class News:
    """What is new to one recipient of one watchlist, and where the recipient stands when that is noted."""

    watchlist: Watchlist
    recipient: Recipient
    events: tuple[Event, ...]
    reach: Reach


def reached(reader: Reader) -> datetime | None:
    """Return up to when what was recorded is read and compared in a published database; ``None``: nothing is."""
    moment: datetime | None = reader.value(_REACHED)
    return moment


def news(
    watchlists: Sequence[Watchlist],
    events: Sequence[Event],
    known: Deliveries,
    *,
    vendors: Sequence[str],
    without: Collection[str],
    reached: datetime,
    later: datetime,
) -> Iterator[News]:
    """Yield for each watchlist and recipient what it has not been told.

    An event is news if it came after the start, and was noticed after the last time somebody looked for this
    recipient: what an older look says after the rules were changed is a correction, and no news.

    Args:
        watchlists: those that can be used.
        events: all there are.
        known: what the ledger says.
        vendors: the ids of the platforms of vendors.yaml.
        without: what is dismissed.
        reached: up to when what was recorded is read.
        later: where a recipient starts who was added to a watchlist that was used before.
    """
    for watchlist in watchlists:
        told_before = any(key == watchlist.key for key, _ in known.reach)
        for recipient in watchlist.recipients:
            before = known.reach.get((watchlist.key, recipient.recipient_id))
            start = before.start if before else later if told_before else _start(watchlist, known, later)
            found = tuple(
                event
                for event in events
                if event.changed_before > start
                and (before is None or event.noticed_at > before.reached)
                and delivery_id(event.event_id, recipient) not in known.by_id
                and not is_dismissed(event, without)
                and watchlist.why(event, vendors)
            )
            until = max(reached, before.reached) if before else reached
            yield News(watchlist, recipient, found, Reach(start, until))


def counts_from(edited: datetime, present: datetime) -> datetime:
    """Return from when events count for a file seen for the first time: its last edit, if that was of late."""
    return max(min(edited, present), present - EARLIER)


def _start(watchlist: Watchlist, known: Deliveries, later: datetime) -> datetime:
    """Return from when events count: the day the watchlist names, else when it was first seen."""
    return watchlist.since or known.first_seen.get(watchlist.key, later)
