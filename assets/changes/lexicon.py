"""The data files of this stage, read once: words of force, things named, words that change no rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from assets.changes.phrases import PhraseGroups, Phrases, words_of
from assets.topics.annotated_yaml import CatalogueError, Entry, read_yaml

HERE = Path(__file__).parent
RULES = "11"
"""The version of this stage's rules, code and data together. Raise it when a change would be read otherwise."""

READING_GROUPS: Mapping[str, tuple[str, ...]] = {
    "modals": ("must", "will", "should", "may", "prohibited"),
    "negations": ("not", "none"),
    "actors": ("platform", "user", "other", "data", "thing"),
    "choices": ("consent", "refusal"),
    "bounds": ("exception", "restriction", "none", "power"),
    "deeds": ("protective", "practice", "right"),
}
"""The groups of ``reading_words.yaml`` and the labels each must have."""
THINGS = ("recipients", "purposes", "data", "places", "weighty")
"""The groups of ``named_things.yaml``; their labels are free."""
WORDING_LISTS = (
    "cross_references",
    "date_stamps",
    "notices",
    "dated_notices",
    "own_day_notices",
    "rules_of_notice",
    "pointers",
    "greetings",
    "page_lines",
    "page_headings",
    "titles",
    "broad_words",
)
"""The plain lists of ``wording_words.yaml``."""

Thing = Literal["recipients", "purposes", "data", "places", "weighty"]


@dataclass(frozen=True)
class Lexicon:
    """All words this stage knows, as phrases to be found."""

    reading: PhraseGroups[str]
    things: PhraseGroups[str]
    lists: PhraseGroups[str]
    cross_references: Phrases[str]
    pointers: Phrases[str]
    page_lines: Phrases[str]
    page_headings: Phrases[str]
    measures: Phrases[str]
    weighty: Phrases[str]
    idle: frozenset[str]
    foreign: frozenset[str]
    function_words: frozenset[str]
    synonyms: Phrases[str]
    units: Phrases[str]
    numbers: Phrases[int]
    vocabulary: frozenset[str]
    """All words of all files: what is not among them is no common word of policies."""
    thing_labels: Mapping[str, frozenset[str]]
    """The labels of each group of ``named_things.yaml``."""


@cache
def lexicon() -> Lexicon:
    """Return the words that ship with Termscape."""
    return read_lexicon(HERE)


def read_lexicon(folder: Path) -> Lexicon:
    """Read the three files of words of a folder.

    Raises:
        CatalogueError: a file is missing or not as expected; names file, line and expectation.
    """
    reading = _reading(read_yaml(folder / "reading_words.yaml"))
    things = {
        group: _labelled(entry)
        for group, entry in read_yaml(folder / "named_things.yaml").fields(THINGS).items()
    }
    wording = read_yaml(folder / "wording_words.yaml").fields(
        ["function_words", "drafting_words", "synonyms", "units", "number_words", "measures", *WORDING_LISTS]
    )
    lists = {name: [(text, text) for text in wording[name].texts()] for name in WORDING_LISTS}
    function_words = _idle(wording["function_words"])
    idle = function_words | _idle(wording["drafting_words"])
    synonyms = _synonyms(wording["synonyms"])
    phrases = [
        text
        for group in (*reading.values(), *things.values(), *lists.values(), synonyms)
        for text, _ in group
    ]
    return Lexicon(
        reading=PhraseGroups(reading),
        things=PhraseGroups(things),
        lists=PhraseGroups(lists),
        cross_references=Phrases(lists["cross_references"]),
        pointers=Phrases(lists["pointers"]),
        page_lines=Phrases(lists["page_lines"]),
        page_headings=Phrases(lists["page_headings"]),
        measures=Phrases(_labelled(wording["measures"])),
        weighty=Phrases(things["weighty"]),
        foreign=_foreign(wording["function_words"]),
        idle=idle,
        function_words=function_words,
        synonyms=Phrases(synonyms),
        units=Phrases(_labelled(wording["units"])),
        numbers=_numbers(wording["number_words"]),
        thing_labels={group: frozenset(label for _, label in pairs) for group, pairs in things.items()},
        vocabulary=idle | {form for text in phrases for form in words_of(text).forms},
    )


def _reading(root: Entry) -> dict[str, list[tuple[str, str]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for group, entry in root.fields(list(READING_GROUPS)).items():
        pairs: list[tuple[str, str]] = []
        for label, languages in entry.fields(READING_GROUPS[group]).items():
            for _, listed in languages.pairs():
                pairs += [(text, label) for text in listed.texts()]
        groups[group] = pairs
    return groups


def _labelled(entry: Entry) -> list[tuple[str, str]]:
    return [(text, label.text()) for label, listed in entry.pairs() for text in listed.texts()]


def _idle(entry: Entry) -> frozenset[str]:
    return frozenset(
        form for _, listed in entry.pairs() for text in listed.texts() for form in words_of(text).forms
    )


def _foreign(entry: Entry) -> frozenset[str]:
    """Return the function words of the languages other than English that English does not have."""
    by_language: dict[str, frozenset[str]] = {}
    for language, listed in entry.pairs():
        by_language[language.text()] = frozenset(f for text in listed.texts() for f in words_of(text).forms)
    english = by_language.get("en", frozenset())
    return frozenset().union(*by_language.values()) - english


def _synonyms(entry: Entry) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for line in entry.entries():
        texts = line.texts()
        if len(texts) < 2:
            raise line.fail("expected at least two words that say the same")
        pairs += [(text, texts[0]) for text in texts]
    return pairs


def _numbers(entry: Entry) -> Phrases[int]:
    pairs: list[tuple[str, int]] = []
    for number, listed in entry.pairs():
        if not number.text().isdecimal():
            raise number.fail(f"expected a number, found {number.text()!r}")
        pairs += [(text, int(number.text())) for text in listed.texts()]
    return Phrases(pairs)


__all__ = ["RULES", "CatalogueError", "Lexicon", "Thing", "lexicon", "read_lexicon"]
