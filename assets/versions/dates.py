"""Reads from a document the dates it states of itself: when it was last changed and from when it applies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from assets.versions.date_expressions import DateMention, find_dates
from assets.versions.date_words import LabelKind, date_words
from assets.versions.visible import visible_lines

# Where documents state their dates: measured on the 79 documents of the corpus, all within the first
# 1,200 characters; the rest is room for a notice or a table of contents before it.
HEAD_CHARACTERS = 3000
FOOT_CHARACTERS = 1200
SHORT_LINE = 80  # characters: a line of its own such as "Terms of Use – Updated 1 May 2024", not a sentence
LABEL_LINE = 45  # characters: a label that stands alone in the line before its date
LONE_DATE_LINES = 12  # lines at the top in which a date alone, without a label, is the document's
OWN_DATE_HEAD = 40  # lines of a text's head in which a sentence, too, may state the document's dates
LABEL_REACH = 90  # characters before a date in which its labels stand


@dataclass(frozen=True)
class DocumentDates:
    """The dates a document states of itself, with the words that state them.

    A quote with a date of None was found but cannot be read to the day without guessing
    (``Last updated: March 2024``, ``Effective 03/04/2024``).
    """

    declared: date | None = None
    effective: date | None = None
    declared_quote: str | None = None
    effective_quote: str | None = None


@dataclass(frozen=True)
class _Statement:
    kinds: frozenset[LabelKind]
    value: date | None
    quote: str
    written: str


def read_dates(markdown: str, *, language: str | None = None) -> DocumentDates:
    """Return the dates that ``markdown`` states of itself near its head, or else near its foot.

    ``language`` (``de``, ``en-GB`` …) decides how numeric dates are read. Dates of copyrights, laws, older
    versions and of facts told in the text are not taken.

    >>> read_dates("# Terms\\n\\nLast updated: 1 May 2024 | Effective as of June 1st, 2024").effective
    datetime.date(2024, 6, 1)
    """
    foot = ""
    if len(markdown) > HEAD_CHARACTERS:
        foot = _cut(markdown, max(HEAD_CHARACTERS, len(markdown) - FOOT_CHARACTERS), None)
    return _read_dates(_cut(markdown, 0, HEAD_CHARACTERS), foot, language)


# Head and foot of a document stay the same through most of its versions.
@lru_cache(maxsize=1024)
def _read_dates(head_markdown: str, foot_markdown: str, language: str | None) -> DocumentDates:
    head = list(_statements(_lines(head_markdown), language, top=True))
    foot = list(_statements(_lines(foot_markdown), language))
    declared = _first("declared", head) or _first("declared", foot) or _first("published", head)
    effective = _first("effective", head) or _first("effective", foot)
    return DocumentDates(
        declared=declared.value if declared else None,
        effective=effective.value if effective else None,
        declared_quote=declared.quote if declared else None,
        effective_quote=effective.quote if effective else None,
    )


def own_dates(lines: list[str], *, language: str | None = None) -> set[str]:
    """Return the dates that short lines anywhere in a text state of the document itself.

    ``lines`` are visible lines. A date is given as ISO 8601, or as written if it cannot be read to the day.
    A document combined of several pages states the dates of each.
    """
    short = [line for line in lines if len(line) <= SHORT_LINE and not line.isalpha()]
    head = lines[:OWN_DATE_HEAD]
    found = [*_statements(short, language), *_statements(head, language, top=True)]
    return {statement.value.isoformat() if statement.value else statement.written for statement in found}


def _first(kind: LabelKind, statements: list[_Statement]) -> _Statement | None:
    """The first statement of a kind; one that can be read goes before one that cannot."""
    fitting = [statement for statement in statements if kind in statement.kinds]
    return next((statement for statement in fitting if statement.value), fitting[0] if fitting else None)


def _cut(markdown: str, start: int, stop: int | None) -> str:
    """A part of the document, cut at line ends."""
    if start:
        start = markdown.find("\n", start) + 1 or start
    if stop is not None and stop < len(markdown):
        stop = (markdown.rfind("\n", start, stop) + 1) or stop
    return markdown[start:stop]


def _lines(markdown: str) -> list[str]:
    """The visible, non-empty lines of a part of a document."""
    lines = visible_lines(markdown).splitlines()
    return [" ".join(line.split()) for line in lines if line.strip()]


def _statements(lines: list[str], language: str | None, *, top: bool = False) -> Iterator[_Statement]:
    lone: list[_Statement] = []
    for number, line in enumerate(lines):
        done = 0
        for mention in find_dates(line, language=language):
            before, after = line[done : mention.start], line[mention.end :]
            done = mention.end
            previous = lines[number - 1] if number and not before.strip(" ([—–-:") else ""
            statement = _read(before, mention, after, line, previous)
            if statement:
                yield statement
            elif top and number < LONE_DATE_LINES and _is_alone(before, after) and not _spoilt(previous):
                written = line[mention.start : mention.end]
                lone.append(_Statement(frozenset(("published",)), mention.value, written, written))
    if len(lone) == 1:  # several are a list: of news, or of older versions
        yield lone[0]


def _read(before: str, mention: DateMention, after: str, line: str, previous: str) -> _Statement | None:
    """Read the labels that belong to a date: before it, in the line above it, or (中文, 日本語) after it."""
    written = line[mention.start : mention.end]
    words = date_words()
    if chain := _label_chain().search(before[-LABEL_REACH:]):
        if _spoilt(chain[0]) or (len(line) > SHORT_LINE and _tells_of_a_law(before)):
            return None
        labels = _labels(chain[0])
        if len(line) > SHORT_LINE:
            labels = [label for label in labels if label not in words.weak]
        quote = (chain[0] + written).strip(" ([—–-:|•·")
    elif previous and len(previous) <= LABEL_LINE and (chain := _label_chain().search(previous)):
        if _spoilt(previous):
            return None
        labels, quote = _labels(chain[0]), f"{chain[0].strip()} {written.strip()}"
    elif following := _label_after().match(after):
        labels, quote = (
            [following[1].lower()],
            line[mention.start : mention.end + following.end()].rstrip(" )）"),
        )
    else:
        return None
    kinds = frozenset(words.labels[label] for label in labels)
    return _Statement(kinds, mention.value, quote, written) if kinds - {"other"} else None


def _labels(chain: str) -> list[str]:
    return [" ".join(match[0].lower().split()) for match in _label().finditer(chain)]


def _spoilt(text: str) -> bool:
    labels = date_words().labels
    return any(labels[label] == "other" for label in _labels(text))


def _tells_of_a_law(before: str) -> bool:
    return any(word in date_words().laws for word in re.findall(r"[^\W\d_]+", before.lower()))


def _is_alone(before: str, after: str) -> bool:
    return not re.search(r"\w", before + after)


def _alternatives(words: Iterator[str] | list[str]) -> str:
    """A pattern for any of the words: longest first, whole words where the script has spaces."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(_whole(re.escape(word).replace(r"\ ", r"\s{1,3}"), word) for word in ordered)


