"""A captured HTML page to Markdown: declared selectors first, else pruning and the choice of the main node."""

from __future__ import annotations

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from assets.sources.model import SourceDocument
from assets.versions.conversion import to_markdown
from assets.versions.hashes import count_words, visible_text
from assets.versions.hidden import drop_hidden_copies
from assets.versions.links import LinkTargets
from assets.versions.main_node import choose
from assets.versions.page_tree import Element, build
from assets.versions.pruning import drop_controls, drop_trailing_links, prune
from assets.versions.second_opinion import second_reading
from assets.versions.selection import remove, select

# A main text of fewer words is hardly a policy: then trafilatura may find what we did not.
FALLBACK_BELOW_WORDS = 60
# What it finds must be this many times ours to be preferred.
FALLBACK_GAIN = 2.0
# Pages with more elements are not pruned: the rules look into each element, and the time must stay bounded.
MAX_PRUNED_ELEMENTS = 100_000


@dataclass(frozen=True)
class PageText:
    """What an HTML page says: its Markdown, its title, the language it claims, how it was read, and notes."""

    markdown: str
    title: str | None
    declared_language: str | None
    extractor: str
    notes: tuple[str, ...]


def read_page(text: str, url: str, source: SourceDocument | None) -> PageText:
    """Read a decoded page; ``source`` is its declaration, where there is one."""
    page = LexborHTMLParser(text)
    title = _title(page)
    language = _language(page)
    links = LinkTargets(url, _base(page), source.remove_query_params if source else ())
    notes: list[str] = []
    identities: list[int] = []
    if source is not None and source.select:
        notes += remove(page, source.remove)
        chosen, unmatched = select(page, source.select)
        notes += unmatched
        identities = [node.mem_id for node in chosen]
    tree, found = build(page, frozenset(identities))
    nodes = [found[identity] for identity in identities if identity in found]
    extractor = "selectors"
    if not any(node.letters if isinstance(node, Element) else node.strip() for node in nodes):
        if identities or notes:
            notes.append("the declared selectors give no text: fell back to the main node")
        extractor = "main_node"
        nodes = _main_nodes(tree, links, notes)
    drop_controls(tree)
    markdown = to_markdown(nodes, links)
    if extractor == "main_node":
        better = _fallback(text, markdown)
        if better is not None:
            markdown, extractor = better, "trafilatura"
            notes.append("the main node holds hardly any text: took trafilatura's reading")
    return PageText(markdown, title or _first_heading(markdown), language, extractor, tuple(notes))


def _main_nodes(tree: Element, links: LinkTargets, notes: list[str]) -> list[Element | str]:
    if sum(1 for _ in tree.walk()) > MAX_PRUNED_ELEMENTS:
        notes.append(f"more than {MAX_PRUNED_ELEMENTS:,} elements: the page was not pruned")
        return [tree]
    if drop_hidden_copies(tree):
        notes.append("left out hidden copies of the text")
    prune(tree, links.within_page)
    main = choose(tree)
    drop_trailing_links(main[-1])
    return [*main]


def _fallback(text: str, markdown: str) -> str | None:
    """Return trafilatura's Markdown where ours is nearly empty and it has found much more."""
    ours = count_words(visible_text(markdown))
    if ours >= FALLBACK_BELOW_WORDS:
        return None
    theirs = second_reading(text, formatting=True)
    if theirs is None or count_words(visible_text(theirs)) < max(FALLBACK_BELOW_WORDS, FALLBACK_GAIN * ours):
        return None
    return theirs.strip()


def _title(page: LexborHTMLParser) -> str | None:
    node = page.css_first("head > title")
    return " ".join(node.text().split()) or None if node is not None else None


def _language(page: LexborHTMLParser) -> str | None:
    node = page.css_first("html")
    return node.attributes.get("lang") if node is not None else None


def _base(page: LexborHTMLParser) -> str | None:
    node = page.css_first("base[href]")
    return node.attributes.get("href") if node is not None else None


def _first_heading(markdown: str) -> str | None:
    line = next((line for line in markdown.splitlines() if line.startswith("#")), "")
    return visible_text(line) or None
