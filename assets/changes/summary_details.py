"""What exactly differs, in a reader's words: “do not” is gone, 30 → 90 days, now names advertisers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from assets.changes.antecedents import beside
from assets.changes.lexicon import lexicon
from assets.changes.model import Assessment, Direction, Wording
from assets.changes.phrases import words_of
from assets.changes.quoting import first_sentence, from_words, quoted_from, sentences_of, shortened
from assets.changes.significance import weights, weighty_matter
from assets.changes.statements import things_of
from assets.changes.word_diff import word_diff
from assets.provisions import plain

LONGEST_WORDS = 70
"""Characters quoted of an exception, an item or a few words that differ."""
TITLE_WORDS = 7
"""Words up to which a sentence that ends with a full stop may be the clause's title."""
SHORT_WORDS = 8
"""Words of a difference that is told as what took the place of what."""
MOST_LISTED = 2
"""Items told as gone from a list that was replaced, and as new in it."""
MOST_REPLACED = 2
"""Such replacements told of one provision."""

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
_WHOLE = ("new_", "removed_")
"""Beginnings of the rules whose words are those of a whole statement."""
_PROMISES = ("new_promise", "removed_promise")
_LETTING = ("new_right", "new_permission")
"""What a new clause lets users do, which often only sweetens what it lets be done to them."""
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_OF_LISTS = ("item_", "time_limit_", *_NAMED)


def detail_of(assessment: Assessment, before: Wording, after: Wording) -> list[str]:
    """Return what differs in a modified provision, the weightiest first.

    First come strong directions and numbers, then whole sentences that came or went, then the rest; where no
    rule can tell it, the words that differ.
    """
    strong = [one for one in assessment.directions if _is_strong(one)]
    rest = [one for one in assessment.directions if not _is_strong(one)]
    found = [
        *(text for one in strong for text in _told(one, before, after)),
        *(f"“{shortened(text)}”{beside(before, text)} is gone" for text in assessment.sentences_gone),
        *(f"“{shortened(text)}”{beside(after, text)} is new" for text in assessment.sentences_come),
        *(text for one in rest for text in _told(one, before, after)),
    ]
    return list(dict.fromkeys(found)) or words_that_differ(before, after)


def statement_of(assessment: Assessment, one: Wording) -> str:
    """Return the weightiest words of a provision that came or went: a statement a rule understood, else its first."""
    told = [d for d in assessment.directions if d.rule.startswith(_WHOLE) and not d.rule.endswith("_item")]
    promises = [d for d in told if d.rule in _PROMISES]
    if not promises and (decisive := _naming(one.text, weights().decisive_matters)):
        return f"“{decisive}”"
    weightiest = (*promises, *filter(_is_strong, told), *told)
    if weightiest and weightiest[0].rule in _LETTING and (done := _done_beside(one.text, weightiest)):
        return f"“{done}”"
    for direction in weightiest:
        words = quoted_from(one.text, direction.after or direction.before)
        promise = "a promise: " if direction.rule == "new_promise" else ""
        return f"{promise}“{words}”{_beside_sentence(one, direction.after or direction.before)}"
    words = first_sentence(one.text)
    return f"“{words}”" if words else ""


def _beside_sentence(one: Wording, words: str) -> str:
    """Return what is to be read beside the sentence in which words stand."""
    return next((beside(one, sentence) for sentence in sentences_of(one.text) if words in sentence), "")


def _done_beside(text: str, told: Sequence[Direction]) -> str:
    """Return the sentence that weighs more than what a new clause lets users do first; empty: none does.

    It names a weighty matter before that ("we use pixels for advertising. You may withdraw your consent."), or
    gives the platform a power in another sentence; a right weighs as much as that.
    """
    shown = sentences_of(text)
    letting = next((at for at, sentence in enumerate(shown) if told[0].after in sentence), 0)
    for sentence in shown[:letting]:
        if len(sentence.split()) > TITLE_WORDS and _names_weighty(sentence):
            return shortened(sentence)
    if told[0].rule == "new_right":
        return ""
    powers = [one.after for one in told if one.rule == "new_power" and one.actor == "platform"]
    others = [words for words in powers if words not in shown[letting] and len(words.split()) > SHORT_WORDS]
    return quoted_from(text, others[0]) if others else ""


def _names_weighty(sentence: str) -> bool:
    named = things_of(sentence)
    return any(
        found.label in weights().strong_subjects
        for group in ("purposes", "recipients", "data")
        for found in named[group]
    )


