"""One sentence for a clause that asserts nothing the clause does not: its own words, pronouns replaced, or a quote."""

from __future__ import annotations

import re
from typing import Literal

from assets.answers.provision_pages.model import Act

PLATFORM = "{platform}"
"""Stands in a headline for the platform's name."""
LONGEST_MADE = 260
"""Characters up to which a whole sentence is retold: longer ones are no headline, and are quoted in part."""
LONGEST_QUOTE = 240
"""Characters after which a quote is cut, at the last border of a clause or word before, and marked as going on."""


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


HeadlineFrom = Literal["made", "quoted", "cut"]

_MODAL = r"may|will|shall|can|could|might|must|would|cannot|should"
_PLAIN = _listed(
    """use collect share disclose store keep retain process sell receive obtain provide delete need rely require allow
    combine transfer analyze analyse review train take offer make work encrypt protect maintain ask send update monitor
    operate reserve own claim permit prohibit notify publish remove respond comply honor honour treat limit restrict
    access record employ engage implement apply consider display host include create develop improve personalize seek"""
)
"""Verbs that follow "we" and are put in the third person; with any other verb a sentence is quoted instead."""
_VERB = re.compile(
    rf"^(?P<modal>{_MODAL})\b|^(?P<aux>do|does|are|have|am)\b|^(?P<verb>[a-z]{{2,12}})\b", re.IGNORECASE
)
_ADVERBS = re.compile(
    r"^(?:(?:also|only|always|never|hereby|expressly|currently|generally|typically|then|further|\w{2,12}ly),? ){0,3}",
    re.IGNORECASE,
)
_WE = re.compile(r"\b[Ww]e\b(?:'(?P<short>ll|ve|re|d))? ")
_SHORT = {"ll": "will", "ve": "have", "re": "are", "d": "would"}
_THIRD = {"do": "does", "are": "is", "have": "has", "am": "is"}
_OWN = [
    (re.compile(r"\b[Oo]urselves\b"), "itself"),
    (re.compile(r"\b[Oo]urs\b"), "its"),
    (re.compile(r"\b[Oo]ur\b"), "its"),
]
_US = re.compile(r"\b(?-i:us)\b")
_ANOTHER_VERB = re.compile(rf"^[^.;]{{0,60}}?(?:,| and| or) (?:also |then )?(?:{'|'.join(sorted(_PLAIN))})\b")
"""A second verb of the same subject, which would have to change as well: such a sentence is quoted."""
_REFERS_BACK = re.compile(
    r"^(?:it|they|this|these|that|those|such|he|she|however|therefore|also|instead|for example|as such|accordingly|in (?:this|that|these|such) (?:case|event)s?)\b",
    re.IGNORECASE,
)
_MAY_BEGIN = re.compile(
    r"(?:it|you|your|its|when you|if you|where you|unless you|at any time|once you|by using)\b", re.IGNORECASE
)
"""How what the platform says may begin behind "says that"; other beginnings need the sentence before them."""
_NEEDS_NO_COLON = re.compile(
    r"\b(?:to|not|by|for|with|that|of|from|may|will|must|can|you|we|on|in|or|and|as|if|when|because|where|from the)$"
)
_MARKUP_END = re.compile(r"[\s:;,*_-]+$")
_BORDER = re.compile(r"[;,:]\s|\s[-–(]\s?")
_NUMBER = re.compile(
    r"^\W{0,3}(?:(?:\d{1,3}(?:\.\d{1,3}){0,4}|[a-z]|[ivx]{1,5})[.)]|\d{1,3}(?:\.\d{1,3}){1,4})\s+"
)


def headline_of(text: str, stem: str, act: Act) -> tuple[str, HeadlineFrom]:
    """Return a headline and how it was made.

    Args:
        text: the sentence that carries the clause, typography folded.
        stem: the sentence it completes, "" if it stands alone.
        act: what it was read to do.
    """
    introduces = text.rstrip("*_ ").endswith((":", "："))
    sentence = _joined(stem, _NUMBER.sub("", text).strip("*_ "))
    made = None if introduces else _retold(sentence, act)
    if made is not None and len(made) <= LONGEST_MADE:
        return made, "made"
    quote = sentence if len(sentence) <= LONGEST_QUOTE else text.strip()
    if len(quote) <= LONGEST_QUOTE:
        return f"{PLATFORM}: “{quote}”", "quoted"
    return f"{PLATFORM}: “{_cut(quote)} […]”", "cut"


