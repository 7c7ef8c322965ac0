"""Headings that no markup calls headings: bold lines, numbered titles, lines in capitals."""

from __future__ import annotations

import re

from assets.provisions.enumerators import parse_enumerator
from assets.provisions.plain_text import plain

TITLE_MAX_WORDS = 15
"""Longer bold lines are emphasised sentences. Longest bold title in 79 real documents: 13 words."""
TITLE_WITH_STOP_MAX_WORDS = 8
"""A bold line that ends with a full stop is a title only when short or numbered ("2. Privacy Policy.")."""
TITLE_WITH_COLON_MAX_WORDS = 6
"""A longer line that ends with a colon is the start of a sentence ("You agree not to do any of these:")."""
MARKED_HEADING_MAX_WORDS = 40
"""Pages set whole clauses as <h3>; what is longer than this is a clause, whatever its markup says."""
CHINESE_CHARACTERS_A_WORD = 2
PLAIN_TITLE_MAX_CHARACTERS = 120
LONG_WORD_CHARACTERS = 4
"""Shorter words (of, our, and) may be in lower case in a title with capitals."""

_BOLD = re.compile(r"\*\*(?:[^*]|\*(?!\*)){1,400}\*\*|__(?:[^_]|_(?!_)){1,400}__")
_WORD = re.compile(r"\w[\w’'&/-]*")
_LETTERED_WORD = re.compile(r"[^\W\d_][\w’'&/-]*")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_DATE_LINE = re.compile(
    r"\b(?:effective|updated?|revised|revision|modified|version|stand|gültig|dernière|mise à jour)\b.{0,80}\d|"
    r"(?:生效|更新|发布|修订).{0,40}\d",
    re.IGNORECASE,
)
_ANY_DATE = re.compile(r"^\W*(?:\w+ \d{1,2}, \d{4}|\d{1,2}\.? \w+ \d{4}|\d{4}-\d\d-\d\d)\W*$")
_ANNEX = re.compile(
    r"(?:schedule|exhibit|annex|appendix|addendum|attachment|anhang|anlage|annexe)\b|附件|附录", re.IGNORECASE
)
_INNER_STOP = re.compile(r"[.!?]\s+[A-Z]|[。！？；].")


def count_words(text: str) -> int:
    """Count the words of plain text; Chinese characters count half a word each."""
    chinese = len(_CHINESE.findall(text))
    if not chinese:
        return len(_WORD.findall(text))
    return len(_WORD.findall(_CHINESE.sub(" ", text))) + -(-chinese // CHINESE_CHARACTERS_A_WORD)


def is_clause(heading: str) -> bool:
    """Tell whether the plain text of something marked as a heading is a whole clause rather than a title."""
    return len(heading) > MARKED_HEADING_MAX_WORDS * 4 and count_words(heading) > MARKED_HEADING_MAX_WORDS


def is_bold_title(text: str) -> bool:
    """Tell whether Markdown text is nothing but bold and reads like a title.

    >>> is_bold_title("**3\\\\. Your rights**"), is_bold_title("**Effective: 1 May 2031**")
    (True, False)
    """
    if "**" not in text and "__" not in text:
        return False
    if any(character.isalnum() for character in plain(_BOLD.sub("", text))):
        return False
    return is_title(plain(text))


def is_title(text: str) -> bool:
    """Tell whether plain text reads like a title: short, one phrase, capitalised, no date line."""
    enumerator = parse_enumerator(text)
    words = text[enumerator.end :] if enumerator else text
    first = _LETTERED_WORD.search(words)
    # "xAI" and "iCloud" may start a title.
    if first is None or first[0].islower() or words[-1] in ";,；，、" or _INNER_STOP.search(words):
        return False
    if _DATE_LINE.search(text) or _ANY_DATE.match(words):
        return False
    length = count_words(words)
    if words[-1] in ":：":
        return length <= TITLE_WITH_COLON_MAX_WORDS
    if words[-1] in ".。" and not enumerator:
        return length <= TITLE_WITH_STOP_MAX_WORDS
    return length <= TITLE_MAX_WORDS


def is_plain_title(text: str) -> bool:
    """Tell whether a line without any markup is a title: numbered like a section, or capitalised throughout.

    >>> is_plain_title("LIMITATION OF LIABILITY"), is_plain_title("Do Not Abuse our Platform")
    (True, True)
    """
    if (
        not text
        or len(text) > PLAIN_TITLE_MAX_CHARACTERS
        or text[-1] in ".:;,!。：；，、"
        or not is_title(text)
    ):
        return False
    enumerator = parse_enumerator(text)
    if enumerator and enumerator.is_decimal:
        return True
    long_words = [word for word in _WORD.findall(text) if len(word) >= LONG_WORD_CHARACTERS]
    if _CHINESE.search(text) or not long_words or not text[0].isupper():
        return False
    return text.isupper() or (" " in text and all(not word[0].islower() for word in long_words))


def is_annex(text: str) -> bool:
    """Tell whether a title opens a part beside the numbered sections: a schedule, an annex, an appendix."""
    return _ANNEX.match(text) is not None
