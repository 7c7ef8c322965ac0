"""What of a wording can differ without its rule differing: case, signs, numbering, dates of the document, synonyms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from assets.changes.grammar import root
from assets.changes.lexicon import lexicon
from assets.changes.phrases import FIRST_CJK, words_of
from assets.provisions import normalised, plain
from assets.versions.date_expressions import find_dates

DATED_LINE = 16
"""Words up to which a line with "updated" or "effective" and a date is the document's own date."""
MISSPELT_LETTERS = 5
"""Letters from which a word one letter away is the same word respelt; shorter ones are other words ("now", "not")."""
NEGATION = 2.0
"""What a "not" or "without" more or less counts, wherever it stands."""
REPEATED_WORD = 0.25
"""What one more occurrence of a word that stands in both wordings counts, against a word that is new."""

DATE, PLACE, LINK = "\0date", "\0place", "\0link"
"""What dates, numbers of sections and addresses of pages are written as before comparing."""

_LINK = re.compile(
    r"(?:https?://|www\.)\S{1,500}|\b[\w-]{1,60}(?:\.[\w-]{1,60}){1,4}/[\w/#?=&.-]{0,200}", re.IGNORECASE
)
_DOMAIN = re.compile(r"(?<![\w@.-])(?!e\.g|i\.e)[a-zA-Z][\w-]{1,60}(?:\.[a-z][a-z-]{1,20}){1,3}\b(?![\w@])")
_DOTTED = re.compile(r"[\w-]\.[a-z]")
_LONE_LINK = re.compile(r"(?:https?://)?((?:[\w-]{1,60}\.){1,4}[a-z]{2,12})(?:/[^\s]{0,300})?", re.IGNORECASE)
LONGEST_ENDING = 6
"""Letters up to which what stands behind the last dot ends a domain; a longer one begins a sentence."""
_OPENS = re.compile(
    r"\(?opens in (?:a )?new (?:window|tab)\)?|\(external link\)?|\[email[\s\u00a0]?protected\]",
    re.IGNORECASE,
)
_SECTION_NUMBER = re.compile(r"^\(?\d{1,3}(?:\.\d{1,3}){1,4}\.?\)?\s{0,3}(?=[A-Z\"“(])")
_INNER_GENDER = re.compile(r"(?<=\w\w\w)(?:[:*_/·]-?innen\b|Innen\b|\(e\)|[·.](?:e|rice|euse|ne)[·.]s\b)")
_GENDER_SIGNS = ("nnen", "(e)", "·", ".s")
"""What a word in both genders holds; the pattern is slow, and most texts have none."""
_AND = r"\s(?:und|oder|bzw\.|et|ou|y|o)\s"
_FEMALE, _MALE = "(?:rices|euses|ières|ennes|as)", "(?:eurs|iers|ens|os|es)"
_BOTH_GENDERS = (
    ("nnen", re.compile(rf"\b(\w{{3,30}}?)innen{_AND}(\1\w{{0,3}})\b"), r"\2"),
    ("nnen", re.compile(rf"\b((\w{{3,30}}?)\w{{0,2}}){_AND}\2innen\b"), r"\1"),
    *(
        (joined, re.compile(pattern), kept)
        for joined in (" et ", " ou ", " y ", " o ")
        for pattern, kept in (
            (rf"\b((\w{{3,30}}?){_MALE}){joined}\2{_FEMALE}\b", r"\1"),
            (rf"\b(\w{{3,30}}?){_FEMALE}{joined}(\1{_MALE})\b", r"\2"),
        )
    ),
)
"""People named in both genders ("Kundinnen und Kunden", "usuarios y usuarias"), each with what is looked for first."""
_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Canonical:
    """A wording with all taken away that says nothing: the roots of the words that are left.

    ``shape`` holds those that are no function words, ``roots`` those that say something, ``words`` the same as
    they stand there, ``letters`` are all its letters and digits without case, signs and spaces; ``dates`` the dates in it;
    ``sites`` the websites it names by their domains (not the pages it links to).
    """

    letters: str
    shape: tuple[str, ...]
    roots: tuple[str, ...]
    words: tuple[str, ...]
    dates: tuple[str, ...]
    sites: frozenset[str]


