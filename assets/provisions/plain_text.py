"""Markdown to words: what a reader sees of a block, and the form in which two wordings are compared."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

from assets.provisions.enumerators import enumerator_end

INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""Soft hyphen, zero-width characters, direction marks: in the bytes, not on the screen."""

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# Escaped characters are parked in a private plane while unescaped ones are read as markup.
_PARKING = 0xF0000
_PARKED = re.compile("[\U000f0021-\U000f007e]")

_DESTINATION = (
    r"\((?:[^()\s\\]|\\.|\([^()\s]{0,200}\)){0,2000}+(?:\s{1,3}(?:\"[^\"]{0,300}\"|'[^']{0,300}'))?\s?\)"
)
_IMAGE = re.compile(r"!\[[^\[\]]{0,500}\]" + _DESTINATION)
_LINK = re.compile(r"\[([^\[\]]{0,1000})\]" + _DESTINATION)
_LINK_ALONE = re.compile(r"[^\w\[]*\[(?P<words>[^\[\]]{1,200})\]" + _DESTINATION + r"[\W_]*")
LONGEST_LABEL = 12
"""Words up to which the words of a link name what it leads to; more of them say something."""
# What a link says rather than names: "[You may opt out here](…)", not "[What you may do](…)" or "[How you can opt out](…)".
_STATES = re.compile(
    r"(?!(?:how|what|why|when|where|who|which|whether)\b)(?:.{0,80}?\W)?(?:we|you|users|customers|they|nobody) (?:\w+ ){0,2}?"
    r"(?:may|must|shall|will|can|cannot|agree|do(?:es)? not|are not|never)\b|.{0,200}\w [^?]{0,80}[.!。]\W*$",
    re.IGNORECASE | re.DOTALL,
)
_REFERENCE = re.compile(r"\[([^\[\]]{1,500})\]\[[^\[\]]{0,100}\]")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,2000})>")
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|em|font|i|mark|s|small|span|strong|sub|sup|u)(?:\s[^<>]{0,500})?>", re.I
)
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]{0,30}(?:\s[^<>]{0,1000})?/?>")
_QUOTE_PREFIX = re.compile(r"\n[ \t]*(?:>[ \t]?){1,12}")
_STRONG = re.compile(r"\*\*|~~|`")
_STARS = re.compile(r"(?<![^\W_])\*+(?=\S)|(?<=\S)\*+(?![^\W_])")
# Underscores amid a word stay, and those before a name, a word with a single one amid it: "snake_case", "_ga_7".
_NAME = r"(?=[^\W_]{1,99}_[^\W_])(?!\w{1,300}(?<=_)(?!\w))"
_UNDERSCORES = re.compile(rf"(?<!\w)_{{1,9}}+(?!{_NAME})(?=\S)|(?<=[^\s_])_{{1,9}}+(?!\w)")
_MARKUP = re.compile(r"[\\<&\[*_~`>]")

# Typography that says nothing: quotation marks, dashes and the ellipsis are folded before comparing.
_FOLDED = {
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
}
_TYPOGRAPHY = re.compile("[" + "".join(_FOLDED) + "]")
_INVISIBLE = re.compile("[" + INVISIBLE + "]")


# Segmentation, headings and wordings ask for the same piece, and the next version has most of them again.
@lru_cache(maxsize=1 << 14)
def plain(text: str) -> str:
    """Return what a reader sees of Markdown: no markup, link targets, images or invisible characters.

    White space is collapsed; the words and their typography stay as they are.

    >>> plain("3\\\\. **Your [rights](https://example.org)**")
    '3. Your rights'
    """
    if _MARKUP.search(text):
        text = _without_markup(text)
    return " ".join(_INVISIBLE.sub("", text).split())


def normalised(text: str) -> str:
    """Return the form in which two wordings are compared for identity.

    As :func:`plain`, and without the enumerator it starts with (renumbering is no rewording), without
    differences of quotation marks and dashes, in Unicode normal form C. Case and punctuation count.

    >>> normalised("(b) *Content* means “posts”") == normalised('3. Content means "posts"')
    True
    """
    seen = unicodedata.normalize("NFC", plain(text))
    if not seen.isascii():
        seen = _TYPOGRAPHY.sub(lambda match: _FOLDED[match[0]], seen)
    return seen[enumerator_end(seen) :]


def is_visible(text: str) -> bool:
    """Tell whether a reader sees anything of this Markdown: an image, an anchor or a tag alone is nothing."""
    return text[:1].isalnum() or bool(plain(text))


def is_bare_link(text: str) -> bool:
    """Tell whether Markdown is one link that names what it leads to, and says nothing by itself.

    >>> is_bare_link("([Earlier rules](https://example.org/2030))"), is_bare_link("[You may leave](/leave)")
    (True, False)
    """
    link = _LINK_ALONE.fullmatch(text.strip())
    if link is None:
        return False
    words = plain(link["words"])
    return len(words.split()) <= LONGEST_LABEL and not _STATES.match(words)


def _without_markup(text: str) -> str:
    has_escapes = "\\" in text
    if has_escapes:
        text = _ESCAPED.sub(lambda match: chr(_PARKING + ord(match[1])), text)
    if "<" in text:
        text = _without_comments(text)
    if "[" in text:
        text = _IMAGE.sub(" ", text)
        text = _LINK.sub(r"\1", text)
        text = _LINK.sub(r"\1", text)
        text = _REFERENCE.sub(r"\1", text)
    if "<" in text:
        text = _AUTOLINK.sub(r"\1", text)
        text = _INLINE_TAG.sub("", text)
        text = _TAG.sub(" ", text)
    if ">" in text:
        text = _QUOTE_PREFIX.sub("\n", text)
    if "&" in text:
        text = html.unescape(text)
    text = _INVISIBLE.sub("", text)
    if "*" in text or "`" in text or "~" in text:
        text = _STARS.sub("", _STRONG.sub("", text))
    if "_" in text:
        text = _UNDERSCORES.sub("", text)
    return _PARKED.sub(lambda match: chr(ord(match[0]) - _PARKING), text) if has_escapes else text


def _without_comments(text: str) -> str:
    kept, start = [], 0
    while (opening := text.find("<!--", start)) >= 0 and (closing := text.find("-->", opening + 4)) >= 0:
        kept.append(text[start:opening])
        start = closing + 3
    return " ".join([*kept, text[start:]]) if kept else text
