"""The index behind the search: words to pages, cut into small scripts of which a search loads a few.

A page opened from a folder may load scripts and nothing else, so each shard is a script that hands over its part.
``static/search.js`` reads what is written here; both cut texts into words alike.
"""

from __future__ import annotations

import json
import re
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from assets.site.markdown import seen
from assets.site.writing import Tally, write_file

RECORDS_A_SHARD = 64
"""What is told of a result lies in files of so many: twenty results load at most twenty small files."""
IDEOGRAPHS_APART = 64
"""Files over which words in Chinese, Japanese and Korean signs are spread."""
LONGEST_WORD = 40
SHOWN_CHARACTERS = 220
"""Characters of a text told with a result."""

PASSED_OVER = frozenset(
    [
        "a",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "by",
        "can",
        "do",
        "for",
        "from",
        "has",
        "have",
        "if",
        "in",
        "is",
        "it",
        "its",
        "may",
        "no",
        "not",
        "of",
        "on",
        "or",
        "our",
        "such",
        "that",
        "the",
        "their",
        "these",
        "they",
        "this",
        "those",
        "to",
        "under",
        "us",
        "was",
        "we",
        "were",
        "when",
        "where",
        "which",
        "who",
        "will",
        "with",
        "would",
        "you",
        "your",
    ]
)
"""Words that nearly every clause has; a search for them would find everything."""

_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_WORD = re.compile(rf"[{_IDEOGRAPHS}]+|(?:(?![{_IDEOGRAPHS}])[^\W_])+")
_IS_IDEOGRAPHIC = re.compile(f"[{_IDEOGRAPHS}]")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def words_of(text: str) -> Iterator[str]:
    """Yield the words of a text as they are looked up: small, without accents; Chinese in pairs of signs.

    >>> list(words_of("Die Daten über das Training: 训练数据"))
    ['die', 'daten', 'uber', 'das', 'training', '训练', '练数', '数据']
    """
    folded = "".join(
        one for one in unicodedata.normalize("NFKD", text) if not unicodedata.category(one).startswith("M")
    )
    for found in _WORD.findall(unicodedata.normalize("NFC", folded).lower()):
        if _IS_IDEOGRAPHIC.match(found):
            yield from (found[at : at + 2] for at in range(max(1, len(found) - 1)))
        elif len(found) > 1 and found not in PASSED_OVER:
            yield found[:LONGEST_WORD]


def shard_of(word: str) -> str:
    """Return the name of the shard that holds a word: its first two letters, as numbers.

    >>> shard_of("training"), shard_of("训练")
    ('74-72', 'x45')
    """
    if _IS_IDEOGRAPHIC.match(word):
        return f"x{ord(word[0]) % IDEOGRAPHS_APART}"
    return "-".join(f"{ord(letter):x}" for letter in word[:2])


class SearchIndex:
    """An index that is filled record by record and written once."""

    def __init__(self) -> None:
        self._records: list[Sequence[str]] = []
        self._places: dict[str, tuple[array[int], array[int]]] = {}
        self._first_provision = 0

    def add(self, kind: str, title: str, address: str, where: str, text: str) -> None:
        """Add what can be found: its title, where it leads, where it stands, and its text.

        ``kind`` is a word the reader sees. Everything else than provisions is added before them.
        """
        number = len(self._records)
        if kind != "clause":
            self._first_provision = number + 1
        self._records.append((kind, title, address, where, _cut(text)))
        in_title = set(words_of(f"{title} {where}"))
        for word in sorted(in_title | set(words_of(text))):
            places = self._places.setdefault(word, (array("L"), array("L")))
            places[0].append(number)
            if word in in_title:
                places[1].append(number)

    def write(self, folder: Path, tally: Tally) -> None:
        """Write the shards into a folder."""
        shards: dict[str, dict[str, str]] = {}
        for word in sorted(self._places):
            anywhere, in_title = self._places[word]
            shards.setdefault(shard_of(word), {})[word] = f"{_told(anywhere)}|{_told(in_title)}"
        for name, words in shards.items():
            write_file(folder / f"w-{name}.js", _script("words", name, words), tally)
        for start in range(0, len(self._records), RECORDS_A_SHARD):
            some = self._records[start : start + RECORDS_A_SHARD]
            name = str(start // RECORDS_A_SHARD)
            write_file(folder / f"r-{name}.js", _script("records", name, some), tally)
        about = {
            "records": len(self._records),
            "first_provision": self._first_provision,
            "a_shard": RECORDS_A_SHARD,
            "apart": IDEOGRAPHS_APART,
            "longest": LONGEST_WORD,
            "passed_over": sorted(PASSED_OVER),
            "shards": sorted(shards),
        }
        write_file(folder / "about.js", _script("about", "", about), tally)


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS].rsplit(" ", 1)[0] + " …"


def _told(numbers: Sequence[int]) -> str:
    """Return ascending numbers as the steps between them, in base 36."""
    told, last = [], 0
    for number in numbers:
        told.append(_base36(number - last))
        last = number
    return ".".join(told)


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
        if not number:
            return digits


def _script(what: str, name: str, content: Any) -> bytes:
    return script(f"termscapeSearch.{what}", name, content)


def script(function: str, name: str, content: Any) -> bytes:
    """Return a script that hands content to a function of ours; texts of pages in it stay texts."""
    data = _visible(json.dumps(content, ensure_ascii=False, separators=(",", ":")))
    return f"{function}({json.dumps(name)},{data});\n".encode()


def _visible(data: str) -> str:
    """Escape what could end a script element or a line of one, should anybody ever put it into a page."""
    return (
        seen(data)
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )
