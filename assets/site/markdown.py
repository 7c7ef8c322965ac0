"""Markdown of hostile pages as HTML: a small safe subset, in which nothing runs and only web addresses are links."""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup

from assets.provisions.plain_text import plain

# Overrides of the direction of writing: a reader would see words in another order than they have.
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
# HTML allows neither these nor lone surrogates, which no UTF-8 file can hold.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_WEB = re.compile(r"https?://[^\s\\]", re.I)
_ROW = re.compile(r"(?<!\\)\|")


def seen(text: str) -> str:
    """Return a text as a page may show it: what reverses the order of letters is named, control characters are gone.

    >>> seen("a\\u202eb\\x00c")
    'a⟨U+202E⟩bc'
    """
    # neither the one nor the other is printable, and most texts of a page have no line breaks
    if text.isprintable():
        return text
    return _OVERRIDES.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", _IMPOSSIBLE.sub("", text))


def is_web_address(url: str | None) -> bool:
    """Tell whether an address may be a link: http or https, and nothing that only looks so."""
    return bool(url and _WEB.match(url) and not _IMPOSSIBLE.search(url))


def rendered(text: str, kind: str = "paragraph") -> Markup:
    """Return a provision's Markdown as HTML.

    Links to http and https stay links (``rel="nofollow noopener noreferrer"``), others are their words; images are
    their description; headings are paragraphs; HTML is shown as the text that it is.

    Args:
        text: Markdown, of whoever wrote the page.
        kind: the kind of provision; rows of tables are shown as their cells.
    """
    text = seen(text)
    if kind in ("table_row", "table_header"):
        cells = [plain(cell) for cell in _ROW.split(text.strip().strip("|"))]
        return Markup("<p>%s</p>") % " · ".join(cell for cell in cells if cell)
    return Markup(_MARKDOWN.render(text))


def _made_safe(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "p"
            if token.nesting == 1:
                token.attrSet("class", "heading")
        _links_made_safe(token.children or ())


def _links_made_safe(tokens: Sequence[Token]) -> None:
    opened: list[bool] = []
    for token in tokens:
        if token.type == "image":
            token.type, token.content, token.children = "text", token.content or "image", None
        elif token.type == "link_open":
            href = token.attrs.get("href")
            opened.append(is_web_address(str(href)))
            token.attrs = {}
            if opened[-1]:
                token.attrs = {"href": str(href), "rel": "nofollow noopener noreferrer"}
            else:
                token.tag = "span"
        elif token.type == "link_close" and opened and not opened.pop():
            token.tag = "span"


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 12}, renderer_cls=_Renderer).enable(
        "table"
    )
    # every address is parsed as one; what may be a link is decided behind it
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.core.ruler.push("made_safe", _made_safe)
    return parser


class _Renderer(RendererHTML):
    """As the library does it, with code blocks that say nothing of a language."""

    def fence(self, tokens: Sequence[Token], idx: int, options: Any, env: MutableMapping[str, Any]) -> str:
        return str(Markup("<pre><code>%s</code></pre>") % tokens[idx].content)


_MARKDOWN = _parser()
