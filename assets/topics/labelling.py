"""Find the topics of a provision with transparent rules, and say which words decided."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Literal

from assets.provisions.plain_text import plain
from assets.topics.branches import Branch, BranchIndex
from assets.topics.contents import Place, is_contents
from assets.topics.headings import HeadingRule, is_fragment, named_by

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
LONGEST_MARKDOWN = 1000
"""Characters of Markdown, links included, from which a block is no fragment; saves reading it."""
UNLABELLED_KINDS = ("heading", "code", "table_header")
"""Kinds of block that state nothing of their own."""

_TYPOGRAPHY = re.compile("[’‘–—‑]")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]，。；]{1,500}", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?](\s+)(?=[\"“'(]?[A-ZÀ-Þ0-9])|[。！？]()")
_NOWHERE = Place()


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
    ``under``: the headings that give it to the fragments below them. ``languages``: those (ISO 639-1) of which the rules know enough that nothing found means silence.
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
    under: HeadingRule | None = None


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
    heading_path: tuple[str, ...] = ()
    stem: str | None = None
    kind: str = "paragraph"
    terms_type: str = ""


@dataclass(frozen=True)
class _Sentence:
    """A sentence as the rules meet it: ``text`` with its stem in front, of ``lead`` characters; where it stands."""

    part: str
    text: str
    lead: int
    above: str
    terms_type: str
    place: Place


class Labeller:
    """The rules of a taxonomy, ready to be run on many provisions at a time."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._topics = tuple(topics)
        self._topic_of = {rule.rule_id: topic for topic in topics for rule in topic.rules}
        self._of_heading = {topic.under: topic for topic in topics if topic.under}
        self._topic_of |= {rule.rule_id: topic for rule, topic in self._of_heading.items()}
        rules = [rule for topic in topics for rule in topic.rules]
        self._index = BranchIndex([(rule, rule.pattern) for rule in rules])
        self._headings = BranchIndex([(rule, rule.heading) for rule in rules if rule.heading])

    def label(self, provisions: Sequence[Provision]) -> list[list[TopicLabel]]:
        """Return the topics of each provision, the surest first (see ``Taxonomy.label``)."""
        stems = [_governing(provision) for provision in provisions]
        distinct = list(dict.fromkeys(stem for stem in stems if stem))
        read = [provision for provision in provisions if provision.kind not in UNLABELLED_KINDS]
        matched = iter(self.matches([*distinct, *read]))
        of_stems = {stem: self._found(next(matched)) for stem in distinct}
        labels = []
        for provision, stem in zip(provisions, stems, strict=True):
            found: dict[str, TopicLabel] = {}
            if provision.kind not in UNLABELLED_KINDS:
                found = self._found(next(matched))
                if stem and of_stems[stem]:
                    self._inherit(provision, stem.text, of_stems[stem], found)
                if not found and (label := self._under_heading(provision)):
                    found[label.topic_id] = label
            for topic in [self._topic_of[label.rule_id] for label in found.values()]:
                if topic.parent and topic.topic_id in found:
                    _join(found, topic.parent, found[topic.topic_id])
            labels.append(sorted(found.values(), key=lambda label: (-label.confidence, label.topic_id)))
        return labels

    def matches(self, provisions: Sequence[Provision]) -> list[dict[str, str]]:
        """Return, for each provision, the ids of the rules that match, with the words they matched first.

        A match within the stem alone does not count here. A sentence that stands in many provisions at the
        same place is read once.
        """
        sentences = [_sentences(provision) for provision in provisions]
        distinct = list(dict.fromkeys(sentence for several in sentences for sentence in several))
        lowered = [_lowered(sentence.text) for sentence in distinct]
        candidates = self._index.candidates_of(
            [(text, sentence.lead) for text, sentence in zip(lowered, distinct, strict=True)]
        )
        above = self._under_headings(list(dict.fromkeys(sentence.above for sentence in distinct)))
        read = {
            sentence: self._read(sentence, text, branches, above[sentence.above])
            for sentence, text, branches in zip(distinct, lowered, candidates, strict=True)
        }
        results = []
        for several in sentences:
            matched: dict[str, str] = {}
            for sentence in several:
                for rule_id, words in read[sentence].items():
                    matched.setdefault(rule_id, words)
            results.append(matched)
        return results

    def _under_headings(self, above: Sequence[str]) -> dict[str, set[str]]:
        """Return, for each place by its headings and stem, the rules that ask for a heading and find it."""
        candidates = self._headings.candidates_of([(_lowered(text), 0) for text in above])
        return {
            text: {b.owner.rule_id for b in branches if b.owner.heading and b.owner.heading.search(text)}
            for text, branches in zip(above, candidates, strict=True)
        }

    def _read(
        self, sentence: _Sentence, lowered: str, branches: Sequence[Branch[Rule]], under: set[str]
    ) -> dict[str, str]:
        """Return the rules that match a sentence, of those whose alternatives may."""
        matched: dict[str, str] = {}
        contents: bool | None = None
        for _, group in groupby(branches, key=_group):
            several = list(group)
            rule = several[0].owner
            if rule.rule_id in matched or (contents and not self._topic_of[rule.rule_id].of_contents):
                continue
            if rule.heading and rule.rule_id not in under:
                continue
            if rule.terms_types and not any(word in sentence.terms_type for word in rule.terms_types):
                continue
            words = _first_words(several, sentence, lowered)
            if words and _allowed(rule, sentence.text, sentence.above):
                if contents is None:
                    contents = is_contents(sentence.part, sentence.place)
                if not contents or self._topic_of[rule.rule_id].of_contents:
                    matched[rule.rule_id] = sentence.text[words[0] : words[1]]
        return matched

    def _found(self, matched: dict[str, str]) -> dict[str, TopicLabel]:
        topics = dict.fromkeys(self._topic_of[rule_id].topic_id for rule_id in matched)
        return {topic.topic_id: _label(topic, matched) for topic in self._topics if topic.topic_id in topics}

    def _inherit(
        self, provision: Provision, stem: str, given: dict[str, TopicLabel], found: dict[str, TopicLabel]
    ) -> None:
        """Give an item the topics of the sentence it completes, unless it names a section or says it itself."""
        if is_contents(_shown(provision.text), Place(stem, markdown=provision.text, item=True)):
            return
        for label in given.values():
            if self._topic_of[label.rule_id].of_items and label.topic_id not in found:
                confidence = round(label.confidence * INHERITED, 3)
                found[label.topic_id] = replace(label, confidence=confidence, band=band_of(confidence))

    def _under_heading(self, provision: Provision) -> TopicLabel | None:
        """Give a fragment that says nothing on any topic that of the heading above, which it is an entry of."""
        if not provision.heading_path or len(provision.text) > LONGEST_MARKDOWN:
            return None
        above = named_by(
            [_shown(heading) for heading in provision.heading_path[-NEAREST_HEADINGS:]],
            list(self._of_heading),
        )
        if not above:
            return None
        (rule, heading), text = above, _shown(provision.text)
        words = rule.words(text) if is_fragment(text, provision.kind) else None
        if not words:
            return None
        quoted = (
            f"under the heading “{heading.strip()}”, {rule.rule_id}: “{words.strip()[:EXPLANATION_LENGTH]}”"
        )
        topic_id = self._of_heading[rule].topic_id
        return TopicLabel(topic_id, rule.weight, band_of(rule.weight), "rules", rule.rule_id, quoted)


