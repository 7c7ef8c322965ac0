"""Turns a sentence with its stem, its heading and what the rules say into numbers that a regression can weigh."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, pairwise, repeat
from typing import Any

import numpy as np
import numpy.typing as npt

from assets.topics.pieces import PieceIndex

Matrix = Any
"""A scipy.sparse.csr_array; scipy ships no types."""

WORD_SHARE, PIECE_SHARE, HEADING_SHARE, RULE_SHARE = 1.2, 1.0, 0.5, 0.8
"""Length of each block of a row: words (one and two), pieces of words, heading, rules.
Chosen by the cross-fitted error of the exemplars; a rule that weighs more is believed where it errs."""
LEAST_OCCURRENCES = 2
"""Exemplars in which a word or piece must stand: what stands in one alone is learnt by heart."""
STEM_WEIGHT = 0.5
"""What a word of the stem counts beside one of the item."""
LEAST_WORDS = 4
"""Words of a sentence without a stem that say something: "Fees." and "Use restrictions" are titles run in."""
LEAST_KNOWN = 0.5
"""Share of a sentence's words that must occur in exemplars for them to say anything about it: in English
policies it is over .8 (of 22 platforms), in German ones under .2."""

_UNKNOWN = -1
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,32}){1,4}")
_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+|@")
# The same for text in ASCII, which is nearly all: plain ranges are searched twice as fast.
_ASCII_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+|@")


@dataclass(frozen=True)
class Unit:
    """What is read as one: a sentence or list item, the sentence it completes, the nearest heading.

    ``rules`` is how sure the rules are of each topic; ``decided`` the topic that the heading alone gives it.
    """

    text: str
    stem: str
    heading: str
    rules: Mapping[str, float]
    decided: str | None = None


@dataclass(frozen=True)
class FeatureSpace:
    """The features in use: the words and pieces of the exemplars, and the topics a rule may be sure of."""

    words: Mapping[str, int]
    pieces: PieceIndex
    idf: npt.NDArray[np.float64]
    topics: tuple[str, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The features by number: words, then pieces (between dots), then rules."""
        return (
            *self.words,
            *(f"…{piece}…" for piece in self.pieces.pieces),
            *(f"rule:{t}" for t in self.topics),
        )

    def rows(self, units: Sequence[Unit]) -> tuple[Matrix, npt.NDArray[np.float64]]:
        """Return a row of features for each unit, and the share of its words that are known (a title: 0)."""
        known = np.zeros(len(units))
        words, heads = _Entries(), _Entries()
        texts = [tokens_of(unit.text) for unit in units]
        columns_of_stem = cache(lambda stem: self._columns(tokens_of(stem)))
        columns_of_heading = cache(
            lambda heading: [self.words.get(word, _UNKNOWN) for word in _heading_words(heading)]
        )
        for row, (unit, tokens) in enumerate(zip(units, texts, strict=True)):
            columns, found = self._columns(tokens)
            values = [1.0] * len(columns)
            size = len(tokens)
            if unit.stem:
                more, found_more = columns_of_stem(unit.stem)
                columns, found = columns + more, found + found_more
                values += [STEM_WEIGHT] * len(more)
                size += (len(more) + 1) // 2
            if size and (unit.stem or size >= LEAST_WORDS):
                known[row] = found / size
            words.add_row(columns, values)
            named = columns_of_heading(unit.heading) if unit.heading else []
            heads.add_row(named, [1.0] * len(named))
        width = len(self.idf)
        rows = (
            _scaled(words.matrix(width), self.idf, WORD_SHARE)
            + _scaled(self.pieces.counts(texts, offset=len(self.words), width=width), self.idf, PIECE_SHARE)
            + _scaled(heads.matrix(width), self.idf, HEADING_SHARE)
        )
        import scipy.sparse as sparse

        rows = sparse.csr_array(sparse.hstack([rows, self._rules(units)], format="csr"))
        # LIBLINEAR takes 32-bit indices alone.
        rows.indices, rows.indptr = rows.indices.astype(np.int32), rows.indptr.astype(np.int32)
        return rows, known

    def _columns(self, tokens: Sequence[str]) -> tuple[list[int], int]:
        """Return the columns of words and of pairs of words that follow each other, and how many words are known."""
        pairs = map(" ".join, pairwise(tokens))
        columns = list(map(self.words.get, chain(tokens, pairs), repeat(_UNKNOWN)))
        return columns, len(tokens) - columns[: len(tokens)].count(_UNKNOWN)

    def _rules(self, units: Sequence[Unit]) -> Matrix:
        numbers = {topic: number for number, topic in enumerate(self.topics)}
        entries = _Entries()
        for unit in units:
            columns = [numbers[topic] for topic in unit.rules]
            entries.add_row(columns, [RULE_SHARE * score for score in unit.rules.values()])
        return entries.matrix(len(self.topics))


