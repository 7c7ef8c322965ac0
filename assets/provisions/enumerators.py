"""The numbers and letters clauses start with: ``3.``, ``(a)``, ``2.1``, ``iv)``, ``Article 5``, ``第三条``."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PATTERN = re.compile(
    r"""
    (?P<open>[(（\[])?
    (?:
        (?P<decimal>\d{1,3}(?:\.\d{1,3}){0,4}|[A-Z](?:\.\d{1,3}){1,3}(?:\.[a-z](?:\.[ivx]{1,5})?)?)
      | (?P<letters>[ivxlc]{1,6}|[IVXLC]{1,6}|(?P<letter>[a-zA-Z])(?P=letter)?)
      | (?P<chinese>[一二三四五六七八九十]{1,3})
    )
    (?P<close>[)）\]]|\\?[.)、．])?
    (?P<next>\s|$|[^\x00-\x7f]|[A-Z"'*_\[])
    """,
    re.VERBOSE,
)
_NAMED = re.compile(
    r"(?:(?:(?:article|section|clause|part|artikel|abschnitt)\s{1,3}|§\s{0,3})(?P<number>\d{1,3}(?:\.\d{1,3}){0,4}|[IVXLC]{1,6})\b"
    r"|第\s?(?P<chinese>[一二三四五六七八九十百\d]{1,5})\s?[条章节款])"
    r"(?P<close>\s?[.:)、：–—-]{1,2})?",
    re.IGNORECASE,
)
# "Article 3 (Application)", but not "Article 6 (1) GDPR": what is only a reference is part of what is said.
_TITLE_IN_BRACKETS = re.compile(r"\s{0,2}[(（][^\W\d_]{3}")
# "2.1 Fees" is numbered; "2.1 million users" and "4.99 EUR" are amounts.
_TITLE_WORD = re.compile(r"[\"'“„«(*_\[]{0,3}(?![a-zß-ÿ])[^\W\d_](?:[^\W\dA-Z_]|\s)|[\"'“„«]")
MONTHS = frozenset(
    [
        *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
        *("october", "november", "december", "januar", "februar", "märz", "mai", "juni", "juli", "oktober"),
        *(
            "dezember",
            "janvier",
            "février",
            "mars",
            "avril",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
        ),
        *("novembre", "décembre"),
    ]
)
"""Month names in lower case: the number before one is part of a date (English, German, French)."""
_FIRST_WORD = re.compile(r"[^\W\d_]{3,12}")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_CHINESE = {character: value for value, character in enumerate("一二三四五六七八九十", start=1)}


@dataclass(frozen=True, slots=True)
class Enumerator:
    """The enumerator at the start of a text.

    ``raw`` is it as written, ``end`` the offset of the text after it (white space skipped), ``readings``
    the (style, value) pairs it may have: ``(i)`` is a roman one and the ninth letter. ``is_certain``:
    it only numbers the clause; ``Section 5`` at the start of a sentence may be what the sentence is about.
    """

    raw: str
    end: int
    readings: tuple[tuple[str, int], ...]
    is_certain: bool = True

    @property
    def is_decimal(self) -> bool:
        """Whether it is a number of digits, ``3.`` or ``2.1``, or a named one such as ``Article 3``."""
        return self.readings[0][0].startswith(("decimal", "named"))


def parse_enumerator(text: str) -> Enumerator | None:
    """Return the enumerator a text starts with, if it starts with one and says something after it.

    A bare letter or number is none: it needs a bracket, a full stop or a dot within (``2.1``).

    >>> parse_enumerator("(b) sell it").readings
    (('(letters', 2),)
    >>> parse_enumerator("13 years old") is None, parse_enumerator("U.S. residents") is None
    (True, True)
    """
    if not text or not (text[0].isalnum() or text[0] in "([（§"):
        return None
    named = _NAMED.match(text)
    if named:
        closed = named["close"] or named["chinese"] or _TITLE_IN_BRACKETS.match(text, named.end())
        readings = (("named", _number(named["number"] or named["chinese"])),)
        return _enumerator(text, named.end(), readings, is_certain=bool(closed))
    match = _PATTERN.match(text)
    if match is None or (match["open"] and not (match["close"] and match["close"][-1] in ")）]")):
        return None
    if not match["close"] and not (match["decimal"] and "." in match["decimal"]):
        return None
    spaced = not match["next"].strip() or not match["next"].isascii()
    if not spaced and not (match["close"] and (match["open"] or match["decimal"])):
        return None
    shape = match["open"] or (match["close"] or "")[-1:]
    found = _enumerator(text, match.start("next"), _readings(match, shape))
    if found is None or not match["decimal"]:
        return found
    if not match["close"] and not _TITLE_WORD.match(text, found.end):
        return None
    word = _FIRST_WORD.match(text, found.end)
    return None if word and word[0].lower() in MONTHS else found


def enumerator_end(text: str) -> int:
    """Return how many characters of a text only number it: its enumerator and the white space after it.

    >>> enumerator_end("Section 5: Fees"), enumerator_end("Section 5 survives the end of this agreement.")
    (11, 0)
    """
    found = parse_enumerator(text)
    return found.end if found and found.is_certain else 0


def _enumerator(
    text: str, end: int, readings: tuple[tuple[str, int], ...], is_certain: bool = True
) -> Enumerator | None:
    rest = end
    while rest < len(text) and text[rest].isspace():
        rest += 1
    if rest == len(text):
        return None
    return Enumerator(text[:end], rest, readings, is_certain)


def _readings(match: re.Match[str], shape: str) -> tuple[tuple[str, int], ...]:
    if match["decimal"]:
        numbers = match["decimal"].split(".")
        last = numbers[-1] if numbers[-1].isdecimal() else "0"
        return ((f"decimal{len(numbers)}{shape}", int(last)),)
    if match["chinese"]:
        return ((f"chinese{shape}", _number(match["chinese"])),)
    letters = match["letters"]
    case = "LETTERS" if letters.isupper() else "letters"
    found = []
    if len(letters) == 1 or letters[0] == letters[1:]:
        value = ord(letters[0].lower()) - ord("a") + 1 + 26 * (len(letters) - 1)
        found.append((f"{shape}{case}", value))
    if all(letter in _ROMAN for letter in letters.lower()):
        found.append((f"{shape}roman-{case}", _number(letters)))
    return tuple(found) or ((f"{shape}{case}", 0),)


def _number(written: str) -> int:
    if written.isdecimal():
        return int(written)
    if written.replace(".", "").isdecimal():
        return int(written.rsplit(".", 1)[-1])
    if written[0] in _CHINESE or written[0] == "百":
        tens, found, rest = written.partition("十")
        if not found:
            return _CHINESE.get(written[-1], 0)
        return 10 * _CHINESE.get(tens[-1:], 1) + _CHINESE.get(rest[:1], 0)
    values = [_ROMAN[letter] for letter in written.lower()]
    return sum(-v if any(v < later for later in values[at + 1 :]) else v for at, v in enumerate(values))
