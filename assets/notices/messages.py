"""Alerts as messages: one or many events to one recipient, as a page for mails and as text for chats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assets.notices.model import Event, rank
from assets.notices.sending import Message
from assets.notices.telling import PageOf, as_html, as_text, escaped, headline
from assets.notices.words import one_line

TOLD = 20
"""Events of one alert that are told with their words; a reader of more opens the feed or the database."""
LISTED = 40
"""Further events that are named in a line each; the rest is counted."""
LONGEST_SUBJECT = 120

FOOT = "Sent by Termscape, from your own archive. What it cites can be checked there: termscape history, termscape diff."

_PAGE = (
    '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title></head>\n'
    '<body style="font:15px/1.5 system-ui,sans-serif;color:#1c2329;max-width:46rem;margin:0 auto;padding:12px">\n'
    "{body}\n"
    '<p style="color:#5b6570;font-size:13px;border-top:1px solid #d5dbe1;padding-top:8px">{foot}</p>\n</body>\n</html>\n'
)


def page(title: str, body: str) -> str:
    """Return a page of its own that mail programs show; ``body`` is HTML, ``title`` text."""
    return _PAGE.format(title=escaped(one_line(title)), body=body, foot=escaped(FOOT))


def by_weight(events: Sequence[Event]) -> list[Event]:
    """Return events the weightiest first, and of those the newest."""
    newest_first = sorted(events, key=lambda event: (event.changed_before, event.event_id), reverse=True)
    return sorted(newest_first, key=lambda event: -rank(event.significance))


def alert(
    events: Sequence[Event], whys: Mapping[str, str], page_of: PageOf | None, longest: int | None = None
) -> Message:
    """Return the alert that tells some events.

    Args:
        events: at least one, with their words.
        whys: why each is told, by event id.
        page_of: gives the address of an event's page.
        longest: the characters the text may have (``None``: any number); fewer events are told with their words.
    """
    ranked = by_weight(events)
    told = TOLD
    message = _alert(ranked, whys, page_of, told)
    while longest and len(message.text) > longest and told > 0:
        told //= 2
        message = _alert(ranked, whys, page_of, told)
    if longest and len(message.text) > longest:
        cut = f"{message.text[: longest - 2]} …"
        return Message(message.subject, message.html, cut, message.name)
    return message


def _alert(events: list[Event], whys: Mapping[str, str], page_of: PageOf | None, told: int) -> Message:
    shown, listed = events[:told], events[told : told + LISTED]
    left = len(events) - len(shown) - len(listed)
    subject = subject_of(events)
    body = [as_html(event, why=whys.get(event.event_id, ""), page_of=page_of) for event in shown]
    text = [as_text(event, why=whys.get(event.event_id, ""), page_of=page_of) for event in shown]
    if listed:
        body.append(
            "<h3>And</h3>\n<ul>" + "".join(f"<li>{escaped(headline(e))}</li>" for e in listed) + "</ul>"
        )
        text.append("\n".join(f"- {headline(event)}" for event in listed))
    if left:
        more = f"… and {left} more, in the view events of the published database."
        body.append(f"<p>{escaped(more)}</p>")
        text.append(more)
    newest = max(event.changed_before for event in events)
    name = f"alert-{newest:%Y-%m-%d}-{events[0].event_id}"
    return Message(subject, page(subject, "\n".join(body)), "\n\n".join([*text, FOOT]) + "\n", name)


def subject_of(events: Sequence[Event]) -> str:
    """Return the subject: the event itself where there is one, else how many at whom."""
    if len(events) == 1:
        return headline(events[0], LONGEST_SUBJECT)
    platforms = list(dict.fromkeys(event.platform for event in events))
    who = ", ".join(platforms[:3]) + (f" and {len(platforms) - 3} more" if len(platforms) > 3 else "")
    return one_line(f"{len(events)} events at {who}", LONGEST_SUBJECT)
