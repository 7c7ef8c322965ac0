"""YAML and JSON files as values that know the line they stand on, so that a mistake can be pointed at."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import yaml

MAXIMUM_DEPTH = 50
"""Nesting beyond this is refused instead of exhausting the stack; a declaration needs six levels."""

_JSON_SPACE = re.compile(r"[ \t\n\r]*")
_JSON_SCALARS = json.JSONDecoder()


# libyaml reads the same twenty times as fast; its wheels have it everywhere, but it is an extra.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Scalar:
    """A single value. YAML's dates and numbers stay text, as the author wrote them."""

    value: str | bool | int | float | None
    line: int


@dataclass(frozen=True)
class Items:
    """A list."""

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True)
class Pair:
    """A key with its value; ``line`` is the key's."""

    key: str
    value: Node
    line: int


@dataclass(frozen=True)
class Entries:
    """A mapping, in the order of the file; a key written twice is there twice."""

    pairs: tuple[Pair, ...]
    line: int

    def pair(self, key: str) -> Pair | None:
        """Return the entry for a key, or ``None``; of a key written twice the first counts."""
        return next((pair for pair in self.pairs if pair.key == key), None)

    def repeated(self) -> Iterator[Pair]:
        """Yield every entry whose key an earlier entry has already used."""
        seen: set[str] = set()
        for pair in self.pairs:
            if pair.key in seen:
                yield pair
            seen.add(pair.key)


Node = Scalar | Items | Entries


class Malformed(ValueError):
    """The text is not YAML or not JSON; ``line`` (from 1) is where reading stopped."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


def describe(node: Node) -> str:
    """Return what a value is, in words for an error message.

    >>> describe(Scalar(True, 1)), describe(Scalar("x", 1)), describe(Items((), 1))
    ('true', "the text 'x'", 'a list')
    """
    if isinstance(node, Items):
        return "a list"
    if isinstance(node, Entries):
        return "a mapping"
    if node.value is None:
        return "nothing"
    if isinstance(node.value, str):
        return f"the text {node.value!r}"
    return json.dumps(node.value)


def read_yaml(text: str) -> Node:
    """Read one YAML document.

    Raises:
        Malformed: it is not YAML, holds several documents, an unknown tag, or a value within itself.
    """
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise Malformed(line, f"this is not YAML: {error.problem or error.context}") from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise Malformed(line, f"this is not YAML: {error.reason}") from error
    except RecursionError as error:
        raise Malformed(1, f"values are nested more than {MAXIMUM_DEPTH} deep") from error
    return Entries((), 1) if root is None else _from_yaml(root, (), {})


def _from_yaml(node: yaml.Node, within: tuple[int, ...], done: dict[int, Node]) -> Node:
    """Return a node as values; one that aliases repeat is read once, so that they cannot multiply it."""
    if id(node) not in done:
        done[id(node)] = _read_yaml_node(node, within, done)
    return done[id(node)]


def _read_yaml_node(node: yaml.Node, within: tuple[int, ...], done: dict[int, Node]) -> Node:
    line = node.start_mark.line + 1
    if id(node) in within:
        raise Malformed(line, "this value contains itself (an alias to its own anchor)")
    if len(within) > MAXIMUM_DEPTH:
        raise Malformed(line, f"values are nested more than {MAXIMUM_DEPTH} deep")
    inner = (*within, id(node))
    if isinstance(node, yaml.SequenceNode):
        return Items(tuple(_from_yaml(item, inner, done) for item in node.value), line)
    if isinstance(node, yaml.MappingNode):
        pairs = []
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise Malformed(key.start_mark.line + 1, "a key must be plain text")
            pairs.append(Pair(str(key.value), _from_yaml(value, inner, done), key.start_mark.line + 1))
        return Entries(tuple(pairs), line)
    value = str(node.value)
    if node.tag == "tag:yaml.org,2002:bool":
        return Scalar(value.lower() in ("true", "yes", "on"), line)
    if node.tag == "tag:yaml.org,2002:null":
        return Scalar(None, line)
    if not node.tag.startswith("tag:yaml.org,2002:"):
        raise Malformed(line, f"the tag {node.tag} means nothing here")
    return Scalar(value, line)


def read_json(text: str) -> Node:
    """Read one JSON value.

    Raises:
        Malformed: it is not JSON.
    """
    try:
        return _JsonReader(text).read()
    except json.JSONDecodeError as error:
        raise Malformed(error.lineno, f"this is not JSON: {error.msg} (column {error.colno})") from error


class _JsonReader:
    """Walks lists and mappings itself, to note lines, and leaves text and numbers to the json module.

    Its methods take the offset at which to read and return, after what they read, the offset of what
    follows.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._line_starts = [found.end() for found in re.finditer("\n", text)]

    def read(self) -> Node:
        """Return the one value the text holds; raises ``json.JSONDecodeError``."""
        node, end = self._value(self._skip(0), 0)
        if end != len(self._text):
            raise json.JSONDecodeError("something follows the end of the JSON value", self._text, end)
        return node

    def _value(self, start: int, depth: int) -> tuple[Node, int]:
        line = self._line(start)
        if depth > MAXIMUM_DEPTH:
            raise Malformed(line, f"values are nested more than {MAXIMUM_DEPTH} deep")
        if self._at(start, "{"):
            return self._mapping(start, line, depth)
        if self._at(start, "["):
            return self._list(start, line, depth)
        value, end = _JSON_SCALARS.raw_decode(self._text, start)
        return Scalar(cast("str | bool | int | float | None", value), line), self._skip(end)

    def _mapping(self, start: int, line: int, depth: int) -> tuple[Entries, int]:
        pairs: list[Pair] = []
        position = self._skip(start + 1)
        while not self._at(position, "}"):
            if pairs:
                position = self._expect(position, ",")
            if not self._at(position, '"'):
                raise json.JSONDecodeError("a key in double quotes was expected", self._text, position)
            key_line = self._line(position)
            key, position = _JSON_SCALARS.raw_decode(self._text, position)
            value, position = self._value(self._expect(self._skip(position), ":"), depth + 1)
            pairs.append(Pair(str(key), value, key_line))
        return Entries(tuple(pairs), line), self._skip(position + 1)

    def _list(self, start: int, line: int, depth: int) -> tuple[Items, int]:
        items: list[Node] = []
        position = self._skip(start + 1)
        while not self._at(position, "]"):
            if items:
                position = self._expect(position, ",")
            value, position = self._value(position, depth + 1)
            items.append(value)
        return Items(tuple(items), line), self._skip(position + 1)

    def _at(self, position: int, mark: str) -> bool:
        return self._text.startswith(mark, position)

    def _expect(self, position: int, mark: str) -> int:
        if not self._at(position, mark):
            raise json.JSONDecodeError(f"{mark!r} was expected", self._text, position)
        return self._skip(position + 1)

    def _skip(self, position: int) -> int:
        found = _JSON_SPACE.match(self._text, position)
        return found.end() if found else position

    def _line(self, position: int) -> int:
        return bisect_right(self._line_starts, position) + 1
