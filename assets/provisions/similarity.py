"""How alike two wordings are, in words: the measure, and the search for the pairs worth measuring."""

from __future__ import annotations

import re
from collections import Counter
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
CONTAINED_AT_MOST = 40
"""A wording so many times as long holds any words: a document that lost its paragraph breaks is no clause grown."""
SOLID_RUN = 2
"""Words found again count as contained in runs of at least so many: a long text holds "the" and "of" anyway."""
SOLID_AREA = 4_000_000
"""Above this product of lengths in words, runs are not looked at: the matrix they are read from would be big."""
EDGE_WORDS = 2
"""So many words at the near end of a wording show that it goes on there."""
EDGE_SLACK = 2
"""Words that may stand between two parts that were joined: "and", a number."""
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
            codes = self._codes
            known = "".join([codes.get(word) or self._code(word) for word in words(wording)])
            self._encoded[wording] = known
        return known

    def similarity(self, first: str, second: str, least: float = 0.0) -> float:
        """Return how alike two wordings are, 0 to 1: twice the words in common order over the words of both.

        Short wordings count by letters where that is more, so that a corrected word is not a new clause;
        a wording found again within a much longer one counts by its own words. Below ``least`` the result
        may be any number below it.
        """
        one, two = self.encode(first), self.encode(second)
        if not one and not two:
            return float(first == second)
        shorter, longer = sorted((len(one), len(two)))
        may_be_contained = shorter >= CONTAINED_WORDS and longer <= CONTAINED_AT_MOST * shorter
        needed = least * (shorter + longer) / 2
        if may_be_contained:
            needed = min(needed, (least + CONTAINED_DISCOUNT) * shorter)
        common = 0
        if needed <= shorter:
            common = LCSseq.similarity(one, two, score_cutoff=max(0, int(needed)))
        alike = 2 * common / (shorter + longer)
        if may_be_contained and common / shorter - CONTAINED_DISCOUNT > max(alike, least):
            alike = max(alike, self._solid(one, two, common) / shorter - CONTAINED_DISCOUNT)
        if longer <= SHORT_WORDS:
            letters = Indel.normalized_similarity(first.lower(), second.lower(), score_cutoff=LEAST_LETTERS)
            alike = max(alike, letters)
        return float(alike)

    def common(self, whole: str, *parts: str) -> int:
        """Return how many words a wording and others, one after the other, have in common order."""
        return int(LCSseq.similarity(self.encode(whole), "".join(map(self.encode, parts))))

    def joined_similarity(self, whole: str, *parts: str) -> float:
        """Return how alike a wording is to others joined, 0 to 1, by words alone."""
        words_in_all = len(self.encode(whole)) + sum(len(self.encode(part)) for part in parts)
        return 2 * self.common(whole, *parts) / max(1, words_in_all)

    def length(self, wording: str) -> int:
        """Return the number of words of a wording."""
        return len(self.encode(wording))

    def holds(self, whole: str, part: str) -> bool:
        """Tell whether the words of ``part`` stand in ``whole`` one right after the other."""
        return self.encode(part) in self.encode(whole)

    def adjoin(self, whole: str, first: str, second: str) -> bool:
        """Tell whether one of two wordings stands in ``whole`` with the other's near end right beside it."""
        everything, one, two = self.encode(whole), self.encode(first), self.encode(second)
        if not one or not two:
            return False
        if len(one) > len(two):
            # The shorter one is looked for, backwards where it is the second.
            everything, one, two = everything[::-1], two[::-1], one[::-1]
        at = everything.find(one)
        while at >= 0:
            end = at + len(one)
            if two[:EDGE_WORDS] in everything[end : end + EDGE_WORDS + EDGE_SLACK]:
                return True
            at = everything.find(one, at + 1)
        return False

    @staticmethod
    def _solid(one: str, two: str, common: int) -> int:
        """Return how many of the words in common order stand in runs, given how many there are in all."""
        if len(one) * len(two) > SOLID_AREA:
            return common
        runs = (op.src_end - op.src_start for op in LCSseq.opcodes(one, two) if op.tag == "equal")
        return sum(run for run in runs if run >= SOLID_RUN)

    def all_pairs(
        self, old: Sequence[str], new: Sequence[str], least: float
    ) -> Iterator[tuple[int, int, float]]:
        """Yield (old, new, similarity) of all pairs at least that alike. For small sets: it compares each."""
        for o, before in enumerate(old):
            for n, after in enumerate(new):
                alike = self.similarity(before, after, least)
                if alike >= least:
                    yield o, n, alike

    def search(
        self, old: Sequence[str], new: Sequence[str], least: float
    ) -> Iterator[tuple[int, int, float]]:
        """Yield (old, new, similarity) of pairs at least that alike that share rare runs of words."""
        if not old or not new:
            return
        sought = [set(self.runs(wording)) for wording in new]
        places: dict[str, list[int]] = {run: [] for runs in sought for run in runs}
        for at, wording in enumerate(old):
            for run in set(self.runs(wording)):
                if (holders := places.get(run)) is not None:
                    holders.append(at)
        for at, wording in enumerate(new):
            found: list[int] = []
            for run in sought[at]:
                holders = places[run]
                if len(holders) <= COMMON_RUN:
                    found += holders
            shared = Counter(found).items()
            for holder, _ in sorted(shared, key=lambda item: (-item[1], item[0]))[:CANDIDATES_A_BLOCK]:
                alike = self.similarity(old[holder], wording, least)
                if alike >= least:
                    yield holder, at, alike

    def runs(self, wording: str) -> list[str]:
        """Return the runs of words by which a wording is searched for."""
        encoded = self.encode(wording)
        found = [encoded[at : at + RUN_WORDS] for at in range(len(encoded) - RUN_WORDS + 1)]
        return [*encoded, *found] if len(encoded) <= SHORT_WORDS else found

    def _code(self, word: str) -> str:
        number = _FIRST_CODE + len(self._codes)
        # Beyond the surrogates, which are no characters; a document has fewer words than Unicode places.
        code = chr(number if number < _SURROGATES.start else number + len(_SURROGATES))
        self._codes[word] = code
        return code
