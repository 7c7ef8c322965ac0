"""Link targets as they are written into Markdown: absolute, and the same at every render of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from urllib.parse import parse_qsl, quote, urldefrag, urlencode, urljoin, urlsplit, urlunsplit

# Parameters that identify a visit or a campaign, never a document (the names advertisers and web servers use).
_TRACKING_PARAMETER = re.compile(
    r"utm_\w{1,40}|mtm_\w{1,40}|pk_\w{1,40}|hsa_\w{1,40}|_hs\w{1,10}|_ga|_gl|gclid|gclsrc|dclid|gbraid|wbraid|fbclid"
    r"|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_[ce]id|mkt_tok|oly_\w{1,10}_id|vero_id|ref_src|trk|trkcampaign"
    r"|(?:php|j|asp)?sess(?:ion)?_?(?:id|token)?|sid|cfid|cftoken",
    re.IGNORECASE,
)
_SESSION_PATH = re.compile(r";(?:jsessionid|sid|phpsessid)=[\w.!-]{1,200}", re.IGNORECASE)
# A fragment made by a machine: React's `:r1:`, long hexadecimal or decimal runs, UUIDs. It may change at any render.
_MACHINE_FRAGMENT = re.compile(
    r":r\w{1,6}:|(?=[0-9a-f-]{0,40}\d)(?=[0-9a-f-]{0,40}[a-f])(?<![a-z])[0-9a-f]{8,}(?![a-z])|\d{7,}",
    re.IGNORECASE,
)
_FOLLOWED_SCHEMES = frozenset({"http", "https", "mailto", "tel", "ftp"})
_UNSAFE_IN_MARKDOWN = {" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "\\": "%5C", "|": "%7C"}
_CONTROL = re.compile(r"[\x00-\x20\x7f]+")
_UNSAFE = re.compile(r"[ ()<>\\|]")
_EMAIL_PROTECTION = "/cdn-cgi/l/email-protection"

# Most links of a page are one of these, of which everything is known at a look (taking a URL apart and joining it
# takes 50 times as long): an address without query, a path from the root, a place in the page. All without what a
# target is cleaned of, escaped for or resolved by.
_PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9.-]{1,200}(?:/[A-Za-z0-9._~/%@+,=:-]{0,2000})?")
_PLAIN_PATH = re.compile(r"/(?!/)(?:[A-Za-z0-9_~/%@+,=:-]|(?<!/)\.){0,2000}")
_PLAIN_PLACE = re.compile(r"#[A-Za-z0-9._-]{1,200}")


class LinkTargets:
    """Turns the ``href`` values of one page into stable absolute targets, remembering what it has seen.

    ``dropped_parameters`` are the query parameters a declaration asks to leave out (``removeQueryParams``).
    """

    def __init__(
        self, page_url: str, base: str | None = None, dropped_parameters: Iterable[str] = ()
    ) -> None:
        self._page_url = page_url
        self._page_address = _without_fragment(page_url)
        self._base = _joined(page_url, base) if base else page_url
        self._dropped = frozenset(dropped_parameters)
        self._known: dict[str, str | None] = {}

    def target(self, href: str) -> str | None:
        """Return what to write as the link's target, or ``None`` where only the text should stay."""
        if href not in self._known:
            self._known[href] = self._target(href)
        return self._known[href]

    def within_page(self, href: str) -> bool:
        """Say whether a link leads to a place in the page itself."""
        href = href.strip()
        if href.startswith("#"):
            return True
        if "#" not in href or not self._page_url:
            return False
        return _without_fragment(_joined(self._base, href)) == self._page_address

    def _target(self, href: str) -> str | None:
        if _PLAIN_ADDRESS.fullmatch(href) and _EMAIL_PROTECTION not in href:
            return href
        if _PLAIN_PATH.fullmatch(href) and _EMAIL_PROTECTION not in href:
            return None if self._root is None else f"{self._root}{href[1:]}"
        if _PLAIN_PLACE.fullmatch(href):
            machine = self._place is None or _MACHINE_FRAGMENT.search(href[1:])
            return None if machine else f"{self._place}{href[1:]}"
        return self._resolved(href)

    @cached_property
    def _root(self) -> str | None:
        """What the targets of paths from the root begin with, ``None`` where none can be followed."""
        return _without_last(self._resolved("/x"))

    @cached_property
    def _place(self) -> str | None:
        """What the targets of places in the page begin with, ``None`` where none can be followed."""
        return _without_last(self._resolved("#x"))

    def _resolved(self, href: str) -> str | None:
        href = _CONTROL.sub(" ", href).strip()
        if not href or href == "#" or _EMAIL_PROTECTION in href:
            return None
        absolute = _joined(self._base, href)
        try:
            parts = urlsplit(absolute)
        except ValueError:
            return None
        if parts.scheme and parts.scheme.lower() not in _FOLLOWED_SCHEMES:
            return None
        fragment = parts.fragment
        if _MACHINE_FRAGMENT.search(fragment) or fragment.startswith(":~:text="):
            if self.within_page(href):
                return None
            fragment = ""
        query = self._cleaned(parts.query) if parts.query else ""
        path = _SESSION_PATH.sub("", parts.path)
        return _written(urlunsplit((parts.scheme, parts.netloc, path, query, fragment)))

    def _cleaned(self, query: str) -> str:
        """Return a query string without tracking parameters, byte for byte as it was if there are none."""
        pairs = parse_qsl(query, keep_blank_values=True)
        kept = [
            (name, value)
            for name, value in pairs
            if name not in self._dropped and not _TRACKING_PARAMETER.fullmatch(name)
        ]
        return query if len(kept) == len(pairs) else urlencode(kept)


def decoded_email(protected: str) -> str | None:
    """Return the address Cloudflare hides in ``data-cfemail``: its first byte is the key of an XOR.

    The key is drawn anew at each render, so the same page would seem to change each time.

    >>> decoded_email("422c2d2027")
    'nobe'
    """
    try:
        key, *characters = bytes.fromhex(protected)
        return bytes(character ^ key for character in characters).decode("utf-8")
    except ValueError:
        return None


def _without_fragment(url: str) -> str:
    try:
        return urldefrag(url).url.rstrip("/")
    except ValueError:
        return url


def _without_last(url: str | None) -> str | None:
    return url[:-1] if url else None


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href)
    except ValueError:
        return href


def _written(url: str) -> str:
    """Return a URL without the characters that would end a Markdown link."""
    url = _UNSAFE.sub(lambda match: _UNSAFE_IN_MARKDOWN[match.group()], url)
    return url if url.isascii() else quote(url, safe="%/:=&?~#+!$,;'@*[]")
