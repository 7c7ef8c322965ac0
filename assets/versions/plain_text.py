"""A plain text document to Markdown: paragraphs un-wrapped, lists kept, nothing taken for markup."""

from __future__ import annotations

import re

from assets.versions.conversion import to_markdown
from assets.versions.links import LinkTargets
from assets.versions.page_tree import Element

_EMPTY_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
# A line that opens an item or stands on its own is not the continuation of the line before.
_OWN_LINE = re.compile(r"\s*(?:[•◦▪●○‣■·–-]\s|\(?[0-9a-zA-Z]{1,3}[.)]\s)")


def plain_markdown(text: str) -> str:
    """Return a plain text as Markdown paragraphs."""
    nodes: list[Element | str] = []
    for paragraph in _EMPTY_LINES.split(text.replace("\r\n", "\n").replace("\r", "\n")):
        element = Element("p", {}, None)
        for line in paragraph.split("\n"):
            if element.children and _OWN_LINE.match(line):
                element.children.append(Element("br", {}, element))
            element.children.append(f"{line}\n")
        nodes.append(element)
    return to_markdown(nodes, LinkTargets(""))
