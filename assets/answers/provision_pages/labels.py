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
    r"(?:[^.:;]{2,60}[.:] )?(?:(?:we|you|your|our|it|they|this|these|if|when|please|do not|don't|any|all|the \w+) (?:\w+ ){0,12}?"
    r"(?:may|will|shall|must|can|is|are|have|has|do|does|use|collect|share|disclos(?:e|es|ing)|keep|create)\b"
    r"|(?-i:[A-Z]\w+) (?:(?!(?:that|which|who|you|we)\b)[\w']+ ){0,4}?(?:may|will|shall|must|can|is|are|has|have|does|do)\b"
    r"|(?-i:[A-Z]\w+) (?:\w+ly )?(?:uses|collects|shares|discloses|keeps|creates)\b|we \w+)",
    re.IGNORECASE,
)
"""Begins an item that says itself who acts."""
_DENIES = re.compile(
    r"\b(?:not|never|no|cannot|prohibit\w{0,3}|forbidden|except|unless)\b|n't\b", re.IGNORECASE
)
_NEEDS_ITS_ITEMS = re.compile(
    r"(?<=[\w,)] )(?:if|when(?:ever)?|unless|where)\b(?![^.;:]{0,120}, (?:you|we|they|it|the|our)\b)[^.;]{0,120}$"
    r"|\b(?:if|when(?:ever)?|where|because|unless|until|once|after|while|(?:determines?|believes?|finds?|suspects?)\b[^.;:]{0,40}? that"
    r"|(?:circumstances?|cases?|events?|conditions?|situations?|reasons?|following|occurs?|to|for|by|of|not)(?: \w+){0,2})\W*$",
    re.IGNORECASE,
)
"""Ends a stem that says something of the items under it, so that none of them tells enough without it."""
_READ_BY_HEADING = ("duty-heading", "heading-of-rights", "heading-of-practices", "terms-type")
"""Cues of acts that the heading above told, not the sentence."""
FRAGMENT = 6
"""Words under which a clause without a full stop is shown with its heading ("Log data")."""
_OPEN_END = re.compile(r"\b(?:(?:[A-Z]\.){2,}|(?:No|Nos|Sec|Art|Inc|Ltd|Co|vs?)\.)$")
"""Ends a sentence that was cut behind an abbreviation."""


def sentence_of(lead: Unit, units: Sequence[Unit], cue_id: str = "") -> Sentence:
    """Return the sentence of a headline: with what stands above it where it does not say by itself who does what.

    That is the stem of an item, the head of a table, or the heading that its act was read by (``cue_id``) or that a mere
    fragment stands under.
    """
    if lead.row:
        return Sentence(lead.row, plain(lead.clause.text), above=plain(lead.clause.stem or ""))
    words = plain(_whole_quote(lead, units))
    first = next((unit for unit in units if not is_label(unit, units)), units[0])
    speaks = _SPEAKS.match(lead.text) and not (
        _DENIES.search(lead.lead) or _NEEDS_ITS_ITEMS.search(lead.lead)
    )
    alone = not lead.lead or lead.clause.kind == "definition" or lead is not first or speaks
    if not alone:
        return Sentence(lead.text, words, plain(lead.clause.stem or ""))
    fragment = len(_WORD.findall(words)) < FRAGMENT and not words.rstrip("*_ ").endswith((".", "!", "?"))
    needs = fragment or (cue_id in _READ_BY_HEADING and not _VERB.search(lead.text))
    above = plain(lead.clause.heading_path[-1]) if needs and lead.clause.heading_path else ""
    return Sentence(lead.text, words, above=above)


def _whole_quote(lead: Unit, units: Sequence[Unit]) -> str:
    """Return the words of a sentence, with the next where it was cut within brackets or behind an abbreviation."""
    start = lead.start - lead.clause.char_start
    quote = lead.quote
    for unit in units:
        if unit.start >= lead.end and (quote.count("(") > quote.count(")") or _OPEN_END.search(quote)):
            quote = lead.clause.text[start : unit.end - lead.clause.char_start]
    return quote


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
