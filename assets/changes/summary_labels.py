"""What a change is about, in a few words: its topic's name, else the heading or stem above it, else its first words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from assets.changes.lexicon import lexicon
from assets.changes.model import Wording
from assets.changes.phrases import words_of
from assets.changes.quoting import shortened
from assets.provisions import normalised, plain
from assets.topics.taxonomy import load_taxonomy

VAGUE_TOPICS = frozenset({"other", "introductory", "definitions"})
"""Topics that tell a reader less than the heading does."""
LONGEST_HEADING = 70
"""Characters of a heading that is used as a label; longer ones are sentences."""
_DOUBLED = re.compile(r"(\S.{2,80}?)\1\w{0,60}")
FIRST_WORDS = 8
"""Words quoted of a provision that has neither topic nor heading."""
TITLE_WORDS = 8
"""Words up to which the first heading, if it names a kind of document, is the document's title."""


def label_of(before: Wording | None, after: Wording | None) -> str:
    """Return what a change is about. At least one wording must be given."""
    wordings = [wording for wording in (after, before) if wording is not None]
    names = _topic_names()
    known = [topic for one in wordings for topic in one.topics if topic in names]
    for topic in known:
        if topic not in VAGUE_TOPICS:
            return names[topic]
    for one in wordings:
        for heading in reversed(headings_below_title(one)):
            words = _said_once(normalised(heading).strip(" :.–-"))
            if words and len(words) <= LONGEST_HEADING:
                return f"“{words}”"
    for one in wordings:
        if one.stem:  # the items of one list are told together
            return f"“{shortened(plain(one.stem), LONGEST_HEADING)}”"
    if known:
        return names[known[0]]
    return f"“{_first_words(wordings[0].text)}”" if wordings else "a provision"


def headings_below_title(one: Wording) -> tuple[str, ...]:
    """Return the headings above a provision without the document's title, which says nothing of what changed."""
    if not one.heading_path:
        return ()
    forms = words_of(plain(one.heading_path[0])).forms
    titled = len(forms) <= TITLE_WORDS and (
        lexicon().lists.find(forms)["titles"] or words_of(one.terms_type).forms == forms
    )
    return one.heading_path[1:] if titled else one.heading_path


@cache
def _topic_names() -> Mapping[str, str]:
    return {topic.topic_id: _lower(topic.name) for topic in load_taxonomy().topics}


def _lower(name: str) -> str:
    """Write a name as it stands amid a sentence; "AI training" and "Do Not Track" keep their capitals."""
    first, _, rest = name.partition(" ")
    has_capitals = first[1:] != first[1:].lower() or any(word[:1].isupper() for word in rest.split()[:2])
    return name if has_capitals else name[:1].lower() + name[1:]


def _said_once(heading: str) -> str:
    """Return a heading without what an extraction left of its anchor: "SkypeSkypemainskypemodule" is "Skype"."""
    doubled = _DOUBLED.fullmatch(heading)
    return doubled[1] if doubled else heading


def _first_words(text: str) -> str:
    words = plain(text).split()
    return " ".join(words[:FIRST_WORDS]) + (" …" if len(words) > FIRST_WORDS else "")
