"""Reads a labelled corpus that a user is licensed to use: rows that the classifier learns from besides ours."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assets.topics.annotated_yaml import CatalogueError
from assets.topics.exemplars import NONE, LabelledText

_COLUMNS = ("text", "label", "heading", "stem")
_BETWEEN = ";"
"""Stands between several topics of one row."""


@dataclass(frozen=True)
class TrainingData:
    """The texts of a file, and the SHA-256 of the file, which becomes part of the labels' version."""

    texts: tuple[LabelledText, ...]
    sha256: str


def read_training_data(file: Path, topics: Collection[str]) -> TrainingData:
    """Read a CSV file with a header, or a JSON object a line (``.jsonl``): text, label, heading and stem.

    ``label`` is the id of a topic, several of them (in CSV with a semicolon between, in JSON as a list), or
    ``none``. Rows with the same text, heading and stem are one text with the topics of all. A text must
    have every topic that it states: what is not named counts as not stated.

    Raises:
        CatalogueError: the file is missing, empty or not as expected; names file, line and expectation.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise CatalogueError(file, 1, f"expected a file of labelled texts here: {error.strerror}") from None
    joined: dict[tuple[str, str | None, str | None], set[str]] = {}
    rows = _json_rows if file.suffix.lower() in (".jsonl", ".ndjson") else _csv_rows
    for line, row in rows(file, content):
        text, heading, stem = (str(row.get(name) or "").strip() for name in ("text", "heading", "stem"))
        if not text:
            raise CatalogueError(file, line, "expected a text, found none")
        found = _labels(row.get("label"))
        unknown = [label for label in found if label not in topics and label != NONE]
        if unknown or not found:
            shown = repr(unknown[0]) if unknown else "nothing"
            raise CatalogueError(
                file, line, f"expected as label the id of a topic of the taxonomy, or {NONE!r}, found {shown}"
            )
        joined.setdefault((text, stem or None, heading or None), set()).update(set(found) - {NONE})
    if not joined:
        raise CatalogueError(file, 1, "expected at least one labelled text, found none")
    texts = [
        LabelledText(text, frozenset(found), stem, heading) for (text, stem, heading), found in joined.items()
    ]
    return TrainingData(tuple(texts), hashlib.sha256(content).hexdigest())


def _labels(value: Any) -> list[str]:
    several = value if isinstance(value, list) else str(value or "").split(_BETWEEN)
    return [str(one).strip() for one in several if str(one).strip()]


def _csv_rows(file: Path, content: bytes) -> Iterator[tuple[int, Mapping[str, Any]]]:
    reader = csv.DictReader(_text_of(file, content).splitlines(keepends=True), strict=True)
    names = reader.fieldnames or []
    if not {"text", "label"} <= set(names) or not set(names) <= set(_COLUMNS):
        raise CatalogueError(
            file,
            1,
            f"expected the columns text and label, and heading and stem if you have them, found {', '.join(names)}",
        )
    line = 2
    try:
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise CatalogueError(file, line, f"expected a row of CSV: {error}") from None


def _json_rows(file: Path, content: bytes) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for line, written in enumerate(_text_of(file, content).split("\n"), start=1):
        if not written.strip():
            continue
        try:
            row = json.loads(written)
        except json.JSONDecodeError as error:
            raise CatalogueError(file, line, f"expected a JSON object: {error.msg}") from None
        if not isinstance(row, dict) or not set(row) <= set(_COLUMNS):
            raise CatalogueError(file, line, f"expected an object with the keys {', '.join(_COLUMNS)} alone")
        yield line, row


def _text_of(file: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CatalogueError(file, line, "expected text in UTF-8") from None
