"""Whether a provision's change is substantive, editorial or noise, how sure that is, and how much it matters."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assets.changes.context import NOTHING_ELSE, Context
from assets.changes.directions import directions
from assets.changes.facts import facts_of
from assets.changes.lexicon import RULES
from assets.changes.model import Assessment, ChangeClass, Direction, Operation, Wording
from assets.changes.page_lines import LineKind, is_notice, is_pointer, line_kind
from assets.changes.pairing import SentencePair, sentence_pairs
from assets.changes.scores import (
    DIRECTION_SCORES,
    EDITORIAL_SCORES,
    FACT_SCORES,
    FRAGMENT,
    FRAGMENT_WORDS,
    LISTED_WORDS,
    NEW_STATEMENT,
    NOISE_SCORES,
    NUMBER_CHANGED,
    SENTENCE_WORDS,
    SMALL_WORD_SCORES,
    STATED,
    STATED_BY_VERB,
    SUBSTANTIVE,
    TELLING_WORDS,
    WHOLE_SENTENCE,
    WORD_RATE,
)
from assets.changes.significance import significance_of
from assets.changes.small_words import answers_differ, small_words
from assets.changes.statements import Statement
from assets.changes.wording import Novelty, canonical, novelty, says_the_same, wording_rule
from assets.provisions import plain

__all__ = ["RULES", "assess"]

MANY_WORDS = 5
"""New or lost words that say something from which a rewritten clause is more than a name or an example."""
STAMP_LABEL = 24
"""Characters of a line that is only the label of a date ("Version:") whose date came or went."""

_ENCODED = re.compile(
    r"\[email[\s\u00a0]?protected\]|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was found about one change, before it is weighed."""

    directions: tuple[Direction, ...]
    novelty: Novelty
    facts: tuple[str, ...]
    changed: str
    topics: tuple[str, ...]


def assess(
    before: Wording | None,
    after: Wording | None,
    operation: Operation,
    context: Context = NOTHING_ELSE,
) -> Assessment:
    """Say whether a provision's change matters, and why.

    ``context`` tells what the two whole versions say elsewhere. At least one wording must be given.

    Raises:
        ValueError: both wordings are ``None``.
    """
    if before is None and after is None:
        raise ValueError("expected a wording before or after the change, found neither")
    if operation == "moved":
        return _plainly("editorial", "moved", 0.05, "The same words stand elsewhere.")
    if before is None or after is None:
        return _one_sided(before or after, before, after, context)  # type: ignore[arg-type]
    return _two_sided(before, after, context)


def _plainly(change_class: ChangeClass, rule: str, score: float, reason: str) -> Assessment:
    return Assessment(change_class, "none", score, rule, reason)


_LINE_REASONS: dict[LineKind, str] = {
    "page_line": "A line of the page, not of the policy",
    "question": "A question, which states no rule",
    "date_stamp": "The document's own date",
    "notice": "A notice about the document",
    "pointer": "It only says where to read more",
    "introduction": "It only introduces what stands below it",
    "heading": "A heading alone states no rule",
    "empty": "No words",
}


_REWRITTEN = {"heading": "renamed_heading", "page_line": "rewritten_page_line"}


_LINK_ALONE = re.compile(r"[\W_]*\[[^\[\]]{1,60}\]\([^()\s]*\)[\W_]*")


def _lets_users(one: Direction) -> bool:
    return one.actor == "user" and one.rule.endswith(("_permission", "_right"))


def _of_line(kind: LineKind, shown: str) -> Assessment:
    noise = kind in NOISE_SCORES
    score = NOISE_SCORES[kind] if noise else EDITORIAL_SCORES[kind]
    return _plainly(
        "noise" if noise else "editorial", kind, score, f"{_LINE_REASONS[kind]}: “{_short(shown)}”."
    )


def _short(text: str, length: int = 80) -> str:
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + " …"


