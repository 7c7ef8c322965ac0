"""Keep from the parser what takes it a time that grows with the square of the size: depth, and attributes."""

from __future__ import annotations

import re

# A parser asks at each tag what is open around it: 200,000 nested tags take minutes. Browsers stop at 512 levels;
# the deepest page of the corpus has 40.
MAX_NESTING = 300
# Pages with fewer tags cannot nest deeply enough to matter (20,000 levels take four seconds).
SUSPICIOUS_TAGS = 20_000

# Each attribute is compared with all before it; a page below this size has too few to matter.
SUSPICIOUS_CHARACTERS = 500_000
MAX_ATTRIBUTES = 2_000
LONG_TAG_CHARACTERS = 20_000

_LONG_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9]{0,20})\s[^<>]{19000,}>?")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})(?:\"[^\"]{0,5000}\"|'[^']{0,5000}'|[^<>\"']){0,400}+>")
# Elements without content, and those the next of their kind closes.
_NOT_COUNTED = frozenset(
    {
        *(
            "area",
            "base",
            "br",
            "col",
            "embed",
            "hr",
            "img",
            "input",
            "link",
            "meta",
            "source",
            "track",
            "wbr",
        ),
        *(
            "p",
            "li",
            "dt",
            "dd",
            "tr",
            "td",
            "th",
            "thead",
            "tbody",
            "tfoot",
            "option",
            "html",
            "body",
            "head",
        ),
    }
)


def defused(text: str) -> str:
    """Return a page without tags that are nested too deeply or hold thousands of attributes; their text stays.

    Any page a reader could use is returned as it is.
    """
    if is_harmless(text.encode("utf-8", "replace")):
        return text
    if any(map(_is_long_tag, text.split("<"))):
        text = _LONG_TAG.sub(_without_attributes, text)
    return _flattened(text) if text.count("<") >= SUSPICIOUS_TAGS else text


def is_harmless(utf8: bytes) -> bool:
    """Say whether a page in UTF-8 surely has nothing to be defused, as nearly all have.

    A long tag holds a whole window of half its length, wherever it begins; most windows are left at their
    first characters, which makes this many times as fast as looking at each tag.
    """
    if utf8.count(b"<") >= SUSPICIOUS_TAGS:
        return False
    window = LONG_TAG_CHARACTERS // 2
    return len(utf8) <= SUSPICIOUS_CHARACTERS or not any(
        _lies_in_a_long_tag(utf8, start, start + window) for start in range(0, len(utf8) - window + 1, window)
    )


def _lies_in_a_long_tag(utf8: bytes, start: int, end: int) -> bool:
    """Say whether the bytes from start to end lie in the first part of a tag longer than any honest one."""
    if utf8.find(b"<", start, end) >= 0 or utf8.find(b">", start, end) >= 0:
        return False
    # The scripts that have such stretches begin long before them, or with a tag that ends.
    opening = utf8.rfind(b"<", max(0, start - LONG_TAG_CHARACTERS), start)
    return opening >= 0 and utf8.find(b">", opening, opening + LONG_TAG_CHARACTERS) < 0


def _is_long_tag(piece: str) -> bool:
    """Say whether what stands after a ``<`` is a tag longer than any honest one."""
    return (
        len(piece) > LONG_TAG_CHARACTERS
        and piece[0].isalpha()
        and not 0 <= piece.find(">") < LONG_TAG_CHARACTERS
    )


def _without_attributes(tag: re.Match[str]) -> str:
    return f"<{tag.group(1)}>" if tag.group().count("=") > MAX_ATTRIBUTES else tag.group()


def _flattened(text: str) -> str:
    depth = 0

    def kept(match: re.Match[str]) -> str:
        nonlocal depth
        if match.group(2).lower() in _NOT_COUNTED:
            return match.group()
        depth = max(0, depth - 1) if match.group(1) else depth + 1
        return match.group() if depth + bool(match.group(1)) <= MAX_NESTING else " "

    return _TAG.sub(kept, text)
