"""Alerts: after something was published, each watchlist's news go to its recipients, each event once to each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from assets.archive.archive import Archive
from assets.errors import InputError, TermscapeError
from assets.home import Home
from assets.notices.deliveries import Delivery, DeliveryLog, now
from assets.notices.events import read_events, with_words
from assets.notices.known import Known
from assets.notices.messages import alert
from assets.notices.model import Event
from assets.notices.planning import News, counts_from, news, reached
from assets.notices.recipients import Recipient
from assets.notices.reviews import dismissed, is_dismissed
from assets.notices.sending import Fitted, Message, SendingFailed, SendingUnanswered, send
from assets.notices.telling import PageOf
from assets.notices.vendors import read_vendors
from assets.notices.watchlists import Watchlist, Watchlists, read_watchlists
from assets.warehouse import Reader

DIGEST = "digest/"
"""How the event id of a digest as a whole begins."""


@dataclass(frozen=True)
class Sent:
    """One message to one recipient: how many events it told, and why it failed if it did."""

    watchlist: str
    recipient: str
    events: int
    subject: str
    text: str = field(repr=False)
    failed: str | None = None


@dataclass(frozen=True)
class Report:
    """What came of sending alerts.

    Attributes:
        sent: the messages that were sent or tried, or in a dry run those that would be.
        in_doubt: deliveries that may have arrived and are not sent again unless somebody asks for it.
        waiting: deliveries that failed and are tried again later.
        weekly: deliveries that wait for the weekly digest.
        problems: what is wrong with watchlists and other settings, each with its file and line.
    """

    sent: tuple[Sent, ...] = ()
    in_doubt: tuple[Delivery, ...] = ()
    waiting: tuple[Delivery, ...] = ()
    weekly: int = 0
    problems: tuple[str, ...] = ()

    @property
    def failures(self) -> list[Sent]:
        """The messages that did not get out."""
        return [one for one in self.sent if one.failed]


@dataclass(frozen=True)
class Context:
    """What alerts and digests are made from: settings as they are now, and every event that is published."""

    home: Home
    reader: Reader
    watchlists: Watchlists
    vendors: tuple[str, ...]
    without: frozenset[str]
    problems: tuple[str, ...]
    events: Mapping[str, Event]
    page_of: PageOf | None = None

    def told(self, events: Iterable[Event]) -> list[Event]:
        """Return the events with their words, those of dismissed provisions left out."""
        return with_words(self.reader, events, without=self.without)


def read_context(home: Home, reader: Reader, page_of: PageOf | None = None) -> Context:
    """Read the settings of a home and the events of its published database.

    What is wrong with settings is noted; a broken vendor list leaves out the watchlists that need it.
    """
    known = Known(home)
    watchlists = read_watchlists(home, known)
    problems = [str(problem) for problem in watchlists.problems]
    vendors: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()
    try:
        vendors = tuple(vendor.platform_id for vendor in read_vendors(home, known))
    except InputError as error:
        problems.append(str(error))
        usable = tuple(one for one in watchlists.usable if not one.vendors)
        watchlists = Watchlists(usable, watchlists.problems, watchlists.edited)
    try:
        without = dismissed(home)
    except InputError as error:  # an alert too many is better than one too few
        problems.append(str(error))
    events = {event.event_id: event for event in read_events(reader)}
    return Context(home, reader, watchlists, vendors, without, tuple(problems), events, page_of)


def send_alerts(
    context: Context,
    archive: Archive,
    *,
    dry_run: bool = False,
    by_hand: bool = False,
    retry_doubtful: bool = False,
) -> Report:
    """Note what is due, and send it to those who want it the same day; the caller holds the home's lock.

    Args:
        context: settings and events.
        archive: whose ledger keeps the deliveries.
        dry_run: write nothing and send nothing; say what would be sent.
        by_hand: somebody asks for it now: what failed is tried again without a pause.
        retry_doubtful: send what is in doubt again: somebody decided that twice is better than never.
    """
    log, present = DeliveryLog(archive), now()
    if retry_doubtful and not dry_run:
        log.step("again", [one for one in log.known.by_id.values() if one.state == "in_doubt"])
    found = note_news(context, log, present, dry_run=dry_run)
    sent = []
    for watchlist, recipient in _same_day(context.watchlists):
        if not dry_run and recipient.folder is not None:
            # the same message again is the same files: there is no doubt to keep
            log.step("again", log.known.of(watchlist.key, recipient.recipient_id, "in_doubt"))
        due = [
            one
            for one in log.known.of(watchlist.key, recipient.recipient_id)
            if by_hand or one.next_attempt is None or one.next_attempt <= present
        ]
        fresh = (
            [event for one in found if _is(one, watchlist, recipient) for event in one.events]
            if dry_run
            else []
        )
        events = [*pending(context, due), *fresh]
        if not events:
            continue
        told = [one for one in due if one.event_id in {event.event_id for event in events}]
        whys = {event.event_id: why_told(context, watchlist, event) for event in events}
        fitted = partial(alert, context.told(events), whys, context.page_of)
        sent.append(deliver(log, watchlist, recipient, told, fitted, len(events), dry_run=dry_run))
    everything = list(log.known.by_id.values())
    weekly = {one.key for one in context.watchlists.usable if one.when == "weekly"}
    return Report(
        sent=tuple(sent),
        in_doubt=tuple(one for one in everything if one.state == "in_doubt"),
        waiting=tuple(one for one in everything if one.state == "due" and one.attempts),
        weekly=sum(one.state == "due" and one.watchlist in weekly for one in everything),
        problems=context.problems,
    )


def note_news(context: Context, log: DeliveryLog, present: datetime, *, dry_run: bool = False) -> list[News]:
    """Write down what is due to whom from now on, for every watchlist; in a dry run only say it."""
    if not dry_run:
        log.first_seen(
            {key: counts_from(edited, present) for key, edited in context.watchlists.edited.items()}
        )
    moment = reached(context.reader)
    if moment is None:
        return []
    result = []
    for watchlist in context.watchlists.usable:
        found = list(
            news(
                [watchlist],
                list(context.events.values()),
                log.known,
                vendors=context.vendors,
                without=context.without,
                reached=moment,
                later=counts_from(context.watchlists.edited[watchlist.key], present),
            )
        )
        for one in found if not dry_run else ():
            # first what is due, then how far it was looked: a process that dies in between looks again
            log.due(watchlist.key, one.recipient, [event.event_id for event in one.events])
        for one in found if not dry_run else ():
            log.looked_through(watchlist.key, one.recipient, one.reach)
        result += found
    return result


def pending(context: Context, due: Sequence[Delivery]) -> list[Event]:
    """Return the events of deliveries that are still events and were not dismissed meanwhile."""
    events = [context.events[one.event_id] for one in due if one.event_id in context.events]
    return [event for event in events if not is_dismissed(event, context.without)]


def why_told(context: Context, watchlist: Watchlist, event: Event) -> str:
    """Return why a watchlist tells an event; one that changed since it became due is told all the same."""
    return watchlist.why(event, context.vendors) or f"watchlist “{watchlist.name}”"


def deliver(
    log: DeliveryLog,
    watchlist: Watchlist,
    recipient: Recipient,
    deliveries: Collection[Delivery],
    fitted: Fitted,
    events: int,
    *,
    dry_run: bool = False,
) -> Sent:
    """Send one message, written down before and after; in a dry run only make it.

    A recipient that cannot be reached is no error of the run: it is said, and tried again.
    """
    message: Message = fitted(None)
    told = partial(Sent, watchlist.key, recipient.label, events, message.subject, message.text)
    if dry_run:
        return told()
    log.step("sending", deliveries)
    try:
        send(recipient, fitted)
    except SendingUnanswered as error:
        log.step("unanswered", deliveries, str(error))
        return told(failed=f"no answer came after it was handed over; it may have arrived ({error})")
    except (SendingFailed, TermscapeError) as error:
        log.step("failed", deliveries, str(error))
        return told(failed=str(error))
    log.step("sent", deliveries)
    return told()


def week_key(watchlist: Watchlist, last_day: str) -> str:
    """Return the event id of a watchlist's digest of the week that ends on a day."""
    return f"{DIGEST}{watchlist.key}/{last_day}"


def _same_day(watchlists: Watchlists) -> Iterable[tuple[Watchlist, Recipient]]:
    return (
        (watchlist, recipient)
        for watchlist in watchlists.usable
        if watchlist.when == "same-day"
        for recipient in watchlist.recipients
    )


def _is(one: News, watchlist: Watchlist, recipient: Recipient) -> bool:
    return one.watchlist.key == watchlist.key and one.recipient.recipient_id == recipient.recipient_id
