"""One feed as Atom 1.0 (RFC 4287) and as JSON Feed 1.1: the same entries, the same ids, the same bytes each time."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from assets.notices.model import Event
from assets.notices.telling import PageOf, as_html, headline, link_of
from assets.notices.words import clean, one_line
from assets.site.feed_addresses import ATOM, address_of_feed

JSON_FEED = "https://jsonfeed.org/version/1.1"
AUTHOR = "Termscape"

_NAMES = uuid.uuid5(uuid.NAMESPACE_OID, "termscape feeds")


@dataclass(frozen=True)
class Feed:
    """A feed before it is written.

    Attributes:
        path: where it lies below the folder of feeds, without the ending, e.g. ``platforms/lumora``.
        title: what it tells.
        subtitle: how many entries it has, and how many there are.
        entries: its events, the newest first, with their words.
        updated: when the newest of them was first seen; of an empty feed when the archive began (UTC).
    """

    path: str
    title: str
    subtitle: str
    entries: Sequence[Event]
    updated: datetime


def entry_id(event: Event) -> str:
    """Return the id of an event's entry: the same in every feed, every home and after every rebuild."""
    return uuid.uuid5(_NAMES, f"event {event.event_id}").urn


def feed_id(path: str, base_url: str | None) -> str:
    """Return the id of a feed: its own at each address it is published under."""
    return uuid.uuid5(_NAMES, f"feed {base_url or ''} {path}").urn


def as_atom(feed: Feed, page_of: PageOf | None, base_url: str | None) -> bytes:
    """Return the feed as an Atom document in UTF-8."""
    root: Any = etree.fromstring(f'<feed xmlns="{ATOM}"/>')
    _add(root, "id", feed_id(feed.path, base_url))
    _add(root, "title", one_line(feed.title))
    _add(root, "subtitle", one_line(feed.subtitle))
    _add(root, "updated", _time(feed.updated))
    _add(root, "generator", "Termscape")
    author = etree.SubElement(root, f"{{{ATOM}}}author")
    _add(author, "name", AUTHOR)
    if base_url:
        _link(root, "self", address_of_feed(feed.path, "atom", f"{base_url}/"), "application/atom+xml")
        _link(root, "alternate", f"{base_url}/feeds/index.html", "text/html")
    for event in feed.entries:
        _atom_entry(root, event, page_of)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _atom_entry(root: Any, event: Event, page_of: PageOf | None) -> None:
    entry = etree.SubElement(root, f"{{{ATOM}}}entry")
    _add(entry, "id", entry_id(event))
    _add(entry, "title", headline(event))
    _add(entry, "updated", _time(event.changed_before))
    _add(entry, "published", _time(event.changed_before))
    for scheme, terms in _categories(event):
        for term in terms:
            etree.SubElement(entry, f"{{{ATOM}}}category", term=clean(term), scheme=f"urn:termscape:{scheme}")
    if address := link_of(event, page_of):
        _link(entry, "alternate", address, "text/html")
    if rights := _rights(event):
        _add(entry, "rights", rights)
    _add(entry, "summary", clean(event.summary))
    content = _add(entry, "content", as_html(event, page_of=page_of, titled=False))
    content.set("type", "html")


def as_json_feed(feed: Feed, page_of: PageOf | None, base_url: str | None) -> bytes:
    """Return the feed as a JSON Feed in UTF-8."""
    content: dict[str, Any] = {
        "version": JSON_FEED,
        "title": one_line(feed.title),
        "description": one_line(feed.subtitle),
        "authors": [{"name": AUTHOR}],
    }
    if base_url:
        content["feed_url"] = address_of_feed(feed.path, "json", f"{base_url}/")
        content["home_page_url"] = f"{base_url}/feeds/index.html"
    content["items"] = [_json_item(event, page_of) for event in feed.entries]
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _json_item(event: Event, page_of: PageOf | None) -> dict[str, Any]:
    item: dict[str, Any] = {"id": entry_id(event)}
    if address := link_of(event, page_of):
        item["url"] = address
    return item | {
        "title": headline(event),
        "summary": clean(event.summary),
        "content_html": as_html(event, page_of=page_of, titled=False),
        "date_published": _time(event.changed_before),
        "date_modified": _time(event.changed_before),
        "tags": [clean(term) for _, terms in _categories(event) for term in terms],
        "_termscape": {
            "about": "Fields of the view events of the published database.",
            "event_id": event.event_id,
            "kind": event.kind,
            "platform_id": event.platform_id,
            "document_id": event.document_id,
            "significance": event.significance,
            "topics": list(event.topics),
            "questions": list(event.questions),
            "changed_after": _time(event.changed_after) if event.changed_after else None,
            "changed_before": _time(event.changed_before),
            "version_id": event.version_id,
            "provision_id": event.provision_id,
            "licence": event.licence,
            "attribution": event.attribution,
        },
    }


def _categories(event: Event) -> list[tuple[str, tuple[str, ...]]]:
    return [
        ("kind", (event.kind,)),
        ("significance", (event.significance,)),
        ("platform", (event.platform_id,)),
        ("topic", event.topics),
        ("question", event.questions),
    ]


def _rights(event: Event) -> str:
    return one_line(" · ".join(part for part in (event.attribution, event.licence) if part))


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _add(parent: Any, name: str, text: str) -> Any:
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}")
    element.text = text
    return element


def _link(parent: Any, relation: str, address: str, kind: str) -> None:
    etree.SubElement(parent, f"{{{ATOM}}}link", rel=relation, href=clean(address), type=kind)
