"""Reading a mapping of a settings file field by field: every mistake with its line, none of them silently passed over."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from assets.sources.located import Entries, Items, Malformed, Node, Scalar, describe, read_yaml
from assets.sources.problems import Problems
from assets.sources.vocabulary import nearest


def read_root(path: Path, problems: Problems) -> Node | None:
    """Return what a YAML file holds; ``None`` if it cannot be read, which is noted."""
    try:
        return read_yaml(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        problems.error(1, f"cannot be read ({error})")
    except Malformed as error:
        problems.error(error.line, error.message)
    return None


class Fields:
    """The fields of one mapping; asking for one that is wrong notes the mistake and gives the default."""

    def __init__(self, entries: Entries, problems: Problems, known: Collection[str]) -> None:
        """Take a mapping and note keys it should not have, or has twice."""
        self._entries = entries
        self._problems = problems
        for pair in entries.pairs:
            if pair.key not in known:
                near = nearest(pair.key, known)
                fix = f"did you mean {near}?" if near else f"known are: {', '.join(known)}"
                problems.error(pair.line, f"the key {pair.key!r} means nothing here", fix)
        for pair in entries.repeated():
            problems.error(pair.line, f"the key {pair.key!r} stands here twice", "keep one of them")

    def line(self, key: str) -> int:
        """Return the line of a key, or that of the mapping where it is missing."""
        pair = self._entries.pair(key)
        return pair.line if pair else self._entries.line

    def text(self, key: str, default: str = "") -> str:
        """Return a text."""
        pair = self._entries.pair(key)
        if pair is None:
            return default
        if isinstance(pair.value, Scalar) and isinstance(pair.value.value, str) and pair.value.value.strip():
            return pair.value.value.strip()
        self._problems.error(pair.line, f"{key}: a text was expected, not {describe(pair.value)}")
        return default

    def one_of(self, key: str, words: Collection[str], default: str) -> str:
        """Return one of some words."""
        said = self.text(key, default)
        if said in words or said == default:
            return said
        self._problems.error(
            self.line(key), f"{key}: {said!r} was not expected", f"one of: {', '.join(words)}"
        )
        return default

    def flag(self, key: str) -> bool:
        """Return true or false (the default)."""
        pair = self._entries.pair(key)
        if pair is None:
            return False
        if isinstance(pair.value, Scalar) and isinstance(pair.value.value, bool):
            return pair.value.value
        self._problems.error(pair.line, f"{key}: true or false was expected, not {describe(pair.value)}")
        return False

    def texts(self, key: str) -> list[tuple[str, int]]:
        """Return a list of texts with their lines; one text alone is a list of one."""
        pair = self._entries.pair(key)
        if pair is None:
            return []
        nodes = pair.value.items if isinstance(pair.value, Items) else (pair.value,)
        if not nodes:
            self._problems.error(
                pair.line, f"{key}: the list is empty", "name something, or leave the key out"
            )
        found = []
        for node in nodes:
            if isinstance(node, Scalar) and isinstance(node.value, str) and node.value.strip():
                found.append((node.value.strip(), node.line))
            else:
                self._problems.error(node.line, f"{key}: a text was expected, not {describe(node)}")
        return found

    def names(self, key: str, find: Callable[[str], str]) -> tuple[str, ...]:
        """Return the ids that the names of a list stand for; ``find`` raises LookupError where there is none."""
        found = []
        for name, line in self.texts(key):
            try:
                found.append(find(name))
            except LookupError as error:
                self._problems.error(line, f"{key}: {error.args[0]}")
        return tuple(dict.fromkeys(found))
