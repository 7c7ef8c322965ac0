"""How this home asks for pages: limits, politeness, contact; from ``fetching.yaml`` in the home."""

from __future__ import annotations

import functools
import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from importlib import metadata
from typing import Any

from assets.captures.fetching.addresses import Network
from assets.errors import InputError
from assets.home import Home
from assets.names import slug
from assets.sources.located import Entries, Items, Malformed, Node, Scalar, describe, read_yaml
from assets.sources.vocabulary import nearest

CONTACT_VARIABLE = "TERMSCAPE_CONTACT"


@dataclass(frozen=True)
class FetchSettings:
    """Limits and politeness of a round; times in seconds, sizes in bytes.

    ``total_seconds`` bounds one try at a page from the first connection to the last byte, redirects
    included; ``longest_wait_seconds`` is how long a round waits for a server that says when to come back
    (``Retry-After``); ``max_bytes`` counts after decompression; ``vantage`` names from where this home
    looks (e.g. ``DE``), which sets its timelines apart from those of other places.
    """

    contact: str = ""
    vantage: str = ""
    concurrency: int = 16
    per_host: int = 1
    delay_seconds: float = 1.0
    connect_seconds: float = 10.0
    read_seconds: float = 20.0
    total_seconds: float = 60.0
    tries: int = 3
    backoff_seconds: float = 2.0
    longest_wait_seconds: float = 60.0
    max_bytes: int = 10_000_000
    max_redirects: int = 10
    allow_addresses: tuple[Network, ...] = ()

    @property
    def header_contact(self) -> str:
        """The contact as it can stand in a header: printable ASCII, no brackets, which would end a comment."""
        return "".join(c for c in self.contact.strip() if _in_header(c))

    @property
    def user_agent(self) -> str:
        """Who asks, and where to complain (RFC 9110 section 10.1.5)."""
        about = f"policy archive; {self.header_contact or 'the operator has set no contact'}"
        return f"Termscape/{_own_version()} ({about})"


@functools.cache  # it is read from a file, and every request says it
def _own_version() -> str:
    return metadata.version("termscape")


# The least and the most each number may be: what is outside is a slip of the pen, or rude.
_BOUNDS: Mapping[str, tuple[float, float]] = {
    "concurrency": (1, 256),
    "per_host": (1, 8),
    "delay_seconds": (0, 600),
    "connect_seconds": (0.1, 120),
    "read_seconds": (0.1, 300),
    "total_seconds": (0.5, 1800),
    "tries": (1, 10),
    "backoff_seconds": (0, 300),
    "longest_wait_seconds": (0, 3600),
    "max_bytes": (10_000, 1_000_000_000),
    "max_redirects": (0, 50),
}
_TEXTS = ("contact", "vantage")


def contact_asked() -> str:
    """Return the contact as the environment says it; empty if it does not.

    Raises:
        InputError: it is no address that can stand in a header.
    """
    try:
        return _contact(os.environ.get(CONTACT_VARIABLE, ""))
    except ValueError as error:
        raise InputError(f"{CONTACT_VARIABLE}: {error}") from error


def read_settings(home: Home) -> FetchSettings:
    """Return the settings of a home: its ``fetching.yaml`` where there is one, else what is usual.

    The contact may also come from the environment (``TERMSCAPE_CONTACT``), which the file overrides.

    Raises:
        InputError: the file cannot be used; the message names its line and what was expected.
    """
    settings = FetchSettings(contact=contact_asked())
    path = home.path / "fetching.yaml"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return settings
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read as UTF-8 text ({error}).") from error
    try:
        root = read_yaml(text)
    except Malformed as error:
        raise InputError(f"{path}:{error.line}: {error.message}") from error
    if isinstance(root, Scalar) and root.value is None:
        return settings
    if not isinstance(root, Entries):
        raise InputError(f"{path}:{root.line}: settings such as `contact: you@example.org` were expected.")
    known = [each.name for each in fields(FetchSettings)]
    mistakes = [
        f"{path}:{again.line}: {again.key} is set a second time; keep one of the two lines"
        for again in root.repeated()
    ]
    values: dict[str, Any] = {}
    for pair in root.pairs:
        if pair.key not in known:
            near = nearest(pair.key, known)
            hint = f"did you mean {near}?" if near else f"known: {', '.join(known)}"
            mistakes.append(f"{path}:{pair.line}: unknown setting {pair.key!r} ({hint})")
            continue
        try:
            values[pair.key] = _value(pair.key, pair.value)
        except ValueError as error:
            mistakes.append(f"{path}:{pair.value.line}: {pair.key}: {error}")
    if mistakes:
        raise InputError("\n".join(mistakes))
    return replace(settings, **values)


def _value(name: str, node: Node) -> Any:
    if name == "allow_addresses":
        nodes = node.items if isinstance(node, Items) else (node,)
        return tuple(_network(each) for each in nodes)
    value = node.value if isinstance(node, Scalar) else None
    if name in _TEXTS:
        if not isinstance(value, str) or not value.strip():
            raise ValueError(f"text was expected, not {describe(node)} (put it in quotes if it is text)")
        return _contact(value) if name == "contact" else _place(value)
    whole = isinstance(getattr(FetchSettings, name), int)
    kind = "whole number" if whole else "number"
    try:
        number = float(str(value)) if not isinstance(value, bool) else None
    except ValueError:
        number = None
    low, high = _BOUNDS[name]
    if number is None or not low <= number <= high or (whole and not number.is_integer()):
        given = describe(node) if number is None else str(value)
        raise ValueError(f"a {kind} from {low:,.10g} to {high:,.10g} was expected, not {given}")
    return int(number) if whole else number


def _network(node: Node) -> Network:
    value = node.value if isinstance(node, Scalar) else None
    try:
        return ipaddress.ip_network(str(value), strict=False)
    except ValueError as error:
        raise ValueError(
            f"an address or a network like 10.0.0.0/8 was expected, not {describe(node)}"
        ) from error


def _contact(text: str) -> str:
    """Return a contact that can stand in a header as it is: one altered to fit would reach nobody.

    Raises:
        ValueError: it is no address, or holds characters that cannot stand there.
    """
    text = text.strip()
    if text and "@" not in text and "." not in text:
        raise ValueError(f"an e-mail address or a web address was expected, not {text!r}")
    wrong = sorted({c for c in text if not _in_header(c)})
    if wrong:
        shown = " ".join(ascii(c) for c in wrong[:5])
        raise ValueError(
            f"an e-mail address or a web address in plain ASCII was expected, without brackets; it has {shown}"
        )
    return text


def _place(text: str) -> str:
    """Return a vantage, which becomes part of the names of timelines.

    Raises:
        ValueError: no name can be made of it.
    """
    text = text.strip()
    slug(text)
    return text


def _in_header(character: str) -> bool:
    return character.isascii() and character.isprintable() and character not in "()"
