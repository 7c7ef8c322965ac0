"""What rules and exemplars say together: the same every time, explained, and unsure where they disagree."""

from __future__ import annotations

from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.topics.classifier import ExemplarClassifier, combined
from assets.topics.exemplars import LabelledText
from assets.topics.model import AUTOMATIC, Provision, TopicLabel
from assets.topics.taxonomy import load_taxonomy
from tests.topics.small import write_inn

PROVISIONS = [
    Provision("We pour hot punch for every guest after the walk."),
    Provision("The hall was painted last year. We serve tea at the long table."),
    Provision("the den upstairs", stem="You can spend the night in:", kind="list_item"),
    Provision("我们提供茶水给所有的客人。"),
    Provision("Drinks"),
    Provision("We serve tea.", kind="heading"),
]


@pytest.fixture(scope="module")
def inn(tmp_path_factory: pytest.TempPathFactory) -> ExemplarClassifier:
    """The classifier of the inn's taxonomy."""
    return ExemplarClassifier(load_taxonomy(write_inn(tmp_path_factory.mktemp("inn"))))


def by_topic(classifier: ExemplarClassifier, provision: Provision) -> dict[str, TopicLabel]:
    """Labels by topic."""
    return {label.topic_id: label for label in classifier.label_all([provision])[0]}


def test_a_topic_that_no_rule_finds_is_learnt_from_exemplars(inn):
    label = by_topic(inn, PROVISIONS[0])["drinks"]
    assert (label.method, label.rule_id) == ("exemplars", "exemplars")
    assert label.confidence > 0.5


def test_a_rule_and_the_exemplars_together_are_surer_than_either_and_both_are_explained(inn):
    both = by_topic(inn, Provision("We serve hot tea for every guest at the long table."))["drinks"]
    assert both.method == "rules+exemplars"
    assert both.band == "automatic"
    assert "drinks/served: “serve hot tea”" in both.explanation
    assert "as in exemplars: “" in both.explanation


def test_a_parent_joins_with_the_confidence_of_its_topic(inn):
    found = by_topic(inn, Provision("Whoever is tired may lie down in the attic until the morning."))
    assert found["lodging"].confidence >= found["nights"].confidence


def test_a_language_of_which_the_exemplars_know_nothing_is_left_to_the_rules(inn):
    assert inn.label_all([PROVISIONS[3]]) == [[]]
    (label,) = inn.label_all([Provision("Hier serve coffee: Kaffee und Kuchen für alle Wanderer am Ofen.")])[
        0
    ]
    assert (label.method, label.confidence) == ("rules", 0.9)


def test_a_title_and_a_heading_state_nothing(inn):
    assert inn.label_all(PROVISIONS[4:]) == [[], []]


def test_labels_are_the_same_alone_and_among_others_and_whenever_they_are_fitted(inn, tmp_path):
    together = inn.label_all(PROVISIONS)
    assert [inn.label_all([one])[0] for one in PROVISIONS] == together
    again = ExemplarClassifier(load_taxonomy(inn.taxonomy.exemplars_directory.parent), cache=tmp_path)
    assert again.label_all(PROVISIONS) == together
    kept = ExemplarClassifier(load_taxonomy(inn.taxonomy.exemplars_directory.parent), cache=tmp_path)
    assert kept.label_all(PROVISIONS) == together


def test_nothing_to_label_gives_no_labels(inn):
    assert inn.label_all([]) == []


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.sampled_from([*PROVISIONS, Provision("x"), Provision("")]), max_size=5), st.text(max_size=60)
)
def test_any_text_gets_confidences_between_none_and_certain(inn, provisions, text):
    labels = inn.label_all([*provisions, Provision(text, ("a", text), text, "list_item")])
    assert all(0 < label.confidence < 1 for several in labels for label in several)


def test_a_doubted_rule_is_unsure_and_a_regression_without_a_rule_is_believed_less():
    ruled = np.array([0.9, 0.9, 0.0, 0.9, 0.0])
    learnt = np.array([0.1, 0.9, 0.9, np.nan, np.nan])
    doubted, confirmed, alone, ruled_alone, nothing = combined(ruled, learnt)
    assert doubted < AUTOMATIC <= confirmed
    assert alone < confirmed
    assert (ruled_alone, nothing) == (0.9, 0.0)


def test_what_people_corrected_is_learnt_and_weighs_more(inn):
    text = "The goose is fed at noon by the cook of the house."
    assert "drinks" not in by_topic(inn, Provision(text))
    taught = ExemplarClassifier(
        inn.taxonomy, [LabelledText(text, frozenset({"drinks"}), weight=5.0), LabelledText(text + " Again.", frozenset({"drinks"}), weight=5.0)]
    )  # fmt: skip
    assert by_topic(taught, Provision(text))["drinks"].confidence > 0.25


def _fit(directory: Path, cache: Path) -> list[list[TopicLabel]]:
    return ExemplarClassifier(load_taxonomy(directory), cache=cache).label_all(PROVISIONS)


def test_two_processes_may_fit_into_the_same_cache_and_a_broken_cache_is_done_without(inn, tmp_path):
    directory = inn.taxonomy.exemplars_directory.parent
    with get_context("spawn").Pool(2) as pool:
        one, other = pool.starmap(_fit, [(directory, tmp_path)] * 2)
    assert one == other
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(b"no weights")
    assert _fit(directory, tmp_path) == one
    kept.unlink()
    (tmp_path / "file").write_text("")
    assert _fit(directory, tmp_path / "file" / "below") == one


def test_other_exemplars_are_another_version(inn, tmp_path):
    directory = write_inn(tmp_path)
    first = load_taxonomy(directory).version
    with (directory / "exemplars" / "none.yaml").open("a") as stream:
        stream.write("- The roof is made of straw.\n")
    assert load_taxonomy(directory).version != first


def test_a_topic_of_privacy_documents_is_not_learnt_elsewhere(inn):
    taxonomy = replace(
        inn.taxonomy, topics=tuple(replace(topic, terms_types=("Privacy",)) for topic in inn.taxonomy.topics)
    )
    private = ExemplarClassifier(taxonomy)
    assert by_topic(private, PROVISIONS[0]) == {}
    assert "drinks" in by_topic(private, replace(PROVISIONS[0], terms_type="Privacy Policy"))
