"""Which pieces of text a pattern cannot match without, so that most patterns are never run on most sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

LEAST_LENGTH = 3
"""Characters of a piece worth looking for (a Chinese one: 1); shorter ones occur everywhere."""

Choice = frozenset[str]
"""Pieces of which at least one must occur in the text."""

_QUANTIFIER = re.compile(r"[*+?]|\{(\d*)(,?)(\d*)\}")
_GROUP_HEAD = re.compile(r"\((?:\?(?:[aiLmsux-]*:|P<\w+>|<?[=!]|>))?")
_PLAIN = re.compile(r"[^\\\[\](){}|.^$*+?]+(?![*+?{])")
"""Letters that stand for themselves, the last one before a quantifier left out."""
_ESCAPED_CLASS = "bBdDwWsSAZ"


@dataclass
class _Sequence:
    """What one branch of an alternation needs: every choice must be met."""

    choices: list[Choice] = field(default_factory=list)
    run: str = ""

    def end_run(self) -> None:
        if len(self.run) >= LEAST_LENGTH or any(letter > "\u2e80" for letter in self.run):
            self.choices.append(frozenset({self.run}))
        self.run = ""

    def best(self) -> Choice | None:
        """Return the choice that is met most seldom: the one with the longest shortest piece."""
        return max(self.choices, key=lambda choice: (min(map(len, choice)), -len(choice)), default=None)


def needed(pattern: str) -> list[Choice]:
    """Return choices that every match of a pattern meets, in lower case; an empty list promises nothing.

    Understands what the data files use: literals, classes, groups, alternation, look-around, quantifiers.

    >>> [sorted(choice) for choice in needed(r"\\b(?:share|sell)s? (?:your )?data")]
    [['sell', 'share'], ['data']]
    """
    branches, end = _alternation(pattern, 0)
    if end != len(pattern):
        return []
    if len(branches) == 1:
        return branches[0].choices
    union = _union(branches)
    return [union] if union else []


def alternatives(pattern: str) -> list[str]:
    """Return the top-level alternatives of a pattern, or the pattern itself if it has only one.

    >>> alternatives("a(b|c)|d")
    ['a(b|c)', 'd']
    """
    cuts = list(_bars(pattern))
    starts, ends = [0, *(cut + 1 for cut in cuts)], [*cuts, len(pattern)]
    return [pattern[start:end] for start, end in zip(starts, ends, strict=True)]


_SPREADABLE = re.compile(r"(?P<before>(?:\\b|\^)?)\(\?:")


def spread(pattern: str) -> list[str]:
    """Return the alternatives of a pattern that is one group between word boundaries, or the pattern itself.

    >>> spread(r"\\b(?:one|two (?:or|three))\\b")
    ['\\\\bone\\\\b', '\\\\btwo (?:or|three)\\\\b']
    """
    head = _SPREADABLE.match(pattern)
    if not head:
        return [pattern]
    _, end = _alternation(pattern, head.end())
    if pattern[end + 1 :] not in ("", "\\b"):
        return [pattern]
    return [f"{head['before']}{part}{pattern[end + 1 :]}" for part in alternatives(pattern[head.end() : end])]


def _bars(pattern: str) -> Iterator[int]:
    depth, place = 0, 0
    while place < len(pattern):
        letter = pattern[place]
        if letter == "\\":
            place += 1
        elif letter == "[":
            place = _class_end(pattern, place) - 1
        elif letter in "()":
            depth += 1 if letter == "(" else -1
        elif letter == "|" and depth == 0:
            yield place
        place += 1


def _alternation(pattern: str, place: int) -> tuple[list[_Sequence], int]:
    """Parse up to a closing bracket or the end; return the branches and where it stopped."""
    branches = [_Sequence()]
    while place < len(pattern) and pattern[place] != ")":
        current = branches[-1]
        letter = pattern[place]
        if letter == "|":
            current.end_run()
            branches.append(_Sequence())
            place += 1
        elif letter == "(":
            place = _group(pattern, place, current)
        elif plain := _PLAIN.match(pattern, place):
            current.run += plain.group().lower()
            place = plain.end()
        else:
            place = _atom(pattern, place, current)
    branches[-1].end_run()
    return branches, place


def _group(pattern: str, place: int, current: _Sequence) -> int:
    head = _GROUP_HEAD.match(pattern, place)
    start = head.end() if head else place + 1
    inner, end = _alternation(pattern, start)
    looks_round = bool(head) and pattern[place:start].endswith(("=", "!"))
    least, after = _quantifier(pattern, end + 1)
    current.end_run()
    if least > 0 and not looks_round:
        if len(inner) == 1:
            current.choices.extend(inner[0].choices)
        elif union := _union(inner):
            current.choices.append(union)
    return after


def _atom(pattern: str, place: int, current: _Sequence) -> int:
    letter, end, literal = pattern[place], place + 1, True
    if letter == "[":
        end, literal = _class_end(pattern, place), False
    elif letter == "\\":
        letter, end = pattern[place + 1], place + 2
        literal = letter not in _ESCAPED_CLASS
    elif letter in ".^$":
        literal = False
    least, after = _quantifier(pattern, end)
    if not literal:
        current.end_run()
    elif after == end:
        current.run += letter.lower()
    else:
        if least > 0:
            current.run += letter.lower()
        current.end_run()
    return after


def _quantifier(pattern: str, place: int) -> tuple[int, int]:
    """Return the least number of repeats that a quantifier at a place asks for, and where it ends."""
    match = _QUANTIFIER.match(pattern, place)
    if not match:
        return 1, place
    end = match.end()
    if end < len(pattern) and pattern[end] in "?+":
        end += 1
    if match.group() in "*?":
        return 0, end
    return (1 if match.group() == "+" else int(match.group(1) or 0)), end


def _class_end(pattern: str, place: int) -> int:
    """Return the place behind a character class that begins at a place."""
    place += 2 if pattern[place + 1 : place + 2] == "^" else 1
    if pattern[place : place + 1] == "]":
        place += 1
    while pattern[place] != "]":
        place += 2 if pattern[place] == "\\" else 1
    return place + 1


def _union(branches: list[_Sequence]) -> Choice | None:
    union: set[str] = set()
    for branch in branches:
        best = branch.best()
        if best is None:
            return None
        union |= best
    return frozenset(union)
