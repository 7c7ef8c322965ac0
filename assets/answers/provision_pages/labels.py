"""Which sentence of a clause is no sentence but a label, and the sentence as a headline is made of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assets.answers.provision_pages.headline import Sentence
from assets.answers.units import Unit
from assets.provisions.plain_text import plain

FEWEST_WORDS = 4
"""Words under which a sentence is a label ("Content.") and carries no clause, if there is another."""
LONGEST_LABEL = 12
"""Words of a bold first sentence up to which it is taken for the name of the clause."""
_BOLD = re.compile(r"(?:\*\*|__).{1,200}(?:\*\*|__)[.:]?|(?:\*\*|__).{1,200}[.:](?:\*\*|__)")
TITLE_WORD = 4
"""Letters from which a word of a title is written with a capital."""
_WORD = re.compile(r"\w+")
_ENUMERATOR = re.compile(
    r"^\W{0,3}(?:(?:\d{1,3}(?:\.\d{1,3}){0,4}|[a-zA-Z]|[ivx]{1,5})\\?[.)]|\d{1,3}(?:\.\d{1,3}){1,4})\s+"
)
_VERB = re.compile(
    r"\b(?:we|you|is|are|was|will|may|shall|do|does|can|cannot|must|not|has|have|agrees?|collect|use|share|retain)\b",
    re.I,
)
"""What a sentence has and a label lacks."""
_SPEAKS = re.compile(
    r"(?:[^.:;]{2,60}[.:] )?(?:we|you|your|our|it|they|this|these|if|when|please|do not|don't|any|all|the \w+|(?-i:[A-Z]\w+)) "
    r"(?:\w+ ){0,12}?(?:may|will|shall|must|can|is|are|have|has|do|does|use|collect|share|disclos|keep|creat)",
    re.IGNORECASE,
)
"""Begins an item that says itself who acts."""
_DENIES = re.compile(
    r"\b(?:not|never|no|cannot|prohibit\w{0,3}|forbidden|except|unless)\b|n't\b", re.IGNORECASE
)


def sentence_of(lead: Unit, units: Sequence[Unit]) -> Sentence:
    """Return the sentence of a headline: an item's first one goes with what stands above it, unless it says who acts."""
    words = plain(lead.clause.text) if lead.row else plain(lead.quote)
    first = next((unit for unit in units if not is_label(unit, units)), units[0])
    alone = (
        not lead.lead
        or lead.clause.kind == "definition"
        or lead is not first
        or (_SPEAKS.match(lead.text) and not _DENIES.search(lead.lead))
    )
    return Sentence(lead.row or lead.text, words, "" if alone else plain(lead.clause.stem or ""))


def is_label(unit: Unit, units: Sequence[Unit]) -> bool:
    """Tell whether a sentence names the clause rather than being it: some words, or the bold beginning."""
    words = len(_WORD.findall(_ENUMERATOR.sub("", unit.text)))
    quote = _ENUMERATOR.sub("", unit.quote)
    bold = unit is units[0] and len(units) > 1 and _BOLD.fullmatch(quote) is not None
    return words < FEWEST_WORDS or (
        bold and (words <= LONGEST_LABEL or _is_title(quote) or not _VERB.search(quote))
    )


def _is_title(text: str) -> bool:
    """Tell whether most of a text's longer words begin with a capital, as those of a title do."""
    long: list[str] = [word for word in _WORD.findall(text) if len(word) >= TITLE_WORD]
    return 2 * sum(word[0].isupper() for word in long) > len(long)
