"""The addresses inside of feeds: where a feed stands and where its entries lead, as the site that holds it needs them."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from lxml import etree

from assets.site.addresses import page_of

ATOM = "http://www.w3.org/2005/Atom"
FOLDER = "feeds"
"""The folder of the feeds, of what is published and of the site alike: feeds say that they stand there."""
OPML = "feeds.opml"

_LINK = '<p><a href="{}">Read it in its place</a></p>'
_BEFORE_LINK = "\n" + _LINK.partition("{}")[0]


def page_of_event(
    kind: str, version_id: str | None, questions: Sequence[str], document_id: str | None
) -> str | None:
    """Return the address of the page that shows an event, relative to the root of the site; ``None``: there is none.

    A change leads to the differences between the two texts, a stance to its question, anything else to its document.
    """
    if kind == "change" and version_id:
        return page_of("version", version_id)
    if kind == "stance_turn" and questions:
        return page_of("question", questions[0])
    return page_of("document", document_id) if document_id else None


def link_to_page(address: str) -> str:
    """Return the last line of an entry's words: the way to its page."""
    return _LINK.format(html.escape(address))


def address_of_feed(path: str, ending: str, root: str) -> str:
    """Return the address of a feed on a site at ``root``, which ends with a slash; nothing of it is percent-encoded."""
    return f"{root}{FOLDER}/{path}.{ending}"


def root_told(feed: Mapping[str, Any], path: str) -> str:
    """Return the root of the site that a JSON feed says it stands on, with a slash at its end; empty if it says none."""
    return str(feed.get("feed_url", "")).removesuffix(address_of_feed(path, "json", ""))


def readdressed(path: str, as_json: bytes, as_atom: bytes, root: str) -> tuple[bytes, bytes]:
    """Return both formats of a feed as they read on a site at ``root``; an empty one names no addresses.

    A feed that says it stands there already comes back as it is.
    """
    feed: dict[str, Any] = json.loads(as_json)
    if root_told(feed, path) == root:
        return as_json, as_atom
    pages = {item["id"]: _page(item["_termscape"], root) for item in feed["items"]}
    return _json_at(feed, path, pages, root), _atom_at(as_atom, path, pages, root)


def readdressed_list(as_opml: bytes, paths: Sequence[str], told: str, root: str) -> bytes:
    """Return the list of all feeds for a site at ``root``, made for one at ``told``."""
    if told == root:
        return as_opml
    tree = _parsed(as_opml)
    at = {_listed(path, told): _listed(path, root) for path in paths}
    for outline in tree.iter("outline"):
        address = outline.get("xmlUrl")
        if address in at:
            outline.set("xmlUrl", at[address])
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _listed(path: str, root: str) -> str:
    name = quote(f"{path}.atom")
    return f"{root}{FOLDER}/{name}" if root else name


def _page(event: Mapping[str, Any], root: str) -> str | None:
    page = page_of_event(event["kind"], event["version_id"], event["questions"], event["document_id"])
    return f"{root}{page}" if root and page else None


def _json_at(feed: Mapping[str, Any], path: str, pages: Mapping[str, str | None], root: str) -> bytes:
    own = {"feed_url": address_of_feed(path, "json", root), "home_page_url": f"{root}{FOLDER}/index.html"}
    told = {name: value for name, value in feed.items() if name not in (*own, "items")}
    items = []
    for item in feed["items"]:
        page = pages[item["id"]]
        rest = {name: value for name, value in item.items() if name not in ("id", "url")}
        rest["content_html"] = _leading_to(rest["content_html"], page)
        items.append({"id": item["id"], **({"url": page} if page else {}), **rest})
    made = told | (own if root else {}) | {"items": items}
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


def _atom_at(content: bytes, path: str, pages: Mapping[str, str | None], root: str) -> bytes:
    feed = _parsed(content)
    for link in feed.findall(f"{{{ATOM}}}link"):
        feed.remove(link)
    if root:
        author = feed.index(feed.find(f"{{{ATOM}}}author"))
        feed.insert(author + 1, _link("self", address_of_feed(path, "atom", root), "application/atom+xml"))
        feed.insert(author + 2, _link("alternate", f"{root}{FOLDER}/index.html", "text/html"))
    for entry in feed.findall(f"{{{ATOM}}}entry"):
        page = pages.get(entry.findtext(f"{{{ATOM}}}id"))
        for link in entry.findall(f"{{{ATOM}}}link"):
            entry.remove(link)
        if page:
            after = [
                entry.index(one)
                for name in ("published", "category")
                for one in entry.findall(f"{{{ATOM}}}{name}")
            ]
            entry.insert(max(after) + 1, _link("alternate", page, "text/html"))
        words = entry.find(f"{{{ATOM}}}content")
        words.text = _leading_to(words.text, page)
    return bytes(etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _leading_to(words: str, page: str | None) -> str:
    """Return an entry's words with the way to this page at their end, and to no other."""
    told, _, last = words.rpartition(_BEFORE_LINK)
    before = told if told and "\n" not in last else words
    return f"{before}\n{link_to_page(page)}" if page else before


def _link(relation: str, address: str, kind: str) -> Any:
    return etree.Element(f"{{{ATOM}}}link", rel=relation, href=address, type=kind)


def _parsed(content: bytes) -> Any:
    return etree.fromstring(
        content, etree.XMLParser(remove_blank_text=True, resolve_entities=False, no_network=True)
    )
