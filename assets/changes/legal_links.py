"""Links that lead from one legal document to another: an event of its own, though the text stays the same."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from assets.provisions import plain

REMEMBERED_ADDRESSES = 1 << 14
REMEMBERED_TEXTS = 8
"""Each text is compared with the one before it and with the one after it."""

_LINK = re.compile(
    r"\[([^\[\]]{1,300})\]\((https?://[^()\s]{1,2000}(?:\([^()\s]{0,500}\)[^()\s]{0,2000})?)\)"
)
# Words of paths under which platforms keep legal documents, whole or as parts of a hyphenated name.
_LEGAL = re.compile(
    r"(?<![a-z])(?:privacy|terms|legal|policy|policies|tos|eula|dpa|cookies?|agreements?|conditions|guidelines|subprocessors?"
    r"|sub-processors?|acceptable-use|aup|arbitration|disclaimer|imprint|impressum|datenschutz\w{0,12}|agb"
    r"|confidentialite|mentions-legales|cgu|cgv|privacidad|terminos|privacidade|termos|licen[cs]es?)(?![a-z])",
    re.IGNORECASE,
)
# A part of a path that names a language or region: the same document in another of its languages.
_LOCALE = re.compile(r"(?!ai$)(?:[a-z]{2}|[a-z]{2}[-_][a-z]{2,4}|intl|global)", re.IGNORECASE)

# A part of a path made by a machine: a hash, a UUID, a number. It may differ at each render.
_MACHINE_PART = re.compile(r"(?=[0-9a-f-]{0,60}\d)[0-9a-f-]{16,60}|\d{5,}", re.IGNORECASE)
# What is kept beside the law's documents: settings of an account, and the archive of what held before.
_NO_DOCUMENT = re.compile(
    r"(?<![a-z])(?:settings?|preferences|login|signin|redirect|archives?)(?![a-z])", re.IGNORECASE
)
_OLDER = re.compile(r"\b(?:previous|prior|older|earlier|archived?|past)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LinkChange:
    """A link with the same words that leads to another legal document than before."""

    link_text: str
    before: str
    after: str


def link_changes(before: str, after: str) -> list[LinkChange]:
    """Return the links of two Markdown texts whose words stayed and whose legal document did not.

    Links to older versions and to settings do not count. Where several links have the same words, only targets
    that are gone are compared with targets that are new, and only where one stands for one: two of each would
    be a guess.
    """
    found = []
    olds, news = _targets(before), _targets(after)
    for words in sorted(olds.keys() & news.keys()):
        gone = {key: url for key, url in olds[words].items() if key not in news[words]}
        new = {key: url for key, url in news[words].items() if key not in olds[words]}
        if len(gone) == len(new) == 1 and not _OLDER.search(words):
            [one], [two] = gone.values(), new.values()
            if _is_legal(one) and _is_legal(two):
                found.append(LinkChange(words, one, two))
    return found


@lru_cache(maxsize=REMEMBERED_TEXTS)
def _targets(markdown: str) -> dict[str, dict[str, str]]:
    """Return, for the words of each link, the documents it leads to and a target for each."""
    targets: dict[str, dict[str, str]] = defaultdict(dict)
    for words, url in _links(markdown):
        targets[words].setdefault(document_key(url), url)
    return targets


def _links(markdown: str) -> Iterator[tuple[str, str]]:
    for match in _LINK.finditer(markdown):
        words = " ".join(plain(match[1]).split())
        if words:
            yield words, match[2]


@lru_cache(maxsize=REMEMBERED_ADDRESSES)
def document_key(url: str) -> str:
    """Return what two addresses of one document have in common: site and path, without language, query or place.

    >>> document_key("https://www.example.com/en-GB/legal/terms/?hl=en#fees")
    'example.com/legal/terms'
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    steps = [unquote(step).lower() for step in parts.path.split("/") if step]
    kept = [_MACHINE_PART.sub("", step) for step in steps if not _LOCALE.fullmatch(step)]
    last = kept[-1].removesuffix(".html").removesuffix(".htm").removesuffix(".php") if kept else ""
    return "/".join([host, *kept[:-1], last]).rstrip("/")


def _is_legal(url: str) -> bool:
    parts = urlsplit(url)
    named = f"{parts.hostname or ''}/{unquote(parts.path)}".replace("_", "-")
    return _LEGAL.search(named) is not None and _NO_DOCUMENT.search(named) is None
