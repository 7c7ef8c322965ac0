"""Sentences that only stand elsewhere: what was cut and joined anew is no change of what a policy says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assets.changes.model import Wording
from assets.changes.steps import ProvisionStep
from assets.provisions import normalised, sentences
from assets.provisions.similarity import words

REMEMBERED_TEXTS = 4096
LEAST_WORDS = 5
"""A shorter sentence ("Contact us.") says the same thing everywhere and says little of where it came from."""

_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of a provision's change when sentences that stand in both versions are taken out."""

    before: Wording | None
    after: Wording | None

    @property
    def is_nothing(self) -> bool:
        """Whether every sentence of it stands in both versions."""
        return self.before is None and self.after is None


def rests(provisions: Sequence[ProvisionStep]) -> list[Rest]:
    """Return, for each provision that was added or removed, what no other provision of the step accounts for.

    A sentence counts as accounted for when it went away in one place and came in another. Provisions that
    stand in both versions are returned whole: their words are compared with each other.
    """
    gone: Counter[str] = Counter()
    new: Counter[str] = Counter()
    for one in provisions:
        if one.is_part or one.operation == "moved":
            continue
        gone.update(_keys(one.before.wording.text) if one.before else ())
        new.update(_keys(one.after.wording.text) if one.after else ())
    both = gone & new
    gone, new = both.copy(), both.copy()
    for one in provisions:
        if one.before and one.after:  # their own sentences are not there for others to be found in
            gone.subtract(_keys(one.before.wording.text))
            new.subtract(_keys(one.after.wording.text))
    return [
        Rest(one.before.wording, one.after.wording)
        if one.before and one.after
        else Rest(
            _rest(one.before.wording, gone) if one.before else None,
            _rest(one.after.wording, new) if one.after else None,
        )
        for one in provisions
    ]


def _rest(wording: Wording, both: Counter[str]) -> Wording | None:
    """Return the wording without the sentences that stand in both versions, ``None`` if none is left."""
    kept = []
    for text, key in _sentences(wording.text):
        if both[key] > 0:
            both[key] -= 1
        else:
            kept.append(text)
    return replace(wording, text=" ".join(kept)) if kept else None


def _keys(text: str) -> Iterable[str]:
    return (key for _, key in _sentences(text))


@lru_cache(maxsize=REMEMBERED_TEXTS)
def _sentences(text: str) -> tuple[tuple[str, str], ...]:
    """Return the sentences with the form they are compared in; a short one is compared with its block alone."""
    found = []
    for start, end in sentences(text):
        said = text[start:end]
        bare = _SIGNS.sub(" ", normalised(said)).casefold().strip()
        if bare:
            found.append((said, bare if len(words(bare)) >= LEAST_WORDS else f"{bare} in {normalised(text)}"))
    return tuple(found)
