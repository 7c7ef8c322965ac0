"""Turn the bytes of a captured page into text: byte order mark, HTTP header, ``<meta>``, then detection."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

# The HTML standard looks for a <meta> charset in the first 1,024 bytes; real pages put scripts before it.
META_SEARCH_BYTES = 8192
# Detection is only reached by undeclared pages that are not UTF-8; a sample is enough and bounds its time.
DETECTION_SAMPLE_BYTES = 65536
# A wrong declaration shows as undecodable bytes; a stray broken byte in a long page does not make it wrong.
MAX_REPLACED_SHARE = 0.001

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(r"charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w.:-]{1,40})", re.IGNORECASE)
_META_CHARSET = re.compile(
    rb"<meta\b[^>]{0,300}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w.:-]{1,40})", re.IGNORECASE
)
# What browsers do with these labels (WHATWG Encoding Standard): the superset is meant.
_BROWSER_MEANING = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    # a <meta> that could be read as ASCII cannot be in UTF-16
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}


class Decoded(NamedTuple):
    """The text of a page, and its UTF-8 bytes where it came in them: encoding them again takes a parser's time."""

    text: str
    utf8: bytes | None


def decode(body: bytes, content_type: str | None = None) -> str:
    """Return the text of a page, never raising: what cannot be decoded becomes U+FFFD."""
    return decoded(body, content_type).text


def decoded(body: bytes, content_type: str | None = None) -> Decoded:
    """Return the text of a page as ``decode`` does, with its UTF-8 bytes where they are at hand.

    Order as in the WHATWG HTML standard (byte order mark, ``Content-Type`` header, ``<meta>``), except
    that a declaration the bytes contradict is passed over, and detection comes last.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return Decoded(body[len(mark) :].decode(encoding, "replace"), None)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    declared = [name for name in (_from_header(content_type), _from_meta(body)) if name]
    # UTF-8 that decodes without an error is UTF-8 unless ISO-2022-JP or UTF-7-like escapes are declared.
    if text is not None and not any(name.startswith(("iso2022", "hz")) for name in declared):
        return Decoded(text, body)
    for encoding in (*declared, "utf-8"):
        text = body.decode(encoding, "replace")
        if text.count("\ufffd") <= MAX_REPLACED_SHARE * len(text):
            return Decoded(text, None)
    return Decoded(_detected(body), None)


def _from_header(content_type: str | None) -> str | None:
    match = _CHARSET.search(content_type or "")
    return _known(match.group(1)) if match else None


def _from_meta(body: bytes) -> str | None:
    match = _META_CHARSET.search(body, 0, META_SEARCH_BYTES)
    return _known(match.group(1).decode("ascii", "replace")) if match else None


def _known(label: str) -> str | None:
    """Return Python's name for an encoding label as browsers understand it, or None for an unknown one."""
    try:
        codec = codecs.lookup(label)
    except (LookupError, ValueError):
        return None
    if not codec._is_text_encoding:
        return None
    return _BROWSER_MEANING.get(codec.name, codec.name)


def _detected(body: bytes) -> str:
    from charset_normalizer import from_bytes

    guess = from_bytes(body[:DETECTION_SAMPLE_BYTES]).best()
    return body.decode(guess.encoding if guess else "cp1252", "replace")
