"""Tells strips from text: a line made of nothing but a page's words and figures, as menus, feet and counters are."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

STRIP_LENGTH = 220
"""Characters from which a line is not looked at: strips of the benchmark's pages have up to 180."""
STRIP_WORDS = 3
"""Words of a page that make a strip; two ("Privacy terms") may be a heading."""
TICKER_WORDS = 14
"""The most words of a line in which figures of a market, or marks such as #this, make it a ticker."""
HASHTAGS = 2

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_SENTENCE = re.compile(r"[,;!\"“”„«»，；。]|\.(?:\s|$)")
_SMALL = frozenset({
    "a", "all", "at", "for", "from", "get", "go", "in", "is", "it", "me", "my", "new", "now", "on",
    "our", "out", "the", "this", "to", "up", "us", "was", "x", "k", "m", "el", "la", "en", "le",
    "les", "se", "sur", "der", "die", "das", "im", "alle", "nur", "nach", "te", "ha", "sido", "à",
    "nous", "uns",
})  # fmt: skip
"""Small words that stand between a page's own and make no strip by themselves; "and", "of" and "your" join phrases."""
_SHARE_OF = re.compile(r"(\d)\s(?:of|out of|von|sur|de)\s(?=\d)")
_MARKET = re.compile(
    r"\b[A-Z]{3}/[A-Z]{3}\s?\d|\b(?:DAX|MDAX|CAC\s?40|IBEX\s?35|FTSE|NASDAQ|Nikkei|Dow Jones|S&P 500)\s?\d|指数\s?\d"
    r"|\bshare price\s\d",
)
_HASHTAG = re.compile(r"#[^\W\d_]\w{1,40}")


def is_strip(line: str, words: AbstractSet[str], counters: AbstractSet[str]) -> bool:
    """Whether a visible line is a strip: only ``words`` of pages, figures and small words, or a ticker.

    >>> is_strip("Views: 12,345", {"menu"}, {"views"}), is_strip("12,345 euros", {"menu"}, {"views"})
    (True, False)
    """
    if len(line) > STRIP_LENGTH:
        return False
    line = _SHARE_OF.sub(r"\1 ", line)
    found = _WORD.findall(line)
    if len(found) <= TICKER_WORDS and (_MARKET.search(line) or len(_HASHTAG.findall(line)) >= HASHTAGS):
        return True
    letters = [word.lower() for word in found if not word[0].isdigit()]
    own = sum(word in words or word in counters for word in letters)
    if not own or own + sum(word in _SMALL for word in letters) < len(letters):
        return False
    if _counts(line, letters, counters):
        return True
    return own >= STRIP_WORDS and not _SENTENCE.search(line.rstrip(".!?？…"))


def _counts(line: str, letters: list[str], counters: AbstractSet[str]) -> bool:
    return any(character.isdigit() for character in line) and any(word in counters for word in letters)
