"""Two texts of one document with what does not matter written alike: dates, links and e-mail addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from assets.versions.hashes import without_tokens
from assets.versions.text import Text, squeeze

# What Cloudflare, for one, puts in the place of an address for readers without JavaScript.
_HIDDEN_ADDRESS = "email protected"
_ADDRESS = re.compile(r"\[?\bemail[ \xa0]?protected\b\]?")
_ADDRESS = re.compile(r"[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")


@dataclass(frozen=True)
class Pair:
    """Two texts of one document, the older first."""

    old: Text
    new: Text

    @cached_property
    def hides_addresses(self) -> bool:
        """Whether one text shows e-mail addresses where the other has what a filter against robots puts there."""
        return _hides_addresses(self.old.core) != _hides_addresses(self.new.core)

    @cached_property
    def lines(self) -> tuple[list[str], list[str]]:
        """The lines of both, written alike."""
        if not self.hides_addresses:
            return self.old.plain_lines, self.new.plain_lines
        old, new = (
            _without_addresses("\n".join(text.plain_lines)).split("\n") for text in (self.old, self.new)
        )
        return old, new

    @cached_property
    def lines_without_tokens(self) -> tuple[list[str], list[str]]:
        """The lines of both, written alike, with ids, counters, ages and copyright years masked."""
        old, new = (without_tokens("\n".join(lines)).split("\n") for lines in self.lines)
        return old, new

    @cached_property
    def texts(self) -> tuple[str, str]:
        """The texts of both, written alike."""
        return " ".join(self.lines[0]), " ".join(self.lines[1])

    @cached_property
    def is_equal(self) -> bool:
        """Whether the two say the same, letter by letter, when written alike."""
        return squeeze(self.texts[0]) == squeeze(self.texts[1])


def _hides_addresses(text: str) -> bool:
    return _HIDDEN_ADDRESS in text


def _without_addresses(text: str) -> str:
    return _ADDRESS.sub("@", text.replace(f"[{_HIDDEN_ADDRESS}]", "@").replace(_HIDDEN_ADDRESS, "@"))
