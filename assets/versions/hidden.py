"""Take older versions and other copies of the policy, hidden behind a menu, out of a page.

Folded answers and closed panels are hidden too, and are part of the policy: what goes must be long and must
repeat what is visible.
"""

from __future__ import annotations

import re

from assets.versions.page_tree import Element

# Shorter hidden parts are panels and notices (about 400 words).
MIN_HIDDEN_LETTERS = 2000
# Share of a hidden part's runs of words that also stand in the visible text: versions of one policy share most,
# panels of one page nearly none.
COPIED_SHARE = 0.4
_RUN_WORDS = 6

_HIDDEN_STYLE = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
_HIDDEN_CLASSES = frozenset({"hidden", "d-none", "is-hidden", "hide", "w-hidden", "display-none"})
_WORD = re.compile(r"\w+")


def drop_hidden_copies(tree: Element) -> int:
    """Drop long hidden elements that repeat the visible text; return how many.

    A page that hides all its text is left as it is: then nothing visible is repeated.
    """
    candidates: list[Element] = []
    inside: Element | None = None
    for element in tree.walk():
        if element.letters >= MIN_HIDDEN_LETTERS and is_hidden(element) and not _lies_in(element, inside):
            candidates.append(element)
            inside = element
    if not candidates:
        return 0
    texts = [(element, _runs(element.text())) for element in candidates]
    for element in candidates:
        element.dropped = True
    visible = _runs(tree.text())
    for element in candidates:
        element.dropped = False
    dropped = 0
    for element, runs in texts:
        if runs and len(runs & visible) >= COPIED_SHARE * len(runs):
            element.drop()
            dropped += 1
    return dropped


def is_hidden(element: Element) -> bool:
    """Say whether the page's own markup hides an element (``aria-hidden`` does not: it hides from no reader)."""
    if "hidden" in element.attributes or _HIDDEN_STYLE.search(element.attribute("style")):
        return True
    return not _HIDDEN_CLASSES.isdisjoint(element.attribute("class").split())


def _lies_in(element: Element, outer: Element | None) -> bool:
    ancestor = element.parent
    while outer is not None and ancestor is not None:
        if ancestor is outer:
            return True
        ancestor = ancestor.parent
    return False


def _runs(text: str) -> set[int]:
    words = _WORD.findall(text.lower())
    return {hash(tuple(words[start : start + _RUN_WORDS])) for start in range(len(words) - _RUN_WORDS + 1)}
