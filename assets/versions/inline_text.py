"""Runs of styled text in, one Markdown paragraph out: white space, escapes, emphasis and links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple


class Style(NamedTuple):
    """How a run of text looks: emphasis, code, and the target it links to."""

    bold: bool = False
    italic: bool = False
    code: bool = False
    link: str | None = None


PLAIN = Style()
# A line break asked for by the page, as opposed to white space in its source.
BREAK = "\x00"
Run = tuple[str, Style]


class _Piece(NamedTuple):
    """Text already written as Markdown, still without the emphasis it is to get."""

    text: str
    bold: bool
    italic: bool


# No width, no meaning. Joiners (U+200C, U+200D) carry meaning in Persian, Indic scripts and emoji: there they stay.
_INVISIBLE = re.compile(
    "[\u200b\u2060\ufeff\u00ad\u200e\u200f\x01-\x08\x0e-\x1f]|(?<![\u0600-\uffff\U0001f000-\U0001ffff])[\u200c\u200d]"
)
# A quick look for any of them, and for what may need a backslash: most texts have neither.
_MAY_BE_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\x01-\x08\x0e-\x1f]")
_MAY_NEED_ESCAPE = re.compile(r"[\\`*\[\]_~<&]")
_WORD_CHARACTER = re.compile(r"\w")
# An underscore is markup only where it can open emphasis: before a word, not inside or after one.
_TO_ESCAPE = re.compile(r"[\\`*\[\]]|(?<!\w)_{1,40}(?=[^\s_])|~~|<(?=[A-Za-z/!?])|&(?=#?\w{1,20};)")
_NUMBER_AT_START = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_MARK_AT_START = re.compile(r"(?:[-+]|#{1,6})(?=\s|$)|>|={1,200}$|-{2,200}$|_{3,200}$|\|")
# Signs that typists put before the items of a list they did not mark up as one.
_BULLET_AT_START = re.compile(r"(?:[•◦▪●○‣■□➢➤⁃·∙]\s{0,3}|[-–]\s{1,3})(?=\S)")


def lines(runs: Sequence[Run], *, bold: bool = True) -> list[str]:
    """Return the runs as Markdown, split at the page's own line breaks; empty lines are paragraph breaks.

    ``bold=False`` leaves strong emphasis out (in headings, which are bold as they are).
    """
    if len(runs) == 1 and runs[0][1] == PLAIN and BREAK not in runs[0][0]:
        text = _visible(runs[0][0])
        return [_escape(text)] if text else []
    found = [_line(line, bold) for line in _split(_merged(runs))]
    while found and not found[-1]:
        found.pop()
    while found and not found[0]:
        found.pop(0)
    return found


def is_bullet(line: str) -> re.Match[str] | None:
    """Return the match of a typed bullet at the start of a line, if there is one.

    >>> bool(is_bullet("• apples")), bool(is_bullet("-5 degrees"))
    (True, False)
    """
    return _BULLET_AT_START.match(line)


def escaped_start(line: str) -> str:
    r"""Escape what would make a paragraph's line a list item, a heading or a rule.

    >>> escaped_start("1. Definitions"), escaped_start("# of users"), escaped_start("1.5 million")
    ('1\\. Definitions', '\\# of users', '1.5 million')
    """
    number = _NUMBER_AT_START.match(line)
    if number:
        return f"{number.group(1)}\\{line[number.end(1) :]}"
    return f"\\{line}" if _MARK_AT_START.match(line) else line


def _merged(runs: Iterable[Run]) -> list[Run]:
    """Return the runs with white space collapsed, the invisible gone and equal neighbours made one."""
    merged: list[tuple[list[str], Style]] = []
    after_space = True
    for text, style in runs:
        if text != BREAK:
            if _MAY_BE_INVISIBLE.search(text):
                text = _INVISIBLE.sub("", text)
            text = _spaced(text, after_space)
            if not text:
                continue
            after_space = text.endswith(" ")
        else:
            after_space = True
        if merged and merged[-1][1] == style and text != BREAK and merged[-1][0][-1] != BREAK:
            merged[-1][0].append(text)
        else:
            merged.append(([text], style))
    return [("".join(texts), style) for texts, style in merged]


def _visible(text: str) -> str:
    """Return a text without what is invisible, its white space collapsed, none at its ends."""
    return " ".join((_INVISIBLE.sub("", text) if _MAY_BE_INVISIBLE.search(text) else text).split())


def _spaced(text: str, after_space: bool) -> str:
    """Return a text with its white space collapsed, without that at its start after a space."""
    words = text.split()
    if not words:
        return "" if after_space or not text else " "
    start = " " if text[0].isspace() and not after_space else ""
    return f"{start}{' '.join(words)}{' ' if text[-1].isspace() else ''}"


def _split(runs: Iterable[Run]) -> list[list[Run]]:
    split: list[list[Run]] = [[]]
    for run in runs:
        if run[0] == BREAK:
            split.append([])
        else:
            split[-1].append(run)
    return split


def _line(runs: list[Run], bold: bool) -> str:
    if not runs:
        return ""
    if len(runs) == 1 and runs[0][1] == PLAIN:
        return _escape(runs[0][0].strip())
    if not bold:
        runs = [(text, style._replace(bold=False)) for text, style in runs]
    by_link = groupby(runs, key=lambda run: run[1].link)
    return _emphasised([piece for link, group in by_link for piece in _pieces(list(group), link)]).strip()


def _pieces(runs: list[Run], link: str | None) -> list[_Piece]:
    """Return runs as written text with its emphasis; a link is one piece, emphasised as a whole or inside."""
    written = [_Piece(_literal(run), run[1].bold, run[1].italic) for run in runs]
    if link is None:
        return written
    emphases = {piece[1:] for piece in written if piece.text.strip()}
    whole = len(emphases) == 1
    text = "".join(piece.text for piece in written) if whole else _emphasised(written)
    if not _WORD_CHARACTER.search(text):
        return written
    inner = text.strip()
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    bold, italic = emphases.pop() if whole else (False, False)
    return [_Piece(f"{before}[{inner}]({link}){after}", bold, italic)]


def _emphasised(pieces: list[_Piece]) -> str:
    strong = groupby(pieces, key=lambda piece: piece.bold)
    return "".join(_marked(_italicised(list(group)), "**" if is_bold else "") for is_bold, group in strong)


def _italicised(pieces: list[_Piece]) -> str:
    slanted = groupby(pieces, key=lambda piece: piece.italic)
    return "".join(
        _marked("".join(piece.text for piece in group), "*" if italic else "") for italic, group in slanted
    )


def _literal(run: Run) -> str:
    text, style = run
    if not style.code:
        return _escape(text)
    fence = "``" if "`" in text else "`"
    return _marked(text, fence) if text.strip() else text


def _marked(text: str, mark: str) -> str:
    """Put marks around a text, inside its outer white space; around no text without a word."""
    inner = text.strip()
    if not mark or not _WORD_CHARACTER.search(inner):
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{mark}{inner}{mark}{after}"


def _escape(text: str) -> str:
    return _TO_ESCAPE.sub(_backslashed, text) if _MAY_NEED_ESCAPE.search(text) else text


def _backslashed(match: re.Match[str]) -> str:
    return "".join(f"\\{character}" for character in match.group())