@lru_cache(maxsize=1 << 13)
def canonical(text: str) -> Canonical:
    """Return the canonical form of a wording (Markdown)."""
    shown = without_number(normalised(text))
    if "(" in shown or "[" in shown or "pens in " in shown:
        shown = _OPENS.sub(" ", shown)
    without_dates, dates = _masked(one_gender(shown))
    linked = _LINK.sub(f" {LINK} ", without_dates) if "/" in shown or "www." in shown else without_dates
    if "." in linked:
        linked = _DOMAIN.sub(f" {LINK} ", linked)
    sites = sites_of(without_dates)
    words = words_of(linked)
    forms = list(words.forms)
    said = list(forms)
    for found in reversed(lexicon().synonyms.find(forms)):
        _replace(forms, said, found.start, found.end, words_of(found.label).forms)
    for number in reversed(lexicon().numbers.find(forms)):
        if number.label > 1 and forms[number.start] < FIRST_CJK:
            _replace(forms, said, number.start, number.end, (str(number.label),))
    kept = [
        (forms[place], said[place])
        for place in _outside_places(forms)
        if forms[place][0].isalnum() or forms[place] in (DATE[0], LINK[0])
    ]
    idle = lexicon().idle
    function_words = lexicon().function_words
    telling = [
        (form, word)
        for form, word in kept
        if form not in idle and form not in ("link", "date") and form[0].isalnum()
    ]
    return Canonical(
        letters=_LETTERS.sub("", shown.lower()),
        shape=tuple(root(form) for form, _ in kept if form not in function_words),
        roots=tuple(root(form) for form, _ in telling),
        words=tuple(word for _, word in telling),
        dates=dates,
        sites=sites,
    )


def sites_of(text: str) -> frozenset[str]:
    """Return the websites a plain text names by their domains: "example.com", be it as www. or with a subdomain.

    An address of a page (with a scheme or a path) only says where to read; alone on its line it names the site.
    """
    return frozenset(".".join(host.split(".")[-2:]) for host in hosts_of(text))


def hosts_of(text: str) -> frozenset[str]:
    """Return the hosts a plain text names, each whole: "ads.example.com" is another than "example.com"."""
    if not _DOTTED.search(text):
        return frozenset()
    alone = _LONE_LINK.fullmatch(text.strip())
    named = [alone[1]] if alone else [found[0] for found in _DOMAIN.finditer(_LINK.sub(" ", text))]
    return frozenset(
        one.lower().removeprefix("www.")
        for one in named
        if one == one.lower()
        and len(one.split(".")[-1]) <= LONGEST_ENDING
        and one.split(".")[-1] not in lexicon().idle
    )


def one_gender(text: str) -> str:
    """Return a text in which people named in both genders are named in one.

    >>> one_gender("Unsere Kundinnen und Kunden"), one_gender("alle Nutzer:innen"), one_gender("los usuarios y usuarias")
    ('Unsere Kunden', 'alle Nutzer', 'los usuarios')
    """
    if any(sign in text for sign in _GENDER_SIGNS):
        text = _INNER_GENDER.sub("", text)
    for needle, pattern, kept in _BOTH_GENDERS:
        if needle in text:
            text = pattern.sub(kept, text)
    return text


def without_number(text: str) -> str:
    """Return a text without the number of a section it starts with, one glued to its first word as well."""
    return _SECTION_NUMBER.sub("", text)


def _masked(text: str) -> tuple[str, tuple[str, ...]]:
    parts, at, dates = [], 0, []
    for mention in find_dates(text):
        parts += [text[at : mention.start], " date "]
        dates.append(mention.value.isoformat() if mention.value else text[mention.start : mention.end])
        at = mention.end
    return ("".join([*parts, text[at:]]) if parts else text), tuple(dates)


def _replace(forms: list[str], said: list[str], start: int, end: int, new: Sequence[str]) -> None:
    """Put forms in the place of others; what the text said there stays with the first of them."""
    words = " ".join(said[start:end])
    said[start:end] = [words, *new[1:]]
    forms[start:end] = new


def _outside_places(forms: Sequence[str]) -> list[int]:
    """Return where forms stand but for the numbers behind "Section" and the like, those words, and "and 5.2" behind."""
    kept: list[int] = []
    places = lexicon().cross_references
    after_place = False
    for at, form in enumerate(forms):
        if after_place and (
            form[0].isdecimal() or form in (".", "(", ")", "-", ",", "and", "or", "to") or len(form) == 1
        ):
            continue
        after_place = places.starts((form,)) is not None
        if not after_place:
            kept.append(at)
    return kept


@lru_cache(maxsize=1 << 12)
def names_of(text: str) -> frozenset[str]:
    """Return the roots of words with a capital amid a sentence: companies, products, places, defined terms."""
    shown = normalised(text)
    text, spans, found = shown, words_of(shown).spans, set()
    for place, (start, end) in enumerate(spans):
        if text[start].isupper() and place and text[spans[place - 1][1] - 1] not in ".!?:;|•":
            found.add(root(text[start:end].lower()))
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Novelty:
    """The words that only one of two wordings has (lower case, singular), and how much they weigh together."""

    gone: tuple[str, ...]
    come: tuple[str, ...]
    weight: float


