"""Runs of styled text in, one Markdown paragraph out: white space, escapes, emphasis and links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
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


_IS_BOLD, _IS_ITALIC = itemgetter(1), itemgetter(2)

# No width, no meaning. Joiners (U+200C, U+200D) carry meaning in Persian, Indic scripts and emoji: there they stay.
_INVISIBLE = re.compile(
    "[\u200b\u2060\ufeff\u00ad\u200e\u200f\x01-\x08\x0e-\x1f]|(?<![\u0600-\uffff\U0001f000-\U0001ffff])[\u200c\u200d]"
)
# Those of them that Python takes for white space.
_SEPARATOR = re.compile("[\x1c-\x1f]")
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
        text = _spaced(runs[0][0], True).strip(" ")
        return [_escape(text)] if text else []
    found = [_line(line, bold) for line in _merged(runs)]
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


def _merged(runs: Iterable[Run]) -> list[list[Run]]:
    """Return the runs of each line: white space collapsed, the invisible gone, equal neighbours made one."""
    line: list[Run] = []
    merged = [line]
    # The texts of the run in progress, and its style.
    texts: list[str] = []
    current = PLAIN
    after_space = True
    for text, style in runs:
        if text == BREAK:
            if texts:
                line.append(("".join(texts), current))
            line, texts, after_space = [], [], True
            merged.append(line)
            continue
        text = _spaced(text, after_space)
        if not text:
            continue
        after_space = text[-1] == " "
        if texts and style != current:
            line.append(("".join(texts), current))
            texts = []
        current = style
        texts.append(text)
    if texts:
        line.append(("".join(texts), current))
    return merged


def _spaced(text: str, after_space: bool) -> str:
    """Return a text without the invisible, its white space collapsed, without that at its start after a space."""
    # No white space but U+0020 is printable, and nothing invisible: most texts need no more than this look.
    if not text.isprintable() or "  " in text:
        words = text.split()
        collapsed = " ".join(words)
        if not collapsed.isprintable() or _SEPARATOR.search(text):
            text = _INVISIBLE.sub("", text)
            words = text.split()
            collapsed = " ".join(words)
        if not words:
            return "" if after_space or not text else " "
        text = f"{' ' if text[0].isspace() else ''}{collapsed}{' ' if text[-1].isspace() else ''}"
    return text[1:] if after_space and text[:1] == " " else text


def _line(runs: list[Run], bold: bool) -> str:
    """Return the runs of one line as Markdown."""
    if not runs:
        return ""
    if len(runs) == 1 and runs[0][1] == PLAIN:
        return _escape(runs[0][0].strip())
    pieces: list[_Piece] = []
    for link, group in groupby(runs, key=_link_of):
        written = [_Piece(_literal(run), bold and run[1].bold, run[1].italic) for run in group]
        pieces += written if link is None else _linked(written, link)
    return _emphasised(pieces).strip()


def _link_of(run: Run) -> str | None:
    return run[1].link


def _linked(pieces: list[_Piece], link: str) -> list[_Piece]:
    """Return the text of a link as one piece, emphasised as a whole or inside; as it is if it has no word."""
    emphases = {piece[1:] for piece in pieces if piece.text.strip()}
    whole = len(emphases) == 1
    text = "".join([piece.text for piece in pieces]) if whole else _emphasised(pieces)
    if not _WORD_CHARACTER.search(text):
        return pieces
    bold, italic = emphases.pop() if whole else (False, False)
    return [_Piece(_around(text, "[", f"]({link})"), bold, italic)]


def _emphasised(pieces: list[_Piece]) -> str:
    """Return the pieces as one text, marks around each stretch that is bold or slanted."""
    return "".join(
        [
            _marked(_italicised(group), "**") if is_bold else _italicised(group)
            for is_bold, group in groupby(pieces, key=_IS_BOLD)
        ]
    )


def _italicised(pieces: Iterable[_Piece]) -> str:
    texts = []
    for italic, group in groupby(pieces, key=_IS_ITALIC):
        text = "".join([piece.text for piece in group])
        texts.append(_marked(text, "*") if italic else text)
    return "".join(texts)


def _literal(run: Run) -> str:
    text, style = run
    if not style.code:
        return _escape(text)
    fence = "``" if "`" in text else "`"
    return _marked(text, fence) if text.strip() else text


def _marked(text: str, mark: str) -> str:
    """Put marks around a text, inside its outer white space; around no text without a word."""
    return _around(text, mark, mark) if _WORD_CHARACTER.search(text) else text


def _around(text: str, opening: str, closing: str) -> str:
    """Put something around a text, inside its outer white space."""
    inner = text.strip()
    if len(inner) == len(text):
        return f"{opening}{text}{closing}"
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{opening}{inner}{closing}{after}"


def _escape(text: str) -> str:
    return _TO_ESCAPE.sub(_backslashed, text) if _may_need_escape(text) else text


def _may_need_escape(text: str) -> bool:
    """Say whether a text holds a character that may be markup: few do (nine looks take a third of one regex's time)."""
    return (
        "_" in text
        or "*" in text
        or "[" in text
        or "]" in text
        or "&" in text
        or "<" in text
        or "\\" in text
        or "`" in text
        or "~" in text
    )


def _backslashed(match: re.Match[str]) -> str:
    return "".join(f"\\{character}" for character in match.group())
