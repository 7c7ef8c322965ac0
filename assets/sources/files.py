"""Declaration files as text: read, decoded and parsed, with what fails named instead of raised."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assets.names import slug
from assets.sources.located import Entries, Malformed, Node, Scalar, describe
from assets.sources.problems import Problems

MAXIMUM_BYTES = 2_000_000
"""A larger file is no declaration; the largest known history of a platform has under 100,000 bytes."""


def read_file(path: Path, parse: Callable[[str], Node], problems: Problems) -> Entries | None:
    """Return the mapping a file holds, or ``None`` after recording why there is none."""
    try:
        content = path.read_bytes()
        if len(content) > MAXIMUM_BYTES:
            problems.error(1, f"the file has {len(content):,} bytes; a declaration was expected")
            return None
        node = parse(content.decode("utf-8-sig"))
    except OSError as error:
        problems.error(1, f"the file cannot be read: {error.strerror or error}")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problems.error(line, "the file is not UTF-8 text", "save it in the encoding UTF-8")
    except Malformed as error:
        problems.error(error.line, error.message)
    else:
        if isinstance(node, Entries):
            return node
        problems.error(node.line, f"a mapping with name and documents was expected, not {describe(node)}")
    return None


def read_name(root: Entries, problems: Problems) -> str | None:
    """Return the platform's name, or ``None`` after recording that it is missing or gives no id."""
    pair = root.pair("name")
    if pair is None:
        problems.error(root.line, "name is missing: the name of the platform was expected", "add name: …")
        return None
    name = pair.value.value if isinstance(pair.value, Scalar) else None
    if not isinstance(name, str) or not name.strip():
        problems.error(
            pair.value.line, f"name: text was expected, not {describe(pair.value)}", "put the name in quotes"
        )
        return None
    try:
        slug(name)
    except ValueError as error:
        problems.error(pair.value.line, f"name: {error}")
        return None
    return name.strip()


def read_text_key(root: Entries, key: str, problems: Problems) -> str:
    """Return an optional text, empty if it is not there."""
    pair = root.pair(key)
    if pair is None:
        return ""
    value = pair.value.value if isinstance(pair.value, Scalar) else None
    if isinstance(value, str):
        return value
    problems.error(pair.value.line, f"{key}: text was expected, not {describe(pair.value)}")
    return ""
