"""Where the site will stand: the address that makes permalinks and citations absolute."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from assets.errors import InputError

BASE_URL_VARIABLE = "TERMSCAPE_SITE_URL"
"""Where the site will stand, for permalinks and citations; unset: they are relative."""


def checked_base_url(url: str) -> str:
    """Return where a site will stand, with a slash at its end; empty stays empty.

    >>> checked_base_url("https://policies.example/site")
    'https://policies.example/site/'

    Raises:
        InputError: it is no address of a web host.
    """
    if not url:
        return ""
    parts = urlsplit(url)
    if (
        parts.scheme not in ("http", "https")
        or not parts.netloc
        or parts.query
        or parts.fragment
        or " " in url
    ):
        raise InputError(
            f"{url!r} is no address that a site can stand at. Expected one like https://policies.example/site/"
        )
    return url.rstrip("/") + "/"


def base_url_asked() -> str:
    """Return where the site will stand, as the environment says it; empty if it does not.

    Raises:
        InputError: it is no address of a web host.
    """
    try:
        return checked_base_url(os.environ.get(BASE_URL_VARIABLE, ""))
    except InputError as error:
        raise InputError(f"{BASE_URL_VARIABLE}: {error}") from error
