"""Cues: patterns that are signs of something, in groups, as data files state them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assets.topics.annotated_yaml import Entry
from assets.topics.patterns import Pattern, compile_pattern, expand_words

REMEMBERED = 50_000
"""Texts in which a group was sought before that are remembered: the versions of a document share most of theirs."""


@dataclass(frozen=True)
class Cue:
    """A pattern that is a sign of something; ``value`` is what it contributes to the answer's columns."""

    cue_id: str
    group: str
    means: str
    pattern: Pattern
    value: str
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class CueBook:
    """Cues by group. ``needs``: a group is sought only in texts that hold one of these words (lower case)."""

    cues: tuple[Cue, ...]
    needs: Mapping[str, tuple[str, ...]]

    @cached_property
    def _by_group(self) -> Mapping[str, tuple[Cue, ...]]:
        groups: dict[str, tuple[Cue, ...]] = {}
        for cue in self.cues:
            groups[cue.group] = (*groups.get(cue.group, ()), cue)
        return groups

    def group(self, name: str) -> tuple[Cue, ...]:
        """Return the cues of a group, in the order of the file; none if there is no such group."""
        return self._by_group.get(name, ())

    def find(self, group: str, text: str) -> Cue | None:
        """Return the first cue of a group that occurs in a text."""
        return self._found(group, text)

    @cached_property
    def _found(self) -> Callable[[str, str], Cue | None]:
        def sought(group: str, text: str) -> Cue | None:
            return next((cue for cue in self.group(group) if cue.pattern.search(text)), None)

        return lru_cache(maxsize=REMEMBERED)(sought)

    def has(self, group: str, text: str) -> bool:
        """Tell whether any cue of a group occurs in a text."""
        return self.find(group, text) is not None

    def without(self, group: str, text: str) -> str:
        """Return a text with every occurrence of a group's cues replaced by a comma."""
        for cue in self.group(group):
            text = cue.pattern.sub(" , ", text)
        return text

    def may_hold(self, group: str, text: str) -> bool:
        """Tell whether a group is worth searching for: one of its literal words occurs in the text."""
        lowered = text.lower()
        needed = self.needs.get(group)
        return needed is None or any(word in lowered for word in needed)

    def matches(
        self, group: str, text: str, possible: frozenset[str] | None = None
    ) -> Iterator[tuple[Cue, re.Match[str]]]:
        """Yield every occurrence of every cue of a group; only ``possible`` ones are sought, if given."""
        if possible is None:
            yield from self._matched(group, text)
            return
        for cue in self.group(group):
            if cue.cue_id in possible:
                for match in cue.pattern.finditer(text):
                    yield cue, match

    @cached_property
    def _matched(self) -> Callable[[str, str], tuple[tuple[Cue, re.Match[str]], ...]]:
        def sought(group: str, text: str) -> tuple[tuple[Cue, re.Match[str]], ...]:
            return tuple((cue, match) for cue in self.group(group) for match in cue.pattern.finditer(text))

        return lru_cache(maxsize=REMEMBERED)(sought)


def read_words(entry: Entry, given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Read named alternatives, each of which may use those above it and the ``given`` ones.

    Raises:
        CatalogueError: not a mapping, or a name that is not defined.
    """
    words = dict(given or {})
    for key, value in entry.pairs():
        words[key.text()] = expand_words(value, words)
    return words


def read_cues(entry: Entry, words: Mapping[str, str], groups: Sequence[str]) -> tuple[Cue, ...]:
    """Read a list of cues whose groups are among ``groups``.

    Raises:
        CatalogueError: a cue is not as expected; names file, line and expectation.
    """
    cues: dict[str, Cue] = {}
    for item in entry.entries():
        fields = item.fields(
            ["id", "group", "means", "pattern", "examples", "counterexamples"], ["languages", "value"]
        )
        cue = Cue(
            cue_id=fields["id"].text(),
            group=fields["group"].choice(groups),
            means=fields["means"].text(),
            pattern=compile_pattern(fields["pattern"], words),
            value=fields["value"].text() if "value" in fields else "",
            examples=fields["examples"].texts(),
            counterexamples=fields["counterexamples"].texts(),
        )
        if cue.cue_id in cues:
            raise fields["id"].fail(f"the cue {cue.cue_id!r} stands here a second time, expected once")
        cues[cue.cue_id] = cue
    return tuple(cues.values())
