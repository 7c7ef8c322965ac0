"""Addresses as they may be recorded and shown: without passwords, and without the values of secret parameters."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

HIDDEN = "hidden"
_SECRET = re.compile(
    r"(?i)(?:^|[_.-])(?:access_?token|token|session(?:_?id)?|sid|sig|signature|auth(?:orization)?|api_?key|"
    r"key|secret|password|passwd|pwd|jwt|code|credential|x-amz-[a-z-]+|state|nonce|ticket)$"
)


def shown_url(url: str) -> str:
    """Return an address without user and password, and with the values of secret-looking parameters hidden.

    >>> shown_url("https://me:pw@lumora.example/terms?lang=en&session_id=81f2")
    'https://lumora.example/terms?lang=en&session_id=hidden'
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return "an address that cannot be read"
    place = parts.netloc.rpartition("@")[2]
    query = "&".join(_shown(pair) for pair in parts.query.split("&")) if parts.query else ""
    return urlunsplit((parts.scheme, place, parts.path, query, parts.fragment))


def _shown(pair: str) -> str:
    name, equals, _ = pair.partition("=")
    return f"{name}{equals}{HIDDEN}" if equals and _SECRET.search(name) else pair
