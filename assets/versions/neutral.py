"""Two texts of one document with what does not matter written alike: dates, addresses, paths of visible links."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from assets.versions.date_expressions import find_dates
from assets.versions.text import Text, squeeze

_HIDDEN_ADDRESS = re.compile(r"\[email\s?protected\]|\bemail\s?protected\b", re.IGNORECASE)
_ADDRESS = re.compile(r"[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
_WEB_ADDRESS = re.compile(r"(https?://[\w.-]{1,200})(?::\d{2,5})?[/?#][^\s<>\"'“”’，。；、（）]{0,2000}")
_END_OF_SENTENCE = ".,;:!)]"


@dataclass(frozen=True)
class Pair:
    """Two texts of one document, the older first, and their lines written alike."""

    old: Text
    new: Text

    @cached_property
    def addresses_differ_in_kind(self) -> bool:
        """Whether one text shows e-mail addresses where the other has what a filter against robots puts there."""
        return bool(_HIDDEN_ADDRESS.search(self.old.core)) != bool(_HIDDEN_ADDRESS.search(self.new.core))

    @cached_property
    def lines(self) -> tuple[list[str], list[str]]:
        """The lines of both, with dates, addresses and links written alike."""
        return self._written_alike(self.old), self._written_alike(self.new)

    def equal_but_for(self, *, dates: bool = False, links: bool = False, addresses: bool = False) -> bool:
        """Whether the two say the same, letter by letter, once only the named things are written alike."""
        rules: list[Callable[[str, str | None], str]] = []
        if links:
            rules.append(lambda text, language: _short_links(text))
        if dates:
            rules.append(_plain_dates)
        if addresses and self.addresses_differ_in_kind:
            rules.append(lambda text, language: _without_addresses(text))
        texts = []
        for side in (self.old, self.new):
            text = side.core
            for rule in rules:
                text = rule(text, side.language)
            texts.append(squeeze(text))
        return texts[0] == texts[1]

    def _written_alike(self, side: Text) -> list[str]:
        text = _plain_dates(_short_links("\n".join(side.lines)), side.language)
        if self.addresses_differ_in_kind:
            text = _without_addresses(text)
        return text.split("\n")


def _without_addresses(text: str) -> str:
    return _ADDRESS.sub("@", _HIDDEN_ADDRESS.sub("@", text))


def _short_links(text: str) -> str:
    """Keep the site of a link that is shown in the text: its path changes with languages and redesigns."""
    if "://" not in text:
        return text

    def shorten(match: re.Match[str]) -> str:
        return match[1] + match[0][len(match[0].rstrip(_END_OF_SENTENCE)) :]

    return _WEB_ADDRESS.sub(shorten, text)


def _plain_dates(text: str, language: str | None) -> str:
    parts, done = [], 0
    for mention in find_dates(text, language=language):
        if mention.value:
            parts += [text[done : mention.start], mention.value.isoformat()]
            done = mention.end
    return "".join([*parts, text[done:]])
