"""trafilatura's independent reading of a page: how far it agrees with ours, and what to fall back on."""

from __future__ import annotations

import re
from collections import Counter

from assets.versions.hostile_markup import defused

# Reading takes trafilatura about 20 times as long as us, and more than linearly so on huge pages.
MAX_CHARACTERS = 3_000_000
# Trees of more elements take it minutes.
MAX_ELEMENTS = 50_000
_MARKUP_ONLY = ("script", "style", "svg", "noscript", "template", "iframe")
_WORD = re.compile(r"\w+")


def second_reading(page: str, *, formatting: bool = False) -> str | None:
    """Return trafilatura's extraction of a page, or ``None`` where it finds nothing or gives up.

    Its fast, recall-favouring mode: on the corpus it agrees best with the declared text (its default mode
    takes half as long again and agrees less). ``formatting`` asks for Markdown instead of plain text.
    """
    if len(page) > MAX_CHARACTERS:
        return None
    from lxml import etree, html
    from trafilatura import extract

    try:
        parser = html.HTMLParser(encoding="utf-8")
        tree = html.document_fromstring(defused(page).encode("utf-8", "replace"), parser=parser)
        etree.strip_elements(tree, *_MARKUP_ONLY, with_tail=False)
        if sum(1 for _ in tree.iter()) > MAX_ELEMENTS:
            return None
        return extract(
            tree,
            output_format="markdown" if formatting else "txt",
            favor_recall=True,
            fast=True,
            include_comments=False,
            include_formatting=formatting,
            include_links=formatting,
        )
    except Exception:
        # lxml and trafilatura raise many things on broken pages; a second opinion may fail, the first stands.
        return None


def agreement(ours: str, theirs: str) -> float:
    """Return the word overlap of two plain texts, between 0 and 1 (Dice: twice the common, over both).

    >>> agreement("we sell no data", "We sell data")
    0.857
    """
    one, other = Counter(_WORD.findall(ours.lower())), Counter(_WORD.findall(theirs.lower()))
    total = one.total() + other.total()
    return round(2 * (one & other).total() / total, 3) if total else 0.0