def _governing(provision: Provision) -> Provision | None:
    """Return the sentence that an item completes, as a provision under the item's headings."""
    if provision.kind != "list_item" or not provision.stem or len(provision.text) > LONGEST_INHERITING:
        return None
    stem = _cut(_shown(provision.stem))[-1][-STEM_LENGTH:]
    if not stem.rstrip("*_ ").endswith((":", "：")):
        return None
    headings = tuple(provision.heading_path[-NEAREST_HEADINGS:])
    return Provision(stem, headings, terms_type=provision.terms_type)


def _sentences(provision: Provision) -> list[_Sentence]:
    stem = provision.stem if provision.kind != "table_row" else None
    lead = _shown(stem)[-STEM_LENGTH:] if stem else ""
    heading = _shown(provision.heading_path[-1]) if provision.heading_path else ""
    above = " > ".join([*provision.heading_path[-NEAREST_HEADINGS:], lead])
    item = provision.kind == "list_item"
    place = Place(lead, heading, provision.text if item else "", item=item)
    first, *others = _cut(_shown(provision.text))
    text = f"{lead} {first}" if lead else first
    return [
        _Sentence(first, text, len(lead), above, provision.terms_type, place),
        *(_Sentence(part, part, 0, above, provision.terms_type, _NOWHERE) for part in others),
    ]


def _cut(text: str) -> list[str]:
    """Cut what a reader sees into sentences."""
    parts, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        parts.append(text[start : match.start(1)])
        start = match.end()
    return [*parts, text[start:]]


def _lowered(text: str) -> str:
    lowered = text.lower()
    # A few letters change their length in lower case; then the offsets would not agree.
    return lowered if len(lowered) == len(text) else text


def band_of(confidence: float) -> Band:
    """Return the band of a confidence: shown, shown as unsure, or kept hidden."""
    return "automatic" if confidence >= AUTOMATIC else "review" if confidence >= REVIEW else "hidden"


def _allowed(rule: Rule, text: str, above: str) -> bool:
    if rule.excluded and rule.excluded.search(text):
        return False
    return rule.required is None or bool(rule.required.search(text) or rule.required.search(above))


def _first_words(
    branches: Sequence[Branch[Rule]], sentence: _Sentence, lowered: str
) -> tuple[int, int] | None:
    """Return what the alternatives of one pattern match first, not within the stem alone."""
    best: tuple[int, int] | None = None
    for branch in branches:
        for match in branch.pattern.finditer(sentence.text if branch.cased else lowered):
            if best and match.start() >= best[0]:
                break
            if match.end() > sentence.lead:
                best = match.span()
                break
    return best


def _group(branch: Branch[Rule]) -> int:
    return branch.group


def _label(topic: Topic, matched: dict[str, str]) -> TopicLabel:
    rules = [rule for rule in topic.rules if rule.rule_id in matched]
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


def _folded(match: re.Match[str]) -> str:
    return "'" if match[0] in "’‘" else "-"


@lru_cache(maxsize=4096)
def _shown(text: str) -> str:
    """Return what a reader sees, typography folded, addresses of pages left out: they state nothing.

    Cached because a list's items share their stem.
    """
    shown = plain(text)
    if not shown.isascii():
        shown = _TYPOGRAPHY.sub(_folded, shown)
    return _ADDRESS.sub("", shown) if "://" in shown or "www." in shown.lower() else shown
