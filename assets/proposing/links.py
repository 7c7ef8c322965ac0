"""Links on a page that lead to other policy documents of the same platform, with the terms type of each guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from assets.captures.places import place_of
from assets.proposing.naming import LIKELY, TypeGuess, guess_types, words_beside
from assets.versions.decoding import decode
from assets.versions.hostile_markup import defused
from assets.versions.links import LinkTargets

# Links of more words are sentences, not names of documents.
LONGEST_NAME = 10
MOST_LINKS = 2_000
# A document's name has hardly more words than name its type: "Manage cookies in your browser" is none.
MOST_BESIDE = 4
# Older texts of a document are no documents of their own.
_OLDER = re.compile(
    r"(?i)(?<!\w)(?:previous|earlier|older|past|archived?|versions?|history|deprecated)(?!\w)"
)
# Second-level names under which countries register sites: lumora.co.uk is a site, co.uk is none.
_LONGEST_SECOND_LEVEL = 3


@dataclass(frozen=True)
class LinkedDocument:
    """A link to what looks like another document: its address, its text, and the type guessed from both."""

    url: str
    text: str
    guess: TypeGuess


def linked_documents(body: bytes, url: str, content_type: str | None = None) -> list[LinkedDocument]:
    """Return the documents an HTML page links to on its own site, one for each terms type, the surest first."""
    page = LexborHTMLParser(defused(decode(body, content_type)))
    targets = LinkTargets(url)
    best: dict[str, LinkedDocument] = {}
    seen = {place_of(url)}
    for node in page.css("a[href]")[:MOST_LINKS]:
        href = node.attributes.get("href") or ""
        target = None if targets.within_page(href) else targets.target(href)
        text = " ".join(node.text().split())
        if target is None or len(text.split()) > LONGEST_NAME or not same_site(url, target):
            continue
        target = target.partition("#")[0]
        guesses = guess_types(target, link=text)
        if (
            place_of(target) in seen
            or not urlsplit(target).path.strip("/")
            or _OLDER.search(f"{text} {target}")
        ):
            continue
        if not guesses or guesses[0].score < LIKELY:
            continue
        document = LinkedDocument(target, text, guesses[0])
        if _beside(document) > MOST_BESIDE:
            continue
        present = best.get(guesses[0].terms_type)
        if present is None or _order(document) < _order(present):
            best[guesses[0].terms_type] = document
    return sorted(best.values(), key=_order)


def same_site(one: str, other: str) -> bool:
    """Say whether two addresses belong to one site, whatever the part of its name before.

    >>> same_site("https://www.lumora.example/terms", "https://help.lumora.example/a")
    True
    """
    return site_of(one) == site_of(other) != ""


def site_of(url: str) -> str:
    """Return the name under which an address's site is registered, empty where it names no host.

    >>> site_of("https://help.lumora.co.uk/a"), site_of("http://127.0.0.1:8080/")
    ('lumora.co.uk', '127.0.0.1:8080')
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    labels = host.split(".")
    if len(labels) < 3 or labels[-1].isdigit():
        return parts.netloc.lower().rpartition("@")[2] if labels[-1].isdigit() else host
    national = len(labels[-1]) == 2 and len(labels[-2]) <= _LONGEST_SECOND_LEVEL
    return ".".join(labels[-3:] if national else labels[-2:])


def _beside(document: LinkedDocument) -> int:
    """Words of a link's text, or of an address shown in its place, that do not name the document."""
    text = document.text
    if not text or "/" in text:
        text = urlsplit(document.url).path.rstrip("/").rpartition("/")[2]
    return words_beside(text, document.guess.terms_type)


def _order(document: LinkedDocument) -> tuple[int, float, int, str]:
    return _beside(document), -document.guess.score, len(document.url), document.url
