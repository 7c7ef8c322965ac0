"""Chooses the classifier: ours, the rules alone, or one that an installed package offers."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol

from assets.errors import TermscapeError
from assets.topics.classifier import ExemplarClassifier
from assets.topics.exemplars import LabelledText, digest_of
from assets.topics.fitted import cache_directory
from assets.topics.model import Provision, TopicLabel
from assets.topics.taxonomy import load_taxonomy
from assets.topics.taxonomy_file import Taxonomy
from assets.topics.training_data import read_training_data

CLASSIFIER_VARIABLE = "TERMSCAPE_TOPIC_CLASSIFIER"
"""Names the classifier: ``exemplars`` (default), ``rules``, or the name of an entry point."""
TRAIN_DATA_VARIABLE = "TERMSCAPE_TOPIC_TRAIN_DATA"
"""Names a file of labelled texts that the classifier learns from as well (see ``training_data``)."""
ENTRY_POINTS = "termscape.topic_classifiers"
"""The group of entry points that other packages offer classifiers under. Each is a function that takes the
taxonomy and returns a ``TopicClassifier``."""
CORRECTION_WEIGHT = 5.0
"""Exemplars that a correction counts for: a person has read this very text, with its document before her."""


class ClassifierUnavailable(TermscapeError):
    """The classifier that was asked for is not installed, or is none; the message names those there are."""


class TopicClassifier(Protocol):
    """What labels provisions with topics of the taxonomy.

    ``version`` must change whenever a label may change: all wordings are then read again. The same
    provision must get the same labels alone and among others.
    """

    @property
    def version(self) -> str:
        """The version of everything that decides."""

    @property
    def taxonomy(self) -> Taxonomy:
        """The topics it gives."""

    def label_all(self, provisions: Sequence[Provision]) -> list[list[TopicLabel]]:
        """Return the topics of each provision, the surest first, joined by their parents."""


def load_classifier(
    taxonomy: Taxonomy | None = None,
    *,
    name: str | None = None,
    train_data: Path | None = None,
    corrections: Sequence[LabelledText] = (),
    cache: Path | None = None,
    environment: Mapping[str, str] = os.environ,
) -> TopicClassifier:
    """Return the classifier in force; nothing is fitted before the first text is labelled.

    ``taxonomy`` is the one that ships if none is given. ``name`` and ``train_data`` default to the settings
    ``TERMSCAPE_TOPIC_CLASSIFIER`` and ``TERMSCAPE_TOPIC_TRAIN_DATA``. ``corrections`` are texts that people
    labelled; each counts as much as ``CORRECTION_WEIGHT`` exemplars. ``cache``: where fitted weights are kept.

    Raises:
        ClassifierUnavailable: no classifier has this name, or what has it cannot be used.
        CatalogueError: the training data is not as expected; names file, line and expectation.
    """
    taxonomy = taxonomy or load_taxonomy()
    name = name or environment.get(CLASSIFIER_VARIABLE) or _default(taxonomy)
    named = environment.get(TRAIN_DATA_VARIABLE)
    train_data = train_data or (Path(named).expanduser() if named else None)
    if name == ExemplarClassifier.name:
        return _exemplar_classifier(taxonomy, train_data, corrections, cache or cache_directory())
    if name == RulesClassifier.name:
        return RulesClassifier(taxonomy)
    return _installed(name, taxonomy)


class RulesClassifier:
    """The rules of a taxonomy alone."""

    name = "rules"

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.taxonomy = taxonomy
        self.version = f"{taxonomy.version}, rules"

    def label_all(self, provisions: Sequence[Provision]) -> list[list[TopicLabel]]:
        """Return what the rules find (see ``Taxonomy.label``)."""
        return self.taxonomy.label_all(provisions)


def _default(taxonomy: Taxonomy) -> str:
    return ExemplarClassifier.name if taxonomy.exemplars_directory else RulesClassifier.name


def _exemplar_classifier(
    taxonomy: Taxonomy, train_data: Path | None, corrections: Sequence[LabelledText], cache: Path
) -> TopicClassifier:
    more: list[LabelledText] = []
    suffix = ""
    if train_data:
        data = read_training_data(train_data, {topic.topic_id for topic in taxonomy.topics})
        more.extend(data.texts)
        suffix += f", data {data.sha256[:12]}"
    if corrections:
        corrected = [replace(one, weight=one.weight * CORRECTION_WEIGHT) for one in corrections]
        more.extend(corrected)
        suffix += f", corrections {digest_of(corrected)}"
    return ExemplarClassifier(taxonomy, more, suffix=suffix, cache=cache)


def _installed(name: str, taxonomy: Taxonomy) -> TopicClassifier:
    offered = {entry.name: entry for entry in entry_points(group=ENTRY_POINTS)}
    if name not in offered:
        known = ", ".join([ExemplarClassifier.name, RulesClassifier.name, *sorted(offered)])
        raise ClassifierUnavailable(f"no topic classifier {name!r} is installed; there are: {known}")
    try:
        found = offered[name].load()(taxonomy)
        version = found.version
        callable(found.label_all)
    except Exception as error:
        raise ClassifierUnavailable(
            f"the topic classifier {name!r} ({offered[name].value}) cannot be used: {error}"
        ) from error
    return _Named(name, version, taxonomy, found)


class _Named:
    """A classifier of another package, its name and version in the version of the labels."""

    def __init__(self, name: str, version: str, taxonomy: Taxonomy, found: TopicClassifier) -> None:
        self.taxonomy = taxonomy
        self.version = f"{taxonomy.version}, {name} {version}"
        self._found = found

    def label_all(self, provisions: Sequence[Provision]) -> list[list[TopicLabel]]:
        return self._found.label_all(provisions)
