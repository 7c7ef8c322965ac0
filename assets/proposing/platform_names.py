"""Guessing whose page it is: a platform that is declared already, or a name from what the page calls its site."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from assets.errors import InputError
from assets.names import slug
from assets.proposing.links import site_of
from assets.proposing.naming import guess_types
from assets.sources.model import Platform
from assets.sources.registry import UnknownPlatform, find_platform

_TITLE_PARTS = re.compile(r"\s+[|–—·»-]\s+|[｜|]")
# Parts of a host's name that say what is there, not whose it is.
_SERVICES = frozenset(
    {"www", "docs", "help", "support", "legal", "policies", "policy", "privacy", "trust", "about", "m"}
)
# What a site calls a part of itself, after its name.
_PART_OF_A_SITE = re.compile(
    r"(?i)\s+(?:help|support|legal|trust|privacy|policy|safety)?\s*"
    r"(?:cent(?:er|re)|docs|documentation|support|help|legal|hub|portal|website)$"
)
_LONGEST = 40
# Characters of a title that are read.
LONGEST_TITLE = 400
# Sites on which many have pages of their own: the site says nothing of whose the page is.
_SHARED = frozenset(
    {"github.io", "notion.site", "zendesk.com", "google.com", "gitbook.io", "freshdesk.com", "webflow.io"}
)


@dataclass(frozen=True)
class PlatformGuess:
    """A platform's name, where it is from, and the declared platform, if it is one."""

    name: str
    why: str
    declared: Platform | None = None


def guess_platform(
    url: str, page: LexborHTMLParser | None, platforms: Sequence[Platform], named: str | None = None
) -> PlatformGuess:
    """Return the platform a page belongs to: the one ``named``, a declared one with pages on the same site, or a
    name from the page (``og:site_name``, the title) or its host.

    Raises:
        InputError: no id can be made of the name given.
    """
    if named is not None:
        try:
            platform = find_platform(platforms, named)
        except UnknownPlatform:
            try:
                slug(named)
            except ValueError as error:
                raise InputError(f"--platform: {error}.") from error
            return PlatformGuess(named.strip(), "as you say")
        return PlatformGuess(platform.name, "declared already", platform)
    site = site_of(url)
    known = [platform for platform in platforms if site not in _SHARED and site in _sites(platform)]
    if len(known) == 1:
        return PlatformGuess(known[0].name, f"declared already, with pages of {site}", known[0])
    name, why = _from_page(page, site) or (_from_host(site), "from its host")
    try:
        platform = find_platform(platforms, name)
    except (UnknownPlatform, ValueError):
        several = f"; {', '.join(one.name for one in known)} have pages of {site}, too" if known else ""
        return PlatformGuess(name, f"{why}{several}")
    return PlatformGuess(platform.name, f"declared already, {why}", platform)


def _sites(platform: Platform) -> set[str]:
    urls = [source.url for one in platform.declarations for source in one.sources if one.valid_until is None]
    return {site_of(url) for url in urls}


def _from_page(page: LexborHTMLParser | None, site: str) -> tuple[str, str] | None:
    """Return what a page calls its site, where that is a name and not a document's."""
    if page is None:
        return None
    meta = page.css_first('meta[property="og:site_name"]')
    said = " ".join(((meta.attributes.get("content") if meta else "") or "").split())
    if _is_name(said):
        return _PART_OF_A_SITE.sub("", said), "from the page's og:site_name"
    node = page.css_first("head > title")
    title = " ".join(node.text().split())[:LONGEST_TITLE] if node is not None else ""
    parts = [part.strip() for part in _TITLE_PARTS.split(title) if part.strip()]
    host = re.sub(r"\W", "", _from_host(site).lower())
    for part in reversed(parts):
        if re.sub(r"\W", "", part.lower()) in (host, re.sub(r"\W", "", site.lower())):
            return part, "from the page's title"
    if len(parts) > 1:
        names = [part for part in parts if _is_name(part)]
        if names and len(names) < len(parts):
            return _PART_OF_A_SITE.sub("", names[-1]), "from the page's title"
    # "DeepSeek Privacy Policy" at deepseek.com: as the title writes it
    written = re.search(rf"(?i)(?<!\w){re.escape(host)}(?!\w)", title) if host else None
    return (written[0], "from the page's title and its host") if written else None


def _is_name(text: str) -> bool:
    """Say whether a text may be a platform's name: short, and not that of a document."""
    if not text or len(text) > _LONGEST or len(text.split()) > 4 or not any(map(str.isalnum, text)):
        return False
    guesses = guess_types("", title=text)
    return not guesses or guesses[0].score < 1


def _from_host(site: str) -> str:
    labels = [label for label in site.partition(":")[0].split(".") if label not in _SERVICES]
    first = labels[0] if labels and not site[:1].isdigit() else site
    return first[:1].upper() + first[1:]
