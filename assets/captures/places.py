"""What two addresses have in common when they are one place: the host and path, without what redirects add."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_PAGE_SUFFIX = re.compile(r"(?:index)?\.(?:html?|php|aspx?)$")


def place_of(url: str) -> tuple[str, str]:
    """Return the host and path of an address, without www., a slash at the end, .html, and upper case.

    >>> place_of("https://www.lumora.example/Legal/Terms.html") == place_of("http://lumora.example/legal/terms/")
    True
    """
    parts = urlsplit(url.lower())
    return parts.netloc.removeprefix("www."), _PAGE_SUFFIX.sub("", parts.path).rstrip("/")
