"""One sentence for a clause that asserts nothing the clause does not: its own words, pronouns replaced, or a quote."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assets.answers.provision_pages.model import Act
from assets.answers.provision_pages.third_person import MODAL, third_person

PLATFORM = "{platform}"
"""Stands in a headline for the platform's name."""
LONGEST_MADE = 260
"""Characters up to which a whole sentence is retold: longer ones are no headline, and are quoted in part."""
LONGEST_QUOTE = 300
"""Characters after which a quote is cut, behind the last whole word, and marked as going on: two lines of a screen."""
LONGEST_STEM = 160
"""Characters of the sentence above an item that are quoted with it."""
SHORTEST_PART = 0.6
"""Share of a cut quote from which it ends behind a part of the sentence rather than behind a word."""


HeadlineFrom = Literal["made", "quoted", "cut"]

_NOT_RETOLD = re.compile(
    r"[?\":|]|\bours\b|\bsuch (?!as\b)\w|\b(?:these|those|this|that) (?:case|event|request|information|data|access|content)s?\b|\b(?:above|below|aforementioned|foregoing)\b"
    r"|\b(?:he|she|therein|thereof|hereto)\b|\.\s",
    re.IGNORECASE,
)
"""What points outside the sentence or makes it more than one: quoted instead."""
_TELLS = re.compile(
    r"(?:we|you|your|our|if|when|to|at|in|for|as|by|with|where|unless|once|personal|the|any|all|no|each|every|neither|either"
    r"|users?|customers?|from time to time|subject to|upon|under|during|except|these (?:terms|conditions|rules|guidelines)"
    r"|this (?:agreement|(?:privacy |cookie )?(?:policy|statement|notice)))\b",
    re.IGNORECASE,
)
"""How a sentence may begin that tells something: a command or a label is quoted."""
_REFERS_BACK = re.compile(
    r"^(?:it|they|this(?! (?:agreement|(?:privacy |cookie )?(?:policy|statement|notice)))|these(?! (?:terms|conditions|rules|guidelines))|that|those|such|he|she|however|therefore|also|instead|for example|as such|accordingly|(?:when|if|where|unless|once) (?:we|you|they|it) (?:do|does|don't|did)(?=[ ,])|in (?:this|that|these|such) (?:case|event)s?)\b",
    re.IGNORECASE,
)
_MAY_BEGIN = re.compile(
    r"(?:it|you|your|its|when (?:you|it)|if (?:you|it)|where (?:you|it)|unless you|at any time|once you|by using|from time to time"
    r"|users?|customers?|the (?!foregoing|following|above|latter|former|same)|any|all|each|every|neither|either|no|personal|subject to"
    r"|these (?:terms|conditions|rules|guidelines)|this (?:agreement|(?:privacy |cookie )?(?:policy|statement|notice)))\b",
    re.IGNORECASE,
)
"""How what the platform says may begin behind "says that"; other beginnings need the sentence before them."""
_GERUND = re.compile(r"(?:(?:the|your|our|a|an|any|such|all)\b|[A-Za-z]{2,20}ing\b)", re.IGNORECASE)
"""How an item goes on from "… of" as a sentence."""
_NEEDS_NO_COLON = re.compile(
    r"\b(?:to|not|by|for|with|that|of|from|may|will|must|can|you|we|on|in|or|and|as|if|when|because|where|from the)$"
)
_KEEPS_CAPITAL = re.compile(r"(?:Customers?|Users?|Personal)\b")
"""Defined terms with which a sentence begins: within it they keep their capital."""
_FINITE = re.compile(
    rf"\b(?:{MODAL}|is|are|was|were|am|has|have|had|does|do|did|agrees?|appl(?:y|ies)|remains?|includes?|governs?)\b|\b(?:it|you) \w+|n't\b",
    re.IGNORECASE,
)
"""What a sentence has and a mere name ("The right to correction.") lacks."""
_MARKUP_END = re.compile(r"[\s:;,*_-]+$")
_ENDS = re.compile(r"[.!]['\")]{0,2}$")
_LIST_END = re.compile(r"[\s,;.]{0,3}(?:\b(?:and|or|and/or)\b[\s,;.]{0,3})?$")
_OWN_SENTENCE = re.compile(
    r"^(?:[^.;]{0,40}?[:.] )?(?:we|you|your|our|it|they|this|these|if|when|please|the)\b", re.IGNORECASE
)
"""Begins an item that is a sentence of its own, which its stem does not go on into."""
_NUMBER = re.compile(
    r"^\W{0,3}(?:(?:\d{1,3}(?:\.\d{1,3}){0,4}|[a-z]|[ivx]{1,5})[.)]|\d{1,3}(?:\.\d{1,3}){1,4}"
    r"|[A-Z](?:\.\d{1,3}){1,3}(?:\.[a-z]{1,3}){0,3}\.?)\s+|^[☐☑☒•▪‣]\s*"
)
_JOINS = re.compile(r"(?:[,;]?\s+(?:and|or|and/or))?[,;]\s*$|[,;]\s*(?:and|or|and/or)\W{0,2}$")


