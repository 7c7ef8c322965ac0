"""Sending digests: once a week to the recipients of weekly watchlists, with all that became due to them since the last."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from assets.archive.archive import Archive
from assets.notices.alerting import Context, Report, Sent, deliver, note_news, pending, week_key
from assets.notices.deliveries import DeliveryLog, delivery_id, now
from assets.notices.digest import WEEK, last_week, make_digest
from assets.notices.digest_pages import digest_message
from assets.notices.model import Event
from assets.notices.recipients import Recipient
from assets.notices.watchlists import Watchlist


def send_digests(
    context: Context, archive: Archive, *, until: datetime | None = None, dry_run: bool = False
) -> Report:
    """Send the digest of a week to everybody who wants it and did not get it; the caller holds the home's lock.

    Args:
        context: settings and events.
        archive: whose ledger keeps the deliveries.
        until: the end of the week (default: of the last week that is over).
        dry_run: write nothing and send nothing; say what would be sent.
    """
    log, present = DeliveryLog(archive), now()
    end = until or last_week(present)[1]
    found = note_news(context, log, present, dry_run=dry_run)
    sent = []
    for watchlist, recipient in _weekly(context):
        key = week_key(watchlist, f"{end - timedelta(days=1):%Y-%m-%d}")
        if not dry_run:
            log.due(watchlist.key, recipient, [key])
        known = log.known.by_id.get(delivery_id(key, recipient))
        if known is not None and known.state != "due":
            continue
        fresh = [
            event
            for one in found
            if dry_run and (one.watchlist.key, one.recipient) == (watchlist.key, recipient)
            for event in one.events
        ]
        sent.append(_send(context, log, watchlist, recipient, end, fresh, dry_run=dry_run))
    in_doubt = tuple(one for one in log.known.by_id.values() if one.state == "in_doubt")
    return Report(sent=tuple(sent), in_doubt=in_doubt, problems=context.problems)


def retry_digests(context: Context, archive: Archive, *, by_hand: bool = False) -> Report:
    """Send again the digests that failed, once their pause is over (``by_hand``: at once)."""
    log, present = DeliveryLog(archive), now()
    sent = []
    for watchlist, recipient in _weekly(context):
        for one in log.known.of(watchlist.key, recipient.recipient_id):
            waits = one.next_attempt is not None and one.next_attempt > present and not by_hand
            if one.attempts and one.event_id.startswith(week_key(watchlist, "")) and not waits:
                last_day = datetime.fromisoformat(one.event_id.rpartition("/")[2])
                end = last_day.replace(tzinfo=present.tzinfo) + timedelta(days=1)
                sent.append(_send(context, log, watchlist, recipient, end, []))
                break
    return Report(sent=tuple(sent))


def _send(
    context: Context,
    log: DeliveryLog,
    watchlist: Watchlist,
    recipient: Recipient,
    end: datetime,
    fresh: list[Event],
    *,
    dry_run: bool = False,
) -> Sent:
    due = log.known.of(watchlist.key, recipient.recipient_id)
    events = [*pending(context, due), *fresh]
    digest = make_digest(
        context.reader,
        end - WEEK,
        end,
        events=events,
        platforms=_platforms(context, watchlist),
        without=context.without,
    )
    there = {event.event_id for event in events}
    deliveries = [
        one for one in due if one.event_id in there or one.event_id.startswith(week_key(watchlist, ""))
    ]
    fitted = partial(digest_message, digest, context.page_of)
    return deliver(log, watchlist, recipient, deliveries, fitted, len(events), dry_run=dry_run)


def _platforms(context: Context, watchlist: Watchlist) -> set[str] | None:
    """Return the platforms a watchlist is about; ``None``: all."""
    chosen = set(watchlist.platforms) if watchlist.platforms else None
    if watchlist.vendors:
        return set(context.vendors) if chosen is None else chosen & set(context.vendors)
    return chosen


def _weekly(context: Context) -> Iterator[tuple[Watchlist, Recipient]]:
    for watchlist in context.watchlists.usable:
        if watchlist.when == "weekly":
            for recipient in watchlist.recipients:
                yield watchlist, recipient
