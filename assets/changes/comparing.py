"""Any two versions of a timeline side by side: provision by provision, word by word, in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from assets.changes.model import Piece
from assets.changes.word_diff import word_diff
from assets.provisions import plain
from assets.provisions.sequences import longest_chain

Fate = Literal["same", "added", "removed", "modified", "moved"]


@dataclass(frozen=True, slots=True)
class Line:
    """A provision of one version or both: what became of it, and its words in pieces."""

    provision_id: str
    fate: Fate
    kind: str
    heading_path: tuple[str, ...]
    stem: str | None
    pieces: tuple[Piece, ...]


def side_by_side(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[Line]:
    """Return every provision of two versions in the order of the newer; what is gone stands where it stood.

    Rows need ``provision_id``, ``state_no``, ``text``, ``kind``, ``heading_path`` and ``stem``, in order.
    A provision whose words stayed is ``moved`` when it left its order among those that are in both.
    """
    old = {row["provision_id"]: row for row in before}
    new = {row["provision_id"]: row for row in after}
    gone_after = _gone_after(before, new)
    kept_order = _kept_order(before, after)
    lines = [_gone(row) for row in gone_after.get(None, ())]
    for row in after:
        lines.append(_line(old.get(row["provision_id"]), row, row["provision_id"] in kept_order))
        lines += [_gone(one) for one in gone_after.get(row["provision_id"], ())]
    return lines


def _gone_after(
    before: Sequence[Mapping[str, Any]], new: Mapping[str, Any]
) -> dict[str | None, list[Mapping[str, Any]]]:
    """Return what is gone, by the provision that stood before it and stands still."""
    found: dict[str | None, list[Mapping[str, Any]]] = {}
    last = None
    for row in before:
        if row["provision_id"] in new:
            last = row["provision_id"]
        else:
            found.setdefault(last, []).append(row)
    return found


def _kept_order(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """Return the provisions that are in both and in the longest run that kept its order."""
    places = {row["provision_id"]: at for at, row in enumerate(before)}
    both = [row["provision_id"] for row in after if row["provision_id"] in places]
    return frozenset(both[at] for at in longest_chain([places[one] for one in both]))


def _line(old: Mapping[str, Any] | None, new: Mapping[str, Any], in_order: bool) -> Line:
    if old is None:
        return _made(new, "added", (Piece("added", plain(new["text"])),))
    if old["state_no"] == new["state_no"]:
        return _made(new, "same" if in_order else "moved", (Piece("equal", plain(new["text"])),))
    return _made(new, "modified", word_diff(old["text"], new["text"]))


def _gone(row: Mapping[str, Any]) -> Line:
    return _made(row, "removed", (Piece("removed", plain(row["text"])),))


def _made(row: Mapping[str, Any], fate: Fate, pieces: tuple[Piece, ...]) -> Line:
    return Line(row["provision_id"], fate, row["kind"], tuple(row["heading_path"]), row["stem"], pieces)


def with_context(lines: Sequence[Line], context: int) -> Iterator[Line | None]:
    """Yield the lines that differ with so many around them; ``None`` stands for lines that are left out."""
    near = [
        at
        for at, line in enumerate(lines)
        if any(other.fate != "same" for other in lines[max(0, at - context) : at + context + 1])
    ]
    last = -1
    for at in near:
        if at != last + 1:
            yield None
        yield lines[at]
        last = at
    if lines and near and last != len(lines) - 1:
        yield None
