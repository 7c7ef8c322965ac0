"""Another classifier, a user's labelled corpus and people's corrections: chosen by setting, part of the version."""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint, EntryPoints

import pytest

from assets.topics import choosing
from assets.topics.choosing import ClassifierUnavailable, load_classifier
from assets.topics.exemplars import LabelledText
from assets.topics.model import Provision, TopicLabel
from assets.topics.taxonomy import load_taxonomy
from assets.topics.taxonomy_file import Taxonomy
from tests.topics.small import write_inn


class LongWords:
    """An invented classifier: what has a long word is about drinks."""

    version = "7"

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.taxonomy = taxonomy

    def label_all(self, provisions):
        """Label what has a word of ten letters."""
        label = TopicLabel("drinks", 0.8, "automatic", "exemplars", "long-words", "a long word")
        return [[label] if any(len(word) > 9 for word in p.text.split()) else [] for p in provisions]


def broken(taxonomy: Taxonomy) -> LongWords:
    """A classifier that cannot start."""
    raise OSError("no weights found")


@pytest.fixture(scope="module")
def inn(tmp_path_factory: pytest.TempPathFactory) -> Taxonomy:
    """The taxonomy of the inn."""
    return load_taxonomy(write_inn(tmp_path_factory.mktemp("inn")))


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two classifiers of another package, one of which cannot start."""
    module = LongWords.__module__
    sys.modules.setdefault(module, sys.modules[__name__])
    points = EntryPoints(
        EntryPoint(name, f"{module}:{target}", choosing.ENTRY_POINTS)
        for name, target in (("long-words", "LongWords"), ("broken", "broken"))
    )
    monkeypatch.setattr(choosing, "entry_points", lambda group: points.select(group=group))


def test_exemplars_decide_unless_a_setting_says_otherwise(inn, tmp_path):
    assert load_classifier(inn, environment={}, cache=tmp_path).version == inn.version
    rules = load_classifier(inn, environment={"TERMSCAPE_TOPIC_CLASSIFIER": "rules"})
    assert rules.version == f"{inn.version}, rules"
    assert rules.label_all([Provision("We serve tea.")])[0][0].method == "rules"


def test_a_taxonomy_without_exemplars_is_read_with_its_rules(tmp_path):
    write_inn(tmp_path)
    (tmp_path / "exemplars").rename(tmp_path / "elsewhere")
    classifier = load_classifier(load_taxonomy(tmp_path), environment={})
    assert classifier.label_all([Provision("We serve tea.")])[0][0].topic_id == "drinks"


def test_an_installed_classifier_is_chosen_by_name_and_its_version_counts(inn, installed):
    classifier = load_classifier(inn, name="long-words")
    assert classifier.version == f"{inn.version}, long-words 7"
    labels = classifier.label_all([Provision("An extraordinary inn."), Provision("An inn.")])
    assert [[label.topic_id for label in several] for several in labels] == [["drinks"], []]


def test_a_classifier_that_is_not_there_or_cannot_start_is_named_with_those_there_are(inn, installed):
    with pytest.raises(ClassifierUnavailable, match="there are: exemplars, rules, broken, long-words"):
        load_classifier(inn, name="crystal-ball")
    with pytest.raises(ClassifierUnavailable, match=r"'broken' .* cannot be used: no weights found"):
        load_classifier(inn, name="broken")


def test_training_data_of_a_user_is_learnt_and_covered_by_the_version(inn, tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text("text,label\n" + "".join(f"The ferry to isle {n} sails daily,nights\n" for n in range(9)))
    before = load_classifier(inn, environment={}, cache=tmp_path)
    after = load_classifier(inn, environment={"TERMSCAPE_TOPIC_TRAIN_DATA": str(file)}, cache=tmp_path)
    ferry = [Provision("The ferry to isle 12 sails daily")]
    assert before.label_all(ferry) == [[]]
    assert "nights" in {label.topic_id for label in after.label_all(ferry)[0]}
    assert after.version.startswith(f"{inn.version}, data ")


def test_corrections_change_the_version_in_any_order(inn, tmp_path):
    one, other = LabelledText("a b c d", frozenset({"drinks"})), LabelledText("e f g h", frozenset())
    first = load_classifier(inn, corrections=[one, other], environment={}, cache=tmp_path)
    second = load_classifier(inn, corrections=[other, one], environment={}, cache=tmp_path)
    assert first.version == second.version != inn.version
