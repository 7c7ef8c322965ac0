"""Reads ``date_words.yaml``: months, the labels beside a document's dates, and the laws whose dates do not count."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

LabelKind = Literal["declared", "published", "effective", "other"]
KINDS: tuple[LabelKind, ...] = ("declared", "published", "effective", "other")
_KEYS = ("months", "labels", "weak", "fillers", "laws")
WORDS_FILE = Path(__file__).with_name("date_words.yaml")


@dataclass(frozen=True)
class DateWords:
    """``months`` maps a spelling to 1–12, ``labels`` a label to its kind; the other words as the file explains them."""

    months: dict[str, int]
    labels: dict[str, LabelKind]
    weak: frozenset[str]
    fillers: frozenset[str]
    laws: frozenset[str]


def read_date_words(path: Path) -> DateWords:
    """Read a file of date words.

    Raises:
        ValueError: naming the file, the key and what was expected there.
    """
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict) or not set(_KEYS) <= data.keys():
        raise ValueError(f"{path.name}: expected the keys {', '.join(_KEYS)}")
    months: dict[str, int] = {}
    for number, spellings in _mapping(path, data, "months").items():
        if number not in range(1, 13):
            raise ValueError(f"{path.name}: months: expected a month from 1 to 12, found {number!r}")
        for spelling in _strings(path, f"months, {number}", spellings):
            if months.setdefault(spelling, number) != number:
                raise ValueError(
                    f"{path.name}: months: {spelling!r} stands for {months[spelling]} and {number}"
                )
    labels: dict[str, LabelKind] = {}
    groups = _mapping(path, data, "labels")
    if set(groups) != set(KINDS):
        raise ValueError(
            f"{path.name}: labels: expected {', '.join(KINDS)}; found {', '.join(map(str, groups))}"
        )
    for kind in KINDS:
        for language, spellings in _mapping(path, groups, kind).items():
            for spelling in _strings(path, f"labels, {kind}, {language}", spellings):
                if labels.setdefault(spelling, kind) != kind:
                    raise ValueError(
                        f"{path.name}: labels: {spelling!r} is both {labels[spelling]} and {kind}"
                    )
    weak, fillers, laws = (frozenset(_strings(path, key, data[key])) for key in ("weak", "fillers", "laws"))
    if unknown := weak - labels.keys():
        raise ValueError(
            f"{path.name}: weak: expected labels listed above, found {', '.join(sorted(unknown))}"
        )
    return DateWords(months, labels, weak, fillers, laws)


@cache
def date_words() -> DateWords:
    """Return the date words that ship with Termscape."""
    return read_date_words(WORDS_FILE)


def _mapping(path: Path, data: dict[Any, Any], key: str) -> dict[Any, Any]:
    value = data.get(key)
    if not isinstance(value, dict):
        raise ValueError(f"{path.name}: {key}: expected a mapping, found {type(value).__name__}")
    return value


def _strings(path: Path, where: str, value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise ValueError(f"{path.name}: {where}: expected a list of words")
    return [item.strip().lower() for item in value]
