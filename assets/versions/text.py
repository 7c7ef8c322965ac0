"""A text of a document, with what is computed of it for comparing it computed once."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from assets.versions.artefacts import core_lines, is_page_line
from assets.versions.consent_dialogs import without_consent_dialogs
from assets.versions.hashes import Fingerprints, fingerprints
from assets.versions.visible import visible_blocks
from assets.versions.writing import Writing

_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_AROUND_WORDS = ".,;:!?()[]\"'“”‘’*…。，、；：！？（）"


@dataclass(frozen=True, eq=False)
class Text:
    """A document's Markdown, when it was seen (UTC) and in which language it is written (``en``, ``de-CH`` …).

    ``known_prints`` spares hashing again a text whose fingerprints are known.
    """

    markdown: str
    seen_at: datetime
    language: str | None = None
    known_prints: Fingerprints | None = None

    @cached_property
    def prints(self) -> Fingerprints:
        """The three hashes and the number of words."""
        return self.known_prints or fingerprints(self.markdown)

    @cached_property
    def lines(self) -> list[str]:
        """The visible lines of the policy, without words of the page's interface."""
        lines = [line for block in visible_blocks(self.markdown) for line in core_lines(block)]
        return [line for line in without_consent_dialogs(lines) if not is_page_line(line)]

    def same_lines(self, other: Text) -> float:
        """Return the share of the shorter text's different lines that stand in the other (0 to 1)."""
        one, two = set(self.lines), set(other.lines)
        return len(one & two) / min(len(one), len(two)) if one and two else 0.0

    @cached_property
    def core(self) -> str:
        """The visible text of the policy, without words of the page's interface."""
        return " ".join(self.lines)

    @cached_property
    def writing(self) -> Writing:
        """The text as it is compared."""
        return Writing(self)

    @cached_property
    def writing_without_addresses(self) -> Writing:
        """The text as it is compared with one that hides e-mail addresses, or hiding them itself."""
        return Writing(self, addresses=False)

    @cached_property
    def word_counts(self) -> Counter[str]:
        """How often each word occurs; each character of Chinese or Japanese text is a word."""
        text = self.core.casefold()
        if _UNSPACED.search(text):
            text = _UNSPACED.sub(r" \g<0> ", text)
        return Counter(word.strip(_AROUND_WORDS) for word in text.split())


def similarity(one: Text, two: Text) -> float:
    """Return the share of words two texts have in common (0 to 1), whatever their order."""
    total = one.word_counts.total() + two.word_counts.total()
    return 2 * (one.word_counts & two.word_counts).total() / total if total else 1.0
