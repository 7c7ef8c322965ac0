"""Reads ``judging_words.yaml``: the words of policies, of languages, and of error pages, walls and shells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import yaml

from assets.sources.vocabulary import vocabulary

WORDS_FILE = Path(__file__).with_name("judging_words.yaml")
# In the order in which they are tried: a wall explains itself with the words of an error, an error page
# with those of a shell.
PHRASE_RULES = (
    "bot_wall",
    "geo_block",
    "age_gate",
    "country_choice",
    "consent_wall",
    "soft_404",
    "server_error",
    "login_wall",
    "empty_shell",
    "pdf_viewer",
    "index",
)
_KEYS = (
    "legal",
    "language",
    "phrases",
    "heads",
    "password",
    "addresses",
    "genres",
    "titles",
    "topics",
    "documents",
    "types",
    "never_brief",
)
_FIRST_UNSPACED = 0x2E80  # from here on, scripts are written without spaces between words
# The parser in C is ten times as fast, which each process that judges feels.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What "…" in a phrase stands for: some words of the same sentence.
_GAP = r"[^.!?。！？\n]{0,40}?"


@dataclass(frozen=True)
class Phrases:
    """Phrases to look for; their pattern is made when the first text is searched, for most never are."""

    words: tuple[str, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """A pattern for any of the phrases, longest first, as whole words where the script has spaces."""
        ordered = sorted(set(self.words), key=lambda word: (-len(word), word))
        spaced = "|".join(_escaped(word) for word in ordered if ord(word[0]) < _FIRST_UNSPACED)
        unspaced = "|".join(_escaped(word) for word in ordered if ord(word[0]) >= _FIRST_UNSPACED)
        parts = [rf"(?<!\w)(?:{spaced})(?!\w)"] if spaced else []
        return re.compile("|".join([*parts, unspaced] if unspaced else parts))

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first of the phrases in a lower-case text, or ``None``."""
        return self.pattern.search(text)

    def findall(self, text: str) -> list[str]:
        """Return every phrase found in a lower-case text, in order."""
        return self.pattern.findall(text)


@dataclass(frozen=True)
class JudgingWords:
    """Words and patterns over lower-case visible text.

    ``legal_words`` are single words of policies, ``legal_phrases`` those of several words or of scripts
    without spaces (those not of ASCII letters alone are kept apart), ``small_words`` those that tell a
    language; ``phrases`` matches what the pages of each rule say, ``heads`` holds whole headings that tell
    the same, ``password`` what stands beside a field for one, ``addresses`` the pieces of an address at
    which a redirect ends; ``genres`` matches the marks of other kinds of writing; ``titles`` matches the
    words of a legal document's title, ``topics`` holds those that are also what others write about;
    ``documents`` maps a kind of document (``privacy`` …) to the words that name it, ``types`` a terms type
    to its kinds; ``never_brief`` holds the kinds that no one sentence is.
    """

    legal_words: frozenset[str]
    legal_phrases: tuple[str, ...]
    legal_phrases_beyond_ascii: tuple[str, ...]
    small_words: frozenset[str]
    phrases: dict[str, Phrases]
    heads: dict[str, frozenset[str]]
    password: Phrases
    addresses: dict[str, frozenset[str]]
    genres: dict[str, Phrases]
    titles: Phrases
    topics: frozenset[str]
    documents: dict[str, Phrases]
    types: dict[str, frozenset[str]]
    never_brief: frozenset[str]


def read_judging_words(path: Path) -> JudgingWords:
    """Read a file of judging words.

    Raises:
        ValueError: naming the file, the key and what was expected there.
    """
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    if not isinstance(data, dict) or set(data) != set(_KEYS):
        raise ValueError(f"{path.name}: expected exactly the keys {', '.join(_KEYS)}")
    phrases = _lists(path, data, "phrases")
    if set(phrases) != set(PHRASE_RULES):
        raise ValueError(f"{path.name}: phrases: expected the rules {', '.join(PHRASE_RULES)}")
    for key in ("heads", "addresses"):
        if unknown := sorted(set(_lists(path, data, key)) - set(PHRASE_RULES)):
            raise ValueError(f"{path.name}: {key}: {unknown[0]!r} is none of {', '.join(PHRASE_RULES)}")
    documents = _lists(path, data, "documents")
    legal = {word for words in _lists(path, data, "legal").values() for word in words}
    spaced = {word for word in legal if " " not in word and ord(word[0]) < _FIRST_UNSPACED}
    return JudgingWords(
        legal_words=frozenset(spaced),
        legal_phrases=tuple(sorted(phrase for phrase in legal - spaced if phrase.isascii())),
        legal_phrases_beyond_ascii=tuple(sorted(phrase for phrase in legal - spaced if not phrase.isascii())),
        small_words=frozenset(word for words in _lists(path, data, "language").values() for word in words),
        phrases={rule: _pattern(phrases[rule]) for rule in PHRASE_RULES},
        heads=_sets(path, data, "heads"),
        password=_pattern(_words(path, data, "password")),
        addresses=_sets(path, data, "addresses"),
        genres={genre: _pattern(words) for genre, words in _lists(path, data, "genres").items()},
        titles=_pattern(word for words in _lists(path, data, "titles").values() for word in words),
        topics=frozenset(_words(path, data, "topics")),
        documents={kind: _pattern(words) for kind, words in documents.items()},
        types=_types(path, data, set(documents)),
        never_brief=frozenset(_known(path, "never_brief", _words(path, data, "never_brief"), set(documents))),
    )


@cache
def judging_words() -> JudgingWords:
    """Return the judging words that ship with Termscape."""
    return read_judging_words(WORDS_FILE)


def _lists(path: Path, data: Mapping[str, object], key: str) -> dict[str, list[str]]:
    value = data[key]
    if not isinstance(value, dict):
        raise ValueError(f"{path.name}: {key}: expected a mapping of names to lists of words")
    return {str(name): _words(path, value, name, f"{key}, ") for name in value}


def _words(path: Path, data: Mapping[str, object], key: str, place: str = "") -> list[str]:
    words = data[key]
    if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
        raise ValueError(f"{path.name}: {place}{key}: expected a list of words")
    return [word.lower() for word in words]


def _sets(path: Path, data: Mapping[str, object], key: str) -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in _lists(path, data, key).items()}


def _types(path: Path, data: Mapping[str, object], kinds: set[str]) -> dict[str, frozenset[str]]:
    types = _sets(path, data, "types")
    for name, named in types.items():
        if not vocabulary().knows(name):
            raise ValueError(f"{path.name}: types: {name!r} is no terms type")
        _known(path, f"types, {name}", named, kinds)
    return types


def _known(path: Path, place: str, named: Iterable[str], kinds: set[str]) -> Iterable[str]:
    if unknown := sorted(set(named) - kinds):
        raise ValueError(f"{path.name}: {place}: {unknown[0]!r} is none of the documents")
    return named


def _pattern(words: Iterable[str]) -> Phrases:
    return Phrases(tuple(words))


def _escaped(phrase: str) -> str:
    """A phrase as a pattern; a gap between words leaves them whole."""
    pieces = [re.escape(piece.strip()) for piece in phrase.split("…")]
    unspaced = ord(phrase[0]) >= _FIRST_UNSPACED
    return (_GAP if unspaced else rf"(?!\w){_GAP}(?<!\w)").join(pieces)
