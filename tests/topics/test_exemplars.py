"""Exemplars are data that people edit: what ships is sound, and a mistake is named with its file and line."""

from __future__ import annotations

from collections import Counter

import pytest

from assets.topics.annotated_yaml import CatalogueError
from assets.topics.exemplars import LEAST_EXEMPLARS, LabelledText, read_exemplars, with_parents
from assets.topics.taxonomy import load_taxonomy
from tests.topics.small import write_inn

TOPICS = ("drinks", "nights", "lodging")


def message(directory) -> str:
    """Return the error that reading a directory gives."""
    with pytest.raises(CatalogueError) as caught:
        read_exemplars(TOPICS, directory)
    return str(caught.value)


def test_every_topic_that_ships_has_exemplars_and_hard_negatives():
    taxonomy = load_taxonomy()
    counts = Counter(topic for text in taxonomy.exemplars for topic in text.topics)
    assert all(counts[topic.topic_id] >= LEAST_EXEMPLARS for topic in taxonomy.topics)
    assert sum(not text.topics for text in taxonomy.exemplars) >= LEAST_EXEMPLARS


def test_a_bare_sentence_states_the_topic_of_its_file_alone_and_a_mapping_names_the_others(tmp_path):
    directory = write_inn(tmp_path) / "exemplars"
    with (directory / "drinks.yaml").open("a") as stream:
        stream.write("- text: Tea is brought to the bed.\n  are: [nights]\n  heading: Rooms\n")
    texts = {one.text: one for one in read_exemplars(TOPICS, directory)}
    assert texts["We pour hot tea for every guest at the long table."].topics == {"drinks"}
    assert texts["the attic upstairs"].stem == "You can spend the night in:"
    assert texts["Tea is brought to the bed."] == LabelledText(
        "Tea is brought to the bed.", frozenset({"nights"}), heading="Rooms"
    )
    assert texts["The room has 0 windows."].topics == frozenset()


def test_a_parent_joins_its_topic():
    (joined,) = with_parents(
        [LabelledText("x", frozenset({"nights"}))], {"nights": "lodging", "lodging": None}
    )
    assert joined.topics == {"nights", "lodging"}


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "expected"),
    [
        ("drinks", "topic: drinks", "topic: dishes", 1, "expected the id of a topic of the taxonomy, found 'dishes'"),
        ("drinks", "topic: drinks", "topic: nights", 1, "expected the topic the file is named after, 'drinks'"),
        ("drinks", "- We pour hot coffee", "- We pour hot tea", 4, "expected each sentence once, it stands on line 3 too"),
        ("drinks", "is_not:", "isnt:", 23, "unknown key 'isnt'"),
        ("nights", "upstairs\n", "upstairs\n  also: [meals]\n", 14, "expected the id of a topic of the taxonomy, found 'meals'"),
        ("nights", "- We sweep", "- text: We sleep\n  are: [nights]\n- We sweep", 34, "it belongs under `is`"),
        ("nights", "- We sweep the floor every morning before the guests come.", "- We pour hot tea for every guest at the long table.", 34, "expected the same topics as in drinks.yaml, line 3 (drinks), found none"),
        ("none", "The room has 0", "The: room: 0", 3, "expected"),
    ],
)  # fmt: skip
def test_a_mistake_names_the_file_the_line_and_what_was_expected(tmp_path, file, old, new, line, expected):
    path = write_inn(tmp_path) / "exemplars" / f"{file}.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    found = message(path.parent)
    assert expected in found
    assert f"{file}.yaml, line " in found
    if file != "none":
        assert f"line {line}:" in found


def test_a_topic_with_few_sentences_is_a_mistake(tmp_path):
    directory = write_inn(tmp_path) / "exemplars"
    (directory / "drinks.yaml").write_text("topic: drinks\nis:\n  - We serve tea.\n")
    assert "drinks.yaml, line 3: expected at least 20 sentences, found 1" in message(directory)


def test_a_directory_without_files_is_a_mistake(tmp_path):
    assert "expected one .yaml file of exemplars for each topic" in message(tmp_path)
