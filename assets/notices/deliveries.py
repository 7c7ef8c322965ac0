"""What the ledger says of deliveries: what is due to whom, what was sent, and what may or may not have arrived.

Three kinds of lines: when a watchlist was first seen; up to where events were looked through for a recipient; and
each step of each delivery. A step is written before a message is sent and another one after it, so that a process
that dies in between leaves a delivery in doubt, and none is sent twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from assets.archive.archive import Archive
from assets.archive.ledger import Record
from assets.notices.recipients import Recipient

FIRST_SEEN, LOOKED_THROUGH, STEP = "alert_watchlist", "alert_reach", "delivery"
ORIGIN = "alerts"

State = Literal["due", "in_doubt", "sent"]
Step = Literal["due", "sending", "sent", "failed", "unanswered", "again"]

FIRST_PAUSE = timedelta(minutes=10)
"""How long after a first failure nothing is tried; twice as long after each further one."""
LONGEST_PAUSE = timedelta(hours=12)
"""A mail server that was away for a week is found again within half a day."""


@dataclass(frozen=True)
class Delivery:
    """One event on its way to one recipient."""

    delivery_id: str
    event_id: str
    watchlist: str
    recipient_id: str
    recipient: str
    state: State
    due_since: datetime
    chain_no: int
    attempts: int = 0
    last_attempt: datetime | None = None
    next_attempt: datetime | None = None
    reason: str | None = None

    @property
    def row(self) -> dict[str, Any]:
        """The row of ``internal.deliveries``."""
        return dict(vars(self))


@dataclass(frozen=True)
class Reach:
    """Where a recipient of a watchlist stands: events count from ``start``; those noticed by ``reached`` were seen."""

    start: datetime
    reached: datetime


@dataclass
class Deliveries:
    """All that the ledger says, by delivery, by watchlist, and by watchlist and recipient."""

    by_id: dict[str, Delivery] = field(default_factory=dict)
    first_seen: dict[str, datetime] = field(default_factory=dict)
    reach: dict[tuple[str, str], Reach] = field(default_factory=dict)

    def take(self, record: Record) -> None:
        """Take in one line of the ledger; of other kinds nothing."""
        data, when = record.data, datetime.fromisoformat(record.recorded_at)
        if record.kind == FIRST_SEEN:
            self.first_seen.setdefault(data["watchlist"], datetime.fromisoformat(data["start"]))
        elif record.kind == LOOKED_THROUGH:
            reach = Reach(datetime.fromisoformat(data["start"]), datetime.fromisoformat(data["reached"]))
            self.reach[data["watchlist"], data["recipient_id"]] = reach
        elif record.kind == STEP:
            known = self.by_id.get(data["delivery_id"])
            self.by_id[data["delivery_id"]] = _after(known, data, when, record.chain_no)

    def of(self, watchlist: str, recipient_id: str, state: State = "due") -> list[Delivery]:
        """Return the deliveries of a watchlist to a recipient that are in a state, in the order they became due."""
        return [
            one
            for one in self.by_id.values()
            if (one.watchlist, one.recipient_id, one.state) == (watchlist, recipient_id, state)
        ]


def read_deliveries(records: Iterable[Record]) -> Deliveries:
    """Return what the lines of a ledger say of deliveries."""
    result = Deliveries()
    for record in records:
        result.take(record)
    return result


def _after(known: Delivery | None, data: Mapping[str, Any], when: datetime, chain_no: int) -> Delivery:
    """Return a delivery after one more step."""
    step: Step = data["step"]
    if known is None:
        known = Delivery(
            delivery_id=data["delivery_id"],
            event_id=data["event_id"],
            watchlist=data["watchlist"],
            recipient_id=data["recipient_id"],
            recipient=data["recipient"],
            state="due",
            due_since=when,
            chain_no=chain_no,
        )
    if step == "sending":
        # until the next step says how it went, nobody can know
        return replace(
            known,
            state="in_doubt",
            attempts=known.attempts + 1,
            last_attempt=when,
            next_attempt=None,
            reason="it ended between sending and recording: it may have arrived",
            chain_no=chain_no,
        )
    if step == "sent":
        return replace(known, state="sent", next_attempt=None, reason=None, chain_no=chain_no)
    if step == "failed":
        pause = min(FIRST_PAUSE * 2 ** min(known.attempts - 1, 10), LONGEST_PAUSE)
        return replace(
            known, state="due", next_attempt=when + pause, reason=data["reason"], chain_no=chain_no
        )
    if step == "unanswered":
        reason = f"it was handed over, and no answer came: it may have arrived ({data['reason']})"
        return replace(known, reason=reason, chain_no=chain_no)
    if step == "again":
        return replace(
            known, state="due", next_attempt=None, reason="sent again on request", chain_no=chain_no
        )
    return known


def delivery_id(event_id: str, recipient: Recipient) -> str:
    """Return the id of an event's delivery to a recipient: whichever watchlists ask for it, there is one."""
    return hashlib.sha256(f"{event_id} {recipient.recipient_id}".encode()).hexdigest()[:16]


class DeliveryLog:
    """The deliveries of a home, and the steps written to its ledger; the writer holds the home's lock."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.known = read_deliveries(archive.ledger.read())

    def first_seen(self, starts: Mapping[str, datetime]) -> None:
        """Note the watchlists that nobody has seen before, the broken ones too, with when their events begin."""
        rows = [
            {"watchlist": key, "start": start.isoformat()}
            for key, start in starts.items()
            if key not in self.known.first_seen
        ]
        self._write(FIRST_SEEN, rows)

    def looked_through(self, watchlist: str, recipient: Recipient, reach: Reach) -> None:
        """Note up to where the events were looked through for a recipient."""
        if self.known.reach.get((watchlist, recipient.recipient_id)) != reach:
            row = {
                "watchlist": watchlist,
                "recipient_id": recipient.recipient_id,
                "start": reach.start.isoformat(),
                "reached": reach.reached.isoformat(),
            }
            self._write(LOOKED_THROUGH, [row])

    def due(self, watchlist: str, recipient: Recipient, event_ids: Iterable[str]) -> None:
        """Note that events are due to a recipient, those that were due to it before excepted."""
        rows = [
            {
                "step": "due",
                "delivery_id": delivery_id(event_id, recipient),
                "event_id": event_id,
                "watchlist": watchlist,
                "recipient_id": recipient.recipient_id,
                "recipient": recipient.label,
            }
            for event_id in event_ids
        ]
        self._write(STEP, [row for row in rows if row["delivery_id"] not in self.known.by_id])

    def step(self, step: Step, deliveries: Iterable[Delivery], reason: str | None = None) -> None:
        """Note what comes next for some deliveries: all of them, or none if that fails."""
        told = {"reason": reason} if reason else {}
        self._write(STEP, [{"step": step, "delivery_id": one.delivery_id, **told} for one in deliveries])

    def _write(self, kind: str, rows: list[dict[str, Any]]) -> None:
        ledger = self._archive.ledger
        before = ledger.head[0]
        ledger.append(kind, rows, run_id=self._archive.run_id, origin=ORIGIN)
        for record in ledger.read(before) if rows else ():
            self.known.take(record)


def now() -> datetime:
    """Return the present moment (UTC)."""
    return datetime.now(UTC)
