"""Lets a fragment ("Crash traces: 90 days.") be about what the heading above it names, and no full sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assets.topics.contents import name_of
from assets.topics.patterns import Pattern

LONGEST_FRAGMENT = 300
"""Characters of a fragment with all that follows it; what is longer has room for words of its own."""
LONGEST_BARE = 120
"""Characters of a list item without a colon that may still be no sentence."""
LONGEST_TERM = 90
"""Characters before the colon of a line such as "Messages: one year."; longer than most names of data."""
HEADINGS_READ = 2
"""How many headings right above are asked; the first that names a topic decides. Titles of documents say too little."""

_DEFINITION = re.compile(
    rf"(?P<term>[^.:;!?。：；！？]{{2,{LONGEST_TERM}}})(?::\s|：|\s[-–—]\s)\s?(?P<value>\S[^\n]{{0,400}})"
)
# A value that begins so is a sentence ("Note: we may …"), a term that begins so a condition ("If you leave: …").
_SPEAKS = re.compile(
    r"\W{0,4}(?:(?:we|you|they|it|this|these|those|that|there|please|if|when|wir|sie|es|wenn|nous|vous)\b|我们|您|如)",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:we|you|they|it|I|is|are|was|were|be|been|has|have|had|may|might|will|would|must|can|could|shall|should"
    r"|do|does|did|wir|sie|ist|sind|wird|werden|nous|vous|est|sont)\b|我们|您|[。！？]|[.!?]\s",
    re.IGNORECASE,
)


@dataclass(frozen=True, eq=False)
class HeadingRule:
    """Headings that name one topic, and what a fragment below must hold to be a statement on it.

    ``name`` must match a heading whole, without its numbering; ``pattern`` matches within the fragment;
    ``weight`` is how sure both together make.
    """

    rule_id: str
    weight: float
    name: Pattern
    pattern: Pattern
    excluded: Pattern | None
    headings: tuple[str, ...]
    counterheadings: tuple[str, ...]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]

    def names(self, heading: str) -> bool:
        """Tell whether a heading names the topic and nothing else."""
        return self.name.fullmatch(name_of(heading).rstrip("?？! ")) is not None

    def words(self, fragment: str) -> str | None:
        """Return the words of a fragment that state something on the topic, if there are any."""
        if self.excluded and self.excluded.search(fragment):
            return None
        match = self.pattern.search(fragment)
        return match.group() if match else None


def is_fragment(text: str, kind: str) -> bool:
    """Tell whether a block is no sentence but an entry: a table row, "term: value", a list item without a verb.

    >>> is_fragment("Crash traces: 90 days.", "list_item")
    True
    >>> is_fragment("We are open 90 days a year.", "list_item")
    False
    """
    if len(text) > LONGEST_FRAGMENT:
        return False
    if kind == "table_row":
        return True
    defined = _DEFINITION.match(text)
    if defined:
        return not _SPEAKS.match(defined["value"]) and not _SPEAKS.match(defined["term"])
    return kind == "list_item" and len(text) <= LONGEST_BARE and not _VERB.search(text)


def named_by(headings: Sequence[str], rules: Sequence[HeadingRule]) -> tuple[HeadingRule, str] | None:
    """Return the rule whose topic the nearest heading names that names one, with the heading.

    ``headings``: the outermost first. A heading that names several topics decides nothing.
    """
    for heading in reversed(headings[-HEADINGS_READ:]):
        naming = [rule for rule in rules if rule.names(heading)]
        if naming:
            return (naming[0], heading) if len(naming) == 1 else None
    return None
