"""Reads ``judging_words.yaml``: the words of policies, of languages, and of error pages, walls and shells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

WORDS_FILE = Path(__file__).with_name("judging_words.yaml")
PHRASE_RULES = (
    "soft_404",
    "server_error",
    "bot_wall",
    "geo_block",
    "login_wall",
    "empty_shell",
    "pdf_viewer",
)
_KEYS = ("legal", "language", "phrases", "titles", "documents")
_FIRST_UNSPACED = 0x2E80  # from here on, scripts are written without spaces between words


@dataclass(frozen=True)
class JudgingWords:
    """Words and patterns over lower-case visible text.

    ``legal_words`` are single words of policies, ``legal_phrases`` those of several words or of scripts
    without spaces (those not of ASCII letters alone are kept apart), ``small_words`` those that tell a language; ``phrases`` matches what the pages of each
    rule say, ``titles`` the words of a legal document's title; ``documents`` maps a kind of document
    (``privacy`` …) to the words that name it.
    """

    legal_words: frozenset[str]
    legal_phrases: tuple[str, ...]
    legal_phrases_beyond_ascii: tuple[str, ...]
    small_words: frozenset[str]
    phrases: dict[str, re.Pattern[str]]
    titles: re.Pattern[str]
    documents: dict[str, re.Pattern[str]]


def read_judging_words(path: Path) -> JudgingWords:
    """Read a file of judging words.

    Raises:
        ValueError: naming the file, the key and what was expected there.
    """
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict) or set(data) != set(_KEYS):
        raise ValueError(f"{path.name}: expected exactly the keys {', '.join(_KEYS)}")
    phrases = _lists(path, data, "phrases")
    if set(phrases) != set(PHRASE_RULES):
        raise ValueError(f"{path.name}: phrases: expected the rules {', '.join(PHRASE_RULES)}")
    legal = {word for words in _lists(path, data, "legal").values() for word in words}
    spaced = {word for word in legal if " " not in word and ord(word[0]) < _FIRST_UNSPACED}
    return JudgingWords(
        legal_words=frozenset(spaced),
        legal_phrases=tuple(sorted(phrase for phrase in legal - spaced if phrase.isascii())),
        legal_phrases_beyond_ascii=tuple(sorted(phrase for phrase in legal - spaced if not phrase.isascii())),
        small_words=frozenset(word for words in _lists(path, data, "language").values() for word in words),
        phrases={rule: _pattern(words) for rule, words in phrases.items()},
        titles=_pattern(word for words in _lists(path, data, "titles").values() for word in words),
        documents={kind: _pattern(words) for kind, words in _lists(path, data, "documents").items()},
    )


@cache
def judging_words() -> JudgingWords:
    """Return the judging words that ship with Termscape."""
    return read_judging_words(WORDS_FILE)


def _lists(path: Path, data: dict[str, object], key: str) -> dict[str, list[str]]:
    value = data[key]
    if not isinstance(value, dict):
        raise ValueError(f"{path.name}: {key}: expected a mapping of names to lists of words")
    for name, words in value.items():
        if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
            raise ValueError(f"{path.name}: {key}, {name}: expected a list of words")
    return {str(name): [word.lower() for word in words] for name, words in value.items()}


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of the words, longest first, as whole words where the script has spaces."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    spaced = "|".join(re.escape(word) for word in ordered if ord(word[0]) < _FIRST_UNSPACED)
    unspaced = "|".join(re.escape(word) for word in ordered if ord(word[0]) >= _FIRST_UNSPACED)
    parts = [rf"(?<!\w)(?:{spaced})(?!\w)"] if spaced else []
    return re.compile("|".join([*parts, unspaced] if unspaced else parts))
