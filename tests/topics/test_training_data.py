"""A labelled corpus that a user brings: CSV or JSON lines, and a mistake is named with its line."""

from __future__ import annotations

import json

import pytest

from assets.topics.annotated_yaml import CatalogueError
from assets.topics.exemplars import LabelledText
from assets.topics.training_data import read_training_data

TOPICS = {"drinks", "nights"}


def test_rows_of_the_same_text_are_one_text_with_the_topics_of_all(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text(
        'text,label,heading,stem\n"Tea, in bed",drinks,Inn,\n"Tea, in bed",nights,Inn,\nNo,none,,\n'
    )
    assert read_training_data(file, TOPICS).texts == (
        LabelledText("Tea, in bed", frozenset({"drinks", "nights"}), heading="Inn"),
        LabelledText("No", frozenset()),
    )


def test_csv_and_json_lines_say_the_same(tmp_path):
    (tmp_path / "a.csv").write_text("text,label,stem\nthe bed,drinks; nights,You get:\n")
    row = {"text": "the bed", "label": ["drinks", "nights"], "stem": "You get:"}
    (tmp_path / "a.jsonl").write_text(json.dumps(row) + "\n\n")
    one, other = (read_training_data(tmp_path / name, TOPICS) for name in ("a.csv", "a.jsonl"))
    assert one.texts == other.texts
    assert one.sha256 != other.sha256


@pytest.mark.parametrize(
    ("name", "content", "line", "expected"),
    [
        ("a.csv", b"text,label\nTea,dishes\n", 2, "found 'dishes'"),
        ("a.csv", b'text,label\n"two\nlines",drinks\n,drinks\n', 4, "expected a text"),
        ("a.csv", b"text,label\nTea,\n", 2, "found nothing"),
        ("a.csv", b"text,topic\nTea,drinks\n", 1, "expected the columns text and label"),
        ("a.csv", b"text,label\n", 1, "expected at least one labelled text"),
        ("a.csv", b"text,label\nT\xff,drinks\n", 2, "expected text in UTF-8"),
        ("a.csv", b'text,label\n"Tea"x,drinks\n', 2, "expected a row of CSV"),
        ("a.jsonl", b'{"text": "Tea", "label": "drinks"}\n{"text": \n', 2, "expected a JSON object"),
        ("a.jsonl", b'{"text": "Tea", "labels": "drinks"}\n', 1, "expected an object with the keys"),
    ],
)
def test_a_mistake_names_the_line_and_what_was_expected(tmp_path, name, content, line, expected):
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(CatalogueError) as caught:
        read_training_data(file, TOPICS)
    assert expected in str(caught.value)
    assert f"line {line}:" in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CatalogueError, match="expected a file of labelled texts here"):
        read_training_data(tmp_path / "none.csv", TOPICS)
