"""Phrases of a data file, found in a text word by word: the longest one that fits, wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Generic, TypeVar

Label = TypeVar("Label")

REMEMBERED_WORDS = 1 << 15
"""Words whose plain form is kept at hand; a large collection of policies has about so many different ones."""
REMEMBERED_TEXTS = 1 << 13
"""Texts whose words are kept at hand: most rules ask for those of the same few sentences."""
LEAST_STRIPPED = 4
"""Letters from which an English -s is taken for a plural's or a verb's ("its", "was" are none)."""

FIRST_CJK = "\u3040"
"""From this character on, words are not divided by spaces (Chinese, Japanese, Korean): each character is one."""
_LETTER = {False: r"\w", True: r"[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"}
_SIMPLE = r"{letter}+(?:['’_-]{letter}+)*['’]?|\S"
_NUMBERS = r"\d++(?:[.,]\d++)*+(?![^\W\d])|[Uu]\.[SKsk](?=\.)|[EIei]\.[EGeg](?=\.)|"
_ADDRESSES = (
    r"[\w.+-]{1,80}@[\w-]{1,80}(?:\.[\w-]{1,60}){1,6}"
    r"|(?:[hH][tT][tT][pP][sS]?://|[wW][wW][wW]\.)[^\s<>()\[\]]{1,500}"
    r"|(?:[a-z0-9][\w-]{0,60}\.){1,4}(?:com|org|net|edu|gov|eu|io|ai|dev|app)\b|"
)
_DOMAIN = re.compile(r"[a-z0-9]\.(?:com|org|net|edu|gov|eu|io|ai|dev|app)\b")
_WORDS = {
    (wide, addressed): re.compile(
        (_ADDRESSES if addressed else "") + _NUMBERS + _SIMPLE.replace("{letter}", letter)
    )
    for wide, letter in _LETTER.items()
    for addressed in (False, True)
}
"""What a word is, in texts with and without such characters, with and without addresses: the plainest pattern
that will do is several times as fast as the one for everything."""

_CONTRACTED = {
    **{
        f"{verb}n't": (verb, "not")
        for verb in ("do", "does", "did", "is", "are", "was", "were", "have", "has")
    },
    **{f"{verb}n't": (verb, "not") for verb in ("had", "must", "should", "would", "could", "need", "might")},
    "won't": ("will", "not"),
    "can't": ("can", "not"),
    "cannot": ("can", "not"),
    "shan't": ("shall", "not"),
}
_ENDINGS = {"'ll": "will", "'re": "are", "'ve": "have", "'d": "would"}
_ELIDED = re.compile(r"(?:qu|[cdjlmnst])'(?=\w)", re.IGNORECASE)
_NO_PLURAL = frozenset(
    {"this", "does", "thus", "ours", "yours", "always", "perhaps", "otherwise", "has", "address"}
)


@lru_cache(maxsize=REMEMBERED_WORDS)
def plain_forms(word: str) -> tuple[str, ...]:
    """Return the forms in which a word is compared: lower case, no plural -s, contractions taken apart.

    >>> plain_forms("Partners"), plain_forms("won’t"), plain_forms("we'll")
    (('partner',), ('will', 'not'), ('we', 'will'))
    """
    lower = word.lower().replace("’", "'")
    if "'" in lower or lower == "cannot":
        if lower in _CONTRACTED:
            return _CONTRACTED[lower]
        for ending, form in _ENDINGS.items():
            if lower.endswith(ending):
                return (*plain_forms(lower[: -len(ending)]), form)
        if lower.endswith("'s"):
            return plain_forms(lower[:-2])
        elided = _ELIDED.match(lower)
        if elided:
            return (elided[0], *plain_forms(lower[elided.end() :]))
        lower = lower.rstrip("'")
    return (_singular(lower),) if lower else ("'",)


def _singular(word: str) -> str:
    if len(word) < LEAST_STRIPPED or not word.endswith("s") or word in _NO_PLURAL or not word.isascii():
        return word
    if word.endswith(("ss", "us", "is", "'s")):
        return word
    if word.endswith("ies") and len(word) > LEAST_STRIPPED + 1:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1]


@dataclass(frozen=True)
class Words:
    """A plain text as the forms of its words and signs; where each stands is found out when it is asked for."""

    text: str
    forms: tuple[str, ...]

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The start and end of each form in the text; forms of one word taken apart share them."""
        return tuple(
            match.span() for match in _pattern(self.text).finditer(self.text) for _ in plain_forms(match[0])
        )

    def quote(self, start: int, end: int) -> str:
        """Return the text from one word up to another (the latter not included)."""
        return self.text[self.spans[start][0] : self.spans[end - 1][1]] if start < end else ""


