"""One event in words: as HTML for feeds and mails, and as text for terminals and chat; hostile text stays text."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Callable, Iterator

from assets.notices.model import Event, Part
from assets.notices.words import clean, one_line
from assets.site.feed_addresses import link_to_page

PageOf = Callable[[Event], str | None]
"""The address of the page about an event; ``None``: there is none."""

WIDTH = 100
"""Columns of a text: a terminal or a mail window holds them."""

# Mail programs ignore style sheets, so every element carries its own style; feed readers have theirs.
_REMOVED = ' style="background:#ffe3e0;color:#7a1008;text-decoration:line-through"'
_ADDED = ' style="background:#dcf5e3;color:#0b4d22;text-decoration:none"'
_QUOTE = ' style="margin:4px 0 4px 0;padding:2px 0 2px 12px;border-left:3px solid #b9c2cc"'
_SMALL = ' style="color:#5b6570;font-size:13px"'


def escaped(text: str) -> str:
    """Return text as HTML that shows it, whatever it holds."""
    return html.escape(clean(text))


def headline(event: Event, longest: int = 140) -> str:
    """Return a line for a title or subject: who, what, how weighty, and the beginning of the summary.

    Nothing a page says can end the line.
    """
    weight = f" ({event.significance})" if event.significance != "none" else ""
    return one_line(f"{event.title}{weight}: {event.summary}", longest)


def link_of(event: Event, page_of: PageOf | None) -> str | None:
    """Return the address of an event's page, if it is one a reader may be sent to."""
    address = page_of(event) if page_of else None
    return address if address and not address.lower().startswith(("javascript:", "data:")) else None


def as_html(event: Event, *, why: str = "", page_of: PageOf | None = None, titled: bool = True) -> str:
    """Return a fragment of HTML with the event's words before and after, its interval and its citation.

    ``titled``: with a heading and with styles of its own, as mails need it; feeds have their own of both.
    """
    lines = []
    if titled:
        lines.append(f"<h3>{escaped(one_line(event.title))}{_weight(event)}</h3>")
    lines.append(f"<p>{escaped(event.summary)}</p>")
    lines += [line for part in event.parts for line in _part_as_html(part)]
    if event.more_parts:
        lines.append(f"<p{_SMALL}>… and {_more(event)} of this document.</p>")
    facts = [f"When: {event.interval}."]
    if event.silent_edit:
        facts.append("The date the document declares did not change.")
    if why:
        facts.append(f"Why you get this: {why}.")
    lines.append(f"<p{_SMALL}>{escaped(' '.join(facts))}<br>Cite: {escaped(event.citation)}</p>")
    if address := link_of(event, page_of):
        lines.append(link_to_page(clean(address)))
    fragment = "\n".join(lines)
    return fragment if titled else _unstyled(fragment)


def _unstyled(fragment: str) -> str:
    for style in (_REMOVED, _ADDED, _QUOTE, _SMALL):
        fragment = fragment.replace(style, "")
    return fragment


def as_text(event: Event, *, why: str = "", page_of: PageOf | None = None) -> str:
    """Return the event as lines of text, its words before and after indented."""
    weight = f" [{event.significance}]" if event.significance != "none" else ""
    lines = [one_line(event.title) + weight, *_wrapped(event.summary, "  ")]
    for part in event.parts:
        lines += ["", f"  {_said(part)}"]
        if part.before:
            lines += _wrapped(part.before, "    before: ")
        if part.after:
            lines += _wrapped(part.after, "    now:    ")
    if event.more_parts:
        lines += ["", f"  … and {_more(event)} of this document."]
    lines += ["", f"  When: {event.interval}" + (", without a new date" if event.silent_edit else "")]
    if why:
        lines += _wrapped(why, "  Why you get this: ")
    lines += _wrapped(event.citation, "  Cite: ")
    if address := link_of(event, page_of):
        lines.append(f"  Read: {clean(address)}")
    return "\n".join(lines)


def _more(event: Event) -> str:
    return "1 more provision" if event.more_parts == 1 else f"{event.more_parts} more provisions"


def _weight(event: Event) -> str:
    if event.significance == "none":
        return ""
    return f" <small{_SMALL}>{escaped(event.significance)}</small>"


def _said(part: Part) -> str:
    """Return what happened to a provision and where it stands, in a line."""
    where = f" · {one_line(part.heading, 90)}" if part.heading else ""
    weight = f" ({part.significance})" if part.subject_id and part.significance != "none" else ""
    return f"{part.operation.capitalize()}{weight}{where}"


def _part_as_html(part: Part) -> Iterator[str]:
    yield f"<p{_SMALL}>{escaped(_said(part))}</p>"
    for name, hidden, tag, style in (("Before", "added", "del", _REMOVED), ("Now", "removed", "ins", _ADDED)):
        pieces = [(operation, text) for operation, text in part.pieces if operation != hidden]
        if not "".join(text for _, text in pieces).strip():
            continue
        words = "".join(
            escaped(text) if operation == "equal" else f"<{tag}{style}>{escaped(text)}</{tag}>"
            for operation, text in pieces
        )
        yield f"<blockquote{_QUOTE}><b>{name}:</b> {words}</blockquote>"


def _wrapped(text: str, label: str) -> list[str]:
    """Return text as lines of at most ``WIDTH`` columns that begin with a label and go on below its end."""
    return textwrap.wrap(
        " ".join(clean(text).split()),
        WIDTH,
        initial_indent=label,
        subsequent_indent=" " * len(label),
        break_long_words=False,
        break_on_hyphens=False,
    )
