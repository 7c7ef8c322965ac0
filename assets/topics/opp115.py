"""Answers in the categories of OPP-115, to measure the topics on a corpus that others labelled.

OPP-115 (Wilson et al. 2016) may be used for research only: nothing here is learnt from it. A category is
learnt from the exemplars of the topics that answer to it and from sentences of our own in ``opp115.yaml``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from assets.topics.annotated_yaml import Entry, read_yaml
from assets.topics.classifier import units_of, units_of_texts
from assets.topics.exemplars import LabelledText, with_parents
from assets.topics.features import Unit
from assets.topics.fitted import Examples, cache_directory, fitted
from assets.topics.model import Provision
from assets.topics.patterns import Pattern, compile_pattern
from assets.topics.regression import Floats, Regression
from assets.topics.taxonomy import load_taxonomy
from assets.topics.taxonomy_file import OPP115_CATEGORIES, Taxonomy

FILE = Path(__file__).with_name("opp115.yaml")

OWN_WEIGHT = 5.0
"""Exemplars that a sentence of ``opp115.yaml`` counts for: it was written for the category, theirs for a topic."""
SHARE = 0.3
"""Part of a segment, by words, that must be about a category."""
OF_THE_BEST = 0.6
"""Part of the share of the segment's main category that another must have: annotators name 1.2 a segment."""
SURE = 0.9
"""How sure one sentence must be that alone makes a segment about a narrow category."""
LEAST_SHARE = 0.1
"""Part of a segment that such a category must have all the same."""
LONGEST = 60
"""Words of a sentence that count for its part of a segment."""
NARROW = frozenset(OPP115_CATEGORIES) - {
    "First Party Collection/Use", "Third Party Sharing/Collection", "User Choice/Control",
    "Introductory/Generic", "Practice not covered",
}  # fmt: skip
"""Categories that no sentence states in passing. The five others are touched on nearly everywhere."""

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Override:
    """Where annotators see another category in a topic than the taxonomy says."""

    topic: str
    category: str
    when: Pattern | None
    joined_by: frozenset[str]


@dataclass(frozen=True)
class Mapping115:
    """What ``opp115.yaml`` says: overrides of the taxonomy's categories, and sentences of each category."""

    overrides: tuple[Override, ...]
    sentences: tuple[LabelledText, ...]


def opp115(segments: Sequence[str]) -> list[set[str]]:
    """Return the categories of each segment (a paragraph of a privacy policy), at least one."""
    taxonomy, regression = load_taxonomy(), _regression()
    provisions = [
        Provision(_SPACE.sub(" ", text.replace('""', '"')).strip(), terms_type="Privacy Policy")
        for text in segments
    ]
    found = []
    for provision, reading in zip(provisions, taxonomy.labeller.read(provisions), strict=True):
        found.append(units_of(taxonomy, provision, reading))
    scores = regression.scores([unit for units in found for unit in units])
    result, start = [], 0
    for units in found:
        sure = 1 / (1 + np.exp(-scores[start : start + len(units)]))
        start += len(units)
        result.append(_categories(regression.topics, sure, units))
    return result


def read_mapping(taxonomy: Taxonomy, file: Path = FILE) -> Mapping115:
    """Read how topics answer to categories.

    Raises:
        CatalogueError: the file is not as expected; names file, line and expectation.
    """
    fields = read_yaml(file).fields(["mapping", "categories"])
    topics = [topic.topic_id for topic in taxonomy.topics]
    overrides = tuple(_override(item, topics) for item in fields["mapping"].entries())
    sentences = [
        LabelledText(text, frozenset({category.choice(OPP115_CATEGORIES)}), weight=OWN_WEIGHT)
        for category, listed in fields["categories"].pairs()
        for text in listed.texts()
    ]
    return Mapping115(overrides, tuple(sentences))


def categories_of(
    label: LabelledText, by_topic: Mapping[str, str | None], overrides: Sequence[Override]
) -> frozenset[str]:
    """Return the categories that annotators would see in an exemplar; none if it is not about privacy."""
    text = f"{label.stem or ''} {label.text}"
    found: set[str] = set()
    for topic in label.topics:
        others = [
            one.category
            for one in overrides
            if one.topic == topic
            and (one.when is None or one.when.search(text))
            and (not one.joined_by or one.joined_by & label.topics)
        ]
        usual = by_topic.get(topic)
        found.update(others or ([usual] if usual else []))
    return frozenset(found)


def _categories(names: Sequence[str], sure: Floats, units: Sequence[Unit]) -> set[str]:
    """Return the categories of a segment whose sentences are that sure of each."""
    words = np.array([min(LONGEST, max(1, len(unit.text.split()))) for unit in units], dtype=float)
    share = (sure * words[:, None]).sum(axis=0) / words.sum()
    best = share.max()
    stated = (share >= SHARE) & (share >= OF_THE_BEST * best) | (share == best)
    narrow = np.array([name in NARROW for name in names])
    stated |= narrow & (sure.max(axis=0) >= SURE) & (share >= LEAST_SHARE)
    return {name for name, is_stated in zip(names, stated, strict=True) if is_stated}


@lru_cache(maxsize=1)
def _regression() -> Regression:
    taxonomy = load_taxonomy()
    learnt_from = f"{taxonomy.version}, {hashlib.sha256(FILE.read_bytes()).hexdigest()}"
    topics = tuple(topic.topic_id for topic in taxonomy.topics)
    return fitted(learnt_from, lambda: _examples(taxonomy), OPP115_CATEGORIES, topics, cache_directory())


def _examples(taxonomy: Taxonomy) -> Examples:
    mapping = read_mapping(taxonomy)
    by_topic = {topic.topic_id: topic.opp115 for topic in taxonomy.topics}
    parents = {topic.topic_id: topic.parent for topic in taxonomy.topics}
    labels = [
        replace(label, topics=categories)
        for label in with_parents(taxonomy.exemplars, parents)
        if (categories := categories_of(label, by_topic, mapping.overrides))
    ]
    labels += mapping.sentences
    return units_of_texts(taxonomy, labels), labels


def _override(item: Entry, topics: Sequence[str]) -> Override:
    fields = item.fields(["topic", "category"], ["when", "with"])
    return Override(
        fields["topic"].choice(topics),
        fields["category"].choice(OPP115_CATEGORIES),
        compile_pattern(fields["when"], {}) if "when" in fields else None,
        frozenset(entry.choice(topics) for entry in fields["with"].entries())
        if "with" in fields
        else frozenset(),
    )
