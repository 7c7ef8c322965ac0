"""What differs between two texts whose provisions have no ids, such as noise: block by block, then links and markup."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from assets.changes.comparing import Fate, Line
from assets.changes.model import Piece
from assets.changes.word_diff import word_diff
from assets.provisions import plain
from assets.provisions.lineage import Lineage, Link, compare_texts
from assets.provisions.model import Block

SHOWN_AROUND = 40
"""Characters shown before and after what differs in markup: enough to find the place."""
SHOWN_DIFFERENT = 300
"""Characters shown of what differs in markup; an address is longer only where it carries a session."""

_TARGET = (
    r"\[([^\[\]]{0,1000})\]"
    r"\([ \t]{0,9}(<[^<>\n]{0,2000}>|[^()\s]{0,2000}(?:\([^()\s]{0,500}\)[^()\s]{0,2000})?)(?:[ \t][^()\n]{0,300})?\)"
)
"""Words in brackets and a target in parentheses, as Markdown writes them; a title behind the target is passed over."""
_IMAGE = re.compile("!" + _TARGET)
_LINK = re.compile(_TARGET)


@dataclass(frozen=True, slots=True)
class Markup:
    """A difference a reader of the page does not see: a link that leads elsewhere, or other markup.

    ``words`` are those of the link, or what stands around the markup; ``before`` and ``after`` are targets or
    markup, ``None`` where one of the texts has none there.
    """

    kind: str
    words: str
    before: str | None
    after: str | None


def lines_of_texts(before: str, after: str) -> list[Line]:
    """Return every block of two Markdown texts side by side, in the order of the newer; ids are their numbers."""
    lineage = compare_texts(before, after)
    return [_line(number, link, lineage) for number, link in enumerate(lineage.links, start=1)]


def _line(number: int, link: Link, lineage: Lineage) -> Line:
    old, new = ([blocks[at] for at in at_which] for blocks, at_which in _sides(link, lineage))
    shown = (new or old)[0]
    pieces = _pieces(_joined(old), _joined(new))
    fate: Fate = "modified"
    if not old:
        fate = "added"
    elif not new:
        fate = "removed"
    elif all(piece.operation == "equal" for piece in pieces):
        fate = "moved" if link.moved else "same"
    return Line(f"block-{number}", fate, shown.kind, tuple(shown.heading_path), shown.stem, pieces)


def _sides(link: Link, lineage: Lineage) -> Iterator[tuple[Sequence[Block], Sequence[int]]]:
    yield lineage.old, link.old
    yield lineage.new, link.new


def _joined(blocks: Sequence[Block]) -> str:
    return "\n\n".join(block.text for block in blocks)


def _pieces(before: str, after: str) -> tuple[Piece, ...]:
    if not before:
        return (Piece("added", plain(after)),)
    if not after:
        return (Piece("removed", plain(before)),)
    if plain(before) == plain(after):
        return (Piece("equal", plain(after)),)
    return word_diff(before, after)


def markup_differences(before: str, after: str, *, same_words: bool) -> list[Markup]:
    """Return the links of two Markdown texts that lead elsewhere, came or went.

    If none did and the texts have the ``same_words``, what differs is shown as it is written, with the signs
    nobody sees.
    """
    return _links(before, after) or (_markup(before, after) if same_words else [])


def _links(before: str, after: str) -> list[Markup]:
    """Return the differing targets, by the words of the link in the order of the newer text."""
    olds, news = _targets(before), _targets(after)
    found = []
    for key in dict.fromkeys([*news, *olds]):
        gone, new = Counter(olds[key]) - Counter(news[key]), Counter(news[key]) - Counter(olds[key])
        seen = set()
        for pair in zip_longest(gone.elements(), new.elements()):
            if pair not in seen:
                seen.add(pair)
                found.append(Markup(key[0], key[1], *pair))
    return found


def _targets(markdown: str) -> dict[tuple[str, str], list[str]]:
    targets: dict[tuple[str, str], list[str]] = defaultdict(list)
    for match in _IMAGE.finditer(markdown):
        targets["image", plain(match[1])].append(match[2].strip("<>"))
    # an image may be what a link shows
    for match in _LINK.finditer(_IMAGE.sub(r"\1", markdown)):
        targets["link", plain(match[1])].append(match[2].strip("<>"))
    return targets


def _markup(before: str, after: str) -> list[Markup]:
    """Return the differing runs of two texts line by line (characters of whole documents take too long)."""
    olds, news = before.splitlines(), after.splitlines()
    found = []
    for tag, i, j, k, m in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if tag != "equal":
            found += [_run(old, new) for old, new in zip_longest(olds[i:j], news[k:m]) if old != new]
    return found


def _run(old: str | None, new: str | None) -> Markup:
    """Return what differs between two lines, without what they begin and end with alike."""
    if old is None or new is None:
        words = "a line of its own" if (old or new or "").strip() else "an empty line"
        return Markup("markup", words, *(None if one is None else _visible(one) for one in (old, new)))
    start = next(
        (at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
    rest = min(len(old), len(new)) - start
    end = next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)
    around = f"{old[max(0, start - SHOWN_AROUND) : start]}…{old[len(old) - end :][:SHOWN_AROUND]}"
    gone, new_there = old[start : len(old) - end], new[start : len(new) - end]
    return Markup("markup", _visible(around), _visible(gone) or None, _visible(new_there) or None)


def _visible(text: str) -> str:
    """Return a text shortened, with the signs nobody sees written as escapes."""
    shown = "".join(c if c == " " or (c.isprintable() and not c.isspace()) else ascii(c)[1:-1] for c in text)
    return shown if len(shown) <= SHOWN_DIFFERENT else shown[:SHOWN_DIFFERENT] + "…"
