"""Find the topics of a provision with transparent rules, and say which words decided."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assets.provisions.plain_text import plain

Band = Literal["automatic", "review", "hidden"]

AUTOMATIC = 0.7
"""Confidence from which a label is shown without a question mark: one plain rule, or two weaker ones."""
REVIEW = 0.4
"""Confidence from which a label is shown as unsure; below it is kept, not shown."""
MOST_CONFIDENCE = 0.98
"""Rules never make certain."""
EXPLANATION_LENGTH = 160
"""Characters of the words that decided which an explanation quotes."""
STEM_LENGTH = 400
"""Characters of a stem that are read with its item; the end of a long one governs."""
UNLABELLED_KINDS = ("heading", "code", "table_header")
"""Kinds of block that state nothing of their own."""

_FOLDED = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "‑": "-"})
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[\"“'(]?[A-ZÀ-Þ0-9])|(?<=[。！？])")


@dataclass(frozen=True)
class Rule:
    """A pattern that is a sign of a topic; ``weight`` is how sure it makes, alone.

    ``heading`` must match a heading above or the stem, if given; ``excluded`` must not match the
    sentence; ``terms_types`` limits it to documents whose type holds one of these words.
    """

    rule_id: str
    weight: float
    pattern: re.Pattern[str]
    heading: re.Pattern[str] | None
    excluded: re.Pattern[str] | None
    terms_types: tuple[str, ...]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True)
class Topic:
    """A topic: what belongs to it, the OPP-115 category it corresponds to, and its rules.

    ``parent`` is the topic that always joins it; a text with none of ``words`` is not searched.
    """

    topic_id: str
    name: str
    definition: str
    opp115: str | None
    parent: str | None
    words: tuple[str, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class TopicLabel:
    """A topic found in a provision, with the weightiest rule that found it and the words it matched."""

    topic_id: str
    confidence: float
    band: Band
    method: Literal["rules"]
    rule_id: str
    explanation: str


def label_text(
    topics: Sequence[Topic],
    text: str,
    heading_path: Sequence[str],
    stem: str | None,
    kind: str,
    terms_type: str,
) -> list[TopicLabel]:
    """Return the topics of a provision, the surest first (see ``Taxonomy.label``)."""
    if kind in UNLABELLED_KINDS:
        return []
    item = _shown(text)
    if not item:
        return []
    lead = _shown(stem)[-STEM_LENGTH:] if stem and kind != "table_row" else ""
    read = f"{lead} {item}" if lead else item
    above = " > ".join([*heading_path[-2:], lead])
    lowered = f"{above} {item}".lower()
    found: dict[str, TopicLabel] = {}
    for topic in topics:
        if any(word in lowered for word in topic.words):
            label = _topic_label(topic, read, len(lead), above, terms_type)
            if label:
                found[label.topic_id] = label
    for topic in topics:
        if topic.parent and topic.topic_id in found:
            _join(found, topic.parent, found[topic.topic_id])
    return sorted(found.values(), key=lambda label: (-label.confidence, label.topic_id))


def band_of(confidence: float) -> Band:
    """Return the band of a confidence: shown, shown as unsure, or kept hidden."""
    return "automatic" if confidence >= AUTOMATIC else "review" if confidence >= REVIEW else "hidden"


def rule_matches(rule: Rule, text: str, above: str = "", lead: int = 0) -> str | None:
    """Return the words a rule matches in a text, or ``None``; a match within the stem alone does not count.

    ``above`` is the headings and the stem; ``lead`` the length of the stem at the start of the text.
    """
    if rule.heading and not rule.heading.search(above):
        return None
    for match in rule.pattern.finditer(text):
        if match.end() <= lead:
            continue
        if rule.excluded and rule.excluded.search(_sentence_round(text, match.start(), match.end())):
            continue
        return match.group()
    return None


def _topic_label(topic: Topic, text: str, lead: int, above: str, terms_type: str) -> TopicLabel | None:
    doubt = 1.0
    best: tuple[float, Rule, str] | None = None
    for rule in topic.rules:
        if rule.terms_types and not any(word in terms_type for word in rule.terms_types):
            continue
        words = rule_matches(rule, text, above, lead)
        if words is None:
            continue
        doubt *= 1 - rule.weight
        if best is None or rule.weight > best[0]:
            best = (rule.weight, rule, words)
    if best is None:
        return None
    confidence = round(min(MOST_CONFIDENCE, 1 - doubt), 3)
    shown = best[2].strip()[:EXPLANATION_LENGTH]
    return TopicLabel(
        topic.topic_id,
        confidence,
        band_of(confidence),
        "rules",
        best[1].rule_id,
        f"{best[1].rule_id}: “{shown}”",
    )


def _join(found: dict[str, TopicLabel], parent: str, child: TopicLabel) -> None:
    known = found.get(parent)
    if known is None or known.confidence < child.confidence:
        explanation = f"joins {child.topic_id}, {child.explanation}"
        found[parent] = TopicLabel(parent, child.confidence, child.band, "rules", child.rule_id, explanation)


def _sentence_round(text: str, start: int, end: int) -> str:
    """Return the sentence or sentences that a match stands in."""
    first, last = 0, len(text)
    for boundary in _SENTENCE_END.finditer(text):
        if boundary.end() <= start:
            first = boundary.end()
        elif boundary.start() >= end:
            last = boundary.start()
            break
    return text[first:last]


@lru_cache(maxsize=4096)
def _shown(text: str) -> str:
    return plain(text).translate(_FOLDED)
