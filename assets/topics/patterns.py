"""Patterns as data: words that stand for alternatives, and gaps that must be bounded."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assets.topics.annotated_yaml import Entry

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


def compile_pattern(entry: Entry, words: Mapping[str, str]) -> re.Pattern[str]:
    r"""Compile a pattern of a data file; case is ignored.

    Raises:
        CatalogueError: not a regular expression, an unknown word, or a gap without an upper bound
            (``.*``, ``[^.]+``, ``(...)+``; write ``.{0,80}``). Within a word ``\w+`` and ``[\w-]+`` may
            stand, and white space may be ``\s+``.
    """
    source = expand_words(entry, words)
    for match in _UNBOUNDED.finditer(source):
        if not _ONE_WORD.fullmatch(match.group()):
            raise entry.fail(f"expected a bounded gap such as .{{0,80}}, found {match.group()!r}")
    try:
        return re.compile(source, re.IGNORECASE)
    except re.error as error:
        raise entry.fail(f"expected a regular expression: {error}") from None
