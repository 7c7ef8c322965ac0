"""Where a page stands: the permalink of everything that has a page, relative to the root of the site."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, get_args
from urllib.parse import quote, unquote

Kind = Literal[
    "home",
    "platforms",
    "platform",
    "document",
    "version",
    "provision",
    "questions",
    "question",
    "topics",
    "topic",
    "changes",
    "month",
    "regulations",
    "regulation",
    "claims",
    "coverage",
    "method",
    "dictionary",
    "downloads",
    "feeds",
    "search",
    "vendors",
]
"""What has a page. ``month`` is a month of changes, as ``2026-10``; the others are called as in the database."""

KINDS: tuple[str, ...] = get_args(Kind)

_FOLDERS: Mapping[str, str] = {
    "home": "",
    "platform": "platforms",
    "document": "documents",
    "version": "versions",
    "provision": "provisions",
    "question": "questions",
    "topic": "topics",
    "month": "changes",
    "regulation": "regulations",
}
LONGEST_NAME = 200
"""Bytes of a folder's name: file systems allow 255, and some take more bytes for a letter than UTF-8 does."""


@lru_cache(maxsize=1 << 14)
def page_of(kind: Kind, identifier: str = "") -> str:
    """Return the address of a page, percent-encoded, with a slash at its end, relative to the root of the site.

    Whoever knows an id knows the page without asking the site. A provision that is not in force any more
    keeps its page; a version that was not published has none.

    >>> page_of("provision", "p-f20f7c6022bb"), page_of("document", "lumora/privacy-policy"), page_of("home")
    ('provisions/p-f20f7c6022bb/', 'documents/lumora/privacy-policy/', '')

    Raises:
        ValueError: nothing of this kind has a page.
    """
    if kind not in KINDS:
        raise ValueError(f"nothing called {kind!r} has a page; expected one of: {', '.join(KINDS)}")
    folder = _FOLDERS.get(kind, kind)
    parts = [folder, *map(_name, identifier.split("/"))] if identifier else [folder]
    return "".join(f"{quote(part, safe='@+')}/" for part in parts if part)


def file_of(address: str) -> str:
    """Return the path of the file behind an address.

    >>> file_of("platforms/lumora/"), file_of("")
    ('platforms/lumora/index.html', 'index.html')
    """
    return unquote(address) + "index.html"


def root_of(address: str) -> str:
    """Return the way from a page to the root of the site.

    >>> root_of("platforms/lumora/"), root_of("")
    ('../../', './')
    """
    return "../" * address.count("/") or "./"


def _name(part: str) -> str:
    """Return a part of an id as the name of a folder; one that cannot be one is told by its hash."""
    if part.strip(". ") and len(part.encode()) <= LONGEST_NAME and "\\" not in part and part.isprintable():
        return part
    return "x-" + hashlib.sha256(part.encode()).hexdigest()[:24]