def replaced_detail(items: Sequence[tuple[Wording | None, Wording | None]]) -> str:
    """Return what a list no longer names and what it names now: the broadest first, of each list within it one."""
    told = []
    for state, found in (
        ("gone", [old for old, _ in items if old]),
        ("new", [new for _, new in items if new]),
    ):
        quoted = dict.fromkeys(f"“{first_sentence(one.text, LONGEST_WORDS)}”" for one in _broadest(found))
        told.append(f"{state} are {' and '.join(list(quoted)[:MOST_LISTED])}")
    return "; ".join(told)


def _broadest(items: Sequence[Wording]) -> list[Wording]:
    """Return items with what says "any" or "all" first, and the first of every stem before the second of one."""
    ordered = sorted(items, key=lambda one: not _is_broad(one.text))
    seen: Counter[str | None] = Counter()
    places = []
    for at, one in enumerate(ordered):
        places.append((seen[one.stem], at))
        seen[one.stem] += 1
    return [ordered[at] for _, at in sorted(places)]


def _is_broad(text: str) -> bool:
    return bool(lexicon().lists.find(words_of(plain(text)).forms)["broad_words"])


def _naming(text: str, matters: Collection[str]) -> str:
    """Return the first sentence of a text that names one of some weighty matters: that there is arbitration at all."""
    return next((shortened(one) for one in sentences_of(text) if weighty_matter(one) in matters), "")


def _is_strong(one: Direction) -> bool:
    if one.kind in ("raised", "lowered"):
        return True
    return one.rule in weights().strong_rules and not one.rule.startswith(_OF_LISTS)


def words_that_differ(before: Wording, after: Wording) -> list[str]:
    """Return "“OpenAI, L.L.C.” → “OpenAI OpCo, LLC”" where a few words took the place of others, else the longest run."""
    pieces = [
        (piece.operation, piece.text.strip(" \n,;:"))
        for piece in word_diff(before.text, after.text)
        if piece.operation == "equal" or any(character.isalnum() for character in piece.text)
    ]
    replaced = [
        f"“{_beside(old, pieces, at)}” → “{_beside(new, pieces, at)}”"
        for at, ((first, old), (second, new)) in enumerate(pairwise(pieces))
        if (first, second) == ("removed", "added") and max(len(old.split()), len(new.split())) <= SHORT_WORDS
    ]
    if replaced:
        return list(dict.fromkeys(replaced))[:MOST_REPLACED]
    for operation, told in (("added", "new"), ("removed", "gone")):
        runs = [run for kind, text in pieces if kind == operation for run in _SENTENCE_END.split(text) if run]
        if runs:
            return [f"“{shortened(max(runs, key=len), LONGEST_WORDS)}” is {told}"]
    return []


def _beside(words: str, pieces: Sequence[tuple[str, str]], at: int) -> str:
    """Return words that differ; a bare number with the word before it, which says what it counts: "Section 7"."""
    led = pieces[at - 1][1].split() if at and words.isdecimal() else []
    return f"{led[-1]} {words}" if led else words


def _told(one: Direction, before: Wording, after: Wording) -> Iterator[str]:
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
        old, new = shortened(one.before, LONGEST_WORDS), shortened(one.after, LONGEST_WORDS)
        if old != new:  # else they differ only where the quotes were cut
            yield f"“{old}” → “{new}”"
    elif one.after:
        yield f"“{_words_of(one, one.after, after)}” is new"
    elif one.before:
        yield f"“{_words_of(one, one.before, before)}” is gone"


def _words_of(one: Direction, words: str, wording: Wording) -> str:
    """Return the words of a direction as they are quoted: whole statements, items as they are, others to their clause's end."""
    if one.rule.startswith(_WHOLE):
        return quoted_from(wording.text, words)
    if one.rule.startswith(_OF_LISTS):
        return shortened(words, LONGEST_WORDS)
    return from_words(wording.text, words, LONGEST_WORDS)


def _numbers(one: Direction) -> str:
    """Write "30 → 90 days" where both have the same unit behind the number."""
    old, _, old_unit = one.before.partition(" ")
    _, _, new_unit = one.after.partition(" ")
    if old_unit and old_unit == new_unit and old[:1].isdigit():
        return f"{old} → {one.after}"
    return f"{one.before} → {one.after}"
