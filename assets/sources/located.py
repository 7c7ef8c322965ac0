"""YAML and JSON files as values that know the line they stand on, so that a mistake can be pointed at."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import yaml

MAXIMUM_DEPTH = 50
"""Nesting beyond this is refused instead of exhausting the stack; a declaration needs six levels."""

_JSON_SPACE = re.compile(r"[ \t\n\r]*")
_JSON_SCALARS = json.JSONDecoder()


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
        root = yaml.compose(text, Loader=yaml.SafeLoader)
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
        node, end = _from_json(text, _skip(text, 0), 0)
        if end != len(text):
            raise json.JSONDecodeError("something follows the end of the JSON value", text, end)
    except json.JSONDecodeError as error:
        raise Malformed(error.lineno, f"this is not JSON: {error.msg} (column {error.colno})") from error
    return node


def _from_json(text: str, start: int, depth: int) -> tuple[Node, int]:
    """Return the value that begins at ``start`` and the offset of what follows it and its white space."""
    line = text.count("\n", 0, start) + 1
    if depth > MAXIMUM_DEPTH:
        raise Malformed(line, f"values are nested more than {MAXIMUM_DEPTH} deep")
    opening = text[start : start + 1]
    if opening not in ("{", "["):
        return _json_scalar(text, start, line)
    closing = "}" if opening == "{" else "]"
    items: list[Node] = []
    pairs: list[Pair] = []
    position = _skip(text, start + 1)
    while text[position : position + 1] != closing:
        if items or pairs:
            position = _expect(text, position, ",")
        if opening == "{":
            key, position = _json_key(text, position)
            key_line = text.count("\n", 0, position) + 1
            value, position = _from_json(text, _expect(text, _skip(text, position), ":"), depth + 1)
            pairs.append(Pair(key, value, key_line))
        else:
            value, position = _from_json(text, position, depth + 1)
            items.append(value)
    node: Node = Entries(tuple(pairs), line) if opening == "{" else Items(tuple(items), line)
    return node, _skip(text, position + 1)


def _json_scalar(text: str, start: int, line: int) -> tuple[Node, int]:
    value, end = _JSON_SCALARS.raw_decode(text, start)
    return Scalar(cast("str | bool | int | float | None", value), line), _skip(text, end)


def _json_key(text: str, start: int) -> tuple[str, int]:
    if text[start : start + 1] != '"':
        raise json.JSONDecodeError("a key in double quotes was expected", text, start)
    key, end = _JSON_SCALARS.raw_decode(text, start)
    return str(key), end


def _expect(text: str, position: int, mark: str) -> int:
    if text[position : position + 1] != mark:
        raise json.JSONDecodeError(f"{mark!r} was expected", text, position)
    return _skip(text, position + 1)


def _skip(text: str, position: int) -> int:
    found = _JSON_SPACE.match(text, position)
    return found.end() if found else position
