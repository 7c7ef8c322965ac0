"""Patterns as data: words that stand for alternatives, and gaps that must be bounded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from assets.topics.annotated_yaml import Entry

_SHIPPED = Path(__file__).parents[1]
"""Files below ship; the tests compile every pattern of theirs."""
_WORD = re.compile(r"\{\{(\w+)\}\}")
# A gap without an upper bound makes the search quadratic; measured 25 times slower (TOPICS.md).
_UNBOUNDED = re.compile(r"(?<!\\)(?:\.|\[(?:[^\]\\]|\\.){0,200}\]|\)|\\[SDW])(?:[*+](?!\+)|\{\d{0,4},\})")
_ONE_WORD = re.compile(r"\[(?!\^)(?:[^\s\]\\]|\\w){1,200}\][*+]")


def expand_words(entry: Entry, words: Mapping[str, str]) -> str:
    """Return a pattern with every ``{{name}}`` replaced by the alternatives it stands for.

    Raises:
        CatalogueError: a name that is not defined (before this place).
    """

    def replacement(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in words:
            raise entry.fail(f"expected a word defined above, found {{{{{name}}}}}")
        return f"(?:{words[name]})"

    return _WORD.sub(replacement, entry.text())


class Pattern:
    """A pattern of a data file that ignores case, compiled when a text first meets it: most never are on a few policies.

    It searches as :class:`re.Pattern` does; a mistake in it is a ``CatalogueError`` that names file and line.
    """

    search: Callable[..., re.Match[str] | None]
    match: Callable[..., re.Match[str] | None]
    fullmatch: Callable[..., re.Match[str] | None]
    finditer: Callable[..., Iterator[re.Match[str]]]
    sub: Callable[..., str]

    def __init__(self, source: str, entry: Entry) -> None:
        self.pattern = source
        self._entry = entry

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The compiled pattern.

        Raises:
            CatalogueError: it is not a regular expression.
        """
        try:
            return re.compile(self.pattern, re.IGNORECASE)
        except re.error as error:
            raise self._entry.fail(f"expected a regular expression: {error}") from None

    def __getattr__(self, name: str) -> Any:
        # asked once a name: what it finds is kept, so that a search costs no detour
        if name.startswith("_") or name not in Pattern.__annotations__:
            raise AttributeError(name)
        found = getattr(self.compiled, name)
        setattr(self, name, found)
        return found


def compile_pattern(entry: Entry, words: Mapping[str, str]) -> Pattern:
    r"""Read a pattern of a data file; case is ignored. What a user wrote is compiled at once, what ships when needed.

    Raises:
        CatalogueError: not a regular expression, an unknown word, or a gap without an upper bound
            (``.*``, ``[^.]+``, ``(...)+``; write ``.{0,80}``). Within a word ``\w+`` and ``[\w-]+`` may
            stand, and white space may be ``\s+``.
    """
    source = expand_words(entry, words)
    for found in _unbounded(source):
        raise entry.fail(f"expected a bounded gap such as .{{0,80}}, found {found!r}")
    pattern = Pattern(source, entry)
    if not entry.file.is_relative_to(_SHIPPED):
        callable(pattern.compiled)
    return pattern


def _unbounded(source: str) -> Iterator[str]:
    for match in _UNBOUNDED.finditer(source):
        if not _ONE_WORD.fullmatch(match.group()):
            yield match.group()
