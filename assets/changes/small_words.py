"""Small words whose coming or going changes a rule: with and without, we and you, must and should, a number, "single"."""

from __future__ import annotations

from collections import Counter

from rapidfuzz.distance import LCSseq

from assets.changes.lexicon import lexicon
from assets.changes.phrases import FIRST_CJK, words_of
from assets.changes.quantities import Quantity, quantities
from assets.changes.wording import canonical, novelty
from assets.provisions import normalised

ALIKE = 0.6
"""Share of its words that a sentence must keep: only then it is the same rule with another small word."""
ALIKE_FOR_POLARITY = 0.75
"""The same for "not" and "without", which come and go when sentences are turned round."""
ALIKE_FOR_MEASURES = 0.7
"""The same for words that measure a rule, which are chosen anew where a sentence is rewritten."""
YES = frozenset({"yes", "ja", "oui", "sí", "是"})
NO = frozenset({"no", "nein", "non", "否"})
"""Answers that stand alone in a cell: "sold or shared | NO"."""
FORCES = {"must": 3, "prohibited": 3, "should": 2, "may": 1}
"""How much the words of force bind; a statement ("will") may bind or tell, so it is left out."""


def small_words(before: str, after: str) -> tuple[str, ...]:
    """Return which small words differ between two wordings (Markdown) of what is the same rule else.

    >>> small_words("A parent must agree to it.", "A parent should agree to it.")
    ('force',)
    """
    if not before or not after:
        return ()
    old, new = words_of(normalised(before)).forms, words_of(normalised(after)).forms
    differ = {
        "polarity": _negations(old) != _negations(new),
        "party": _party_changed(old, new),
        "amount": _amount_changed(before, after),
        "force": _force(old) != _force(new) and min(_force(old), _force(new)) > 0,
        "count": _counted(old, before) != _counted(new, after),
        "measure": set(_measures(old)) != set(_measures(new)),
    }
    if not any(differ.values()):
        return ()
    alike = 2 * LCSseq.similarity(old, new) / max(1, len(old) + len(new))
    if alike < ALIKE:
        return ()
    differ["polarity"] = differ["polarity"] and alike >= ALIKE_FOR_POLARITY and _few_others(before, after)
    differ["party"] = differ["party"] and not novelty(before, after).weight
    differ["measure"] = differ["measure"] and alike >= ALIKE_FOR_MEASURES
    return tuple(mark for mark, differs in differ.items() if differs)


def _negations(forms: tuple[str, ...]) -> int:
    return sum(mark.label == "not" for mark in lexicon().reading.find(forms)["negations"])


def answers_differ(before: str, after: str) -> bool:
    """Whether two whole wordings (Markdown) answer otherwise in a cell or sentence that only says yes or no.

    >>> answers_differ("Sold | NO", "Sold | YES"), answers_differ("There is no fee.", "There is a fee.")
    (True, False)
    """
    old, new = (_answered(words_of(normalised(text)).forms) for text in (before, after))
    return old != new


def _answered(forms: tuple[str, ...]) -> tuple[int, int]:
    """Count the cells or sentences that only say yes, and those that only say no."""
    edges = frozenset("|.:;•") | {""}
    alone = [
        form
        for before, form, after in zip(("", *forms), forms, (*forms[1:], ""), strict=False)
        if form in YES or form in NO
        if before in edges and after in edges
    ]
    return sum(form in YES for form in alone), sum(form in NO for form in alone)


def _few_others(before: str, after: str) -> bool:
    """Whether nothing else differs: "refuse" for "do not accept" is the same rule."""
    old, new = Counter(canonical(before).roots), Counter(canonical(after).roots)
    return not ((old - new) and (new - old))


def _party_changed(old: tuple[str, ...], new: tuple[str, ...]) -> bool:
    """Whether one of the two parties took the place of the other."""
    sides = [
        Counter(
            mark.label
            for mark in lexicon().reading.find(forms)["actors"]
            if mark.label in ("platform", "user")
        )
        for forms in (old, new)
    ]
    platform, user = (sides[1][who] - sides[0][who] for who in ("platform", "user"))
    return platform * user < 0


def _amount_changed(before: str, after: str) -> bool:
    """Whether a number with its unit came or went; another number of the same unit is a direction of its own."""
    old, new = (_amounts(text) for text in (before, after))
    missing = [one for one in old if not any(one.same_as(other) for other in new)]
    came = [one for one in new if not any(one.same_as(other) for other in old)]
    return len({one.kind for one in missing} ^ {one.kind for one in came}) > 0


def _amounts(text: str) -> list[Quantity]:
    return [one for one in quantities(normalised(text)) if one.unit]


def _force(forms: tuple[str, ...]) -> int:
    marks = lexicon().reading.find(forms)["modals"]
    return max((FORCES.get(mark.label, 0) for mark in marks), default=0)


def _counted(forms: tuple[str, ...], text: str) -> set[int]:
    """Return the whole numbers that are written out; "one" is mostly an article, and a figure is read elsewhere."""
    figures = {int(one.value) for one in quantities(normalised(text))}
    written = {
        mark.label
        for mark in lexicon().numbers.find(forms)
        if mark.label > 1 and forms[mark.start].isalpha() and forms[mark.start] < FIRST_CJK
    }
    return written | figures


def _measures(forms: tuple[str, ...]) -> Counter[str]:
    return Counter(mark.label for mark in lexicon().measures.find(forms))
