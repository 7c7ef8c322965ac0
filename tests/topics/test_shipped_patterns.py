"""Patterns that ship are compiled when a text first meets them: here all of them are, so that none fails at a user's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from assets.answers.catalogue import load_questions
from assets.answers.grammar import read_grammar
from assets.answers.provision_pages.slots import read_slots
from assets.topics.annotated_yaml import CatalogueError, read_yaml
from assets.topics.opp115 import read_mapping
from assets.topics.patterns import Pattern, compile_pattern
from assets.topics.taxonomy import load_taxonomy


def patterns_in(value: Any) -> Iterator[Pattern]:
    """Yield every pattern that a thing read from data files holds."""
    if isinstance(value, Pattern):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from patterns_in(getattr(value, one.name))
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from patterns_in(one)
    elif isinstance(value, (tuple, list, frozenset)):
        for one in value:
            yield from patterns_in(one)


@pytest.mark.parametrize(
    "read",
    [*load_questions(), read_grammar(), load_taxonomy(), read_slots(), read_mapping(load_taxonomy())],
    ids=lambda read: type(read).__name__,
)
def test_every_pattern_that_ships_is_a_regular_expression(read: Any) -> None:
    found = list(patterns_in(read))
    assert found
    assert all(isinstance(pattern.compiled, re.Pattern) for pattern in found)


def test_a_pattern_that_a_user_wrote_is_compiled_at_once(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text("pattern: 'a(b'\n", encoding="utf-8")
    entry = read_yaml(file).fields(["pattern"])["pattern"]
    with pytest.raises(CatalogueError, match=r"own\.yaml, line 1: expected a regular expression"):
        compile_pattern(entry, {})
