"""Readable ids: how names of platforms and terms types become the ids every table is joined on."""

import re
import unicodedata
from collections.abc import Mapping

from rapidfuzz import process

from assets.errors import NothingFound

_SEPARATORS = re.compile(r"[^\w]+", re.UNICODE)


def slug(name: str) -> str:
    """Return the id for a name: lower case, words joined by hyphens, letters of any script kept.

    >>> slug("Claude.ai"), slug("Terms of Service"), slug("Crème & Co"), slug("文心一言")
    ('claude-ai', 'terms-of-service', 'creme-co', '文心一言')

    Raises:
        ValueError: the name has no letter or digit to make an id of.
    """
    decomposed = unicodedata.normalize("NFKD", name)
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    result = _SEPARATORS.sub("-", unicodedata.normalize("NFKC", plain).replace("_", "-").lower()).strip("-")
    if not result:
        raise ValueError(f"no id can be made of the name {name!r}: it has no letter or digit")
    return result


def document_id(platform: str, terms_type: str) -> str:
    """Return ``platform-id/terms-type`` for the names of a platform and a terms type.

    >>> document_id("Midjourney", "Privacy Policy")
    'midjourney/privacy-policy'
    """
    return f"{slug(platform)}/{slug(terms_type)}"


def known_platform(name: str, known: Mapping[str, str]) -> str:
    """Return the id of a platform given by id or name; ``known`` maps ids to names.

    Raises:
        NothingFound: there is none; the message names the nearest.
    """
    if name in known:
        return name
    folded = name.casefold().strip()
    for platform_id, platform in known.items():
        if folded in (platform_id.casefold(), platform.casefold()):
            return platform_id
    near = [match[0] for match in process.extract(name, list(known.values()), limit=3, score_cutoff=40)]
    said = f" Nearest: {', '.join(near)}." if near else " No platform is known here yet."
    raise NothingFound(f"no platform {name!r} here.{said if known else ' No platform is known here yet.'}")
