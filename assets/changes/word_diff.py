"""What differs between two wordings, word by word, in pieces a person can read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Indel

from assets.changes.model import Piece, PieceOperation
from assets.provisions import plain

FOLDED_WORDS = 3
"""So many words that stayed are shown as changed where more changed on either side of them: three "the", "of" and
"data" kept by chance in a rewritten sentence make it unreadable. Chosen by reading 80 real diffs."""
REMEMBERED = 4096
"""Pairs of texts whose difference is kept at hand: directions, significance and tables ask for the same one."""

_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
    r"|[\w.+-]{1,80}@[\w-]{1,80}(?:\.[\w-]{1,60}){1,6}"
    r"|(?:https?://|www\.)[^\s<>()\[\]]{1,500}"
    r"|\w+(?:[.,'’_-]\w+)*|\S"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a Chinese or Japanese character, a number, an address or a sign, with the white space before it."""

    space: str
    word: str

    @property
    def is_word(self) -> bool:
        """Whether it holds a letter or digit."""
        return any(character.isalnum() for character in self.word)


@dataclass(slots=True)
class Hunk:
    """Tokens that stand for each other: ``kept`` ones are the same on both sides."""

    before: list[Token]
    after: list[Token]
    kept: bool


def word_diff(before: str, after: str) -> tuple[Piece, ...]:
    """Return how one wording became the other, as runs of words kept, removed and added.

    Both are Markdown and compared as plain text. The pieces kept and removed give the older text when
    joined, those kept and added the newer one. What was removed stands before what took its place. A sign is
    shown with its word, and a few words that stayed by chance amid a rewriting are shown as rewritten.

    >>> [(piece.operation, piece.text) for piece in word_diff("We may sell data.", "We never sell data.")]
    [('equal', 'We'), ('removed', ' may'), ('added', ' never'), ('equal', ' sell data.')]
    """
    return _pieces(plain(before), plain(after))


def tokens(text: str) -> list[Token]:
    """Cut plain text into tokens; joined (white space, then word) they give it again, but for its end."""
    found, at = [], 0
    for match in _TOKEN.finditer(text):
        found.append(Token(text[at : match.start()], match[0]))
        at = match.end()
    return found


def hunks(before: Sequence[Token], after: Sequence[Token]) -> list[Hunk]:
    """Return the runs of tokens that are the same on both sides and those that differ, in turn."""
    found: list[Hunk] = []
    for step in Indel.opcodes([t.word for t in before], [t.word for t in after]):
        kept = step.tag == "equal"
        if found and not kept and not found[-1].kept:
            found[-1].before += before[step.src_start : step.src_end]
            found[-1].after += after[step.dest_start : step.dest_end]
        else:
            found.append(
                Hunk(
                    list(before[step.src_start : step.src_end]),
                    list(after[step.dest_start : step.dest_end]),
                    kept,
                )
            )
    return found


@lru_cache(maxsize=REMEMBERED)
def _pieces(before: str, after: str) -> tuple[Piece, ...]:
    if before == after:
        return (Piece("equal", before),) if before else ()
    if not before or not after:
        return (Piece("removed", before.rstrip()) if before else Piece("added", after.rstrip()),)
    found = with_words(folded(hunks(tokens(before), tokens(after))))
    runs: list[tuple[PieceOperation, list[str]]] = []

    def add(operation: PieceOperation, text: str) -> None:
        if not text:
            return
        if runs and runs[-1][0] == operation:
            runs[-1][1].append(text)
        elif operation == "removed" and len(runs) > 1 and runs[-1][0] == "added" and runs[-2][0] == "removed":
            runs[-2][1].append(text)
        elif operation == "removed" and runs and runs[-1][0] == "added":
            runs.insert(-1, (operation, [text]))
        else:
            runs.append((operation, [text]))

    for hunk in found:
        if hunk.kept:
            for old, new in zip(hunk.before, hunk.after, strict=True):
                if old.space != new.space:
                    add("removed", old.space)
                    add("added", new.space)
                    add("equal", old.word)
                else:
                    add("equal", old.space + old.word)
        else:
            add("removed", "".join(token.space + token.word for token in hunk.before))
            add("added", "".join(token.space + token.word for token in hunk.after))
    return tuple(Piece(operation, "".join(texts)) for operation, texts in runs)


def folded(found: Sequence[Hunk]) -> list[Hunk]:
    """Join changes with the few words that stayed between them by chance."""
    result: list[Hunk] = []
    for hunk in found:
        result.append(hunk)
        while len(result) >= 3 and not result[-1].kept and _is_chance(*result[-3:]):
            last, kept = result.pop(), result.pop()
            result[-1].before += kept.before + last.before
            result[-1].after += kept.after + last.after
    return result


def _is_chance(left: Hunk, kept: Hunk, right: Hunk) -> bool:
    words = sum(token.is_word for token in kept.before)
    if words > FOLDED_WORDS:
        return False
    letters = sum(len(token.word) for token in kept.before)
    return words == 0 or letters < min(_weight(left), _weight(right))


def _weight(hunk: Hunk) -> int:
    return max(sum(len(t.word) for t in hunk.before), sum(len(t.word) for t in hunk.after))


def with_words(found: Sequence[Hunk]) -> list[Hunk]:
    """Give a change of signs alone the word before it (or after it), so that no sign stands alone."""
    result: list[Hunk] = []
    lent = 0
    for place, hunk in enumerate(found):
        if hunk.kept:
            rest = Hunk(hunk.before[lent:], hunk.after[lent:], True)
            lent = 0
            if rest.before:
                result.append(rest)
            continue
        if not any(token.is_word for token in (*hunk.before, *hunk.after)):
            if result and result[-1].kept:
                hunk = _with_last_word(result, hunk)
            elif place + 1 < len(found) and found[place + 1].kept:
                lent = 1
                following = found[place + 1]
                hunk = Hunk(hunk.before + following.before[:1], hunk.after + following.after[:1], False)
        if result and not result[-1].kept:
            result[-1].before += hunk.before
            result[-1].after += hunk.after
        else:
            result.append(hunk)
    return result


def _with_last_word(result: list[Hunk], hunk: Hunk) -> Hunk:
    """Take the last word of the kept run before a change into the change."""
    kept = result.pop()
    cut = len(kept.before) - 1
    while cut > 0 and not kept.before[cut].is_word:
        cut -= 1
    if cut > 0:
        result.append(Hunk(kept.before[:cut], kept.after[:cut], True))
    return Hunk(kept.before[cut:] + hunk.before, kept.after[cut:] + hunk.after, False)
