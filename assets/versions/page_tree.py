"""A captured page as a light tree of Python objects, built in one pass, that the later steps read and mark.

Reading attributes and text from the parser costs a call each; pruning, the choice of the main node and the
conversion all read the same things, so they are read once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborNode

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
# More elements than any policy (the corpus: 8,611 at most): what follows them is not read.
MAX_ELEMENTS = 100_000
# Deeper than any honest page (the corpus: 40 at most): what lies deeper is read as text of the element at this depth,
# which keeps every later step's time within this many times the size of the page.
MAX_DEPTH = 200
_TEXT = "-text"
HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


class Element:
    """An element: tag, attributes, children in order (elements and texts), and how much text lies in it.

    ``letters`` counts the characters of its text that are not white space, ``link_letters`` those of them
    inside links and buttons; ``titles`` and ``links`` count its h1 and a elements. ``dropped`` marks an element that pruning took out of the running.
    """

    __slots__ = (
        *("attributes", "children", "dropped", "letters", "link_letters", "links", "parent", "tag", "titles"),
    )

    def __init__(self, tag: str, attributes: dict[str, str | None], parent: Element | None) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.children: list[Element | str] = []
        self.letters = 0
        self.link_letters = 0
        self.titles = 0
        self.links = 0
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
            below = [] if element.dropped else element.children
            stack.extend([child for child in reversed(below) if not isinstance(child, str)])

    def text(self) -> str:
        """Return all text in this element, white space collapsed, blocks set apart by a space."""
        only = self.children[0] if len(self.children) == 1 else None
        if isinstance(only, str) and not self.dropped:
            return " ".join(only.split())
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
        return " ".join("".join(parts).split())

    def drop(self) -> None:
        """Take this element out of the running and its letters out of all its ancestors' counts."""
        self.dropped = True
        ancestor: Element | None = self
        letters, link_letters, titles, links = self.letters, self.link_letters, self.titles, self.links
        while ancestor is not None:
            ancestor.letters -= letters
            ancestor.link_letters -= link_letters
            ancestor.titles -= titles
            ancestor.links -= links
            ancestor = ancestor.parent

    def inside(self, *tags: str) -> bool:
        """Say whether this element lies in an element of one of these tags."""
        ancestor = self.parent
        while ancestor is not None:
            if ancestor.tag in tags:
                return True
            ancestor = ancestor.parent
        return False


class Tree(NamedTuple):
    """A part of a page as a tree: its root, all its elements in document order, and whether all was read."""

    root: Element
    elements: list[Element]
    complete: bool

    def take_apart(self) -> None:
        """Cut the links up the tree, so that its memory is free at once, without the collector."""
        for element in self.elements:
            element.parent = None


def build(start: LexborNode) -> Tree:
    """Return the tree of an element of a parsed page."""
    root = Element(start.tag or "", start.attributes, None)
    order = [root]
    # For each element that is open: what is still to come in it.
    open_elements = [root]
    unread = [start.iter(include_text=True)]
    complete = True
    # The tags by the parser's numbers for them: asking it for a name takes three times as long.
    tags: dict[int, str] = {}
    while unread and complete:
        parent = open_elements[-1]
        for node in unread[-1]:
            if len(order) >= MAX_ELEMENTS:
                complete = False
                break
            identity = node.tag_id
            tag = tags.get(identity)
            if tag is None:
                tags[identity] = tag = _tag(node)
            if tag == _TEXT:
                text = node.text_content
                if text:
                    parent.children.append(text)
                    if not text.isspace():
                        parent.letters += _letters(text)
            elif tag:
                below = node.first_child
                if len(open_elements) < MAX_DEPTH:
                    element = Element(tag, node.attributes, parent)
                    parent.children.append(element)
                    order.append(element)
                    if below is None:
                        continue
                    text = below.text_content
                    if text and below.next is None and len(order) < MAX_ELEMENTS:
                        # As in most elements, there is nothing but this text: it needs no level of its own.
                        element.children.append(text)
                        element.letters = 0 if text.isspace() else _letters(text)
                        continue
                    open_elements.append(element)
                elif below is not None:
                    parent.children.append(" ")
                    open_elements.append(parent)
                else:
                    continue
                unread.append(node.iter(include_text=True))
                break
        else:
            unread.pop()
            open_elements.pop()
    _add_up(order)
    return Tree(root, order, complete)


def _tag(node: LexborNode) -> str:
    """Return a node's tag, ``-text`` for a text, or nothing for what is not read."""
    tag = node.tag or ""
    return "" if tag in NOT_TEXT or (tag[:1] in "-!" and tag != _TEXT) else tag


def _letters(text: str) -> int:
    """Return the number of characters that are not white space."""
    # U+0020 is the only white space that is printable: the quick way for nearly all texts.
    return len(text) - text.count(" ") if text.isprintable() else len("".join(text.split()))


def _add_up(elements: list[Element]) -> None:
    """Complete the counts of elements in document order, of which each knows only its own letters."""
    for element in reversed(elements):
        letters = element.letters
        if not letters:
            continue
        tag, outer = element.tag, element.parent
        if tag == "a":
            element.link_letters = letters
            element.links += 1
        elif tag == "button":
            element.link_letters = letters
        elif tag == "h1":
            element.titles += 1
        if outer is not None:
            outer.letters += letters
            if element.link_letters:
                outer.link_letters += element.link_letters
                outer.links += element.links
            if element.titles:
                outer.titles += element.titles
