"""Ids of the pages a document is made of, unique within the document and the same on every machine."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

ONLY_PAGE = "main"
"""The id of the page of a document that is one page."""

ROOT_PAGE = "index"
"""The id of a page whose URL has no path, in a document of several pages."""

_NOT_IN_ID = re.compile(r"[^\w.%~-]+")


def page_id(url: str) -> str:
    """Return the id of one page among several: the URL's path, its parts joined by hyphens.

    This is Open Terms Archive's rule for the pages of combined terms, so that its snapshots and
    ours can be matched.

    >>> page_id("https://example.com/legal/privacy/"), page_id("https://example.com/")
    ('legal-privacy', 'index')
    """
    return "-".join(part for part in urlsplit(url).path.split("/") if part) or ROOT_PAGE


def source_ids(urls: Sequence[str]) -> tuple[str, ...]:
    """Return an id for each page of one document, in order.

    Pages with the same path are told apart by what differs: host, query or fragment; a page that is
    declared twice (with other selectors) by a number.

    >>> source_ids(["https://example.com/terms"])
    ('main',)
    >>> source_ids(["https://example.com/terms?a=1", "https://example.com/terms?a=2"])
    ('terms', 'terms-a-2')
    """
    if len(urls) == 1:
        return (ONLY_PAGE,)
    taken: list[str] = []
    for url in urls:
        parts = urlsplit(url)
        plain = page_id(url)
        longer = [f"{plain}-{_tidy(part)}" for part in (parts.query, parts.fragment, parts.netloc) if part]
        candidates = [plain, *longer, f"{plain}-{_tidy(url)}"]
        free = next((candidate for candidate in candidates if candidate not in taken), None)
        number = 2
        while free is None:
            numbered = f"{plain}-{number}"
            free = numbered if numbered not in taken else None
            number += 1
        taken.append(free)
    return tuple(taken)


def _tidy(text: str) -> str:
    return _NOT_IN_ID.sub("-", text).strip("-")
