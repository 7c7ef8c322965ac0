"""A captured HTML page to Markdown: declared selectors first, else pruning and the choice of the main node."""

from __future__ import annotations

import gc
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from assets.sources.model import SourceDocument
from assets.versions.conversion import to_markdown
from assets.versions.decoding import Decoded
from assets.versions.hashes import count_words, visible_text
from assets.versions.hidden import drop_hidden_copies
from assets.versions.hostile_markup import defused, is_harmless
from assets.versions.layout_tables import undo_layout_tables
from assets.versions.links import LinkTargets
from assets.versions.main_node import choose
from assets.versions.page_tree import MAX_ELEMENTS, Element, Tree, build
from assets.versions.pruning import drop_controls, drop_trailing_links, prune
from assets.versions.second_opinion import second_reading
from assets.versions.selection import remove, select

# A main text of fewer words is hardly a policy: then trafilatura may find what we did not.
FALLBACK_BELOW_WORDS = 60
# Sixty words never take as much Markdown, even if all are links.
SURELY_ENOUGH_CHARACTERS = 20_000
# What it finds must be this many times ours to be preferred.
FALLBACK_GAIN = 2.0


@dataclass(frozen=True)
class PageText:
    """What an HTML page says: its Markdown, what a reader sees of it, its title, the language it claims, how it
    was read, and notes."""

    markdown: str
    visible: str
    title: str | None
    declared_language: str | None
    extractor: str
    notes: tuple[str, ...]


def read_page(page: Decoded, url: str, source: SourceDocument | None) -> PageText:
    """Read a decoded page; ``source`` is its declaration, where there is one."""
    # The tree's many small objects would set off the garbage collector again and again: a third of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _read(page, url, source)
    finally:
        if collecting:
            gc.enable()


def _read(decoded: Decoded, url: str, source: SourceDocument | None) -> PageText:
    utf8 = decoded.utf8
    page = LexborHTMLParser(utf8 if utf8 is not None and is_harmless(utf8) else defused(decoded.text))
    links = LinkTargets(url, _base(page), source.remove_query_params if source else ())
    notes: list[str] = []
    markdown, extractor = "", "selectors"
    if source is not None and source.select:
        markdown = _declared(page, source, links, notes)
    visible = visible_text(markdown)
    if not markdown:
        markdown, extractor = _main(page, links, notes), "main_node"
        visible = visible_text(markdown)
        better = _fallback(decoded.text, markdown, visible)
        if better is not None:
            markdown, visible, extractor = better, visible_text(better), "trafilatura"
            notes.append("the main node holds hardly any text: took trafilatura's reading")
    return PageText(
        markdown=markdown,
        visible=visible,
        title=_title(page) or _first_heading(markdown),
        declared_language=_language(page),
        extractor=extractor,
        notes=tuple(notes),
    )


def _declared(page: LexborHTMLParser, source: SourceDocument, links: LinkTargets, notes: list[str]) -> str:
    """Return the declared part of a page as Markdown, empty where the selectors give no text."""
    notes += remove(page, source.remove)
    chosen, unmatched = select(page, source.select)
    notes += unmatched
    trees = [build(node) if node.is_element_node else node.text_content or "" for node in chosen]
    for tree in trees:
        if isinstance(tree, Tree):
            undo_layout_tables(tree)
            drop_controls(tree)
            _note_incomplete(tree, notes)
    markdown = to_markdown([tree.root if isinstance(tree, Tree) else tree for tree in trees], links)
    for tree in trees:
        if isinstance(tree, Tree):
            tree.take_apart()
    if not markdown:
        notes.append("the declared selectors give no text: fell back to the main node")
    return markdown


def _main(page: LexborHTMLParser, links: LinkTargets, notes: list[str]) -> str:
    """Return the main node of a pruned page as Markdown."""
    if page.body is None:
        return ""
    tree, main = find_main(page.body, links, notes)
    drop_trailing_links(main[-1])
    drop_controls(tree)
    markdown = to_markdown(main, links)
    tree.take_apart()
    return markdown


def find_main(body: LexborNode, links: LinkTargets, notes: list[str]) -> tuple[Tree, list[Element]]:
    """Return the pruned tree of a page's body, and its main element after the title where that stands outside."""
    tree = build(body)
    _note_incomplete(tree, notes)
    undo_layout_tables(tree)
    if drop_hidden_copies(tree):
        notes.append("left out hidden copies of the text")
    prune(tree, links.within_page)
    return tree, choose(tree)


def _note_incomplete(tree: Tree, notes: list[str]) -> None:
    if not tree.complete:
        notes.append(f"more than {MAX_ELEMENTS:,} elements: the rest of the page was not read")


def _fallback(text: str, markdown: str, visible: str) -> str | None:
    """Return trafilatura's Markdown where ours is nearly empty and it has found much more."""
    if len(markdown) > SURELY_ENOUGH_CHARACTERS:
        return None
    ours = count_words(visible)
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
