"""Find the topics of a provision with transparent rules, and say which words decided."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from assets.provisions.plain_text import plain
from assets.topics.branches import BranchIndex
from assets.topics.contents import Place, is_contents

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
NEAREST_HEADINGS = 2
"""How many headings right above count for a rule that asks for one; a document's title says too little."""
INHERITED = 0.95
"""What remains of a confidence if only the stem is about the topic, which the item completes."""
LONGEST_INHERITING = 300
"""Characters up to which an item is about what its stem is about; longer ones speak for themselves."""
_STEMS_KEPT = 512
"""Stems whose topics are remembered; the items of a list follow one another."""
UNLABELLED_KINDS = ("heading", "code", "table_header")
"""Kinds of block that state nothing of their own."""

_FOLDED = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "‑": "-"})
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]，。；]{1,500}", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[\"“'(]?[A-ZÀ-Þ0-9])|(?<=[。！？])")


@dataclass(frozen=True, eq=False)
class Rule:
    """A pattern that is a sign of a topic; ``weight`` is how sure it makes, alone.

    ``heading`` must match a heading above or the stem, if given, ``required`` one of these or the sentence;
    ``excluded`` must not match the sentence; ``terms_types`` limits it to documents whose type holds one of these words.
    """

    rule_id: str
    weight: float
    pattern: re.Pattern[str]
    heading: re.Pattern[str] | None
    required: re.Pattern[str] | None
    excluded: re.Pattern[str] | None
    terms_types: tuple[str, ...]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True)
class Topic:
    """A topic: what belongs to it, the OPP-115 category it corresponds to, and its rules.

    ``parent`` is the topic that always joins it. ``of_contents``: it is also found in sentences that only say
    what a document is about (see ``contents``); all other topics need a statement. ``of_items``: found in a stem, it is a topic of the items too.
    ``languages``: those (ISO 639-1) of which the rules know enough that nothing found means silence.
    """

    topic_id: str
    name: str
    definition: str
    opp115: str | None
    parent: str | None
    rules: tuple[Rule, ...]
    of_contents: bool = False
    of_items: bool = False
    languages: tuple[str, ...] = ("en",)


@dataclass(frozen=True)
class TopicLabel:
    """A topic found in a provision, with the weightiest rule that found it and the words it matched."""

    topic_id: str
    confidence: float
    band: Band
    method: Literal["rules"]
    rule_id: str
    explanation: str


@dataclass(frozen=True)
class Provision:
    """A provision as it is labelled: see ``Taxonomy.label``."""

    text: str
    heading_path: Sequence[str] = ()
    stem: str | None = None
    kind: str = "paragraph"
    terms_type: str = ""