def novelty(before: str, after: str) -> Novelty:
    """Return which words that say something are gone and which are new; moved, respelt and repeated ones are not."""
    old, new = canonical(before), canonical(after)
    gone, come = other_words(before, after)
    old_words, new_words = set(old.roots), set(new.roots)
    lost = sum(_weight(word, new_words) for word in gone)
    won = sum(_weight(word, old_words) for word in come)
    told = dict(zip((*old.roots, *new.roots), (*old.words, *new.words), strict=True))
    return Novelty(tuple(told[word] for word in gone), tuple(told[word] for word in come), max(lost, won))


def other_words(before: str, after: str) -> tuple[Counter[str], Counter[str]]:
    """Return the roots of words that only one of two wordings has, and how often: those gone, and those new."""
    old, new = Counter(canonical(before).roots), Counter(canonical(after).roots)
    gone, come = old - new, new - old
    _drop_respelt(gone, come)
    return gone, come


def _weight(word: str, others: set[str]) -> float:
    if lexicon().reading.find((word,))["negations"]:
        return NEGATION
    return 1.0 if word not in others else REPEATED_WORD


def _drop_respelt(gone: Counter[str], come: Counter[str]) -> None:
    for word in list(gone):
        for other in list(come):
            if (
                len(word) >= MISSPELT_LETTERS
                and len(other) >= MISSPELT_LETTERS
                and (Levenshtein.distance(word, other, score_cutoff=1) <= 1)
                and not any(character.isdigit() for character in word + other)
            ):
                del gone[word]
                del come[other]
                break


def wording_rule(before: str, after: str) -> str | None:
    """Return why two wordings say the same, if all that differs cannot change a rule.

    ``punctuation_or_case``, ``date_stamp`` (the document's own date), ``link``, ``cross_reference`` and
    ``synonyms`` (function words and inflections included).
    """
    old, new = canonical(before), canonical(after)
    if old.letters == new.letters:
        return "punctuation_or_case"
    if old.dates != new.dates:
        return "date_stamp" if _is_dated_line(after) and old.roots == new.roots else None
    if old.sites != new.sites:
        return None
    if old.shape == new.shape and _signs(before) == _signs(after):
        return (
            "link"
            if _LINK.search(plain(before)) or _DOMAIN.search(plain(before))
            else "cross_reference"
            if _numbered(before)
            else "synonyms"
        )
    return None


def says_the_same(before: str, after: str) -> bool:
    """Whether two wordings have the same words and force, and differ only in construction.

    Somebody may be left out ("your data is protected by us" for "we protect your data"), never exchanged.
    """
    gone, come = other_words(before, after)
    if gone or come:
        return False
    (old_force, old_people), (new_force, new_people) = _force_and_people(before), _force_and_people(after)
    return old_force == new_force and (old_people <= new_people or new_people <= old_people)


def _force_and_people(text: str) -> tuple[Counter[str], Counter[str]]:
    marks = lexicon().reading.find(words_of(plain(text)).forms)
    force = Counter(
        found.label
        for group in ("modals", "negations", "bounds", "choices")
        for found in marks[group]
        if found.label not in ("will", "none")
    )
    return force, Counter(one.label for one in marks["actors"] if one.label in ("platform", "user"))


def is_dated_line(text: str) -> bool:
    """Whether a line only says from when the document is: "Last updated: 3 May 2031"."""
    return bool(canonical(text).dates) and _is_dated_line(text)


def _is_dated_line(text: str) -> bool:
    forms = words_of(_masked(plain(text))[0]).forms
    return len(forms) <= DATED_LINE and (
        bool(lexicon().lists.find(forms)["date_stamps"])
        or all(form in lexicon().idle or not form.isalpha() for form in forms)
    )


def _numbered(text: str) -> bool:
    return lexicon().cross_references.holds(words_of(plain(text)).forms)


def _signs(text: str) -> tuple[str, ...]:
    """Return what must not differ between synonyms: the words of force, in order."""
    forms = words_of(plain(text)).forms
    marks = lexicon().reading.find(forms)
    force = [mark for group in ("modals", "negations", "bounds", "choices") for mark in marks[group]]
    people = [mark.label for mark in marks["actors"] if mark.label in ("platform", "user")]
    return (*(mark.label for mark in force if mark.label != "will"), *people)
