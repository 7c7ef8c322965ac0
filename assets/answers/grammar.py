"""Who acts, what is denied, for whom it holds: signs that all questions share, from ``grammar.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assets.answers.cues import CueBook, read_cues, read_words
from assets.answers.units import Unit
from assets.topics.annotated_yaml import read_yaml

GRAMMAR_FILE = Path(__file__).parent / "grammar.yaml"

GROUPS = (
    "platform", "user", "third_party", "duty", "negation", "not_negation", "region", "region_heading", "business",
    "business_heading",
)  # fmt: skip
"""What a cue of the grammar can be a sign of."""

CONDUCT_TYPES = ("Acceptable Use Policy", "Community Guidelines")
"""Terms types that tell users what to do: a sentence without a subject is about the users there."""

SUBJECT_REACH = 600
"""Characters before a statement in which its subject is sought: licence sentences of 480 were seen."""
NO_REACH = 80
"""Characters before a statement without a subject in which a no governs it."""

_FRONTED = re.compile(r"(?:to|in order to|for|as part of|when|if)\b", re.IGNORECASE)
_CLAUSE_START = re.compile(r"[^,;:.(]{0,30}$")
_BORDER = re.compile(r"[;:.]\s")


@dataclass(frozen=True, eq=False)
class Grammar(CueBook):
    """The shared cues, and the shared words that patterns of questions may use as ``{{name}}``."""

    words: Mapping[str, str]

    def subject(self, unit: Unit, text: str, start: int) -> tuple[str, int]:
        """Return who acts in what begins at ``start`` of a text, and where that subject stands.

        Args:
            unit: the unit the text is of, for the heading and stem that name whose duty it is.
            text: the stem and the text of the unit, as one piece of reading.
            start: where the statement begins in it.

        Returns:
            ``platform``, ``user``, ``third_party`` or ``nobody``; and the offset, -1 for ``nobody``.
        """
        low = max(0, start - SUBJECT_REACH)
        window = text[low : start + SUBJECT_REACH]
        best, place = "nobody", -1
        behind, first = "nobody", len(text)
        for kind in ("third_party", "user", "platform"):
            for _, match in self.matches(kind, window):
                if low + match.start() <= start:
                    if low + match.start() >= place:
                        best, place = kind, low + match.start()
                elif low + match.start() < first:
                    behind, first = kind, low + match.start()
        if place < 0 and behind != "nobody" and _FRONTED.match(text):
            return behind, first
        if place < 0 and self.is_duty(unit):
            return "user", -1
        return best, place

    def is_duty(self, unit: Unit) -> bool:
        """Tell whether a unit without a subject stands where users are told what to do."""
        return unit.clause.terms_type in CONDUCT_TYPES or self.has("duty", f"{unit.heading} {unit.lead}")

    def denied(self, text: str, subject: int, start: int, end: int) -> bool:
        """Tell whether a no governs what stands at ``start`` to ``end`` of a text, its subject at ``subject``."""
        low = subject if 0 <= subject <= start else max(0, start - NO_REACH)
        if subject < 0:
            borders = [match.end() for match in _BORDER.finditer(text, low, start)]
            low = borders[-1] if borders else low
        if head := _CLAUSE_START.search(text[:low]):
            low = head.start()  # "does not allow us to": the no stands before its subject
        return self.has("negation", self.without("not_negation", text[low:end]))

    def scope(self, unit: Unit, business: bool) -> str:
        """Return for whom a unit holds: ``region``, ``business`` or ``general``.

        Args:
            unit: the unit, whose headings may name the region, or firms.
            business: whether its document speaks to firms and developers.
        """
        if self.has("region", unit.context):
            return "region"
        for heading in reversed(unit.clause.heading_path):  # the nearest one that names anybody
            if self.has("region_heading", heading):
                return "region"
            if self.has("business_heading", heading):
                return "business"
        above = f"{unit.heading} {unit.lead} {unit.text}"
        return "business" if business or self.has("business", above) else "general"


@cache
def read_grammar() -> Grammar:
    """Read the grammar that ships; once a process.

    Raises:
        CatalogueError: the file is not as expected.
    """
    fields = read_yaml(GRAMMAR_FILE).fields(["words", "cues"])
    words = read_words(fields["words"])
    return Grammar(read_cues(fields["cues"], words, GROUPS), {}, words)
