"""Take older versions and other copies of the policy, hidden behind a menu, out of a page.

Folded answers and closed panels are hidden too, and are part of the policy: what goes must be long and must
repeat what is visible.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assets.versions.page_tree import Element, Tree

# Shorter hidden parts are panels and notices (about 400 words).
MIN_HIDDEN_LETTERS = 2000
# Share of a hidden part's text, by whole pieces, that also stands in the visible text: versions of one policy
# share most of their paragraphs, panels of one page nearly none.
COPIED_SHARE = 0.4
# Shorter pieces of text stand in many places of any page.
MIN_PIECE_CHARACTERS = 60

_HIDDEN_STYLE = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
_HIDDEN_CLASSES = frozenset({"hidden", "d-none", "is-hidden", "hide", "w-hidden", "display-none"})


def drop_hidden_copies(tree: Tree) -> int:
    """Drop long hidden elements that repeat the visible text; return how many.

    A page that hides all its text is left as it is: then nothing visible is repeated.
    """
    candidates: list[Element] = []
    for element in tree.elements:
        if element.letters < MIN_HIDDEN_LETTERS or not is_hidden(element):
            continue
        if not any(outer in candidates for outer in _ancestors(element)):
            candidates.append(element)
    if not candidates:
        return 0
    hidden = [_pieces(element) for element in candidates]
    for element in candidates:
        element.dropped = True
    visible = _pieces(tree.root)
    for element in candidates:
        element.dropped = False
    dropped = 0
    for element, pieces in zip(candidates, hidden, strict=True):
        copied = sum(map(len, pieces & visible))
        if copied and copied >= COPIED_SHARE * sum(map(len, pieces)):
            element.drop()
            dropped += 1
    return dropped


def is_hidden(element: Element) -> bool:
    """Say whether the page's own markup hides an element (``aria-hidden`` does not: it hides from no reader)."""
    if "hidden" in element.attributes or _HIDDEN_STYLE.search(element.attribute("style")):
        return True
    return not _HIDDEN_CLASSES.isdisjoint(element.attribute("class").split())


def _ancestors(element: Element) -> Iterator[Element]:
    outer = element.parent
    while outer is not None:
        yield outer
        outer = outer.parent


def _pieces(element: Element) -> set[str]:
    """Return the longer texts that stand in an element in one piece."""
    pieces: set[str] = set()
    stack = [element]
    while stack:
        inner = stack.pop()
        if inner.dropped:
            continue
        for child in inner.children:
            if not isinstance(child, str):
                stack.append(child)
            elif len(child) >= MIN_PIECE_CHARACTERS:
                pieces.add(child.strip())
    return pieces
