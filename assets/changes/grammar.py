"""English grammar as data: the small words by which acts are read, and the root a word shares with its inflections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from assets.changes.phrases import REMEMBERED_WORDS
from assets.topics.annotated_yaml import Entry, read_yaml

GRAMMAR_FILE = Path(__file__).with_name("grammar.yaml")
LEAST_ROOT = 3
"""Letters of a root; "used" and "uses" have no more."""
LEAST_INFLECTED = 5
"""Letters from which a word's ending is cut off; shorter words are their own roots ("sell", "keep")."""
_DOUBLED = frozenset("bdgmnprt")

_SETS = (
    "common",
    "be",
    "prepositions",
    "after_no_subject",
    "conditions",
    "skipped",
    "auxiliaries",
    "occasions",
    "plain_modals",
    "boundaries",
    "joining",
    "undertaking",
    "answering",
    "bounding",
    "pronouns",
    "verbs_in_ly",
)
_ROOTED = (
    "pointing",
    "befalling",
    "allowing",
    "tolerating",
    "carrying",
    "happening",
    "giving",
    "disowning",
    "excluding",
    "reaching",
    "withholding",
    "owning",
    "offering",
    "compelling",
    "announcing",
)


@dataclass(frozen=True)
class Grammar:
    """The sets of ``grammar.yaml``, which says what each is for; those of verbs by their roots."""

    common: frozenset[str]
    be: frozenset[str]
    prepositions: frozenset[str]
    after_no_subject: frozenset[str]
    conditions: frozenset[str]
    skipped: frozenset[str]
    auxiliaries: frozenset[str]
    occasions: frozenset[str]
    plain_modals: frozenset[str]
    boundaries: frozenset[str]
    joining: frozenset[str]
    undertaking: frozenset[str]
    answering: frozenset[str]
    bounding: frozenset[str]
    pronouns: frozenset[str]
    verbs_in_ly: frozenset[str]
    pointing: frozenset[str]
    befalling: frozenset[str]
    allowing: frozenset[str]
    tolerating: frozenset[str]
    carrying: frozenset[str]
    happening: frozenset[str]
    giving: frozenset[str]
    disowning: frozenset[str]
    excluding: frozenset[str]
    reaching: frozenset[str]
    withholding: frozenset[str]
    owning: frozenset[str]
    offering: frozenset[str]
    compelling: frozenset[str]
    announcing: frozenset[str]
    endings: tuple[str, ...]
    irregular: Mapping[str, str]


@cache
def grammar() -> Grammar:
    """Return the grammar that ships with Termscape."""
    return read_grammar(GRAMMAR_FILE)


def read_grammar(path: Path) -> Grammar:
    """Read a file of grammar words.

    Raises:
        CatalogueError: the file is missing or not as expected; names file, line and expectation.
    """
    fields = read_yaml(path).fields([*_SETS, *_ROOTED, "endings", "irregular"])
    endings, irregular = fields["endings"].texts(), _irregular(fields["irregular"])
    sets = {name: frozenset(fields[name].texts()) for name in _SETS}
    rooted = {
        name: frozenset(_cut(word, endings, irregular) for word in fields[name].texts()) for name in _ROOTED
    }
    return Grammar(**sets, **rooted, endings=endings, irregular=irregular)


def _irregular(entry: Entry) -> dict[str, str]:
    found: dict[str, str] = {}
    for stem, words in entry.pairs():
        for word in words.texts():
            if found.setdefault(word, stem.text()) != stem.text():
                raise words.fail(f"{word!r} has the roots {found[word]!r} and {stem.text()!r}, expected one")
    return found


@lru_cache(maxsize=REMEMBERED_WORDS)
def root(word: str) -> str:
    """Return what a word (lower case) shares with its inflections, roughly.

    >>> root("sharing"), root("shared"), root("sold")
    ('shar', 'shar', 'sell')
    """
    return _cut(word, grammar().endings, grammar().irregular)


def is_adverb(form: str) -> bool:
    """Whether a word only says how: "promptly", but not "apply" or "rely"."""
    return form.endswith("ly") and form not in grammar().verbs_in_ly


def _cut(word: str, endings: tuple[str, ...], irregular: Mapping[str, str]) -> str:
    if word in irregular:
        return irregular[word]
    if not word.isascii() or len(word) < LEAST_INFLECTED or "@" in word or word[0].isdigit():
        return word
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= LEAST_ROOT:
            word = word[: -len(ending)]
            break
    if len(word) >= LEAST_INFLECTED and word[-1] == word[-2] and word[-1] in _DOUBLED:
        return word[:-1]
    return word
