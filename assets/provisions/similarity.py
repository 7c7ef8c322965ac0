"""How alike two wordings are, in words: the measure, and the search for the pairs worth measuring."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Indel, LCSseq

SHORT_WORDS = 6
"""Up to this many words a wording is also compared by its letters: one word of three is a third of it."""
LEAST_LETTERS = 0.75
"""Letters count from here: "Cookies Policy" is "Cookie Policy", but any two short titles share half of theirs."""
CONTAINED_WORDS = 8
"""A wording of at least so many words may be found again within a longer one, grown or merged."""
CONTAINED_DISCOUNT = 0.25
"""What that counts less: three quarters of the words in order are worth as much as half of both wordings."""
CANDIDATES_A_BLOCK = 8
"""How many old blocks, those sharing the rarest runs of words, are measured against a new one in a search."""
RUN_WORDS = 2
"""Length of the runs of words the search shares; short wordings share single words as well."""
COMMON_RUN = 24
"""A run in more old blocks than this ("personal information") finds nothing; rarer ones do."""

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|\w+(?:['’]\w+)?")
_FIRST_CODE = 0x100
_SURROGATES = range(0xD800, 0xE000)


def words(wording: str) -> list[str]:
    """Return the words of a normalised wording in lower case; each Chinese or Japanese character is one."""
    return _WORD.findall(wording.lower())


class Wordings:
    """Wordings written with one character a word, which makes comparing them as fast as comparing strings."""

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}
        self._encoded: dict[str, str] = {}

    def encode(self, wording: str) -> str:
        """Return the wording with one character a word, the same for the same word within this object."""
        known = self._encoded.get(wording)
        if known is None:
            known = "".join(map(self._code, words(wording)))
            self._encoded[wording] = known
        return known

    def similarity(self, first: str, second: str) -> float:
        """Return how alike two wordings are, 0 to 1: twice the words in common order over the words of both.

        Short wordings count by letters where that is more, so that a corrected word is not a new clause.
        """
        one, two = self.encode(first), self.encode(second)
        if not one and not two:
            return float(first == second)
        common = LCSseq.similarity(one, two)
        alike = 2 * common / (len(one) + len(two))
        least = min(len(one), len(two))
        if least >= CONTAINED_WORDS:
            alike = max(alike, common / least - CONTAINED_DISCOUNT)
        if max(len(one), len(two)) <= SHORT_WORDS:
            letters = Indel.normalized_similarity(first.lower(), second.lower())
            alike = max(alike, letters if letters >= LEAST_LETTERS else 0.0)
        return float(alike)

    def all_pairs(
        self, old: Sequence[str], new: Sequence[str], least: float
    ) -> Iterator[tuple[int, int, float]]:
        """Yield (old, new, similarity) of all pairs at least that alike. For small sets: it compares each."""
        for o, before in enumerate(old):
            for n, after in enumerate(new):
                alike = self.similarity(before, after)
                if alike >= least:
                    yield o, n, alike

    def search(
        self, old: Sequence[str], new: Sequence[str], least: float
    ) -> Iterator[tuple[int, int, float]]:
        """Yield (old, new, similarity) of pairs at least that alike that share rare runs of words."""
        places: dict[str, list[int]] = defaultdict(list)
        for at, wording in enumerate(old):
            for run in set(self._runs(wording)):
                places[run].append(at)
        for at, wording in enumerate(new):
            shared: Counter[int] = Counter()
            # Sorted, because the order of a set of strings differs from one process to the next.
            for run in sorted(set(self._runs(wording))):
                holders = places.get(run, ())
                if len(holders) <= COMMON_RUN:
                    for holder in holders:
                        shared[holder] += 1
            for holder, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[
                :CANDIDATES_A_BLOCK
            ]:
                alike = self.similarity(old[holder], wording)
                if alike >= least:
                    yield holder, at, alike

    def _code(self, word: str) -> str:
        code = self._codes.get(word)
        if code is None:
            number = _FIRST_CODE + len(self._codes)
            # Beyond the surrogates, which are no characters; a document has fewer words than Unicode places.
            code = chr(number if number < _SURROGATES.start else number + len(_SURROGATES))
            self._codes[word] = code
        return code

    def _runs(self, wording: str) -> Iterator[str]:
        encoded = self.encode(wording)
        if len(encoded) <= SHORT_WORDS:
            yield from encoded
        for at in range(len(encoded) - RUN_WORDS + 1):
            yield encoded[at : at + RUN_WORDS]