def _one_sided(one: Wording, before: Wording | None, after: Wording | None, context: Context) -> Assessment:
    shown = plain(one.text)
    kind = line_kind(one)
    if kind is not None:
        return _of_line(kind, shown)
    if context.said_before(one.text) if after else context.said_after(one.text):
        where = "the older" if after else "the newer"
        return _plainly(
            "editorial",
            "said_elsewhere",
            EDITORIAL_SCORES["said_elsewhere"],
            f"The words stand elsewhere in {where} version.",
        )
    found = directions(before, after)
    if found and _LINK_ALONE.fullmatch(one.text) and all(_lets_users(one) for one in found):
        # "you can block cookies in:" [a browser]: where a reader finds the steps, no permission of its own
        return _of_line("pointer", shown)
    facts = facts_of("", shown)
    if "contact" in facts:
        found = tuple(one for one in found if not one.rule.startswith("place_"))
    form = canonical(one.text)
    words = len(form.shape)
    score = STATED.get(one.kind, 0.0)
    rule = f"{'new' if after else 'removed'}_{one.kind}"
    if one.kind == "list_item" and not one.stem:
        score = 0.6
    if found:
        score, rule = max(score, STATED_BY_VERB), found[0].rule
    score = max([score, *(FACT_SCORES[fact] for fact in facts)])
    if (
        len(shown.split()) >= SENTENCE_WORDS
        and len(form.roots) >= TELLING_WORDS
        and shown.rstrip(" *_)")[-1:] in ".!。;；"
    ):
        score = max(score, WHOLE_SENTENCE)
    if (
        not found
        and score < WHOLE_SENTENCE
        and words < (LISTED_WORDS if one.kind == "list_item" and shown[:1].islower() else FRAGMENT_WORDS)
        and not one.stem
        and one.kind not in ("table_row", "definition")
    ):
        score = min(score or FRAGMENT, FRAGMENT) if not facts else score
    score = max(score, _of_words(len(set(form.roots)) / 2))
    reading = _Reading(found, novelty("", one.text), facts, shown, one.topics)
    return _weighed(score, rule, reading, came=after is not None)


def _two_sided(before: Wording, after: Wording, context: Context) -> Assessment:
    old, new = plain(before.text), plain(after.text)
    if old == new:
        return _plainly("noise", "markup", 0.0, "A reader sees the same words.")
    if "protected]" in old + new and _spoken(old) == _spoken(new):
        return _plainly(
            "noise", "encoded_address", NOISE_SCORES["encoded_address"], "An e-mail address, encoded or not."
        )
    same = wording_rule(before.text, after.text)
    kinds = line_kind(before), line_kind(after)
    led = kinds[0] == "introduction" and bool(novelty(old, new).weight)  # "we may restrict or suspend:"
    if same != "punctuation_or_case" and kinds[0] == kinds[1] and kinds[0] is not None and not led:
        line = _of_line(kinds[0], new)
        return replace(line, rule=_REWRITTEN.get(kinds[0], line.rule))
    if same is None and "date_stamp" in kinds and min(len(old), len(new)) <= STAMP_LABEL:
        same = "date_stamp"
    if same is not None:
        return _plainly("editorial", same, EDITORIAL_SCORES[same], _SAME[same])
    pairs = [pair for pair in sentence_pairs(before, after) if not _idle(pair, context)]
    if not pairs:
        return _plainly(
            "editorial",
            "said_elsewhere",
            EDITORIAL_SCORES["said_elsewhere"],
            "What differs stands elsewhere, points elsewhere, or tells of the document.",
        )
    left = _joined(pairs, old=True), _joined(pairs, old=False)
    words = novelty(*left)
    found = tuple(one for one in directions(before, after) if _holds(left, one) and _is_new(one, left))
    if found and says_the_same(*left) and all(one.rule.startswith(("new_", "removed_")) for one in found):
        return _plainly(
            "editorial", "rephrased", EDITORIAL_SCORES["rephrased"], "The same words in another construction."
        )
    answered = ("answer",) if answers_differ(before.text, after.text) else ()
    facts = (*facts_of(*left), *small_words(*left), *answered)
    changed = " ".join((*words.gone, *words.come))
    reading = _Reading(found, words, facts, changed, (*after.topics, *before.topics))
    score, rule = _of_words(words.weight), "words"
    for one in found:
        if (by_direction := _direction_score(one)) > score:
            score, rule = by_direction, one.rule
    for fact in reading.facts:
        if (by_fact := (FACT_SCORES | SMALL_WORD_SCORES)[fact]) > score:
            score, rule = by_fact, fact
    if "heading" in kinds:
        score = min(score, 0.3)
    return _with_whole_sentences(_weighed(score, rule, reading, came=None), pairs)


