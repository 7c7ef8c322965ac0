"""Texts of pages as Markdown shows them: their words alone, with nothing that a renderer would take for a mark."""

from __future__ import annotations

import re

from assets.provisions.plain_text import plain

_MARKS = re.compile(r"([\\`*_\[\]<>|~])")
"""What CommonMark and its tables give a meaning inside a line; an address is left to link itself."""


def as_markdown(text: str) -> str:
    """Return the words of a quote in one line, escaped: hostile text stays text, and half a pair of marks shows nothing."""
    return _MARKS.sub(r"\\\1", " ".join(plain(text).split()))
