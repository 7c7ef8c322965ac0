"""A question is data: its cues hold on their own examples, and a mistake in its file is loud."""

from __future__ import annotations

import re

import pytest

from assets.answers.catalogue import load_question
from assets.answers.cues import Cue
from assets.answers.model import STANDING_STANCES
from assets.answers.questions import QUESTIONS_DIRECTORY, question_ids
from assets.topics.annotated_yaml import CatalogueError

QUESTION = load_question("ai_training")


@pytest.mark.parametrize("cue", QUESTION.cues, ids=[cue.cue_id for cue in QUESTION.cues])
def test_a_cue_matches_its_examples_and_not_its_counterexamples(cue: Cue):
    assert [text for text in cue.examples if not cue.pattern.search(text)] == []
    assert [text for text in cue.counterexamples if cue.pattern.search(text)] == []


@pytest.mark.parametrize("cue", QUESTION.cues, ids=[cue.cue_id for cue in QUESTION.cues])
def test_the_literal_words_a_group_needs_never_hide_an_example(cue: Cue):
    assert [text for text in cue.examples if not QUESTION.may_hold(cue.group, text)] == []


def test_every_stance_has_a_definition_and_a_headline():
    assert set(STANDING_STANCES) < set(QUESTION.stances)
    assert all(stance.definition and stance.headline for stance in QUESTION.stances.values())


@pytest.mark.parametrize("question_id", question_ids())
def test_every_stance_has_a_label_that_people_read_and_tell_from_the_others(question_id: str):
    labels = [stance.label for stance in load_question(question_id).stances.values()]
    assert len(set(labels)) == len(labels)
    assert [label for label in labels if "_" in label or len(label) > 40] == []


def test_a_stance_without_a_label_is_read_as_its_name():
    assert QUESTION.stances["not_captured"].label == "not captured"


def test_the_questions_that_ship_are_listed():
    assert {"ai_training", "retention_period"} <= set(question_ids())


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("id: ai_training", "id: other", "expected the id 'ai_training'"),
        ("group: training", "group: trainig", "expected one of: training"),
        ("relevant: [", "relevent: [", "unknown key 'relevent'"),
        ("- id: silent\n", "- id: quiet\n", "expected the stance 'silent'"),
        ("{{model}}", "{{modle}}", "expected a word defined above"),
        ("[^.;]{0,90}?{{model}}'", ".*{{model}}'", "expected a bounded gap"),
        ("- id: train-ai\n", "- id: train-model\n", "a second time"),
    ],
)
def test_a_mistake_names_file_line_and_expectation(tmp_path, old, new, expected):
    text = (QUESTIONS_DIRECTORY / "ai_training.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "ai_training.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError, match=re.escape(expected)) as caught:
        load_question("ai_training", tmp_path)
    assert re.search(r"ai_training\.yaml, line \d+: ", str(caught.value))


def test_an_unknown_question_is_a_mistake_too(tmp_path):
    with pytest.raises(CatalogueError, match="expected a file here"):
        load_question("does_not_exist", tmp_path)


def test_the_rules_version_changes_with_the_data(tmp_path):
    text = (QUESTIONS_DIRECTORY / "ai_training.yaml").read_text(encoding="utf-8")
    (tmp_path / "ai_training.yaml").write_text(text + "\n# a note\n", encoding="utf-8")
    assert load_question("ai_training", tmp_path).rules_version != QUESTION.rules_version
