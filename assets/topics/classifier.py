"""The classifier in use: what the rules found and what a regression learnt from exemplars, put together."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from assets.topics.contents import is_contents
from assets.topics.exemplars import LabelledText, digest_of, with_parents
from assets.topics.features import LEAST_WORDS, Unit
from assets.topics.fitted import Examples, fitted
from assets.topics.labelling import MOST_CONFIDENCE, Reading
from assets.topics.model import Method, Provision, TopicLabel, band_of
from assets.topics.regression import DECIMALS, Floats, Regression
from assets.topics.sentences import Sentence, shown
from assets.topics.taxonomy_file import Taxonomy

LEAST_KEPT = 0.25
"""Confidence from which a label is kept at all, for a person to review; below it there are too many."""
WITHOUT_RULE = 0.75
"""How far the regression is believed where no rule matched: of such labels of 22 platforms' documents a third
was wrong where it gave .7 to .9, hardly any where it gave more (see ``tests/benchmarks/topic_verdicts.csv``)."""
DOUBTED = 0.5
"""What remains of a plain rule's weight that the regression doubts: enough to be shown as unsure."""
ON_REAL_TEXT = 0.92
"""What remains of a probability fitted on exemplars, which state one thing each, where real provisions are read.

Without it, of 228 topics shown and read by hand .886 were right (a debatable one as half a one), with it .922
and four fifths of the right ones remain (``python -m tests.benchmarks topic_precision``)."""
OF_A_TITLE = 0.8
"""What remains of a rule's weight in a few words that name something: never enough to be shown as sure."""
REASONS = 3
"""Words of the exemplars that an explanation names."""
_STATES = re.compile(
    r"\b(?:we|you|your|our|us|no|not|never|must|may|will|can|is|are|do|does)\b|\d|n't|:", re.IGNORECASE
)
_ALL_RULES = "Privacy Policy"
EXEMPLARS_RULE = "exemplars"
"""What stands for the id of a rule where none matched."""


@dataclass(frozen=True)
class _Found:
    """A topic in one sentence: how sure the rules and the regression are of it (NaN: it cannot tell), and both.

    ``reasons`` are the words that spoke for it.
    """

    topic_id: str
    ruled: float
    learnt: float
    confidence: float
    reasons: tuple[str, ...]


def combined(ruled: Floats, learnt: Floats) -> Floats:
    """Return how sure the rules and the regression are together.

    The regression, which was told of the rules, is believed as far as a rule supports it: its probability times
    the rule's weight, or times ``WITHOUT_RULE`` where none matched or a weaker one, and ``ON_REAL_TEXT`` of that,
    since it was fitted on exemplars. A rule that it doubts is not thrown away, since exemplars are few: ``DOUBTED`` of its weight remains. Where the regression cannot tell
    (NaN), the rules decide.
    """
    supported = ON_REAL_TEXT * learnt * np.maximum(ruled, WITHOUT_RULE)
    together = np.maximum(supported, ruled * DOUBTED)
    known: Floats = np.where(np.isnan(learnt), ruled, np.minimum(together, MOST_CONFIDENCE))
    return known.round(DECIMALS)


