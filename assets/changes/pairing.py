"""The sentences of two wordings, each with the one it became; what only moved within the provision is no change."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Indel, LCSseq

from assets.changes.model import Wording
from assets.changes.phrases import words_of
from assets.changes.statements import Statement, forbids, read, stem_force
from assets.provisions import plain, sentences

LEAST_ALIKE = 0.45
"""Share of words two sentences have in common from which one is the other reworded. Provisions are paired from
.50 (DESIGN section 5); inside a pair that belongs together a little less is enough."""
CONTAINED_WORDS, CONTAINED_DISCOUNT = 8, 0.25
"""As for whole provisions (``assets.provisions.similarity``): a sentence of so many words may go on in a longer one."""
MOST_PAIRS = 4000
"""Up to so many pairs of sentences are compared; beyond, sentences are paired in their order."""
STEM_LENGTH = 900
"""Characters of a stem that are read: stems of lists within lists follow each other, and the outer one may govern."""


@dataclass(frozen=True, slots=True)
class SentencePair:
    """A sentence and what it became; ``None``: it is new, or gone.

    ``old_changed`` and ``new_changed`` are the places of the words that the other does not have.
    """

    before: Statement | None
    after: Statement | None
    old_changed: frozenset[int]
    new_changed: frozenset[int]
    alike: float = 0.0


@lru_cache(maxsize=1 << 13)
def _sentences(text: str) -> tuple[str, ...]:
    shown = plain(text)
    return tuple(shown[start:end] for start, end in sentences(shown))


def sentence_pairs(before: Wording | None, after: Wording | None) -> tuple[SentencePair, ...]:
    """Pair the sentences of two wordings that differ; those that stand in both are left out."""
    return _sentence_pairs(before, after)


@lru_cache(maxsize=1 << 12)
def _sentence_pairs(before: Wording | None, after: Wording | None) -> tuple[SentencePair, ...]:
    old, new = _that_differ(before, after)
    paired = _matched(old, new)
    taken_old, taken_new = {o for o, _, _ in paired}, {n for _, n, _ in paired}
    found = [_pair(old[o], new[n], alike) for o, n, alike in paired]
    found += [
        SentencePair(one, None, frozenset(range(len(one.words.forms))), frozenset())
        for place, one in enumerate(old)
        if place not in taken_old
    ]
    found += [
        SentencePair(None, one, frozenset(), frozenset(range(len(one.words.forms))))
        for place, one in enumerate(new)
        if place not in taken_new
    ]
    return tuple(found)


def _that_differ(
    before: Wording | None, after: Wording | None
) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """Read the sentences of each wording that the other lacks, each as completing its stem."""
    old = _sentences(before.text) if before else ()
    new = _sentences(after.text) if after else ()
    led = [_led(one) for one in (before, after)]
    if stem_force(led[0]) == stem_force(led[1]):
        common = Counter(map(shared_words, old)) & Counter(map(shared_words, new))
        old, new = _rest(old, common), _rest(new, common)
    return tuple(read(text, led[0]) for text in old), tuple(read(text, led[1]) for text in new)


def _led(one: Wording | None) -> str:
    """Return what an item completes: its stem, or a heading that forbids ("Do not harm others") where the stem is mute."""
    if one is None:
        return ""
    stem = plain(one.stem)[-STEM_LENGTH:] if one.stem else ""
    if (
        one.kind == "list_item"
        and not stem_force(stem)
        and one.heading_path
        and forbids(one.heading_path[-1])
    ):
        return one.heading_path[-1]
    return stem


def _rest(texts: tuple[str, ...], common: Counter[tuple[str, ...]]) -> tuple[str, ...]:
    left, kept = Counter(common), []
    for text in texts:
        words = shared_words(text)
        if left[words] > 0:
            left[words] -= 1
        else:
            kept.append(text)
    return tuple(kept)


def _matched(old: tuple[Statement, ...], new: tuple[Statement, ...]) -> list[tuple[int, int, float]]:
    if len(old) == len(new) == 1:
        alike = _alike(old[0], new[0])
        return [(0, 0, alike)]
    if len(old) * len(new) > MOST_PAIRS:
        return [(n, n, _alike(old[n], new[n])) for n in range(min(len(old), len(new)))]
    measured = sorted(
        ((_alike(one, two), o, n) for o, one in enumerate(old) for n, two in enumerate(new)),
        key=lambda m: (-m[0], abs(m[1] - m[2]), m[1]),
    )
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    found = []
    for alike, o, n in measured:
        if alike < LEAST_ALIKE:
            break
        if o not in taken_old and n not in taken_new:
            taken_old.add(o)
            taken_new.add(n)
            found.append((o, n, alike))
    return sorted(found)


def _alike(one: Statement, two: Statement) -> float:
    """Return how alike two sentences are; one that was cut short or went on is the same sentence still."""
    first, second = one.words.forms, two.words.forms
    common = LCSseq.similarity(first, second)
    alike = 2 * common / max(1, len(first) + len(second))
    least = min(len(first), len(second))
    return max(alike, common / least - CONTAINED_DISCOUNT) if least >= CONTAINED_WORDS else alike


def _pair(one: Statement, two: Statement, alike: float) -> SentencePair:
    old_changed: set[int] = set()
    new_changed: set[int] = set()
    for step in Indel.opcodes(one.words.forms, two.words.forms):
        if step.tag != "equal":
            old_changed.update(range(step.src_start, step.src_end))
            new_changed.update(range(step.dest_start, step.dest_end))
    return SentencePair(one, two, frozenset(old_changed), frozenset(new_changed), alike)


@lru_cache(maxsize=1 << 13)
def shared_words(text: str) -> tuple[str, ...]:
    """Return the words of a plain text as they are compared, without signs."""
    return tuple(form for form in words_of(text).forms if form[0].isalnum())
