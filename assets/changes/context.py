"""What else a document says before and after a change: words that only went elsewhere are no change of a rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from assets.changes.phrases import words_of
from assets.provisions import plain

RUN = 4
"""Words of a run that is looked for in the rest of the document; three occur by chance ("your personal data")."""
SHORT_SENTENCE = 12
"""Up to so many words a text is sought whole: short clauses share their runs with others."""
SAID = 0.8
"""Share of a text's runs that stand elsewhere from which it is said there: split, merged, or moved and edited."""


@dataclass(frozen=True)
class Context:
    """The runs of words of the whole older and the whole newer version. An empty one knows nothing."""

    old: frozenset[int] = field(default=frozenset(), repr=False)
    new: frozenset[int] = field(default=frozenset(), repr=False)

    def said_before(self, text: str) -> bool:
        """Whether the older version says this somewhere (text: Markdown)."""
        return _said(text, self.old)

    def said_after(self, text: str) -> bool:
        """Whether the newer version says this somewhere."""
        return _said(text, self.new)


NOTHING_ELSE = Context()
"""The context where only the provision is known."""


def context_of(old_texts: Iterable[str], new_texts: Iterable[str]) -> Context:
    """Make the context of a step from the texts (Markdown) of all provisions of the two versions."""
    return Context(_all_runs(old_texts), _all_runs(new_texts))


def _all_runs(texts: Iterable[str]) -> frozenset[int]:
    return frozenset().union(*(_runs(text) for text in texts))


@lru_cache(maxsize=1 << 14)
def _runs(text: str) -> frozenset[int]:
    forms = [form for form in words_of(plain(text)).forms if form[0].isalnum()]
    found = (
        {hash(tuple(forms[at : at + RUN])) for at in range(max(1, len(forms) - RUN + 1))} if forms else set()
    )
    if len(forms) <= SHORT_SENTENCE:
        found.add(hash(("\0", *forms)))
    return frozenset(found)


def _said(text: str, where: frozenset[int]) -> bool:
    if not where:
        return False
    forms = [form for form in words_of(plain(text)).forms if form[0].isalnum()]
    if len(forms) <= RUN:
        return hash(("\0", *forms)) in where
    runs = [hash(tuple(forms[at : at + RUN])) for at in range(len(forms) - RUN + 1)]
    return sum(run in where for run in runs) >= SAID * len(runs)
