"""YAML that people edit, read with line numbers, so that a mistake is reported where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

# libyaml reads the same twenty times as fast; its wheels have it everywhere, but it is an extra.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class CatalogueError(ValueError):
    """A data file is not as expected; the message names the file, the line and what was expected."""

    def __init__(self, file: Path, line: int, expected: str) -> None:
        super().__init__(f"{file}, line {line}: {expected}")
        self.file = file
        self.line = line
        self.expected = expected


@dataclass(frozen=True)
class Entry:
    """One value of a YAML file together with where it stands."""

    file: Path
    node: yaml.Node

    @property
    def line(self) -> int:
        """The line of the value, counted from 1."""
        return int(self.node.start_mark.line) + 1

    @property
    def is_text(self) -> bool:
        """Whether it is a single value, and neither a list nor a mapping."""
        return isinstance(self.node, yaml.ScalarNode)

    @property
    def is_mapping(self) -> bool:
        """Whether the value is a mapping of keys to values."""
        return isinstance(self.node, yaml.MappingNode)

    def fail(self, expected: str) -> CatalogueError:
        """Return the error to raise about this value, naming what was expected instead."""
        return CatalogueError(self.file, self.line, expected)

    def fields(self, required: Sequence[str], optional: Sequence[str] = ()) -> Mapping[str, Entry]:
        """Read a mapping that has exactly these keys.

        Raises:
            CatalogueError: not a mapping, a key missing, unknown or given twice.
        """
        result: dict[str, Entry] = {}
        allowed = [*required, *optional]
        for key, value in self.pairs():
            name = key.text()
            if name not in allowed:
                raise key.fail(f"unknown key {name!r}, expected one of: {', '.join(allowed)}")
            result[name] = value
        missing = [name for name in required if name not in result]
        if missing:
            raise self.fail(f"expected the key {missing[0]!r}")
        return result

    def pairs(self) -> Iterator[tuple[Entry, Entry]]:
        """Yield the keys and values of a mapping in the order of the file.

        Raises:
            CatalogueError: not a mapping, or a key is given twice.
        """
        if not isinstance(self.node, yaml.MappingNode):
            raise self.fail(f"expected a mapping of keys to values, found {self._kind()}")
        seen: set[str] = set()
        for key_node, value_node in self.node.value:
            key = Entry(self.file, key_node)
            name = key.text()
            if name in seen:
                raise key.fail(f"the key {name!r} stands here a second time, expected once")
            seen.add(name)
            yield key, Entry(self.file, value_node)

    def entries(self) -> list[Entry]:
        """Read a list.

        Raises:
            CatalogueError: not a list.
        """
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.fail(f"expected a list, found {self._kind()}")
        return [Entry(self.file, child) for child in self.node.value]

    def text(self) -> str:
        """Read a non-empty piece of text.

        Raises:
            CatalogueError: not a single value, or empty.
        """
        if not isinstance(self.node, yaml.ScalarNode):
            raise self.fail(f"expected text, found {self._kind()}")
        value = str(self.node.value).strip()
        if not value:
            raise self.fail("expected text, found nothing")
        return value

    def texts(self) -> tuple[str, ...]:
        """Read a list of texts.

        Raises:
            CatalogueError: not a list, or something in it is not text.
        """
        return tuple(entry.text() for entry in self.entries())

    def number(self, low: float, high: float) -> float:
        """Read a number between two bounds, both included.

        Raises:
            CatalogueError: not a number, or out of bounds.
        """
        try:
            value = float(self.text())
        except ValueError:
            raise self.fail(f"expected a number from {low} to {high}, found {self.text()!r}") from None
        if not low <= value <= high:
            raise self.fail(f"expected a number from {low} to {high}, found {value}")
        return value

    def choice(self, allowed: Sequence[str]) -> str:
        """Read one of a set of words.

        Raises:
            CatalogueError: another word.
        """
        value = self.text()
        if value not in allowed:
            raise self.fail(f"expected one of: {', '.join(allowed)}; found {value!r}")
        return value

    def _kind(self) -> str:
        kinds = {yaml.MappingNode: "a mapping", yaml.SequenceNode: "a list", yaml.ScalarNode: "one value"}
        return kinds.get(type(self.node), "something else")


def read_yaml(file: Path) -> Entry:
    """Read a YAML file and keep the line of every value.

    Raises:
        CatalogueError: the file is missing, empty or not YAML.
    """
    try:
        node = yaml.compose(file.read_text(encoding="utf-8"), Loader=_LOADER)
    except FileNotFoundError:
        raise CatalogueError(file, 1, "expected a file here, found none") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise CatalogueError(file, line, f"expected valid YAML: {error.problem or error.context}") from error
    if node is None:
        raise CatalogueError(file, 1, "expected a mapping, found an empty file")
    return Entry(file, node)
