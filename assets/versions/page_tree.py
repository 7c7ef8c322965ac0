"""A captured page as a light tree of Python objects, built in one pass, that the later steps read and mark.

Reading attributes and text from the parser costs a call each; pruning, the choice of the main node and the
conversion all read the same things, so they are read once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

# Elements whose content is never read as text: code, media, form controls, what browsers do not render.
NOT_TEXT = frozenset(
    {
        *("script", "style", "noscript", "template", "head", "title", "meta", "link", "base"),
        *("svg", "canvas", "iframe", "object", "embed", "audio", "video", "map", "picture", "img"),
        *("select", "option", "datalist", "input", "textarea", "progress", "meter"),
    }
)
BLOCK = frozenset(
    {
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "details",
            "dialog",
        ),
        *("dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3"),
        *("h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol"),
        *("p", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr"),
        *("ul", "listing", "plaintext", "xmp"),
    }
)
HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SPACE = re.compile(r"\s+")


class Element:
    """An element: tag, attributes, children in order (elements and texts), and how much text lies in it.

    ``letters`` counts the characters of its text that are not white space, ``link_letters`` those of them
    inside links and buttons. ``dropped`` marks an element that pruning took out of the running.
    """

    __slots__ = ("attributes", "children", "dropped", "letters", "link_letters", "parent", "tag")

    def __init__(self, tag: str, attributes: dict[str, str | None], parent: Element | None) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.children: list[Element | str] = []
        self.letters = 0
        self.link_letters = 0
        self.dropped = False

    def __repr__(self) -> str:
        return f"<{self.tag} {self.attributes} letters={self.letters}>"

    @property
    def prose_letters(self) -> int:
        """Characters of text outside links and buttons."""
        return self.letters - self.link_letters

    @property
    def elements(self) -> list[Element]:
        """The child elements still in the running."""
        return [child for child in self.children if not isinstance(child, str) and not child.dropped]

    def attribute(self, name: str) -> str:
        """Return an attribute's value, empty where it is absent or has none."""
        return self.attributes.get(name) or ""

    def walk(self) -> Iterator[Element]:
        """Yield this element and all elements in it that are still in the running, in document order.

        An element may be dropped while the walk stands on it; the walk then goes on behind it.
        """
        stack = [self]
        while stack:
            element = stack.pop()
            if element.dropped:
                continue
            yield element
            # The caller may have dropped it in between, which the type checker cannot know.
            below = () if element.dropped else reversed(element.children)
            stack.extend(child for child in below if not isinstance(child, str))

    def text(self) -> str:
        """Return all text in this element, white space collapsed, blocks set apart by a space."""
        parts: list[str] = []
        stack: list[Element | str] = [self]
        while stack:
            item = stack.pop()
            if isinstance(item, str):
                parts.append(item)
            elif not item.dropped:
                if item.tag in BLOCK or item.tag == "br":
                    parts.append(" ")
                    stack.append(" ")
                stack.extend(reversed(item.children))
        return _SPACE.sub(" ", "".join(parts)).strip()

    def drop(self) -> None:
        """Take this element out of the running and its letters out of all its ancestors' counts."""
        self.dropped = True
        ancestor: Element | None = self
        letters, link_letters = self.letters, self.link_letters
        while ancestor is not None:
            ancestor.letters -= letters
            ancestor.link_letters -= link_letters
            ancestor = ancestor.parent

    def inside(self, *tags: str) -> bool:
        """Say whether this element lies in an element of one of these tags."""
        ancestor = self.parent
        while ancestor is not None:
            if ancestor.tag in tags:
                return True
            ancestor = ancestor.parent
        return False


def build(
    page: LexborHTMLParser, wanted: frozenset[int] | set[int] = frozenset()
) -> tuple[Element, dict[int, Element | str]]:
    """Return the tree of a page's body, and the elements and texts whose parser identity is wanted."""
    root = Element("body", {}, None)
    found: dict[int, Element | str] = {}
    body = page.body
    if body is None:
        return root, found
    root.attributes = body.attributes
    if wanted and body.mem_id in wanted:
        found[body.mem_id] = root
    order = [root]
    node = body.first_child
    parent = root
    while node is not None:
        tag = node.tag or ""
        below = None
        if tag == "-text":
            text = node.text_content or ""
            if text:
                parent.children.append(text)
                if not text.isspace():
                    parent.letters += len("".join(text.split()))
                if wanted and node.mem_id in wanted:
                    found[node.mem_id] = text
        elif tag not in NOT_TEXT and tag[:1] not in "-!":
            element = Element(tag, node.attributes, parent)
            parent.children.append(element)
            order.append(element)
            if wanted and node.mem_id in wanted:
                found[node.mem_id] = element
            below = node.first_child
            if below is not None:
                parent = element
        if below is not None:
            node = below
            continue
        following = node.next
        while following is None and parent is not root:
            # A text or a childless element ended its parent: go up to where something follows.
            node, parent = node.parent or node, parent.parent or root
            following = node.next
        node = following
    for element in reversed(order):
        if element.tag in ("a", "button"):
            element.link_letters = element.letters
        if element.parent is not None:
            element.parent.letters += element.letters
            element.parent.link_letters += element.link_letters
    return root, found
