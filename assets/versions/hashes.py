"""Three hashes of a document: its bytes, what a reader sees of it, and that without dates, ages, ids and counters."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from assets.versions.blocks import REMEMBERED
from assets.versions.date_expressions import find_dates
from assets.versions.visible import visible_blocks, visible_text

__all__ = ["Fingerprints", "count_words", "fingerprints", "masked_text", "visible_text"]

DATE_MASK, AGE_MASK, ID_MASK, COUNTER_MASK, YEAR_MASK = "‹date›", "‹age›", "‹id›", "‹count›", "‹year›"

# The year of a copyright line, after the sign and a few words ("© Example Ltd, 2024"), or right after the
# word; never that of a law ("Copyright Act of 1998").
_COPYRIGHT_YEAR = (
    r"((?:©|\(c\))(?:\W{1,3}copyright)?\W{0,3}(?:[^\W\d]{1,30}\W{1,3}){0,6}?|\bcopyright\W{1,3})"
    r"(?:19|20)\d\d(?:\s?[-–—/]\s?(?:(?:19|20)\d\d|present|today|heute))?(?!\d)"
)


@dataclass(frozen=True)
class Fingerprints:
    """The hashes (hexadecimal SHA-256) of a document's Markdown, its visible text and its masked text.

    ``words`` counts the visible words: what stands between spaces, and each character of scripts written
    without spaces (Chinese, Japanese, Thai).
    """

    raw_sha256: str
    text_sha256: str
    masked_sha256: str
    words: int


def fingerprints(markdown: str) -> Fingerprints:
    """Return the three hashes and the number of words of a document."""
    read = [_read_block(block) for block in visible_blocks(markdown)]
    return Fingerprints(
        raw_sha256=sha256(markdown),
        text_sha256=sha256(" ".join(block.visible for block in read)),
        masked_sha256=sha256(" ".join(block.masked for block in read)),
        words=sum(block.words for block in read),
    )


class _Block(NamedTuple):
    """A block's visible text in one line, the same masked, and the number of its words."""

    visible: str
    masked: str
    words: int


@lru_cache(maxsize=REMEMBERED)
def _read_block(visible_lines: str) -> _Block:
    visible = " ".join(visible_lines.split())
    return _Block(visible, masked_text(visible), count_words(visible))


