"""What a platform says of itself, told of it: "we" and "our" become "it" and "its", and the verbs follow."""

from __future__ import annotations

import re


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


MODAL = r"may|will|shall|can|could|might|must|would|cannot|should"
"""Verbs that stay as they are in the third person."""
_PLAIN = _listed(
    """use collect share disclose store keep retain process sell receive obtain provide delete need rely require allow
    combine transfer analyze analyse review train take offer make work encrypt protect maintain ask send update monitor
    operate reserve own claim permit prohibit notify publish remove respond comply honor honour treat limit restrict
    access record employ engage implement apply consider display host include create develop improve personalize seek
    assume disclaim reject accept decline"""
)
"""Verbs that follow "we" and are put in the third person; with any other verb a sentence is quoted instead."""
_VERB = re.compile(
    rf"^(?P<modal>{MODAL})\b|^(?P<aux>do|does|are|have|am)\b|^(?P<verb>[a-z]{{2,12}})\b", re.IGNORECASE
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


def third_person(sentence: str) -> str | None:
    """Return a sentence with the platform's "we" and "our" as "it" and "its"; ``None`` where a word would have to be guessed."""
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
        if word != "do" and _ANOTHER_VERB.match(tail):
            return None
        return _THIRD.get(word, word), match.end()
    if word == "don" and text[match.end() :].startswith("'t"):
        return "does not", match.end() + 2
    if word not in _PLAIN or _ANOTHER_VERB.match(text[match.end() :]):
        return None
    ending = "es" if word.endswith(("s", "sh", "ch", "x", "z")) else "s"
    third = word[:-1] + "ies" if word.endswith("y") and word[-2] not in "aeiou" else word + ending
    return third, match.end()
