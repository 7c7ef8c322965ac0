"""Guessing the terms type of a page from its address, its title and headings, the text of a link, and its words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

import yaml

from assets.sources.vocabulary import Vocabulary, vocabulary

WORDS_FILE = Path(__file__).with_name("type_words.yaml")

Sureness = Literal["sure", "likely", "a guess"]

# What a name in each place is worth; a hint is worth HINT of that. Set on the newest captures of 97 pages of 22
# services (tests/benchmarks/adding.py).
PLACES: Mapping[str, float] = {"heading": 4.0, "title": 3.0, "link": 3.0, "address": 3.0, "folder": 0.6}
HINT = 0.3
# A phrase of the text is worth so much, and all of them together no more than BODY_MOST.
BODY, BODY_MOST = 0.3, 0.9
# A longer name says more than a shorter one ("enterprise privacy" than "privacy"): so much for each word after the first.
LONGER = 0.15
# Sure: two places agree, and nothing comes near. Likely: one place names it, and nothing else half as much.
SURE, SURE_LEAD, LIKELY, LIKELY_LEAD = 5.0, 2.0, 2.5, 1.4
# Characters of the text in which phrases are looked for.
BODY_SAMPLE = 60_000
# Characters of a name that are read: what is longer is no name.
LONGEST_NAME = 200
# Folders of an address that are read, the last ones.
DEPTH = 6
OFFERED = 3

_TITLE_PARTS = re.compile(r"\s[|–—·:»-]\s|[｜|]|: ")
_NOT_WORDS = re.compile(r"[^\w']+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ENDING = re.compile(r"\.(?:html?|php|aspx?|pdf|md)$", re.IGNORECASE)
_FIRST_UNSPACED = 0x2E80  # from here on, scripts are written without spaces between words


@dataclass(frozen=True)
class TypeGuess:
    """A terms type a page may be of: how sure that is, and why, in words; ``score`` only orders guesses."""

    terms_type: str
    sureness: Sureness
    why: tuple[str, ...]
    score: float


@dataclass(frozen=True)
class _Phrase:
    text: str
    terms_type: str
    worth: float
    pattern: re.Pattern[str]


@dataclass
class _Tally:
    """What speaks for one type: ``best`` is the best evidence in each place."""

    best: dict[str, tuple[float, str]] = field(default_factory=dict)

    @property
    def score(self) -> float:
        return sum(worth for worth, _ in self.best.values())

    @property
    def why(self) -> tuple[str, ...]:
        return tuple(f"{place}: {said}" for place, (_, said) in sorted(self.best.items(), key=_by_worth))


def guess_types(
    url: str, *, title: str = "", headings: Sequence[str] = (), link: str = "", text: str = ""
) -> list[TypeGuess]:
    """Return the terms types a page may be of, the likeliest first, at most three; none where nothing names one.

    ``headings`` are the page's, in order (the first counts most), ``link`` the text of a link that led there,
    ``text`` what the page says. Only the first guess can be sure or likely.

    >>> guess_types("https://lumora.example/legal/cookies", title="Cookie Policy | Lumora")[0].terms_type
    'Trackers Policy'
    """
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    for place, piece in _pieces(url, title, headings, link):
        for phrase in _named(piece):
            _count(tallies, place, PLACES[place] * phrase.worth, phrase)
    words = _plain(text[:BODY_SAMPLE])
    for terms_type, phrases in type_words().body.items():
        found = [phrase for phrase in phrases if phrase in words]
        if found:
            said = ", ".join(f"“{phrase}”" for phrase in found[:OFFERED])
            tallies[terms_type].best["text"] = (min(BODY_MOST, BODY * len(found)), said)
    ranked = sorted(tallies.items(), key=lambda each: (-each[1].score, each[0]))[:OFFERED]
    scores = [tally.score for _, tally in ranked] + [0.0]
    return [
        TypeGuess(
            terms_type, _sureness(scores) if not number else "a guess", tally.why, round(tally.score, 2)
        )
        for number, (terms_type, tally) in enumerate(ranked)
    ]


def words_beside(name: str, terms_type: str) -> int:
    """Return how many words of a name do not name the type: the fewer, the more it is this document itself.

    >>> words_beside("Privacy Policy", "Privacy Policy"), words_beside("Privacy Policy for Candidates", "Privacy Policy")
    (0, 2)
    """
    lengths = [len(phrase.text.split()) for phrase in _named(name) if phrase.terms_type == terms_type]
    return len(_plain(name).split()) - max(lengths, default=0)


def _sureness(scores: Sequence[float]) -> Sureness:
    first, second = scores[0], scores[1]
    if first >= SURE and first >= SURE_LEAD * second:
        return "sure"
    return "likely" if first >= LIKELY and first >= LIKELY_LEAD * second else "a guess"


def _pieces(url: str, title: str, headings: Sequence[str], link: str) -> list[tuple[str, str]]:
    """Return what may name a document, with the place it stands in."""
    path = [part for part in unquote(urlsplit(url).path[: 10 * LONGEST_NAME]).split("/") if part][-DEPTH:]
    last = [("address", _ENDING.sub("", path[-1]))] if path else []
    folders = [("folder", part) for part in path[:-1]]
    # the document's name stands in one part of a title, the site's in another
    parts = [("title", part) for part in _TITLE_PARTS.split(title[: 2 * LONGEST_NAME]) if part.strip()]
    return [
        *last,
        *folders,
        *parts[:3],
        *(("heading", one) for one in headings[:1]),
        *([("link", link)] if link else []),
    ]


def _count(tallies: dict[str, _Tally], place: str, worth: float, phrase: _Phrase) -> None:
    best = tallies[phrase.terms_type].best
    if worth > best.get(place, (0.0, ""))[0]:
        best[place] = (worth, f"“{phrase.text}”")


def _named(piece: str) -> list[_Phrase]:
    """Return the phrases in a piece that lie in no longer one: "enterprise privacy" is not "privacy" as well."""
    plain = _plain(piece[:LONGEST_NAME])
    found = [
        (match.span(), phrase) for phrase in type_words().phrases for match in phrase.pattern.finditer(plain)
    ]
    return [
        phrase
        for span, phrase in found
        if not any(o[0] <= span[0] and span[1] <= o[1] and o != span for o, _ in found)
    ]


def _plain(text: str) -> str:
    spaced = _HUMP.sub(" ", text.replace("’", "'"))
    return " ".join(_NOT_WORDS.sub(" ", spaced.replace("_", " ").lower()).split())


def _by_worth(item: tuple[str, tuple[float, str]]) -> float:
    return -item[1][0]


@dataclass(frozen=True)
class TypeWords:
    """The phrases that name documents, longest first, and those that stand in texts of a type."""

    phrases: tuple[_Phrase, ...]
    body: Mapping[str, tuple[str, ...]]


def read_type_words(path: Path, known: Vocabulary) -> TypeWords:
    """Read a file of type words, and add the vocabulary's own names.

    Raises:
        ValueError: naming the file, the type and what was expected there.
    """
    data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    types = data.get("types") if isinstance(data, dict) else None
    if not isinstance(types, dict):
        raise ValueError(f"{path.name}: expected the key types, a mapping of terms types to words")
    worth: dict[tuple[str, str], float] = {}
    body: dict[str, tuple[str, ...]] = {}
    for terms_type, entry in types.items():
        if not known.knows(terms_type):
            raise ValueError(f"{path.name}: {terms_type!r} is no terms type of terms_types.yaml")
        for key, words in entry.items():
            if key not in ("names", "hints", "body") or not all(isinstance(word, str) for word in words):
                raise ValueError(
                    f"{path.name}: {terms_type}: lists of words were expected: names, hints, body"
                )
        body[terms_type] = tuple(_plain(word) for word in entry.get("body", ()))
        worth |= {(_plain(word), terms_type): HINT for word in entry.get("hints", ())}
        worth |= {(_plain(word), terms_type): 1.0 for word in entry.get("names", ())}
    for one in known.types.values():
        worth |= {(_plain(name), one.name): 1.0 for name in (one.name, *one.also)}
    phrases = [
        _Phrase(text, terms_type, each * (1 + LONGER * text.count(" ")), _whole(text))
        for (text, terms_type), each in worth.items()
    ]
    return TypeWords(tuple(sorted(phrases, key=lambda one: (-len(one.text), one.text))), body)


def _whole(text: str) -> re.Pattern[str]:
    # addresses run words together: /useragreement
    escaped = r"\s?".join(map(re.escape, text.split()))
    return re.compile(escaped if ord(text[0]) >= _FIRST_UNSPACED else rf"(?<!\w){escaped}(?!\w)")


@cache
def type_words() -> TypeWords:
    """Return the words that ship with Termscape."""
    return read_type_words(WORDS_FILE, vocabulary())