def _whole(pattern: str, word: str) -> str:
    start = r"(?<![^\W\d_])" if word[0].isascii() or (word[0].isalpha() and ord(word[0]) < 0x2000) else ""
    # The label may be glued to a month shown in the next box: "UpdatedJanuary 10, 2024".
    stop = r"(?![^\W\d_])" if word[-1].isalpha() and ord(word[-1]) < 0x2000 else ""
    return f"{start}{pattern}{stop}"


@cache
def _label() -> re.Pattern[str]:
    return re.compile(_alternatives(list(date_words().labels)), re.IGNORECASE)


@cache
def _label_chain() -> re.Pattern[str]:
    """Labels with fillers and punctuation between them and up to the date: "effective and last updated on"."""
    label = _alternatives(list(date_words().labels))
    filler = _alternatives(list(date_words().fillers))
    return re.compile(
        rf"(?:{label})(?:[\s:：,，.\-–—()（）\[\]|•·]|{filler}|{label}){{0,40}}$", re.IGNORECASE
    )


@cache
def _label_after() -> re.Pattern[str]:
    """A label right after a date: in brackets, or in a script where labels follow ("2024年3月1日生效")."""
    labels = list(date_words().labels)
    following = _alternatives([label for label in labels if ord(label[0]) >= 0x2000])
    bracketed = _alternatives(labels)
    return re.compile(
        rf"\s?(?:[(（[]\s?(?=[^()（）]{{1,40}}[)）\]])|起|(?=[^\x00-\u2fff]))({bracketed}|{following})(?!\s?[:：])",
        re.IGNORECASE,
    )
