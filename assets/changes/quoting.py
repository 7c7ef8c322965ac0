"""Words of a text as a summary quotes them: a whole sentence where it is short, else cut where a clause ends."""

from __future__ import annotations

import re

from assets.provisions import plain, sentences

LONGEST_QUOTE = 120
"""Characters of a quotation; a promise with its exception mostly fits."""
LEAST_QUOTE = 0.4
"""Share of these that is left where a quotation is cut at a clause; if less would be, it is cut at a word."""
LONGEST_LEAD = 30
"""Characters of a sentence before the words that matter from which the quotation begins with those words."""
LONGEST_CLAUSE = 60
"""The same of their clause, from which a quotation that leaves out the sentence's start begins if it is no longer."""
LONGEST_NUMBER = 8
"""Characters in which a bracket that closes belongs to a number: "iv) we may"."""
CUT = " …"

# Where a clause ends: before a sign, or before a word that begins another clause or phrase.
_CLAUSE = re.compile(r"(?=[,;:](?:\s|$))|\s(?=\()|\s(?=[–—-]\s)|(?<=[，；：、。])")
_PHRASE = re.compile(
    r"\s(?=(?:and|or|but|unless|except|if|when|where|while|which|who|that|because|so|to|for|with|without|including"
    r"|such as|in|on|by|from|under|as|und|oder|aber|wenn|sofern|et|ou|mais|si|y|o|pero)\b)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\s")
_OPENED = {"(": ")", "“": "”", "[": "]"}


def shortened(text: str, longest: int = LONGEST_QUOTE) -> str:
    """Return a text, cut at the end of a clause or phrase and marked as cut where it is longer than allowed.

    >>> shortened("We never sell letters, except where a court orders it or you ask us to.", 50)
    'We never sell letters …'
    """
    clean = _before_closing(" ".join(text.split())).strip(" ,;:.")
    if len(clean) <= longest:
        return clean
    head, least = clean[: longest + 1], int(longest * LEAST_QUOTE)
    for boundary in (_CLAUSE, _PHRASE, _WORD):
        places = [found.start() for found in boundary.finditer(head) if found.start() >= least]
        if places:
            return _closed(head[: places[-1]]) + CUT
    return head[:longest] + CUT


def _closed(text: str) -> str:
    """Return a cut text without a bracket or quotation mark that it leaves open, and the signs at its end."""
    for opening, closing in _OPENED.items():
        if text.count(opening) > text.count(closing):
            text = text[: text.rindex(opening)]
    return text.rstrip(" ,;:.(–—-")


def quoted_from(text: str, words: str, longest: int = LONGEST_QUOTE) -> str:
    """Return the sentence of a Markdown text in which words stand, from its start or, if that is far, from the words.

    Words that are not found are given as they are.
    """
    shown = plain(text)
    at = shown.find(words) if words else -1
    if at < 0:
        return shortened(words, longest)
    start, end = next(((s, e) for s, e in sentences(shown) if s <= at < e), (at, len(shown)))
    lead = shown[start:at].strip(" \"“'*_-•")
    if len(shown[start:end].strip()) <= longest or len(lead) <= LONGEST_LEAD:
        return shortened(shown[start:end], longest)
    clause = max(shown.rfind(sign, start, at) for sign in ",;:") + 1
    if start < clause and at - clause <= LONGEST_CLAUSE:
        at = clause
    return "… " + shortened(shown[at:end], longest)


def from_words(text: str, words: str, longest: int) -> str:
    """Return what stands in a Markdown text from the given words on, to the end of their clause."""
    shown = plain(text)
    at = shown.find(words) if words else -1
    if at < 0:
        return shortened(words, longest)
    end = next((e for s, e in sentences(shown) if s <= at < e), len(shown))
    return shortened(shown[at:end], longest)


def _before_closing(text: str) -> str:
    """Return a text up to a bracket that closes and was opened before it began."""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth < 0 and place > LONGEST_NUMBER:
            return text[:place]
        depth = max(depth, 0)
    return text


def first_sentence(text: str, longest: int = LONGEST_QUOTE) -> str:
    """Return the first sentence of a Markdown text that says something; a label or a number alone says nothing."""
    told = sentences_of(text)
    return shortened(next((one for one in told if len(one.split()) > 2), plain(text)), longest)


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a Markdown text as plain text."""
    shown = plain(text)
    return [shown[start:end].strip() for start, end in sentences(shown)]
