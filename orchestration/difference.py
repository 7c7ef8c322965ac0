"""How a difference between two versions looks: in a terminal with colour, as plain text, as an HTML page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from rich.text import Text

from assets.changes.comparing import Line, with_context
from assets.changes.model import Piece
from orchestration.display import out

_SIGNS = {"same": " ", "added": "+", "removed": "-", "modified": "~", "moved": ">"}
_STYLES = {"equal": "", "removed": "red strike", "added": "green underline"}
_MARKS = {"equal": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
_TAGS = {"equal": ("", ""), "removed": ("<del>", "</del>"), "added": ("<ins>", "</ins>")}
SHOWN_SAME = 160
"""Characters shown of a provision that did not change."""

Why = Mapping[str, Mapping[str, Any]]


def as_text(title: str, lines: Sequence[Line], why: Why, context: int) -> Iterator[Text]:
    """Yield the lines of a difference for a terminal; without colour, words are put into marks."""
    yield Text(title, style="bold")
    yield Text(_tally(lines))
    path: tuple[str, ...] | None = None
    for line in with_context(lines, context):
        if line is None:
            yield Text("  …", style="dim")
            continue
        if line.kind != "heading" and line.heading_path != path:
            path = line.heading_path
            yield Text("")
            yield Text("  " + " > ".join(path), style="dim")
        shown = Text(f"{_SIGNS[line.fate]} ")
        for piece in _shortened(line):
            opening, closing = ("", "") if out.color_system else _MARKS[piece.operation]
            shown.append(opening + piece.text + closing, style=_STYLES[piece.operation])
        yield shown
        if line.fate != "same" and (reason := _reason(line, why)):
            yield Text(f"    {reason}", style="dim italic")


def as_html(title: str, lines: Sequence[Line], why: Why, context: int) -> str:
    """Return a difference as a page of its own: no scripts, nothing from elsewhere, light and dark."""
    rows = []
    path: tuple[str, ...] | None = None
    for line in with_context(lines, context):
        if line is None:
            rows.append('<p class="gap">…</p>')
            continue
        if line.kind != "heading" and line.heading_path != path:
            path = line.heading_path
            rows.append(f'<p class="path">{escape(" > ".join(path))}</p>')
        words = "".join(
            _TAGS[p.operation][0] + escape(p.text) + _TAGS[p.operation][1] for p in _shortened(line)
        )
        reason = _reason(line, why) if line.fate != "same" else ""
        note = f'<p class="why">{escape(reason)}</p>' if reason else ""
        rows.append(
            f'<section class="{line.fate}" id="{escape(line.provision_id)}">'
            f'<span class="sign" title="{line.fate}">{_SIGNS[line.fate]}</span><p>{words}</p>{note}</section>'
        )
    body = "\n".join(rows)
    return (
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{escape(title)}</title>\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<style>{_STYLE}</style></head>\n'
        f"<body>\n<h1>{escape(title)}</h1>\n<p>{escape(_tally(lines))}</p>\n{body}\n</body>\n</html>\n"
    )


_STYLE = """
:root { color-scheme: light dark; --added: #d7f5dd; --removed: #fbdcdc; --dim: #666; }
@media (prefers-color-scheme: dark) { :root { --added: #12451f; --removed: #5a1a1a; --dim: #aaa; } }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.2rem; }
section { display: grid; grid-template-columns: 1.5rem 1fr; margin: .4rem 0; }
section p { margin: 0; overflow-wrap: anywhere; }
section .why { grid-column: 2; }
.sign { font-family: monospace; }
.path, .why, .gap { color: var(--dim); font-size: .85rem; }
.same { opacity: .7; }
ins { background: var(--added); }
del { background: var(--removed); }
"""


def _tally(lines: Sequence[Line]) -> str:
    counts = {
        fate: sum(line.fate == fate for line in lines) for fate in ("added", "removed", "modified", "moved")
    }
    said = ", ".join(f"{number} {fate}" for fate, number in counts.items() if number)
    return f"{len(lines)} provisions: {said or 'no difference'}"


def _reason(line: Line, why: Why) -> str:
    found = why.get(line.provision_id)
    if not found:
        return ""
    weight = found["significance"] if found["change_class"] == "substantive" else found["change_class"]
    return f"{weight}: {found['reason']}"


def _shortened(line: Line) -> Sequence[Piece]:
    if line.fate not in ("same", "moved") or len(line.pieces[0].text) <= SHOWN_SAME:
        return line.pieces
    return (Piece("equal", line.pieces[0].text[:SHOWN_SAME] + " …"),)
