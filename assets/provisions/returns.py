"""Finding an absent provision by words: one that was removed and came back, lightly edited."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from assets.provisions.similarity import CANDIDATES_A_BLOCK, COMMON_RUN, Wordings

LEAST_BACK = 0.80
"""A block that found no partner and is this alike to the last wording of an absent provision is that one."""
LEAST_WORDS = 8
"""Shorter wordings are too much alike by chance to come back changed; word for word they may."""


@dataclass(slots=True)
class Returns:
    """An index of all wordings of a timeline by runs of words, kept from version to version.

    Wordings are added when they are first looked for, each once: the cost grows with what is new.
    """

    wordings: Wordings
    _waiting: list[tuple[str, str]] = field(default_factory=list)
    _holders: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, provision_id: str, wording: str) -> None:
        """Remember a wording of a provision."""
        self._waiting.append((provision_id, wording))

    def find(self, wording: str, last_wording: Callable[[str], str | None]) -> tuple[str, float] | None:
        """Return the absent provision this is most alike, and how alike; ``None``: it is like none.

        ``last_wording`` gives the last wording of a provision if it may come back, else ``None``.
        """
        if self.wordings.length(wording) < LEAST_WORDS:
            return None
        self._index()
        holding: list[str] = []
        for run in set(self.wordings.runs(wording)):
            holders = self._holders.get(run, {})
            if len(holders) <= COMMON_RUN:
                holding += holders
        shared = Counter(holding)
        found: list[tuple[float, str]] = []
        for provision_id, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
            last = last_wording(provision_id)
            if last is None or self.wordings.length(last) < LEAST_WORDS:
                continue
            found.append((self.wordings.similarity(last, wording, LEAST_BACK), provision_id))
            if len(found) == CANDIDATES_A_BLOCK:
                break
        alike, provision_id = min(((-alike, one) for alike, one in found), default=(0.0, ""))
        return (provision_id, -alike) if -alike >= LEAST_BACK else None

    def _index(self) -> None:
        for provision_id, wording in self._waiting:
            for run in self.wordings.runs(wording):
                self._holders[run][provision_id] = None
        self._waiting.clear()
