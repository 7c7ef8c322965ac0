"""How much a substantive change matters to those it governs: high, medium or low, and which words say so."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from assets.changes.lexicon import lexicon
from assets.changes.model import Direction, Significance
from assets.changes.phrases import words_of

STRONG_RULES = frozenset(
    {
        "not_gone", "not_added", "promise_gone", "promise_made", "removed_promise", "new_prohibition", "new_power",
        "removed_right", "removed_commitment", "removed_permission", "new_disclaimer", "modal_weaker",
        "consent_to_refusal", "refusal_to_consent", "consent_removed", "consent_added", "refusal_removed",
        "refusal_added", "recipient_added", "removed_prohibition", "new_right", "other_actor", "power_added",
        "restriction_removed",
    }
)  # fmt: skip
"""Rules that make a change weigh much: permitted, forbidden, weakened, consent, new recipients, lost promises."""
STRONG_SUBJECTS = frozenset({"sale", "training models", "advertising", "profiling", "biometric data", "health data",
                             "data brokers", "advertisers", "children's data", "sensitive data"})  # fmt: skip
"""Purposes, parties and data whose coming weighs much whatever the rule."""
LIGHT_RULES = ("item_", "purpose_removed", "data_removed")
"""Beginnings of the rules that alone say little."""

FACTS_IN_WORDS = {
    "contact": "a contact", "name": "a name", "number": "a number", "date": "a date", "polarity": "a negation",
    "party": "who is meant", "amount": "an amount", "force": "a word of force", "count": "a count", "measure": "a measure",
}  # fmt: skip
"""What the kinds of fact are called in a reason."""


def significance_of(
    directions: Iterable[Direction], changed: str, facts: Iterable[str]
) -> tuple[Significance, str]:
    """Return how much a substantive change weighs, and the words of the reason.

    ``changed`` are the words that came or went, ``facts`` the kinds of fact among them: contact, name, list.
    """
    found = list(directions)
    strong = [one for one in found if _is_strong(one)]
    weighty = weighty_matter(changed)
    if strong and not all(one.rule in ("power_added", "new_power") and not weighty for one in strong):
        return "high", _told(strong[0])
    if weighty and any(not one.rule.startswith(LIGHT_RULES) for one in found):
        return "high", f"it is about {weighty}"
    if weighty and len(words_of(changed).forms) >= WEIGHTY_TEXT:
        return "high", f"it is about {weighty}"
    if strong:
        return "medium", _told(strong[0])
    telling = [one for one in found if not one.rule.startswith("item_")]
    if telling:
        return "medium", _told(telling[0])
    if len(words_of(changed).forms) >= WHOLE_RULE:
        return "medium", "a whole rule differs"
    light = tuple(facts)
    if light:
        differ = "differs" if len(light) == 1 else "differ"
        return "low", f"only {' and '.join(FACTS_IN_WORDS[fact] for fact in light)} {differ}"
    return ("medium", _told(found[0])) if found else ("low", "no party, number, purpose or duty differs")


WHOLE_RULE = 18
"""Words that came or went from which a change is more than a contact, a name or an example."""
WEIGHTY_TEXT = 8
"""Words that came or went about a weighty matter from which the change weighs much without a direction."""


def _is_strong(one: Direction) -> bool:
    if one.subject in STRONG_SUBJECTS:
        return True
    nobody = one.actor in ("unclear", "other") and one.rule.endswith("_prohibition")
    return one.rule in STRONG_RULES and not nobody


@lru_cache(maxsize=1 << 12)
def weighty_matter(text: str) -> str:
    """Return the weightiest matter a text names, or nothing."""
    found = lexicon().weighty.find(words_of(text).forms)
    return found[0].label if found else ""


def _told(one: Direction) -> str:
    words = f"“{one.before}” → “{one.after}”" if one.before and one.after else f"“{one.after or one.before}”"
    gone = " gone" if one.before and not one.after else " new" if one.after and not one.before else ""
    return f"{one.kind} ({one.rule.replace('_', ' ')}): {words}{gone}"
