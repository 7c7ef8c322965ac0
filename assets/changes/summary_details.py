"""What exactly differs, in a reader's words: “do not” is gone, 30 → 90 days, now names advertisers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assets.changes.model import Assessment, Direction, Wording
from assets.changes.word_diff import word_diff

LONGEST_QUOTE = 60
"""Characters of a quoted statement; it is cut at a word."""

_NOT = re.compile(
    r"\b(?:(?:do|does|did|will|would|may|must|shall|can|are|is|should)\s)?(?:not|never|no longer)\b|\b\w{2,6}n[’']t\b|\bcannot\b"
    r"|\b(?:nicht|kein\w{0,2}|niemals|jamais|nunca|pas)\b|不得|不会|不可|不",
    re.IGNORECASE,
)
_NAMED = {
    "recipient_added": "now names {}",
    "recipient_removed": "no longer names {}",
    "purpose_added": "now for {}",
    "purpose_removed": "no longer for {}",
    "data_added": "now names {}",
    "data_removed": "no longer names {}",
    "place_added": "now names {}",
    "place_removed": "no longer names {}",
}
"""Rules whose subject is a label of ``named_things.yaml``."""
_FACTS = {
    "contact": "contact details",
    "date": "a date",
    "number": "a number",
    "name": "a name",
    "place": "a place",
    "answer": "a yes or no",
}
"""What differs, where its words are too many to be told."""
SHORT_WORDS = 8
"""Words of a difference that is told in full; longer ones are told by what they mean, or not at all."""


def detail_of(assessment: Assessment, before: Wording | None, after: Wording | None) -> list[str]:
    """Return what differs in a modified provision, the weightiest first; empty if no rule can tell it shortly."""
    found = dict.fromkeys(text for one in assessment.directions for text in _told(one))
    if found:
        return list(found)
    if before and after and (words := _words_that_differ(before, after)):
        return [words]
    return [_FACTS[assessment.rule]] if assessment.rule in _FACTS else []


def _words_that_differ(before: Wording, after: Wording) -> str:
    """Write "“OpenAI, L.L.C.” → “OpenAI OpCo, LLC”" where one run of a few words took the place of another."""
    pieces = [piece for piece in word_diff(before.text, after.text) if piece.operation != "equal"]
    gone = [piece.text.strip() for piece in pieces if piece.operation == "removed"]
    come = [piece.text.strip() for piece in pieces if piece.operation == "added"]
    if len(gone) > 1 or len(come) > 1 or any(len(text.split()) > SHORT_WORDS for text in (*gone, *come)):
        return ""
    old, new = ("".join(texts).strip(" ,;:") for texts in (gone, come))
    if old and new:
        return f"“{old}” → “{new}”"
    return f"“{new}” is new" if new else f"“{old}” is gone" if old else ""


def losses_of(assessment: Assessment) -> list[str]:
    """Return the promises and rights that went with a removed provision, in its words."""
    lost = (one for one in assessment.directions if one.rule in ("removed_promise", "removed_right"))
    return list(dict.fromkeys(f"“{_short(one.before)}”" for one in lost))[:1]


def gains_of(assessment: Assessment) -> list[str]:
    """Return the promise that came with an added provision, in its words: else its topic would read as its opposite."""
    made = (one for one in assessment.directions if one.rule == "new_promise")
    return list(dict.fromkeys(f"a promise: “{_short(one.after)}”" for one in made))[:1]


def _told(one: Direction) -> Iterator[str]:
    if one.kind in ("raised", "lowered"):
        yield _numbers(one)
    elif one.rule in _NAMED:
        yield _NAMED[one.rule].format(one.subject)
    elif one.rule in ("promise_gone", "promise_made"):
        return  # told by the "not" that came or went
    elif one.rule in ("not_gone", "not_added"):
        word = _NOT.search(one.before if one.rule == "not_gone" else one.after)
        state = "gone" if one.rule == "not_gone" else "new"
        yield f"“{word[0]}” is {state}" if word else f"a “not” is {state}"
    elif one.rule == "consent_to_refusal":
        yield "consent became opting out"
    elif one.rule == "refusal_to_consent":
        yield "opting out became consent"
    elif one.before and one.after:
        if _short(one.before) != _short(one.after):  # else they differ only where the quotes were cut
            yield f"“{_short(one.before)}” → “{_short(one.after)}”"
    elif one.after:
        yield f"“{_short(one.after)}” is new"
    elif one.before:
        yield f"“{_short(one.before)}” is gone"


def _numbers(one: Direction) -> str:
    """Write "30 → 90 days" where both have the same unit behind the number."""
    old, _, old_unit = one.before.partition(" ")
    _, _, new_unit = one.after.partition(" ")
    if old_unit and old_unit == new_unit and old[:1].isdigit():
        return f"{old} → {one.after}"
    return f"{one.before} → {one.after}"


def _short(text: str) -> str:
    clean = text.strip(" ,;:.")
    return clean if len(clean) <= LONGEST_QUOTE else clean[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
