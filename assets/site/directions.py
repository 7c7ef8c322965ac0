"""Which way a change points, in words that readers of the site take in without knowing ours."""

from __future__ import annotations

from collections.abc import Mapping

# The name in the database, the words for it, and what they mean.
_TOLD = (
    ("permitted", "may now", "something was allowed to somebody"),
    ("forbidden", "may no longer", "something was forbidden to somebody"),
    ("weakened", "binds less", "a duty or promise became weaker"),
    ("strengthened", "binds more", "a duty or promise became stronger"),
    ("widened", "covers more", "a party, purpose, kind of data or place was added"),
    ("narrowed", "covers less", "a party, purpose, kind of data or place was taken away"),
    ("raised", "higher number", "a number of days, an age or an amount rose"),
    ("lowered", "lower number", "a number of days, an age or an amount fell"),
)
_WORDS: Mapping[str, str] = {name: words for name, words, _ in _TOLD}
MEANINGS = tuple((words, meaning) for _, words, meaning in _TOLD)
"""The words for every direction, with what they mean."""


def direction(name: str) -> str:
    """Return a direction in words.

    >>> direction("weakened")
    'binds less'
    """
    return _WORDS.get(name, name)
