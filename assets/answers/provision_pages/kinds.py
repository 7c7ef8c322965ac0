"""Which kind of data a clause is about: the weightiest that its leading sentence names, else the clause, else what is above."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assets.answers.provision_pages.finding import ClauseWords
from assets.answers.provision_pages.model import NONE_NAMED, NOT_DATA
from assets.answers.provision_pages.slots import SlotBook
from assets.answers.units import Unit
from assets.topics.branches import Branch
from assets.topics.patterns import Pattern

_KEPT_AWAY = re.compile(
    r"(?:\b(?:not|never|cannot|without|avoid\w{0,3}|prevent\w{0,3}|refrain\w{0,3}|remov\w{1,4}|exclud\w{1,3}|filter\w{0,3} out"
    r"|strip\w{0,4}|rather than|other than)\b|n't\b)[^.;]{0,110}$",
    re.IGNORECASE,
)
"""Before a name of data: it is what nobody should send, or what is taken out."""


class KindReader:
    """Tells the kind of data of clauses that are about people's data."""

    def __init__(self, book: SlotBook) -> None:
        self._book = book
        self._named = {kind.kind_id for kind in book.data_kinds}

    def signs(self) -> list[tuple[str, Pattern]]:
        """Return the id and pattern of every kind, for an index of which may stand in a text."""
        return [(kind.kind_id, kind.signs) for kind in self._book.data_kinds]

    def kind_of(
        self, topic: str, words: ClauseWords, lead: Unit, branches: Sequence[Branch[str]], denies: bool
    ) -> str:
        """Return the kind of data (``slots.yaml``), ``none_named`` where none is, ``not_data`` on other topics.

        What an item itself names comes before what the stem above all items names. Weighty data that is kept away ("do
        not send us …") is none that the clause is about, unless it is about just that (``denies``: denied or limited).
        """
        if topic not in self._book.about_data:
            return NOT_DATA
        kinds = self._book.data_kinds
        signs = [branch for branch in branches if branch.owner in self._named]
        heavy = {kind.kind_id for kind in kinds if kind.weighty}
        texts = (lead.text, words.whole, lead.context, words.above)
        named = [
            {one.owner for one in signs if _names(one, text, denies or one.owner not in heavy)}
            for text in texts
        ]
        anywhere = set[str]().union(*named)
        for text, found in zip(texts, named, strict=True):
            refined = {kind.refines: kind.kind_id for kind in kinds if kind.refines and kind.kind_id in found}
            # of several kinds the weightiest that a sentence names; beside these the kind that its topic is about
            weighty = [kind.kind_id for kind in kinds if kind.kind_id in found and kind.weighty]
            own = [
                refined.get(kind.kind_id, kind.kind_id)
                for kind in kinds
                if topic in kind.topics and (not kind.weighty or kind.kind_id in anywhere)
            ]
            others = [kind.kind_id for kind in kinds if kind.kind_id in found and kind.kind_id not in refined]
            if found or text is words.above:
                for kind_id in [*weighty, *(one for one in own if one in found), *own, *others]:
                    return kind_id
        return NONE_NAMED


def _names(branch: Branch[str], text: str, anyhow: bool) -> bool:
    """Tell whether a text names a kind of data, other than as kept away unless it counts anyhow."""
    found = branch.pattern.finditer(text if branch.cased else text.lower())
    return any(anyhow or not _KEPT_AWAY.search(text[: match.start()]) for match in found)