def _with_whole_sentences(found: Assessment, pairs: Sequence[SentencePair]) -> Assessment:
    """Name the sentences about somebody's doing that came or went whole; one weighs more than a name or a number."""
    gone = tuple(shown for pair in pairs if pair.after is None for shown in _rules_in(pair.before))
    come = tuple(shown for pair in pairs if pair.before is None for shown in _rules_in(pair.after))
    found = replace(found, sentences_gone=gone, sentences_come=come)
    if found.significance != "low" or not (gone or come):
        return found
    told = f"gone: “{_short(gone[0])}”" if gone else f"new: “{_short(come[0])}”"
    return replace(found, significance="medium", reason=f"A sentence is {told}.")


def _rules_in(one: Statement | None) -> tuple[str, ...]:
    return (one.words.text.strip(),) if one is not None and _is_rule(one) else ()


def _is_rule(one: Statement) -> bool:
    """Whether a sentence says what the platform or its users do, be it under a condition."""
    acts = any(act.actor in ("platform", "user") for act in one.acts)
    people = any(mark.label in ("platform", "user") for mark in one.marks["actors"])
    return (acts or people) and len(one.words.text.split()) >= SENTENCE_WORDS


_SAME = {
    "punctuation_or_case": "The same letters: only case, signs, spaces or numbering differ.",
    "date_stamp": "Only the document's own date differs.",
    "link": "Only an address of a page differs.",
    "cross_reference": "Only numbers of sections or small words differ.",
    "synonyms": "Only words that say the same differ.",
}


def _spoken(text: str) -> str:
    return " ".join(_ENCODED.sub(" ", text).split())


def _idle(pair: SentencePair, context: Context) -> bool:
    """Whether a pair of sentences changes nothing: a pointer, a notice, or words that stand elsewhere."""
    texts = [one.words.text for one in (pair.before, pair.after) if one is not None]
    if all(is_pointer(text) or is_notice(text) for text in texts):
        return True
    if pair.before is None and pair.after is not None:
        return context.said_before(pair.after.words.text)
    if pair.after is None and pair.before is not None:
        return context.said_after(pair.before.words.text)
    return wording_rule(texts[0], texts[1]) is not None


def _joined(pairs: Sequence[SentencePair], *, old: bool) -> str:
    sides = (pair.before if old else pair.after for pair in pairs)
    return " ".join(one.words.text for one in sides if one is not None)


def _holds(left: tuple[str, str], one: Direction) -> bool:
    return (not one.before or one.before in left[0]) and (not one.after or one.after in left[1])


def _is_new(one: Direction, left: tuple[str, str]) -> bool:
    """Whether an item of a list holds a word that the other wording lacks; "of Section 8" or "USA" may not."""
    if not one.rule.startswith("item_"):
        return True
    other = canonical(left[0] if one.after else left[1])
    return not set(canonical(one.after or one.before).roots) <= set(other.roots)


def _direction_score(one: Direction) -> float:
    if one.kind in ("raised", "lowered"):
        return NUMBER_CHANGED
    return DIRECTION_SCORES.get(one.rule, NEW_STATEMENT)


def _of_words(weight: float) -> float:
    return 1 - math.exp(-WORD_RATE * weight)


def _weighed(score: float, rule: str, reading: _Reading, *, came: bool | None) -> Assessment:
    score = round(min(0.99, score + 0.02 * min(3, max(0, len(reading.directions) - 1))), 3)
    if score < SUBSTANTIVE:
        return Assessment("editorial", "none", score, "few_words", _few(reading.novelty), reading.directions)
    weight, why = significance_of(
        reading.directions, reading.changed, reading.facts, reading.topics, is_whole=came is not None
    )
    rewritten = came is None and "contact" not in reading.facts and reading.novelty.weight >= MANY_WORDS
    if weight == "low" and rewritten:
        weight, why = "medium", "many words that say something differ"
    if reading.directions:
        reason = f"{why[:1].upper()}{why[1:]}."
    else:
        if came is None:
            told = _few_words(reading.novelty)
        else:
            told = f"{'new' if came else 'gone'} “{_short(reading.changed)}”"
        said = f"{told}; {why}" if told else why
        reason = f"{said[:1].upper()}{said[1:]}."
    return Assessment("substantive", weight, score, rule, reason, reading.directions)


def _few(words: Novelty) -> str:
    if not (words.gone or words.come):
        return "No word that says something is new or gone."
    return f"Little that says something differs: {_few_words(words)}."


def _few_words(words: Novelty) -> str:
    parts = []
    if words.gone:
        parts.append(f"gone “{', '.join(words.gone[:6])}”")
    if words.come:
        parts.append(f"new “{', '.join(words.come[:6])}”")
    return "; ".join(parts)
