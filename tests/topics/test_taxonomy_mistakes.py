"""A mistake in a taxonomy file is reported with its file, its line and what was expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets.topics.annotated_yaml import CatalogueError
from assets.topics.taxonomy import load_taxonomy

GOOD = r"""words:
  drink: '(?:tea|coffee)'
topics:
  - id: hot-drinks
    name: Hot drinks
    definition: Says which hot drinks are served.
    rules:
      - id: served
        weight: 0.9
        pattern: '\bserve {{drink}}\b'
        examples: ["We serve tea."]
        counterexamples: ["We serve water."]
"""


def load(directory: Path, text: str) -> str:
    """Return the message of the error that a file causes."""
    (directory / "drinks.yaml").write_text(text)
    with pytest.raises(CatalogueError) as caught:
        load_taxonomy(directory)
    message = str(caught.value)
    assert "drinks.yaml, line " in message
    return message


def test_a_good_file_is_read(tmp_path):
    (tmp_path / "drinks.yaml").write_text(GOOD)
    assert [label.topic_id for label in load_taxonomy(tmp_path).label("We serve coffee here.")] == [
        "hot-drinks"
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "expected"),
    [
        ("weight: 0.9", "weight: heavy", 9, "expected a number from 0 to 1"),
        ("weight: 0.9", "weight: 1.9", 9, "expected a number from 0 to 1"),
        ("{{drink}}", "{{dish}}", 10, "expected a word defined above"),
        (r"\bserve {{drink}}\b", "serve .* tea", 10, "expected a bounded gap"),
        (r"\bserve {{drink}}\b", "serve [^.]+ tea", 10, "expected a bounded gap"),
        (r"\bserve {{drink}}\b", "serve (tea", 10, "expected a regular expression"),
        ("    name: Hot drinks\n", "", 4, "expected the key 'name'"),
        ("name:", "nmae:", 5, "unknown key 'nmae'"),
        ("id: hot-drinks", "id: Hot Drinks", 4, "expected an id such as"),
        ("    rules:", "    parent: dishes\n    rules:", 7, "expected the id of a topic as parent"),
        ("    rules:", "    opp115: Drinks\n    rules:", 7, "expected one of: Data Retention"),
        ('examples: ["We serve tea."]', "examples: []", 11, "expected at least one sentence"),
        ("    rules:", "    more: less\n    rules:", 7, "unknown key 'more'"),
        ("topics:", "topics: [", 3, "expected valid YAML"),
    ],
)
def test_a_mistake_names_the_line_and_what_was_expected(tmp_path, old, new, line, expected):
    message = load(tmp_path, GOOD.replace(old, new, 1))
    assert expected in message
    if expected != "expected valid YAML":
        assert f"line {line}:" in message


def test_a_topic_given_twice_is_a_mistake(tmp_path):
    assert "a second time" in load(tmp_path, GOOD + GOOD.split("topics:\n")[1])


def test_an_empty_file_is_a_mistake(tmp_path):
    assert "empty file" in load(tmp_path, "")


def test_a_directory_without_files_is_a_mistake(tmp_path):
    with pytest.raises(CatalogueError, match=r"at least one \.yaml file"):
        load_taxonomy(tmp_path)