@dataclass(frozen=True)
class Sentence:
    """The sentence that carries a clause, as a headline is made of it.

    ``text``: as it is read, typography folded; ``words``: as a reader sees it in the document, its typography kept;
    ``stem``: the sentence it completes, as a reader sees it, "" if it stands alone or says its own subject; ``above``: the
    heading or the head of the table without which its words tell little, "" of none.
    """

    text: str
    words: str
    stem: str = ""
    above: str = ""


def headline_of(sentence: Sentence, act: Act, topic: str = "") -> tuple[str, HeadlineFrom]:
    """Return a headline and how it was made.

    It is the sentence retold where every word of it can be, else the neutral form: topic and a quote, which is a
    contiguous part of the sentence, under the words above it where it tells little without.

    Args:
        sentence: the sentence that carries the clause.
        act: what it was read to do.
        topic: the name of the topic the clause is about, "" if none was found.
    """
    whole = _whole(sentence)
    made = _retold(whole, act) if whole else None
    if made is not None and len(made) <= LONGEST_MADE:
        return made, "made"
    about = f"{PLATFORM} on {_small(topic)}" if topic else PLATFORM
    quote, goes_on = _quoted(_bare(sentence.words), LONGEST_QUOTE)
    under = _last_sentence(sentence.stem).strip() or sentence.above.strip()
    if under:
        above, _ = _quoted(under.rstrip(" :"), LONGEST_STEM)
        about = f"{about}, under {above}" if topic else f"{about} under {above}"
    return f"{about}: {quote}", "cut" if goes_on else "quoted"


def _small(name: str) -> str:
    """Return a topic's name as it stands within a sentence: its first letter small, unless it is an abbreviation."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _bare(words: str) -> str:
    """Return words without the number before them and what only joins them to the next item of a list."""
    bare = _JOINS.sub("", _NUMBER.sub("", words.strip(), count=1))
    return bare or words


def _whole(sentence: Sentence) -> str | None:
    """Return what is said as one whole sentence, ``None`` where it is none: a fragment, or the opening of a list."""
    text = _NUMBER.sub("", sentence.text).strip("*_ ")
    if not sentence.stem:
        return text if _ENDS.search(text) else None
    above = _MARKUP_END.sub("", _last_sentence(sentence.stem))
    if not above or text.endswith(":") or not _NEEDS_NO_COLON.search(above) or _OWN_SENTENCE.match(text):
        return None
    if above.endswith(" of") and not _GERUND.match(text):
        return None
    if above.count(":") or above.count("(") != above.count(")"):
        return None
    first = text.split(" ", 1)[0]
    small = text[0].lower() + text[1:] if first[1:].islower() or len(first) == 1 else text
    return f"{above} {_LIST_END.sub('', small)}."


def _last_sentence(stem: str) -> str:
    return re.split(r"(?<=[.!?])\s+(?=[A-Z])", stem)[-1]


def _quoted(words: str, most: int) -> tuple[str, bool]:
    """Return words in quotation marks and whether they go on: cut where they are longer, or the opening of a list.

    They are cut behind a part of the sentence if there is one in the second half, else behind a word.
    """
    words = words.strip()
    if len(words) <= most:
        goes_on = words.endswith(":")
        return f"“{words}”" + (" …" if goes_on else ""), goes_on
    part = words[:most]
    cut = part if words[most].isspace() else part.rsplit(" ", 1)[0] if " " in part else part
    border = max(cut.rfind(mark) for mark in (", ", "; ", ": "))
    if border >= most * SHORTEST_PART:
        cut = cut[:border]
    return f"“{cut.rstrip(' ,;:(')}” …", True


def _retold(sentence: str, act: Act) -> str | None:
    """Return what the platform says, in the third person; ``None`` where a word would have to be guessed."""
    if act.role in ("definition", "unread"):
        return None
    if len(sentence) > LONGEST_MADE or _REFERS_BACK.match(sentence) or _NOT_RETOLD.search(sentence):
        return None
    if not _TELLS.match(sentence):
        return None
    told = third_person(sentence)
    if told is None or not _MAY_BEGIN.match(told) or not _FINITE.search(told):
        return None
    if told[1:2].islower() and not _KEEPS_CAPITAL.match(told):
        told = told[0].lower() + told[1:]
    return f"{PLATFORM} says that {told.rstrip(' .;,:')}."