class Labeller:
    """The rules of a taxonomy, ready to be run."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._topics = tuple(topics)
        self._of_stems: dict[tuple[object, ...], dict[str, TopicLabel]] = {}
        self._of_contents = {rule.rule_id for topic in topics if topic.of_contents for rule in topic.rules}
        self._index = BranchIndex([(rule, rule.pattern) for topic in topics for rule in topic.rules])

    def label(self, provision: Provision) -> list[TopicLabel]:
        """Return the topics of a provision, the surest first (see ``Taxonomy.label``)."""
        if provision.kind in UNLABELLED_KINDS:
            return []
        found = self._found(self.matches(provision))
        if provision.kind == "list_item" and provision.stem and len(provision.text) <= LONGEST_INHERITING:
            self._inherit(provision, found)
        for topic in self._topics:
            if topic.parent and topic.topic_id in found:
                _join(found, topic.parent, found[topic.topic_id])
        return sorted(found.values(), key=lambda label: (-label.confidence, label.topic_id))

    def _found(self, matched: dict[str, str]) -> dict[str, TopicLabel]:
        labels = (_label(topic, matched) for topic in self._topics) if matched else ()
        return {label.topic_id: label for label in labels if label}

    def _inherit(self, provision: Provision, found: dict[str, TopicLabel]) -> None:
        """Give an item the topics of the sentence it completes, unless it names a section or says it itself."""
        governing = _SENTENCE_END.split(_shown(provision.stem or ""))[-1][-STEM_LENGTH:]
        if not governing.rstrip("*_ ").endswith((":", "：")):
            return
        headings = tuple(provision.heading_path[-NEAREST_HEADINGS:])
        key = (governing, headings, provision.terms_type)
        if key not in self._of_stems:
            if len(self._of_stems) >= _STEMS_KEPT:
                self._of_stems.clear()
            matched = self.matches(Provision(governing, headings, terms_type=provision.terms_type))
            self._of_stems[key] = self._found(matched)
        given = self._of_stems[key]
        if not given or is_contents(
            _shown(provision.text), Place(governing, markdown=provision.text, item=True)
        ):
            return
        for topic in self._topics:
            label = given.get(topic.topic_id)
            if topic.of_items and label and topic.topic_id not in found:
                confidence = round(label.confidence * INHERITED, 3)
                found[topic.topic_id] = replace(label, confidence=confidence, band=band_of(confidence))

    def matches(self, provision: Provision) -> dict[str, str]:
        """Return the ids of the rules that match a provision, each with the words it matched first.

        A match within the stem alone does not count here.
        """
        lead = (
            _shown(provision.stem)[-STEM_LENGTH:] if provision.stem and provision.kind != "table_row" else ""
        )
        heading = _shown(provision.heading_path[-1]) if provision.heading_path else ""
        place = Place(lead, heading, provision.text, item=provision.kind == "list_item")
        above = " > ".join([*provision.heading_path[-NEAREST_HEADINGS:], lead])
        matched: dict[str, str] = {}
        applies: dict[str, bool] = {}
        for number, part in enumerate(_SENTENCE_END.split(_shown(provision.text))):
            text = f"{lead} {part}" if lead and number == 0 else part
            lowered = text.lower()
            # A few letters change their length in lower case; then the offsets would not agree.
            lowered = lowered if len(lowered) == len(text) else text
            contents: bool | None = None
            for branch in self._index.candidates(lowered, len(lead) if number == 0 else 0):
                rule = branch.owner
                if rule.rule_id in matched or (contents and rule.rule_id not in self._of_contents):
                    continue
                if rule.rule_id not in applies:
                    applies[rule.rule_id] = _applies(rule, above, provision.terms_type)
                if not applies[rule.rule_id]:
                    continue
                words = _words(
                    branch.pattern, text if branch.cased else lowered, len(lead) if number == 0 else 0
                )
                if words and _allowed(rule, text, above):
                    if contents is None:
                        contents = is_contents(part, place if number == 0 else Place())
                    if contents and rule.rule_id not in self._of_contents:
                        continue
                    matched[rule.rule_id] = text[words[0] : words[1]]
        return matched


def band_of(confidence: float) -> Band:
    """Return the band of a confidence: shown, shown as unsure, or kept hidden."""
    return "automatic" if confidence >= AUTOMATIC else "review" if confidence >= REVIEW else "hidden"


def _applies(rule: Rule, above: str, terms_type: str) -> bool:
    if rule.terms_types and not any(word in terms_type for word in rule.terms_types):
        return False
    return rule.heading is None or rule.heading.search(above) is not None


def _allowed(rule: Rule, text: str, above: str) -> bool:
    if rule.excluded and rule.excluded.search(text):
        return False
    return rule.required is None or bool(rule.required.search(text) or rule.required.search(above))


def _words(pattern: re.Pattern[str], text: str, lead: int) -> tuple[int, int] | None:
    for match in pattern.finditer(text):
        if match.end() > lead:
            return match.span()
    return None


def _label(topic: Topic, matched: dict[str, str]) -> TopicLabel | None:
    rules = [rule for rule in topic.rules if rule.rule_id in matched]
    if not rules:
        return None
    doubt = 1.0
    for rule in rules:
        doubt *= 1 - rule.weight
    best = max(rules, key=lambda rule: rule.weight)
    confidence = round(min(MOST_CONFIDENCE, 1 - doubt), 3)
    quoted = matched[best.rule_id].strip()[:EXPLANATION_LENGTH]
    explanation = f"{best.rule_id}: “{quoted}”"
    return TopicLabel(topic.topic_id, confidence, band_of(confidence), "rules", best.rule_id, explanation)


def _join(found: dict[str, TopicLabel], parent: str, child: TopicLabel) -> None:
    known = found.get(parent)
    if known is None or known.confidence < child.confidence:
        explanation = f"joins {child.topic_id}, {child.explanation}"
        found[parent] = TopicLabel(parent, child.confidence, child.band, "rules", child.rule_id, explanation)


@lru_cache(maxsize=4096)
def _shown(text: str) -> str:
    """Return what a reader sees, typography folded, addresses of pages left out: they state nothing.

    Cached because a list's items share their stem.
    """
    return _ADDRESS.sub("", plain(text).translate(_FOLDED))
