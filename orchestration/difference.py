"""A difference between two texts: what it holds, and how it looks in a terminal or a file, with colour and without."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.text import Text

from assets.changes.comparing import Line, with_context
from assets.changes.model import Piece
from assets.changes.text_difference import Markup
from orchestration.compared import Compared
from orchestration.display import counted, has_colour

SIGNS = {"same": " ", "added": "+", "removed": "-", "modified": "~", "moved": ">"}
_STYLES = {"equal": "", "removed": "red strike", "added": "green underline"}
_MARKS = {"equal": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
SHOWN_SAME = 160
"""Characters shown of a provision that did not change."""
SHOWN_LINKS = 40
"""Links and places of other markup that are shown: what a reader checks one by one."""

Why = Mapping[str, Mapping[str, Any]]
"""The row of ``ledger.provision_changes`` of a provision, by its id."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Two texts of a document and what differs between them.

    ``platform`` and ``collection`` are rows of the tables of that name (a plural); ``steps`` the changes that lie between
    the two (rows of ``changes``, oldest first); ``why`` explains provisions where one step lies between them;
    ``markup`` is what differs beside the words; ``is_identical``: nothing at all differs.
    """

    document_id: str
    terms_type: str
    platform: str
    collection: Mapping[str, Any]
    before: Compared
    after: Compared
    steps: Sequence[Mapping[str, Any]]
    lines: Sequence[Line]
    markup: Sequence[Markup]
    why: Why
    is_identical: bool = False

    @property
    def is_backwards(self) -> bool:
        """Whether the first of the two is the newer one."""
        return self.before.first_seen > self.after.first_seen

    @property
    def title(self) -> str:
        """The document and the two texts."""
        return f"{self.document_id}: {self.before.name} → {self.after.name}"

    @property
    def said(self) -> list[str]:
        """What a reader must know first: which texts were taken, what they were judged to be, which way it reads."""
        both = (self.before, self.after)
        said = [text.dated.said for text in both if text.dated is not None]
        said += [text.judged for text in both if text.judged]
        if self.before.version_id == self.after.version_id:
            said.append("Both are the same text.")
        elif self.is_identical:
            said.append("Both hold the same text, character for character.")
        elif self.is_backwards:
            said.append(
                "Read backwards, from the newer to the older: what is shown as removed came later, and the reverse."
            )
        return said

    @property
    def tally(self) -> str:
        """How many provisions there are, and what became of how many."""
        counts = {
            fate: sum(line.fate == fate for line in self.lines)
            for fate in ("added", "removed", "modified", "moved")
        }
        said = ", ".join(f"{number} {fate}" for fate, number in counts.items() if number)
        return f"{counted(len(self.lines), 'provision')}: {said or 'no difference'}"

    def reason(self, line: Line) -> str:
        """Why a provision's change has its weight, empty where that is not known."""
        found = self.why.get(line.provision_id)
        if not found or line.fate == "same":
            return ""
        weight = found["significance"] if found["change_class"] == "substantive" else found["change_class"]
        return f"{weight}: {found['reason']}"


def as_text(difference: Difference, context: int) -> Iterator[Text]:
    """Yield the lines of a difference for a terminal; without colour, words are put into marks."""
    yield Text(difference.title, style="bold")
    for sentence in difference.said:
        yield Text(sentence)
    yield Text(difference.tally)
    path: tuple[str, ...] | None = None
    for line in with_context(difference.lines, context):
        if line is None:
            yield Text("  …", style="dim")
            continue
        if line.kind != "heading" and line.heading_path != path:
            path = line.heading_path
            yield Text("")
            yield Text("  " + " > ".join(path), style="dim")
        yield Text(f"{SIGNS[line.fate]} ").append_text(_words(shortened(line)))
        if reason := difference.reason(line):
            yield Text(f"    {reason}", style="dim italic")
    yield from _markup(difference.markup)


def _words(pieces: Sequence[Piece]) -> Text:
    shown = Text()
    for piece in pieces:
        if has_colour():
            shown.append(piece.text, style=_STYLES[piece.operation])
        else:
            opening, closing = _MARKS[piece.operation]
            shown.append(opening + piece.text + closing)
    return shown


def _markup(markup: Sequence[Markup]) -> Iterator[Text]:
    if not markup:
        return
    yield Text("")
    yield Text(f"{markup_heading(markup)}:")
    for one in markup[:SHOWN_LINKS]:
        yield Text(f"~ {one.kind}: {one.words or '(no words)'}")
        for operation, target in (("removed", one.before), ("added", one.after)):
            if target is not None:
                yield Text("    ").append_text(_words([Piece(operation, target)]))  # type: ignore[arg-type]


def markup_heading(markup: Sequence[Markup]) -> str:
    """Say how many differences beside the words there are, and whether all are shown."""
    links = sum(one.kind != "markup" for one in markup)
    said = (
        counted(links, "link") + " elsewhere"
        if links
        else counted(len(markup), "place") + " with other markup"
    )
    return f"Beside the words: {said}" + (f", the first {SHOWN_LINKS}" if len(markup) > SHOWN_LINKS else "")


def shortened(line: Line) -> Sequence[Piece]:
    """Return the pieces of a provision, the beginning of one whose words stayed."""
    if line.fate not in ("same", "moved") or len(line.pieces[0].text) <= SHOWN_SAME:
        return line.pieces
    return (Piece("equal", line.pieces[0].text[:SHOWN_SAME] + " …"),)
