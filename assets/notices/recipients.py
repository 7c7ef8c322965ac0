"""Who gets messages: Apprise URLs with secrets from the environment, and folders; shown without secrets everywhere."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
HIDDEN = "****"


class UnusableRecipient(ValueError):
    """A recipient that nothing can be sent to; the message says why, without secrets."""


@dataclass(frozen=True)
class Recipient:
    """One recipient.

    Attributes:
        recipient_id: hash of what the watchlist says, variables not filled in: another secret is the same recipient.
        label: what people see: the service and what it is addressed to, without secrets.
        url: the Apprise URL with secrets filled in; empty for a folder.
        folder: where messages are written as files; ``None``: it is no folder.
        secrets: what must not be shown, wherever it turns up.
    """

    recipient_id: str
    label: str
    url: str = field(default="", repr=False)
    folder: Path | None = None
    secrets: tuple[str, ...] = field(default=(), repr=False)


def folder_recipient(written: str, home: Path) -> Recipient:
    """Return the recipient for a folder, below the home unless its path is absolute."""
    return Recipient(
        _hash(f"files {written}"), f"files in {written}", folder=home / Path(written).expanduser()
    )


def url_recipient(written: str) -> Recipient:
    """Return the recipient for an Apprise URL as a watchlist writes it.

    Raises:
        UnusableRecipient: a variable is not set.
    """
    missing = [name for name in _VARIABLE.findall(written) if not os.environ.get(name)]
    if missing:
        raise UnusableRecipient(f"the environment variable {missing[0]} is not set")
    filled = tuple(os.environ[name] for name in _VARIABLE.findall(written))
    url = _VARIABLE.sub(lambda found: os.environ[found[1]], written)
    secrets = tuple(sorted({*filled, *_passwords(url)} - {""}, key=len, reverse=True))
    return Recipient(_hash(written), label_of(written), url, secrets=secrets)


def label_of(written: str) -> str:
    """Return what may be shown of an Apprise URL: its service, its host where that is one, and mail addresses.

    >>> label_of("mailto://me:word@mail.example.org?to=team@example.org"), label_of("slack://A1/B2/${TOKEN}/#general")
    ('mailto to team@example.org', 'slack #general')
    """
    scheme, _, rest = written.partition("://")
    scheme = scheme.lower()
    if scheme.startswith("mailto"):
        addressed = re.findall(r"[?&]to=([^&\s]+)", rest.replace("%40", "@"))
        host = rest.rpartition("@")[2].split("?")[0].split("/")[0]
        return f"{scheme} to {addressed[0] if addressed else host}"
    if scheme.startswith(("json", "xml", "form", "http")):
        host = rest.split("?")[0].split("/")[0].rpartition("@")[2]
        return f"{scheme} {host}"
    channel = re.search(r"/(#[\w-]+)", rest.replace("%23", "#"))
    return f"{scheme} {channel[1]}" if channel else scheme


def without_secrets(text: str, recipient: Recipient) -> str:
    """Return text in which nothing secret of a recipient stands."""
    for secret in (recipient.url, *recipient.secrets):
        if secret:
            text = text.replace(secret, HIDDEN)
    return text


def _passwords(url: str) -> set[str]:
    """Return the parts of a URL that may be secret: its password, and long words of its path and query."""
    try:
        parts = urlsplit(url)
        password = parts.password or ""
    except ValueError:
        return {url.partition("://")[2]}
    words = re.findall(r"[A-Za-z0-9_\-]{12,}", f"{parts.path}?{parts.query}")
    return {password, *words}


def _hash(written: str) -> str:
    return hashlib.sha256(written.encode()).hexdigest()[:16]
