"""Cuts a provision into the sentences that are read, each with its stem, its headings and its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assets.provisions.plain_text import plain
from assets.topics.contents import Place
from assets.topics.model import Provision

STEM_LENGTH = 400
"""Characters of a stem that are read with its item; the end of a long one governs."""
NEAREST_HEADINGS = 2
"""How many headings right above count for a rule that asks for one; a document's title says too little."""
LONGEST_INHERITING = 300
"""Characters up to which an item is about what its stem is about; longer ones speak for themselves."""
UNLABELLED_KINDS = ("heading", "code", "table_header")
"""Kinds of block that state nothing of their own."""

_TYPOGRAPHY = re.compile("[’‘–—‑]")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]，。；]{1,500}", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?](\s+)(?=[\"“'(]?[A-ZÀ-Þ0-9])|[。！？]()")
_NOWHERE = Place()


@dataclass(frozen=True)
class Sentence:
    """A sentence as it is read: ``text`` with its stem in front, of ``lead`` characters; where it stands.

    ``part`` is the sentence alone, ``above`` the nearest headings and the stem as one text.
    """

    part: str
    text: str
    lead: int
    above: str
    terms_type: str
    place: Place


def governing(provision: Provision) -> Provision | None:
    """Return the sentence that an item completes, as a provision under the item's headings."""
    if provision.kind != "list_item" or not provision.stem or len(provision.text) > LONGEST_INHERITING:
        return None
    stem = cut(shown(provision.stem))[-1][-STEM_LENGTH:]
    if not stem.rstrip("*_ ").endswith((":", "：")):
        return None
    headings = tuple(provision.heading_path[-NEAREST_HEADINGS:])
    return Provision(stem, headings, terms_type=provision.terms_type)


def sentences_of(provision: Provision) -> list[Sentence]:
    """Return the sentences of a provision; the first is read with the stem that the provision completes."""
    stem = provision.stem if provision.kind != "table_row" else None
    lead = shown(stem)[-STEM_LENGTH:] if stem else ""
    heading = shown(provision.heading_path[-1]) if provision.heading_path else ""
    above = " > ".join([*provision.heading_path[-NEAREST_HEADINGS:], lead])
    item = provision.kind == "list_item"
    place = Place(lead, heading, provision.text if item else "", item=item)
    first, *others = cut(shown(provision.text))
    text = f"{lead} {first}" if lead else first
    return [
        Sentence(first, text, len(lead), above, provision.terms_type, place),
        *(Sentence(part, part, 0, above, provision.terms_type, _NOWHERE) for part in others),
    ]


def cut(text: str) -> list[str]:
    """Cut what a reader sees into sentences."""
    parts, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        parts.append(text[start : match.start(1)])
        start = match.end()
    return [*parts, text[start:]]


def _folded(match: re.Match[str]) -> str:
    return "'" if match[0] in "’‘" else "-"


@lru_cache(maxsize=4096)
def shown(text: str) -> str:
    """Return what a reader sees, typography folded, addresses of pages left out: they state nothing.

    Cached because a list's items share their stem.
    """
    seen = plain(text)
    if not seen.isascii():
        seen = _TYPOGRAPHY.sub(_folded, seen)
    return _ADDRESS.sub("", seen) if "://" in seen or "www." in seen.lower() else seen
