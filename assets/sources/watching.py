"""Which of the declared platforms a live home watches: all of them, its own, or those it names (``watch.yaml``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assets.errors import InputError
from assets.home import Home
from assets.sources.located import Entries, Items, Malformed, Node, Scalar, describe, read_yaml
from assets.sources.model import Platform
from assets.sources.registry import UnknownPlatform, find_platform

FILE = "watch.yaml"


@dataclass(frozen=True)
class Watch:
    """What ``platforms:`` in the file says; ``names`` are asked for as written, with their lines."""

    shipped: bool = True
    names: tuple[tuple[str, int], ...] = ()


def read_watch(home: Home) -> Watch:
    """Return what a home watches; without a file everything that is declared.

    Raises:
        InputError: the file says something else than ``platforms: all``, ``own`` or a list of names.
    """
    path = home.path / FILE
    try:
        root = read_yaml(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Watch()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error}).") from error
    except Malformed as error:
        raise InputError(f"{path}:{error.line}: {error.message}") from error
    pair = root.pair("platforms") if isinstance(root, Entries) and len(root.pairs) == 1 else None
    if pair is None:
        raise InputError(
            f"{path}:{root.line}: the one key platforms was expected: all, own or a list of names."
        )
    if isinstance(pair.value, Scalar) and pair.value.value in ("all", "own"):
        return Watch(shipped=pair.value.value == "all")
    items = pair.value.items if isinstance(pair.value, Items) else ()
    if not items:
        raise InputError(f"{path}:{pair.value.line}: all, own or a list of names was expected.")
    names: list[tuple[str, int]] = []
    mistakes: list[str] = []
    for item in items:
        try:
            names.append((_name(item, home), item.line))
        except InputError as error:
            mistakes.append(str(error))
    if mistakes:
        raise InputError("\n".join(mistakes))
    return Watch(names=tuple(names))


def watched(home: Home, watch: Watch, platforms: Sequence[Platform]) -> list[Platform]:
    """Return the platforms that are watched.

    Raises:
        InputError: the file names some that are not declared; the message names the line and the nearest of each.
    """
    if not watch.names:
        return list(platforms)
    found: dict[str, Platform] = {}
    mistakes: list[str] = []
    for name, line in watch.names:
        try:
            platform = find_platform(platforms, name)
        except UnknownPlatform as error:
            mistakes.append(f"{home.path / FILE}:{line}: {error}")
            continue
        found[platform.platform_id] = platform
    if mistakes:
        raise InputError("\n".join(mistakes))
    return list(found.values())


def _name(node: Node, home: Home) -> str:
    if isinstance(node, Scalar) and isinstance(node.value, str) and node.value.strip():
        return node.value
    raise InputError(f"{home.path / FILE}:{node.line}: a platform's name was expected, not {describe(node)}.")