def _joined(stem: str, text: str) -> str:
    if not stem:
        return text
    above = _MARKUP_END.sub("", re.split(r"(?<=[.!?])\s+(?=[A-Z])", stem)[-1])
    if not above:
        return text
    first = text.split(" ", 1)[0]
    small = text[0].lower() + text[1:] if first[1:].islower() or len(first) == 1 else text
    return f"{above} {small}" if _NEEDS_NO_COLON.search(above) else f"{above}: {text}"


def _retold(sentence: str, act: Act) -> str | None:
    """Return what the platform says, in the third person; ``None`` where a word would have to be guessed."""
    if act.role not in ("platform_practice", "user_prohibition", "user_permission", "user_duty"):
        return None
    if len(sentence) > LONGEST_MADE or _REFERS_BACK.match(sentence) or "?" in sentence or '"' in sentence:
        return None
    if re.match(r"(?:please|don't|do not|never)\b|[a-z]", sentence, re.IGNORECASE) and not re.match(
        r"(?:we|you|your|our|if|when|to|at|in|for|as|by|with|where|unless|once|personal|the|any|all|users?|customers?)\b",
        sentence,
        re.IGNORECASE,
    ):
        return None
    told = _third_person(sentence)
    if told is None or not _MAY_BEGIN.match(told):
        return None
    if told[1:2].islower():
        told = told[0].lower() + told[1:]
    return f"{PLATFORM} says that {told.rstrip(' .;,:')}."


def _third_person(sentence: str) -> str | None:
    parts: list[str] = []
    place = 0
    for match in _WE.finditer(sentence):
        rest = sentence[match.end() :]
        adverbs = _ADVERBS.match(rest)
        skipped = adverbs.group() if adverbs else ""
        told: str | None
        if match["short"]:
            word = _SHORT[match["short"]]
            told, used = f"it {_THIRD.get(word, word)} {skipped}", len(skipped)
        else:
            verb = _verb(rest[len(skipped) :])
            if verb is None:
                return None
            told, used = f"it {skipped}{verb[0]}", len(skipped) + verb[1]
        parts.append(sentence[place : match.start()] + told)
        place = match.end() + used
    told_whole = "".join(parts) + sentence[place:]
    for pattern, word in _OWN:
        told_whole = pattern.sub(word, told_whole)
    told_whole = _US.sub("it", told_whole)
    return None if re.search(r"\b(?:we|I|my)\b", told_whole, re.IGNORECASE) else told_whole


def _verb(text: str) -> tuple[str, int] | None:
    """Return the verb that a text begins with in the third person, and how many characters it takes."""
    match = _VERB.match(text)
    if match is None:
        return None
    word = match.group().lower()
    if match["modal"]:
        return word, match.end()
    if match["aux"]:
        tail = text[match.end() :]
        if re.match(r"n't\b", tail):
            return f"{_THIRD.get(word, word)} not", match.end() + 3
        return _THIRD.get(word, word), match.end()
    if word == "don" and text[match.end() :].startswith("'t"):
        return "does not", match.end() + 2
    if word not in _PLAIN or _ANOTHER_VERB.match(text[match.end() :]):
        return None
    ending = "es" if word.endswith(("s", "sh", "ch", "x", "z")) else "s"
    third = word[:-1] + "ies" if word.endswith("y") and word[-2] not in "aeiou" else word + ending
    return third, match.end()


def _cut(text: str) -> str:
    part = text[:LONGEST_QUOTE]
    borders = [match.start() for match in _BORDER.finditer(part)]
    if borders and borders[-1] > LONGEST_QUOTE // 2:
        return part[: borders[-1]].rstrip()
    return part.rsplit(" ", 1)[0].rstrip(" ,;:(")
