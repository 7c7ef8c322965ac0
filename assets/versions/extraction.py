"""Bytes of a captured page in, the policy as Markdown out: the one entry to extraction."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assets.sources.model import SourceDocument

# Raised with every change that can alter a document's Markdown: what older code extracted is extracted again.
EXTRACTOR_VERSION = "1"

_WORD = re.compile(r"\w+")
_NEVER_TEXT = ["script", "style", "noscript", "template", "svg", "iframe", "link", "meta", "head"]


@dataclass(frozen=True)
class Extraction:
    """What was read from one page.

    ``language`` is a BCP-47 primary tag detected from the text; ``agreement`` the share of words (0 to 1) on
    which trafilatura's independent extraction agrees, ``None`` where it was not asked; ``words`` counts the
    Markdown's words; ``notes`` say in plain words what did not go as declared.
    """

    markdown: str
    title: str | None
    language: str | None
    extractor: str
    extractor_version: str
    agreement: float | None
    words: int
    notes: tuple[str, ...] = ()


def extract(
    html: bytes,
    url: str,
    declaration: SourceDocument | Mapping[str, Any] | None = None,
    *,
    content_type: str | None = None,
    second_opinion: bool = True,
) -> Extraction:
    """Return the policy in a captured page as Markdown. Never raises on what the bytes contain."""
    from selectolax.lexbor import LexborHTMLParser

    from assets.versions.conversion import to_markdown
    from assets.versions.declared import source_for
    from assets.versions.decoding import decode
    from assets.versions.links import LinkTargets
    from assets.versions.main_node import choose
    from assets.versions.page_tree import build
    from assets.versions.pruning import drop_controls, drop_trailing_links, prune
    from assets.versions.selection import remove, select

    source = source_for(declaration, url)
    page = LexborHTMLParser(decode(html, content_type))
    title_node = page.css_first("title")
    title = title_node.text(strip=True) if title_node is not None else None
    notes: list[str] = []
    chosen = []
    extractor = "selectors"
    if source is not None and source.select:
        notes += remove(page, source.remove)
        chosen, selection_notes = select(page, source.select)
        notes += selection_notes
    identities = [node.mem_id for node in chosen]
    links = LinkTargets(url)
    tree, found = build(page, set(identities))
    nodes = [found[i] for i in identities if i in found]
    if not nodes:
        extractor = "main_node"
        prune(tree, links.within_page)
        main = choose(tree)
        drop_trailing_links(main[-1])
        nodes = [*main]
    drop_controls(tree)
    markdown = to_markdown(nodes, links)
    return Extraction(
        markdown=markdown,
        title=title or None,
        language=None,
        extractor=extractor,
        extractor_version=EXTRACTOR_VERSION,
        agreement=None,
        words=len(_WORD.findall(markdown)),
        notes=tuple(notes),
    )
