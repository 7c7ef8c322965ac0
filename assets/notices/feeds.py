"""The feeds: of everything, and of each platform, topic, question, kind and significance; with an index and OPML."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lxml import etree

from assets.notices.events import read_events, with_words
from assets.notices.feed_formats import Feed, as_atom, as_json_feed
from assets.notices.folder_swap import swap_in
from assets.notices.model import KIND_WORDS, KINDS, SIGNIFICANCES, Event, rank
from assets.notices.telling import PageOf, escaped
from assets.notices.words import clean
from assets.warehouse import Reader

NEWEST = 100
"""Entries of the feed of everything; readers ask for feeds again and again, and keep what they have read."""
NEWEST_OF_ONE = 25
"""Entries of every other feed."""
PARTS_IN_FEEDS = 3
"""Provisions of a change whose words a feed tells."""

# Before anything was seen a feed has no time of its own; RFC 4287 asks for one all the same.
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)
_BEGAN = "SELECT min(observed_at) FROM observations"
_NAMES = """
FROM (
    SELECT 'platforms' AS of_a, platform_id AS id, name FROM platforms
    UNION ALL SELECT 'topics', topic_id, name FROM topics
    UNION ALL SELECT 'questions', question_id, title FROM questions
)
ORDER BY of_a, lower(name), id
"""

Wanted = Callable[[Event], bool]


@dataclass(frozen=True)
class FeedReport:
    """What was written: how many feeds (each in two formats), how many events they tell from, bytes, and what is new."""

    feeds: int
    events: int
    bytes: int
    changed: bool


def write_feeds(
    reader: Reader, folder: Path, page_of: PageOf | None = None, base_url: str | None = None
) -> FeedReport:
    """Write every feed into a folder, which is replaced as one (``swap_in``).

    Args:
        reader: the published database.
        folder: where to, e.g. ``published/feeds``.
        page_of: gives the address of an event's page; without it entries have none.
        base_url: the address under which the folder above is published, without a slash at the end; without it
            feeds do not say where they are.

    Returns:
        What was written. The same data gives the same bytes.

    Raises:
        HomeUnusable: the folder cannot be written.
    """
    base = base_url.rstrip("/") if base_url else None
    events = [event for event in read_events(reader) if event.kind != "change" or rank(event.significance)]
    feeds = _feeds(reader, events)
    files: dict[str, bytes] = {}
    for feed in feeds:
        files[f"{feed.path}.atom"] = as_atom(feed, page_of, base)
        files[f"{feed.path}.json"] = as_json_feed(feed, page_of, base)
    files["feeds.opml"] = _opml(feeds, base)
    files["index.html"] = _index(feeds)
    changed = swap_in(folder, files)
    return FeedReport(len(feeds), len(events), sum(map(len, files.values())), changed)


def _feeds(reader: Reader, events: Sequence[Event]) -> list[Feed]:
    began = reader.value(_BEGAN) or _NEVER
    chosen = []
    for path, title, wanted in _subjects(reader):
        found = [event for event in events if wanted(event)]
        chosen.append((path, title, found[: NEWEST if path == "all" else NEWEST_OF_ONE], len(found)))
    # an event stands in several feeds: its words are read once
    told = {event.event_id: event for _, _, entries, _ in chosen for event in entries}
    told = {event.event_id: event for event in with_words(reader, told.values(), told=PARTS_IN_FEEDS)}
    return [
        Feed(
            path=path,
            title=f"Termscape: {title}",
            subtitle=_how_many(len(entries), there_are),
            entries=[told[event.event_id] for event in entries],
            updated=entries[0].changed_before if entries else began,
        )
        for path, title, entries, there_are in chosen
    ]


def _subjects(reader: Reader) -> Iterator[tuple[str, str, Wanted]]:
    """Yield each feed's path, title, and which events it tells."""
    yield "all", "everything that changed and matters", lambda event: True
    for least in SIGNIFICANCES:
        title = "of high significance" if least == "high" else f"of {least} significance or more"
        yield f"significance/{least}", title, partial(_weighs, rank(least))
    for kind in KINDS:
        yield f"kinds/{kind.replace('_', '-')}", KIND_WORDS[kind], partial(_is_a, kind)
    for row in reader.rows(_NAMES):
        yield f"{row['of_a']}/{row['id']}", row["name"], partial(_is_about, row["of_a"], row["id"])


def _weighs(least: int, event: Event) -> bool:
    return rank(event.significance) >= least


def _is_a(kind: str, event: Event) -> bool:
    return event.kind == kind


def _is_about(of_a: str, identity: str, event: Event) -> bool:
    if of_a == "platforms":
        return event.platform_id == identity
    return identity in (event.topics if of_a == "topics" else event.questions)


def _how_many(entries: int, there_are: int) -> str:
    if entries == there_are:
        told = "The one entry there is." if there_are == 1 else f"All {there_are} entries there are."
        return told if there_are else "Nothing so far."
    return f"The newest {entries} of {there_are} entries; the view events of the published database has all of them."


def _address(feed: Feed, ending: str, base_url: str | None) -> str:
    path = quote(f"{feed.path}.{ending}")
    return f"{base_url}/feeds/{path}" if base_url else path


def _opml(feeds: Sequence[Feed], base_url: str | None) -> bytes:
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Termscape feeds"
    body = etree.SubElement(root, "body")
    groups: dict[str, Any] = {}
    for feed in feeds:
        group, slash, _ = feed.path.partition("/")
        if slash and group not in groups:
            groups[group] = etree.SubElement(body, "outline", text=group.capitalize())
        etree.SubElement(
            groups[group] if slash else body,
            "outline",
            type="rss",
            text=clean(feed.title),
            xmlUrl=_address(feed, "atom", base_url),
        )
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _index(feeds: Sequence[Feed]) -> bytes:
    """Return a page that lists all feeds; it needs nothing beside it."""
    lines = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Feeds – Termscape</title>',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<link rel="alternate" type="application/atom+xml" title="Everything" href="all.atom">',
        "<style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
        "li{margin:.2rem 0}small{color:#5b6570}</style>\n</head>\n<body>\n<main>\n<h1>Feeds</h1>",
        "<p>Each in two formats, for any feed reader. "
        '<a href="feeds.opml">All of them as OPML</a>, to subscribe at once.</p>',
    ]
    present = None
    for feed in feeds:
        group = feed.path.partition("/")[0] if "/" in feed.path else ""
        if group != present:
            lines.append(
                ("</ul>\n" if present is not None else "")
                + (f"<h2>{group.capitalize()}</h2>" if group else "")
            )
            lines.append("<ul>")
            present = group
        title = escaped(feed.title.removeprefix("Termscape: "))
        links = " · ".join(
            f'<a href="{quote(feed.path)}.{ending}" aria-label="{title}, {name}">{name}</a>'
            for ending, name in (("atom", "Atom"), ("json", "JSON"))
        )
        lines.append(f"<li>{title}: {links} <small>{escaped(feed.subtitle)}</small></li>")
    lines.append("</ul>\n</main>\n</body>\n</html>\n")
    return "\n".join(lines).encode()
