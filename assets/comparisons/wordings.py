"""A provision as words that can be compared across platforms: without markup, addresses and the platform's own name."""

from __future__ import annotations

import re
from functools import lru_cache

import xxhash

from assets.provisions.plain_text import normalised
from assets.provisions.similarity import words

OWN_NAME = "_own_name_"
ADDRESS = "_address_"
LEAST_WORDS = 15
"""Shorter wordings are stock phrases ("the right to request deletion of your personal information") that people
write without having read each other: of 40 pairs of 8 to 14 words on the 22 platforms, read by a person, a third
were."""
LEAST_NAME = 3
"""Letters of a name that are masked: shorter ones are also words."""

_ADDRESS = re.compile(
    r"(?:mailto:|https?://|www\.).{2,300}|[\w.+-]{1,80}@[\w.-]{1,200}"
    r"|(?:[\w-]{2,60}\.){1,4}(?:com|org|net|ai|io|eu|co|de|app|dev|example)(?:/.{0,300})?",
    re.IGNORECASE,
)
_AROUND = ".,;:!?()[]<>\"'"
_SUFFIX = re.compile(r"(?:[\s.-]+(?:ai|com|io|app|inc|llc|ltd|gmbh))+$")
_LINKED = re.compile(r"\[[^\[\]]{0,500}\]\(")


def comparable(text: str, platform_name: str = "") -> str:
    """Return the words of a provision's Markdown in lower case, one blank between them.

    The platform's own name and addresses are masked, so that the same clause of two platforms is the same text.

    >>> comparable("**Lumora.ai** may close your account; ask help@lumora.example.", "Lumora.ai")
    '_own_name_ may close your account ask _address_'
    """
    seen = normalised(text).lower()
    for form, pattern in own_names(platform_name):
        if form in seen:
            seen = pattern.sub(OWN_NAME, seen)
    if "." in seen[:-1] or "@" in seen:
        seen = " ".join(map(_masked, seen.split(" ")))
    return " ".join(words(seen))


def _masked(piece: str) -> str:
    if "." in piece[1:-1] or "@" in piece:
        return ADDRESS if _ADDRESS.fullmatch(piece.strip(_AROUND)) else piece
    return piece


@lru_cache(maxsize=4096)
def own_names(platform_name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the forms of a platform's name, the longest first, with or without an ``.ai`` behind, and what finds them.

    Names shorter than ``LEAST_NAME`` letters are left out.
    """
    name = " ".join(platform_name.lower().split())
    forms = sorted({form for form in (name, _SUFFIX.sub("", name)) if len(form) >= LEAST_NAME}, key=len)
    return tuple((form, re.compile(rf"(?<!\w){re.escape(form)}(?:['’]s)?(?!\w)")) for form in reversed(forms))


def is_menu(text: str) -> bool:
    """Tell whether Markdown is mostly links, three of them or more: what is left of a menu, not a clause."""
    links = len(_LINKED.findall(text))
    return links >= 3 and links * 4 > len(normalised(text).split())


def wording_id(comparable_words: str) -> str:
    """Return the id of a wording: equal words have equal ids, in every home."""
    return xxhash.xxh3_128_hexdigest(comparable_words.encode())


def long_enough(comparable_words: str) -> bool:
    """Tell whether so many words in the same order mean that one was written from the other."""
    return comparable_words.count(" ") + 1 >= LEAST_WORDS


def coded(comparable_words: str) -> str:
    """Return the wording with one character a word, which makes comparing words as fast as comparing letters.

    Two different words have the same character once in a million.
    """
    return "".join(map(_code, comparable_words.split(" ")))


# Characters above the first plane: no surrogates among them.
_FIRST_CODE = 0x10000
_CODES = 0x100000


@lru_cache(maxsize=1 << 18)
def _code(word: str) -> str:
    return chr(_FIRST_CODE + xxhash.xxh32_intdigest(word.encode()) % _CODES)


@lru_cache(maxsize=1 << 18)
def word_hash(word: str) -> int:
    """Return the 64-bit hash of a word."""
    return xxhash.xxh3_64_intdigest(word.encode())