@lru_cache(maxsize=REMEMBERED_TEXTS)
def words_of(text: str) -> Words:
    """Cut a plain text into the forms of its words."""
    forms: list[str] = []
    for word in _pattern(text).findall(text):
        forms += plain_forms(word)
    return Words(text, tuple(forms))


def _pattern(text: str) -> re.Pattern[str]:
    addressed = "@" in text or "://" in text or "www." in text.lower() or bool(_DOMAIN.search(text))
    wide = not text.isascii() and max(text) >= FIRST_CJK
    return _WORDS[wide, addressed]


@dataclass(frozen=True, slots=True)
class Found(Generic[Label]):
    """A phrase found: from word ``start`` up to word ``end`` (not included), and what it is a sign of."""

    start: int
    end: int
    label: Label


class Phrases(Generic[Label]):
    """A set of phrases with labels, looked for all at once."""

    def __init__(self, phrases: Iterable[tuple[str, Label]]) -> None:
        tree: dict[str, dict[tuple[str, ...], Label]] = {}
        for phrase, label in phrases:
            forms = words_of(phrase).forms
            if forms:
                tree.setdefault(forms[0], {}).setdefault(forms[1:], label)
        self._by_first = {
            first: sorted(rests.items(), key=lambda item: -len(item[0])) for first, rests in tree.items()
        }

    def find(self, forms: Sequence[str]) -> list[Found[Label]]:
        """Return the phrases that stand in a text, in order, the longest first, never two over one word."""
        found: list[Found[Label]] = []
        by_first = self._by_first
        stop = 0
        for at in [at for at, form in enumerate(forms) if form in by_first]:
            if at < stop:
                continue
            for rest, label in by_first[forms[at]]:
                end = at + 1 + len(rest)
                if not rest or tuple(forms[at + 1 : end]) == rest:
                    found.append(Found(at, end, label))
                    stop = end
                    break
        return found

    def holds(self, forms: Sequence[str]) -> bool:
        """Whether any phrase stands in a text."""
        return bool(self.find(forms))

    def starts(self, forms: Sequence[str]) -> Label | None:
        """Return the label of the phrase a text starts with, if it starts with one."""
        for rest, label in self._by_first.get(forms[0], ()) if forms else ():
            if tuple(forms[1 : 1 + len(rest)]) == rest:
                return label
        return None


class PhraseGroups(Generic[Label]):
    """Several sets of phrases looked for in one go; those of different groups may overlap."""

    def __init__(self, groups: Mapping[str, Iterable[tuple[str, Label]]]) -> None:
        self._names = tuple(groups)
        tree: dict[str, dict[tuple[tuple[str, ...], str], Label]] = {}
        for group, phrases in groups.items():
            for phrase, label in phrases:
                forms = words_of(phrase).forms
                if forms:
                    tree.setdefault(forms[0], {}).setdefault((forms[1:], group), label)
        self._by_first = {
            first: sorted(((*key, label) for key, label in rests.items()), key=lambda item: -len(item[0]))
            for first, rests in tree.items()
        }

    def find(self, forms: Sequence[str]) -> dict[str, list[Found[Label]]]:
        """Return, for each group, its phrases in a text: in order, the longest first, never two over one word."""
        found: dict[str, list[Found[Label]]] = {name: [] for name in self._names}
        stops = dict.fromkeys(self._names, 0)
        by_first = self._by_first
        for at in [at for at, form in enumerate(forms) if form in by_first]:
            for rest, group, label in by_first[forms[at]]:
                if at < stops[group]:
                    continue
                end = at + 1 + len(rest)
                if not rest or tuple(forms[at + 1 : end]) == rest:
                    found[group].append(Found(at, end, label))
                    stops[group] = end
        return found