class ExemplarClassifier:
    """Labels provisions with the rules of a taxonomy and a regression fitted from its exemplars.

    The regression is fitted when it is first needed, or taken from ``cache``.
    """

    name = "exemplars"

    def __init__(
        self,
        taxonomy: Taxonomy,
        more: Sequence[LabelledText] = (),
        *,
        suffix: str = "",
        cache: Path | None = None,
    ) -> None:
        """Learn from the taxonomy's exemplars and ``more`` labelled texts; ``suffix`` names these in the version."""
        self.taxonomy = taxonomy
        self.version = taxonomy.version + suffix
        self._more = tuple(more)
        self._cache = cache
        self._topics = {topic.topic_id: topic for topic in taxonomy.topics}

    def label_all(self, provisions: Sequence[Provision]) -> list[list[TopicLabel]]:
        """Return the topics of each provision, the surest first; headings and code are about nothing."""
        readings = self.taxonomy.labeller.read(provisions)
        several = [
            units_of(self.taxonomy, provision, reading)
            for provision, reading in zip(provisions, readings, strict=True)
        ]
        # Wordings of one document share most of their sentences: each is read once.
        keys = [[_key(unit) for unit in units] for units in several]
        distinct = {
            key: unit
            for row, units in zip(keys, several, strict=True)
            for key, unit in zip(row, units, strict=True)
        }
        if not distinct:
            return [[] for _ in provisions]
        weighed = dict(zip(distinct, self._weighed(list(distinct.values())), strict=True))
        return [
            self._labels(reading, self._found(reading, [weighed[key] for key in row]))
            for reading, row in zip(readings, keys, strict=True)
        ]

    def _weighed(self, units: Sequence[Unit]) -> list[list[_Found]]:
        """Return the topics that each unit may be about, with the words that speak for them."""
        regression = self.regression
        learnt, rows = regression.probabilities(units)
        ruled = np.zeros(learnt.shape)
        column_of = {topic: column for column, topic in enumerate(regression.topics)}
        for row, unit in enumerate(units):
            for topic, score in unit.rules.items():
                ruled[row, column_of[topic]] = score
            if unit.decided:
                learnt[row, column_of[unit.decided]] = np.nan
        ruled[[is_title(unit) for unit in units]] *= OF_A_TITLE
        confidence = combined(ruled, learnt)
        of, columns = (found.tolist() for found in np.nonzero(confidence >= LEAST_KEPT))
        weighed: list[list[_Found]] = [[] for _ in units]
        for row, column, reasons in zip(
            of, columns, regression.reasons(rows, of, columns, REASONS), strict=True
        ):
            probability = float(learnt[row, column])
            weighed[row].append(
                _Found(
                    regression.topics[column],
                    float(ruled[row, column]),
                    probability,
                    float(confidence[row, column]),
                    () if math.isnan(probability) else tuple(reasons),
                )
            )
        return weighed

    def _found(self, reading: Reading, weighed: Sequence[Sequence[_Found]]) -> dict[str, _Found]:
        """Return each topic of a provision as its surest sentence states it."""
        found: dict[str, _Found] = {}
        for sentence, several in zip(reading.sentences, weighed, strict=True):
            for one in several:
                known = found.get(one.topic_id)
                if (known is None or one.confidence > known.confidence) and (
                    one.ruled or self._may_be(one.topic_id, sentence)
                ):
                    found[one.topic_id] = one
        return found

    def _may_be(self, topic_id: str, sentence: Sentence) -> bool:
        """Tell whether a sentence that no rule found may be about a topic, as rules are asked before they match."""
        topic = self._topics[topic_id]
        if topic.terms_types and not any(word in sentence.terms_type for word in topic.terms_types):
            return False
        return topic.of_contents or not is_contents(sentence.part, sentence.place)

    @cached_property
    def regression(self) -> Regression:
        """The regression, fitted or read when first needed."""
        topics = tuple(self._topics)
        learnt_from = f"{self.version}, {digest_of(self._more)}"
        return fitted(learnt_from, self._examples, topics, topics, self._cache)

    def _examples(self) -> Examples:
        parents = {topic.topic_id: topic.parent for topic in self.taxonomy.topics}
        labels = with_parents([*self.taxonomy.exemplars, *self._more], parents)
        return units_of_texts(self.taxonomy, labels), labels

    def _labels(self, reading: Reading, found: Mapping[str, _Found]) -> list[TopicLabel]:
        """Return the labels of a provision, joined by the parents of its topics."""
        by_rule = {label.topic_id: label for label in self.taxonomy.labeller.labels_of(reading)}
        labels: dict[str, TopicLabel] = {
            topic_id: _label(one, by_rule.get(topic_id) if one.ruled else None)
            for topic_id, one in found.items()
        }
        for topic_id, label in list(labels.items()):
            parent = self._topics[topic_id].parent
            if parent and (parent not in labels or labels[parent].confidence < label.confidence):
                labels[parent] = replace(
                    label, topic_id=parent, explanation=f"joins {topic_id}, {label.explanation}"
                )
        return sorted(labels.values(), key=lambda label: (-label.confidence, label.topic_id))


def _label(found: _Found, rule: TopicLabel | None) -> TopicLabel:
    told = [rule.explanation] if rule else []
    if found.reasons:
        told.append("as in exemplars: " + ", ".join(f"“{reason}”" for reason in found.reasons))
    method: Method = "rules"
    if not math.isnan(found.learnt):
        method = "rules+exemplars" if rule else "exemplars"
    return TopicLabel(
        found.topic_id,
        found.confidence,
        band_of(found.confidence),
        method,
        rule.rule_id if rule else EXEMPLARS_RULE,
        "; ".join(told) or f"as a whole, {found.confidence}",
    )


def _key(unit: Unit) -> tuple[object, ...]:
    return unit.text, unit.stem, unit.heading, tuple(unit.rules.items()), unit.decided


def is_title(unit: Unit) -> bool:
    """Tell whether a unit is a few words that name something and state nothing ("List of cookies")."""
    if unit.stem or not unit.text.isascii() or _STATES.search(unit.text):
        return False
    return len(unit.text.split()) < LEAST_WORDS


def units_of(taxonomy: Taxonomy, provision: Provision, reading: Reading) -> list[Unit]:
    """Return what the regression reads of a provision: each sentence with what the rules make of it."""
    heading = shown(provision.heading_path[-1]) if provision.heading_path else ""
    decided = taxonomy.labeller.under_heading(reading)
    return [
        Unit(
            sentence.part,
            sentence.text[: sentence.lead].strip(),
            heading,
            rules,
            None if number else decided,
        )
        for number, (sentence, rules) in enumerate(
            zip(reading.sentences, taxonomy.labeller.scores(reading), strict=True)
        )
    ]


def units_of_texts(taxonomy: Taxonomy, labels: Sequence[LabelledText]) -> list[Unit]:
    """Return what the regression reads of labelled texts, each as one unit even if it has several sentences.

    Their rules are those of a privacy policy, where all rules are in force.
    """
    provisions = [
        Provision(
            label.text,
            (label.heading,) if label.heading else (),
            label.stem,
            "list_item" if label.stem else "paragraph",
            _ALL_RULES,
        )
        for label in labels
    ]
    return [
        _as_one(units_of(taxonomy, provision, reading))
        for provision, reading in zip(provisions, taxonomy.labeller.read(provisions), strict=True)
    ]


def _as_one(units: Sequence[Unit]) -> Unit:
    """Return an exemplar of several sentences as one."""
    rules: dict[str, float] = {}
    for unit in units:
        for topic, score in unit.rules.items():
            rules[topic] = max(score, rules.get(topic, 0.0))
    return Unit(" ".join(unit.text for unit in units), units[0].stem, units[0].heading, rules)
