"""Readable ids: how names of platforms and terms types become the ids every table is joined on."""

import re
import unicodedata

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
