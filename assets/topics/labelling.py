"""Find the topics of a provision with transparent rules, and say which words decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from assets.topics.branches import Branch, BranchIndex
from assets.topics.contents import Place, is_contents
from assets.topics.headings import is_fragment, named_by
from assets.topics.model import Provision, Rule, Topic, TopicLabel, band_of
from assets.topics.sentences import (
    NEAREST_HEADINGS,
    UNLABELLED_KINDS,
    Sentence,
    governing,
    sentences_of,
    shown,
)

MOST_CONFIDENCE = 0.98
"""Rules never make certain."""
EXPLANATION_LENGTH = 160
"""Characters of the words that decided which an explanation quotes."""
INHERITED = 0.95
"""What remains of a confidence if only the stem is about the topic, which the item completes."""
LONGEST_MARKDOWN = 1000
"""Characters of Markdown, links included, from which a block is no fragment; saves reading it."""


@dataclass(frozen=True)
class Reading:
    """What the rules found in a provision.

    ``matched`` are, for each of its sentences, the ids of the rules that match and the words they matched
    first; ``given`` the labels that its stem or the heading above gives it.
    """

    sentences: tuple[Sentence, ...]
    matched: tuple[dict[str, str], ...]
    given: dict[str, TopicLabel]


class Labeller:
    """The rules of a taxonomy, ready to be run on many provisions at a time."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._topics = tuple(topics)
        self._topic_of = {rule.rule_id: topic for topic in topics for rule in topic.rules}
        self._of_heading = {topic.under: topic for topic in topics if topic.under}
        self._topic_of |= {rule.rule_id: topic for rule, topic in self._of_heading.items()}
        rules = [rule for topic in topics for rule in topic.rules]
        self._weights = {rule.rule_id: rule.weight for rule in rules}
        self._index = BranchIndex([(rule, rule.pattern) for rule in rules])
        self._headings = BranchIndex([(rule, rule.heading) for rule in rules if rule.heading])

    def label(self, provisions: Sequence[Provision]) -> list[list[TopicLabel]]:
        """Return the topics of each provision, the surest first (see ``Taxonomy.label``)."""
        return [self.labels_of(reading) for reading in self.read(provisions)]

    def read(self, provisions: Sequence[Provision]) -> list[Reading]:
        """Run the rules on each provision, and on the sentence that it completes."""
        stems = [governing(provision) for provision in provisions]
        distinct = list(dict.fromkeys(stem for stem in stems if stem))
        sentences = [
            sentences_of(provision) if provision.kind not in UNLABELLED_KINDS else []
            for provision in provisions
        ]
        matched = self._matched([*(sentences_of(stem) for stem in distinct), *sentences])
        of_stems = {stem: self._found(several) for stem, several in zip(distinct, matched, strict=False)}
        readings = []
        for provision, stem, cut, several in zip(
            provisions, stems, sentences, matched[len(distinct) :], strict=True
        ):
            given: dict[str, TopicLabel] = {}
            if cut:
                if stem and of_stems[stem]:
                    given = self._inherited(provision, stem.text, of_stems[stem])
                if not given and not any(several) and (label := self._under_heading(provision)):
                    given[label.topic_id] = label
            readings.append(Reading(tuple(cut), tuple(several), given))
        return readings

    def labels_of(self, reading: Reading) -> list[TopicLabel]:
        """Return the topics that the rules found, each joined by its parent, the surest first."""
        found = {**reading.given, **self._found(reading.matched)}
        for topic in [self._topic_of[label.rule_id] for label in found.values()]:
            if topic.parent and topic.topic_id in found:
                _join(found, topic.parent, found[topic.topic_id])
        return sorted(found.values(), key=lambda label: (-label.confidence, label.topic_id))

    def scores(self, reading: Reading) -> list[dict[str, float]]:
        """Return how sure the rules are of each topic in each sentence; what is given counts for the first."""
        scores: list[dict[str, float]] = []
        for matched in reading.matched:
            found: dict[str, float] = {}
            for rule_id in matched:
                topic = self._topic_of[rule_id].topic_id
                found[topic] = 1 - (1 - found.get(topic, 0.0)) * (1 - self._weights[rule_id])
            scores.append(found)
        if scores:
            for topic, label in reading.given.items():
                scores[0].setdefault(topic, label.confidence)
        return scores

    def under_heading(self, reading: Reading) -> str | None:
        """Return the topic that the heading above gives to a fragment, if it gives one."""
        for topic_id, label in reading.given.items():
            if label.rule_id == f"{topic_id}/under-heading":
                return topic_id
        return None

    def matches(self, provisions: Sequence[Provision]) -> list[dict[str, str]]:
        """Return, for each provision, the ids of the rules that match, with the words they matched first."""
        return [_merged(several) for several in self._matched(list(map(sentences_of, provisions)))]

    def _matched(self, provisions: Sequence[Sequence[Sentence]]) -> list[list[dict[str, str]]]:
        """Return, for each sentence of each provision, the rules that match with the words they matched first.

        A match within the stem alone does not count here. A sentence that stands in many provisions at the
        same place is read once.
        """
        distinct = list(dict.fromkeys(sentence for several in provisions for sentence in several))
        lowered = [_lowered(sentence.text) for sentence in distinct]
        candidates = self._index.candidates_of(
            [(text, sentence.lead) for text, sentence in zip(lowered, distinct, strict=True)]
        )
        above = self._under_headings(list(dict.fromkeys(sentence.above for sentence in distinct)))
        read = {
            sentence: self._read(sentence, text, branches, above[sentence.above])
            for sentence, text, branches in zip(distinct, lowered, candidates, strict=True)
        }
        return [[read[sentence] for sentence in several] for several in provisions]

    def _under_headings(self, above: Sequence[str]) -> dict[str, set[str]]:
        """Return, for each place by its headings and stem, the rules that ask for a heading and find it."""
        candidates = self._headings.candidates_of([(_lowered(text), 0) for text in above])
        return {
            text: {b.owner.rule_id for b in branches if b.owner.heading and b.owner.heading.search(text)}
            for text, branches in zip(above, candidates, strict=True)
        }

    def _read(
        self, sentence: Sentence, lowered: str, branches: Sequence[Branch[Rule]], under: set[str]
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

    def _found(self, matched: Iterable[dict[str, str]]) -> dict[str, TopicLabel]:
        words = _merged(matched)
        topics = dict.fromkeys(self._topic_of[rule_id].topic_id for rule_id in words)
        return {topic.topic_id: _label(topic, words) for topic in self._topics if topic.topic_id in topics}

    def _inherited(
        self, provision: Provision, stem: str, given: dict[str, TopicLabel]
    ) -> dict[str, TopicLabel]:
        """Return what an item takes over from the sentence it completes; nothing if it names a section."""
        if is_contents(shown(provision.text), Place(stem, markdown=provision.text, item=True)):
            return {}
        inherited = {}
        for label in given.values():
            if self._topic_of[label.rule_id].of_items:
                confidence = round(label.confidence * INHERITED, 3)
                inherited[label.topic_id] = replace(label, confidence=confidence, band=band_of(confidence))
        return inherited

    def _under_heading(self, provision: Provision) -> TopicLabel | None:
        """Give a fragment that says nothing on any topic that of the heading above, which it is an entry of."""
        if not provision.heading_path or len(provision.text) > LONGEST_MARKDOWN:
            return None
        above = named_by(
            [shown(heading) for heading in provision.heading_path[-NEAREST_HEADINGS:]],
            list(self._of_heading),
        )
        if not above:
            return None
        (rule, heading), text = above, shown(provision.text)
        words = rule.words(text) if is_fragment(text, provision.kind) else None
        if not words:
            return None
        quoted = (
            f"under the heading “{heading.strip()}”, {rule.rule_id}: “{words.strip()[:EXPLANATION_LENGTH]}”"
        )
        topic_id = self._of_heading[rule].topic_id
        return TopicLabel(topic_id, rule.weight, band_of(rule.weight), "rules", rule.rule_id, quoted)


def _merged(several: Iterable[dict[str, str]]) -> dict[str, str]:
    """Return all rules that match, each with the words it matched first."""
    words: dict[str, str] = {}
    for matched in several:
        for rule_id, found in matched.items():
            words.setdefault(rule_id, found)
    return words


def _lowered(text: str) -> str:
    lowered = text.lower()
    # A few letters change their length in lower case; then the offsets would not agree.
    return lowered if len(lowered) == len(text) else text


def _allowed(rule: Rule, text: str, above: str) -> bool:
    if rule.excluded and rule.excluded.search(text):
        return False
    return rule.required is None or bool(rule.required.search(text) or rule.required.search(above))


def _first_words(
    branches: Sequence[Branch[Rule]], sentence: Sentence, lowered: str
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
