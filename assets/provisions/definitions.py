"""Definitions: clauses that say what a term means in the document."""

from __future__ import annotations

import re

from assets.provisions.plain_text import normalised

_ARTICLE = r"(?:an?\s|the\s|der\s|die\s|das\s|les?\s|la\s|l'|une?\s)?"
_TERM = r"[\"「『《]\s?[^\"「」『』《》\n]{1,80}[\"」』》]"
_MEANS = (
    r"(?:(?:shall |will )?(?:mean|refer to|have the meaning|include)\b|means\b|refers to\b|represents?\b|denotes?\b"
    r"|(?:has|have) the (?:same )?meaning|(?:is|are) defined|(?:is|are) any\b|includes?\b|consists? of"
    r"|bezeichnet|bezeichnen|bedeutet|meint|umfasst|désigne|signifie|comprend|是指|系指|指)"
)
# Terms are looked for in the normalised text, where every quotation mark is '"' and no enumerator is left.
_QUOTED = re.compile(
    rf"{_ARTICLE}{_TERM}(?:\s?(?:,|and|or|und|oder|et|ou|/|、|或|和){{1,2}}\s?{_TERM}){{0,4}}"
    rf"(?:\s?\([^()]{{1,120}}\))?,?\s?(?:[^\W\d_]{{1,15}}\s){{0,3}}{_MEANS}",
    re.IGNORECASE,
)
_BOLD = re.compile(
    r"(?:\*\*|__)[\"“]?[^*_\n]{1,80}?[\"”]?:?(?:\*\*|__)[\"”]?\s{0,2}"
    rf"(?:[—–-]\s(?=[a-zß-ÿ]|An?\s|The\s|Any\s)|{_MEANS})"
)


def is_definition(text: str) -> bool:
    """Tell whether Markdown text defines a term: ``"Content" means …``, ``**Content** — …``.

    >>> is_definition('(c) “Content” means anything you post.'), is_definition("Content is king.")
    (True, False)
    """
    head = text[:40]
    if head.startswith(("**", "__")) and _BOLD.match(text[:200]):
        return True
    if not any(mark in head for mark in '"“„«「『《'):
        return False
    return _QUOTED.match(normalised(text[:400])) is not None
