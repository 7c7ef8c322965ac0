"""What a reader sees of a Markdown document: no link targets, no images, no markup, one space between words."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

from assets.versions.blocks import REMEMBERED, blocks

# Characters with no width, soft hyphens, direction marks and private-use glyphs (icon fonts).
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ue000-\uf8ff]"
)
# An escaped mark ("\*") is text, not markup: it waits in the private-use area (emptied above) until
# the markup is gone.
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_WAITING_ROOM = 0xE000

_COMMENT = re.compile(r"<!--.{0,5000}?-->", re.DOTALL)
# A link's target: parentheses balanced one level deep. All gaps are bounded, because a lone "](" in a
# broken page must not make the search run to the end of the document.
_TARGET = r"\([ \t]*(?:<[^<>\n]{0,4000}>|(?:[^()\n]|\([^()\n]{0,500}\)){0,4000}+)\)"
_IMAGE = re.compile(r"!\[[^\[\]]{0,2000}\]" + _TARGET)
_LINK = re.compile(
    r"\[((?:[^\[\]]|\[[^\[\]]{0,300}\]){0,5000}+)\](?:" + _TARGET + r"|\[[^\[\]\n]{0,200}\])", re.DOTALL
)
_AUTOLINK = re.compile(r"<((?:https?://|mailto:|tel:)[^<>\s]{1,4000}|[^<>\s@]{1,200}@[^<>\s@]{1,200})>")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]{0,30}(?:[\s/][^<>]{0,1000})?>")

# What may open a line: quote marks, then a rule, a table rule, a code fence or a link's definition that
# fill the line, or list and heading markers before its text.
_LINE_OPENING = re.compile(
    r"\n[ \t]*(?:>[ \t]*){0,9}(?:"
    r"(?:=+|-{2,}|(?:[*_-][ \t]*){3,99})[ \t]*(?=\n)"
    r"|\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*){0,60}(?=\n)"
    r"|(?:```|~~~)[^\n]{0,200}(?=\n)"
    r"|\[[^\[\]\n]{1,200}\]:[ \t]+\S{1,4000}[^\n]{0,300}(?=\n)"
    r"|(?:[*+•·◦▪●○‣-][ \t]+){0,4}(?:#{1,6}(?=\s))?"
    r")"
)
_NUMBERED_HEADING = re.compile(r"\n([ \t]*\d{1,3}[.)][ \t]+)#{1,6}(?=\s)")  # a heading inside a numbered list
_HEADING_END = re.compile(r" #{1,6}[ \t]*(?=\n)")
_UNDERSCORES = re.compile(r"__{0,2}")


def visible_text(markdown: str) -> str:
    r"""Return what a reader sees of ``markdown``: words, numbers and punctuation, separated by single spaces.

    Link texts stay, link targets, images, anchors, heading and list markers, emphasis, table rules,
    escapes and characters without width go. Numbers of numbered lists stay: readers cite them.
    The time is linear in the length of the document.

    >>> visible_text("# 1\\. Your *data*\n\nSee [our **policy**](https://example.org/p?id=9).")
    '1. Your data See our policy.'
    """
    return " ".join(visible_lines(markdown).split())


def visible_lines(markdown: str) -> str:
    """Return what ``visible_text`` returns, with the line breaks of the Markdown, blank lines aside."""
    return "\n".join(visible_blocks(markdown))


# A text is asked for its hashes, its lines and its dates in a row; then the next one is.
@lru_cache(maxsize=16)
def visible_blocks(markdown: str) -> tuple[str, ...]:
    """Return the visible lines of each block of a document in which there is something to see."""
    return tuple(visible for block in blocks(markdown) if (visible := visible_block(block)))


@lru_cache(maxsize=REMEMBERED)
def visible_block(block: str) -> str:
    """Return the visible lines of one block."""
    text = f"\n{block}\n"
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    # the backslash first: in two of them, the first escapes the second and nothing after it
    escaped = sorted(set(_ESCAPE.findall(text)), key=lambda mark: mark != "\\") if "\\" in text else []
    for mark in escaped:
        text = text.replace(f"\\{mark}", chr(_WAITING_ROOM + ord(mark)))
    if "<!--" in text:
        text = _COMMENT.sub(" ", text)
    text = _without_links(text)
    if "<" in text:
        text = _AUTOLINK.sub(r"\1", text)
        text = _TAG.sub(" ", text)
    text = _LINE_OPENING.sub("\n", text)
    if " #" in text:
        text = _NUMBERED_HEADING.sub(r"\n\1", text)
        text = _HEADING_END.sub("", text)
    text = text.replace("*", "").replace("`", "").replace("~~", "").replace("|", " ").replace("¶", "")
    if "_" in text:
        text = _without_underscores(text)
    if "&" in text:
        text = html.unescape(text)
    for mark in escaped:
        text = text.replace(chr(_WAITING_ROOM + ord(mark)), mark)
    return unicodedata.normalize("NFC", text).replace("\u00a0", " ").strip("\n")


def _without_links(text: str) -> str:
    if "](" not in text and "][" not in text:
        return text
    text = _IMAGE.sub("", text)
    text = _LINK.sub(r"\1", text)
    return _LINK.sub(r"\1", text) if "](" in text else text  # a link around text that held a link itself


def _without_underscores(text: str) -> str:
    """Drop underscores that emphasise (at one edge of a word), keep those inside names and of blank lines."""

    def keep_or_drop(match: re.Match[str]) -> str:
        before, after = text[match.start() - 1], text[match.end() : match.end() + 1]
        opens = not before.isalnum() and before != "_" and not after.isspace() and after != "_"
        closes = not before.isspace() and before != "_" and not after.isalnum() and after != "_"
        return "" if opens or closes else match[0]

    return _UNDERSCORES.sub(keep_or_drop, text)