def feature_space(units: Sequence[Unit], topics: Sequence[str]) -> FeatureSpace:
    """Return the features that exemplars have: what occurs in at least ``LEAST_OCCURRENCES`` of them."""
    seen: Counter[str] = Counter()
    for unit in units:
        tokens, stem = tokens_of(unit.text), tokens_of(unit.stem)
        pairs = map(" ".join, chain(pairwise(tokens), pairwise(stem)))
        seen.update({*tokens, *stem, *pairs, *_heading_words(unit.heading)})
    kept = sorted(word for word, count in seen.items() if count >= LEAST_OCCURRENCES)
    pieces, piece_counts = PieceIndex.of([tokens_of(unit.text) for unit in units], LEAST_OCCURRENCES)
    documents = np.array([*(seen[word] for word in kept), *piece_counts], dtype=np.float64)
    idf = np.log((1 + len(units)) / (1 + documents)) + 1
    return FeatureSpace({word: number for number, word in enumerate(kept)}, pieces, idf, tuple(topics))


class _Entries:
    """The entries of a sparse matrix while it is filled, row by row."""

    def __init__(self) -> None:
        self._lengths: list[int] = []
        self._columns: list[int] = []
        self._values: list[float] = []

    def add_row(self, columns: Sequence[int], values: Sequence[float]) -> None:
        """Add the entries of the next row; a column of ``_UNKNOWN`` is none of the features."""
        self._lengths.append(len(columns))
        self._columns.extend(columns)
        self._values.extend(values)

    def matrix(self, width: int) -> Matrix:
        """Return the rows as a matrix of so many columns; entries at the same place are added up."""
        import scipy.sparse as sparse

        columns = np.array(self._columns, dtype=np.int64)
        rows = np.repeat(np.arange(len(self._lengths)), self._lengths)
        known = columns != _UNKNOWN
        values = np.array(self._values, dtype=np.float64)[known]
        return sparse.csr_array((values, (rows[known], columns[known])), shape=(len(self._lengths), width))


def _scaled(counts: Matrix, idf: npt.NDArray[np.float64], share: float) -> Matrix:
    """Return TF-IDF with the logarithm of counts, each row of length ``share``."""
    values = (
        np.where(counts.data > 1, 1 + np.log(np.maximum(counts.data, 1)), counts.data) * idf[counts.indices]
    )
    sizes = np.diff(counts.indptr)
    row_of = np.repeat(np.arange(len(sizes)), sizes)
    lengths = np.sqrt(np.bincount(row_of, values * values, minlength=len(sizes)))
    counts.data = values * (share / np.where(lengths > 0, lengths, 1.0))[row_of]
    return counts


def _heading_words(heading: str) -> list[str]:
    return sorted({f"heading: {token}" for token in tokens_of(heading)})


def tokens_of(text: str) -> list[str]:
    """Return the words of a text in lower case; numbers and addresses are one word each.

    >>> tokens_of("Write to us@quillwood.example within 30 days.")
    ['write', 'to', '@', 'within', '0', 'days']
    """
    lowered = text.lower()
    if "@" in lowered:
        lowered = _ADDRESS.sub("@", lowered)
    tokens: list[str] = (_ASCII_TOKEN if lowered.isascii() else _TOKEN).findall(lowered)
    return ["0" if token.isdigit() else token for token in tokens]