def sha256(text: str) -> str:
    """Return the hexadecimal SHA-256 of a text's UTF-8 bytes (a lone surrogate counts as ``?``)."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


# Scripts written without spaces: Han, Hiragana, Katakana, Thai. (Hangul has spaces.)
_UNSPACED = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f\U00020000-\U0002fa1f]"
)


def count_words(visible: str) -> int:
    """Return the number of words of a visible text.

    >>> count_words("We don't sell data."), count_words("我们不会出售数据")
    (4, 8)
    """
    words = visible.split()
    # Searching only what is not ASCII takes a tenth of the time: most texts have but quotes there.
    if visible.isascii() or not _UNSPACED.search("".join([word for word in words if not word.isascii()])):
        return len(words)
    spaced, unspaced = _UNSPACED.subn(" ", visible)
    return unspaced + len(spaced.split())


# Each rule: a lower-case string without which it cannot match (that check is what keeps masking fast),
# the pattern, and the mask.
_RULES: tuple[tuple[str, re.Pattern[str], str], ...] = tuple(
    (needle, re.compile(pattern, re.IGNORECASE), mask)
    for needle, mask, pattern in (
        (
            " ago",
            AGE_MASK,
            r"(?:\b(?:over|about|almost|more\sthan)\s)?\b(?:an?|one|two|three|\d{1,3})\s?\+?\s"
            r"(?:second|sec|minute|min|hour|hr|day|week|month|year)s?\sago\b",
        ),
        (
            "updated ",
            AGE_MASK,
            r"\b(?:last\s)?updated\s(?:just\snow|today|yesterday|(?:this|last)\s(?:week|month))\b",
        ),
        (
            "vor ",
            AGE_MASK,
            r"\bvor\s(?:über\s|etwa\s|mehr\sals\s)?(?:einer|einem|\d{1,3})\s"
            r"(?:Sekunden?|Minuten?|Stunden?|Tag(?:en)?|Wochen?|Monat(?:en)?|Jahr(?:en)?)\b",
        ),
        (
            "il y a ",
            AGE_MASK,
            r"\bil\sy\sa\s(?:plus\sd[e’']\s?|environ\s)?(?:une?|\d{1,3})\s"
            r"(?:secondes?|minutes?|heures?|jours?|semaines?|mois|ans?)\b",
        ),
        (
            "hace ",
            AGE_MASK,
            r"\bhace\s(?:más\sde\s|unos\s)?(?:una?|\d{1,3})\s"
            r"(?:segundos?|minutos?|horas?|días?|semanas?|mes(?:es)?|años?)\b",
        ),
        (
            "há ",
            AGE_MASK,
            r"\bhá\s(?:mais\sde\s)?(?:uma?|\d{1,3})\s"
            r"(?:minutos?|horas?|dias?|semanas?|m[eê]s(?:es)?|anos?)\b",
        ),
        ("前", AGE_MASK, r"\d{1,3}\s?(?:秒|分钟|分鐘|小时|小時|天|日|周|週|个月|個月|年)(?:之)?前"),
        (
            "found this",
            COUNTER_MASK,
            r"\b(?:\d[\d.,]{0,12}\s(?:out\sof|of)\s)?\d[\d.,]{0,12}\s(?:people\s|users\s)?"
            r"found\sthis\s(?:article\s)?helpful\b",
        ),
        ("visitor", COUNTER_MASK, r"\bvisitors?\s?(?:number|no\.?|#|:)\s?\d[\d.,’' ]{0,12}\d\b"),
        ("besucher", COUNTER_MASK, r"\bbesucher\s?(?:nummer|nr\.?|:)\s?\d[\d.,’' ]{0,12}\d\b"),
        ("hits:", COUNTER_MASK, r"\bhits:\s?\d[\d.,]{0,12}\b"),
        ("views:", COUNTER_MASK, r"\bviews:\s?\d[\d.,]{0,12}[km]?\b"),
        ("min read", COUNTER_MASK, r"\b\d{1,3}\smin\sread\b"),
        ("minute read", COUNTER_MASK, r"\b\d{1,3}[\s-]minute\sread\b"),
        ("浏览", COUNTER_MASK, r"浏览(?:次数|量)?\s?[:：]?\s?\d[\d.,]{0,12}"),
        ("阅读", COUNTER_MASK, r"阅读(?:次数|量)?\s?[:：]?\s?\d[\d.,]{0,12}"),
        ("ray id", ID_MASK, r"\bray\sid:?\s[\w.-]{6,80}"),
        ("request id", ID_MASK, r"\brequest\sid:?\s#?\s?(?=[\w.-]{0,79}\d)[\w.-]{6,80}"),
        ("reference id", ID_MASK, r"\breference\sid:?\s#?\s?(?=[\w.-]{0,79}\d)[\w.-]{6,80}"),
        *(
            (
                needle,
                ID_MASK,
                rf"\b{name}\s?[:#]?\s?#?\s?(?=[\w.-]{{0,79}}\d)(?=[\w.-]{{0,79}}[A-Za-z])[\w.-]{{8,80}}",
            )
            for needle, name in (
                ("token", r"(?:csrf|xsrf|access)?[\s_-]?token"),
                ("session", r"session(?:\sid)?"),
                ("sitzung", r"sitzungs?(?:-?id|nummer)?"),
                ("vorgang", r"vorgangs(?:nummer|-?id)"),
                ("sesi", r"sesión"),
                ("trace id", r"trace\sid"),
                ("incident id", r"incident\sid"),
                ("build", r"build"),
            )
        ),
        *(
            (
                needle,
                ID_MASK,
                rf"{name}\s?[:：]?\s?#?(?=[\w.-]{{0,79}}\d)(?=[\w.-]{{0,79}}[a-f])[0-9a-f.-]{{10,80}}",
            )
            for needle, name in (
                ("ref", r"\bref(?:erence|erencia|érence)?\s?(?:no\.?|#)?"),
                ("réf", r"\bréférence"),
                ("编号", "编号"),
                ("会话", "会话"),
            )
        ),
        ("©", YEAR_MASK, _COPYRIGHT_YEAR),
        ("(c)", YEAR_MASK, _COPYRIGHT_YEAR),
        ("copyright ", YEAR_MASK, _COPYRIGHT_YEAR),
    )
)
# Ids that a site makes anew for each reader: UUIDs and long tokens that mix letters and digits at random.
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_TOKEN = re.compile(r"(?<![\w@./:-])[A-Za-z0-9_-]{16,200}(?![\w@/:]|\.\w)")
_LETTER_THEN_DIGIT = re.compile(r"[A-Za-z]\d")
LONG_PIECE = 16  # characters: shorter words are not looked at
_LONG_PIECE = re.compile(rf"(?<!\S)\S{{{LONG_PIECE},4000}}")
MINIMUM_ALTERNATIONS = 3  # of letter and digit: a random token has many, an IBAN or a product name fewer
# A fingerprint, a key or an account number is a fact a reader needs, not an id of the session.
_FACT_BEFORE = re.compile(r"fingerprint|\bkey|pgp|gpg|\bsha|iban|wallet|address|hash", re.IGNORECASE)
FACT_REACH = 40  # characters before a token in which such a word is looked for


REACH = 250  # characters around the needle of a rule within which it matches


def masked_text(visible: str) -> str:
    """Return a visible text with dates, ages, ids, counters and copyright years replaced by a mark for each kind.

    Two texts with equal masks differ only in such tokens, if at all.

    >>> masked_text("Updated: 1 May 2024 (3 days ago). © 2024 Example Ltd")
    'Updated: ‹date› (‹age›). © ‹year› Example Ltd'
    """
    return without_tokens(masked_dates(visible))


@lru_cache(maxsize=REMEMBERED)
def without_tokens(text: str, *, after_fact: bool = False) -> str:
    """Return a visible text with all but its dates masked as ``masked_text`` does.

    ``after_fact`` says that the line before announces a key or a number that is not to be masked.
    """
    lowered = text.lower()
    for needle, pattern, mask in _RULES:
        if needle in lowered:
            text = _masked_near(text, needle, pattern, rf"\g<1>{mask}" if pattern.groups else mask)
    return text if after_fact else _masked_tokens(text)


# Words by which a page says that a date is the day of the visit, and no date of the document.
_TODAY = re.compile(
    r"\b(?:today|printed|page (?:was )?(?:generated|rendered|retrieved)|accessed on|current date|weather"
    r"|heute|(?:aus)?gedruckt|abgerufen|wetter|nous sommes le|aujourd[’']hui|imprimé|météo|hoy|impreso|oggi|hoje)\b"
    r"|今天|打印|今日|天气",
    re.IGNORECASE,
)
TODAY_LINE = 14  # words up to which a line with such a word and a date says no more than that


def tells_today(line: str) -> bool:
    """Say whether a short line with a date tells the day of the visit.

    >>> tells_today("Today is 3 May 2024"), tells_today("Last updated: 3 May 2024")
    (True, False)
    """
    return len(line.split()) <= TODAY_LINE and bool(_TODAY.search(line)) and bool(find_dates(line))


def announces_fact(line: str) -> bool:
    """Say whether a line ends in words that announce a key, a fingerprint or an account number.

    >>> announces_fact("The fingerprint of our key:"), announces_fact("Your data")
    (True, False)
    """
    return bool(_FACT_BEFORE.search(line, max(0, len(line) - FACT_REACH)))


def _masked_near(text: str, needle: str, pattern: re.Pattern[str], replacement: str) -> str:
    """Replace a pattern where it can match only around a needle; nothing else is searched."""
    parts, done = [], 0
    for found in re.finditer(re.escape(needle), text, re.IGNORECASE):
        start, stop = max(done, found.start() - REACH), min(len(text), found.end() + REACH)
        match = pattern.search(text, start, stop)
        if match and match.start() >= done:
            parts += [text[done : match.start()], match.expand(replacement)]
            done = match.end()
    return "".join([*parts, text[done:]])


def masked_dates(text: str) -> str:
    """Return a visible text with its dates masked, and nothing else."""
    parts, done = [], 0
    for mention in find_dates(text):
        parts += [text[done : mention.start], DATE_MASK]
        done = mention.end
    return "".join([*parts, text[done:]])


def _masked_tokens(text: str) -> str:
    long = _LONG_PIECE.findall(text)
    if any(_may_be_random(piece) for piece in long if not piece.isalpha()):
        return _LONG_PIECE.sub(_masked_piece, text)
    return text


def _may_be_random(piece: str) -> bool:
    return _is_random(piece) or bool(_UUID.search(piece))


def _masked_piece(match: re.Match[str]) -> str:
    piece = match[0]
    if piece.isalpha() or _FACT_BEFORE.search(
        match.string, max(0, match.start() - FACT_REACH), match.start()
    ):
        return piece
    return _TOKEN.sub(lambda token: ID_MASK if _is_random(token[0]) else token[0], _UUID.sub(ID_MASK, piece))


def _is_random(token: str) -> bool:
    return len(_LETTER_THEN_DIGIT.findall(token)) >= MINIMUM_ALTERNATIONS
