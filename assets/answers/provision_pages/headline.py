"""One sentence for a clause that asserts nothing the clause does not: its own words, pronouns replaced, or a quote."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assets.answers.provision_pages.model import Act

PLATFORM = "{platform}"
"""Stands in a headline for the platform's name."""
LONGEST_MADE = 260
"""Characters up to which a whole sentence is retold: longer ones are no headline, and are quoted in part."""
LONGEST_QUOTE = 300
"""Characters after which a quote is cut, behind the last whole word, and marked as going on: two lines of a screen."""
LONGEST_STEM = 160
"""Characters of the sentence above an item that are quoted with it."""


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
    (re.compile(r"\b[Oo]ur\b"), "its"),
]
_US = re.compile(r"\b(?-i:us)\b")
_ANOTHER_VERB = re.compile(rf"^[^.;]{{0,60}}?(?:,| and| or) (?:also |then )?(?:{'|'.join(sorted(_PLAIN))})\b")
"""A second verb of the same subject, which would have to change as well: such a sentence is quoted."""
_NEXT_VERB = re.compile(
    r"(?:,| and| or|;)(?: or| and)? (?:(?:also|then|therefore|never|only) )?(?:do|don't|have|are|were|aren't|haven't)\b"
)
"""Behind a comma or "and", "or": a helping verb of the same subject, which would have to change as well."""
_UP_TO_SUBJECT = re.compile(r"\b(?:we|you|they|it)\b", re.IGNORECASE)
_NOT_RETOLD = re.compile(
    r"[?\":|]|\bours\b|\bsuch (?!as\b)\w|\b(?:these|those|this|that) (?:case|event|request|information|data|access|content)s?\b|\b(?:above|below|aforementioned|foregoing)\b"
    r"|\b(?:he|she|therein|thereof|hereto)\b|\.\s",
    re.IGNORECASE,
)
"""What points outside the sentence or makes it more than one: quoted instead."""
_TELLS = re.compile(
    r"(?:we|you|your|our|if|when|to|at|in|for|as|by|with|where|unless|once|personal|the|any|all|users?|customers?)\b",
    re.IGNORECASE,
)
"""How a sentence may begin that tells something: a command or a label is quoted."""
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
_ENDS = re.compile(r"[.!]['\")]{0,2}$")
_LIST_END = re.compile(r"[\s,;.]{0,3}(?:\b(?:and|or|and/or)\b[\s,;.]{0,3})?$")
_OWN_SENTENCE = re.compile(
    r"^(?:[^.;]{0,40}?[:.] )?(?:we|you|your|our|it|they|this|these|if|when|please|the)\b", re.IGNORECASE
)
"""Begins an item that is a sentence of its own, which its stem does not go on into."""
_NUMBER = re.compile(
    r"^\W{0,3}(?:(?:\d{1,3}(?:\.\d{1,3}){0,4}|[a-z]|[ivx]{1,5})[.)]|\d{1,3}(?:\.\d{1,3}){1,4})\s+"
)


@dataclass(frozen=True)
class Sentence:
    """The sentence that carries a clause, as a headline is made of it.

    ``text``: as it is read, typography folded; ``words``: as a reader sees it in the document, its typography kept;
    ``stem``: the sentence it completes, as a reader sees it, "" if it stands alone or says its own subject.
    """

    text: str
    words: str
    stem: str = ""


def headline_of(sentence: Sentence, act: Act, topic: str = "") -> tuple[str, HeadlineFrom]:
    """Return a headline and how it was made.

    It is the sentence retold where every word of it can be, else the neutral form: topic and a quote, which is a
    contiguous part of the sentence.

    Args:
        sentence: the sentence that carries the clause.
        act: what it was read to do.
        topic: the name of the topic the clause is about, "" if none was found.
    """
    whole = _whole(sentence)
    made = _retold(whole, act) if whole else None
    if made is not None and len(made) <= LONGEST_MADE:
        return made, "made"
    about = f"{PLATFORM}, {topic}." if topic else f"{PLATFORM}."
    under = _last_sentence(sentence.stem).strip()
    quote, is_cut = _quoted(sentence.words, LONGEST_QUOTE)
    if under:
        above, _ = _quoted(under, LONGEST_STEM)
        return f"{about} Under {above} the clause says: {quote}", "cut" if is_cut else "quoted"
    return f"{about} The clause says: {quote}", "cut" if is_cut else "quoted"


def _whole(sentence: Sentence) -> str | None:
    """Return what is said as one whole sentence, ``None`` where it is none: a fragment, or the opening of a list."""
    text = _NUMBER.sub("", sentence.text).strip("*_ ")
    if not sentence.stem:
        return text if _ENDS.search(text) else None
    above = _MARKUP_END.sub("", _last_sentence(sentence.stem))
    if not above or text.endswith(":") or not _NEEDS_NO_COLON.search(above) or _OWN_SENTENCE.match(text):
        return None
    if above.count(":") or above.count("(") != above.count(")"):
        return None
    first = text.split(" ", 1)[0]
    small = text[0].lower() + text[1:] if first[1:].islower() or len(first) == 1 else text
    return f"{above} {_LIST_END.sub('', small)}."


def _last_sentence(stem: str) -> str:
    return re.split(r"(?<=[.!?])\s+(?=[A-Z])", stem)[-1]


def _quoted(words: str, most: int) -> tuple[str, bool]:
    """Return words in quotation marks, cut at the end of a word where they are longer, and whether they were."""
    words = words.strip()
    if len(words) <= most:
        return f"“{words}”", False
    part = words[:most]
    cut = part if words[most].isspace() else part.rsplit(" ", 1)[0] if " " in part else part
    return f"“{cut.rstrip(' ,;:(')}” …", True


def _retold(sentence: str, act: Act) -> str | None:
    """Return what the platform says, in the third person; ``None`` where a word would have to be guessed."""
    if act.role not in ("platform_practice", "user_prohibition", "user_permission", "user_duty"):
        return None
    if len(sentence) > LONGEST_MADE or _REFERS_BACK.match(sentence) or _NOT_RETOLD.search(sentence):
        return None
    if not _TELLS.match(sentence):
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
            if verb is None or _NEXT_VERB.search(_UP_TO_SUBJECT.split(rest, maxsplit=1)[0]):
                return None
            told, used = f"it {skipped}{verb[0]}", len(skipped) + verb[1]
        parts.append(sentence[place : match.start()] + told)
        place = match.end() + used
    told_whole = "".join(parts) + sentence[place:]
    for pattern, word in _OWN:
        told_whole = pattern.sub(word, told_whole)
    told_whole = _US.sub("it", told_whole)
    return (
        None
        if re.search(r"\b(?:we|I|my|[Oo]urs)\b", told_whole) or "we" in told_whole.split()
        else told_whole
    )


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
