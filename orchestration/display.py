"""What the terminal shows: tables and progress where somebody looks, plain lines and JSON where not."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from assets.warehouse import (
        Progress,
    )  # which imports two databases: who asks for help need not wait for them

# Characters in which most values of a column are still read with ease, such as a date.
LEAST_CELL = 10
# Characters under which a column of sentences is a word or two a line, and hard to read.
LEAST_SENTENCE = 30

out = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
notes = Console(stderr=True, highlight=False, soft_wrap=True)


def has_colour() -> bool:
    """Whether standard output shows colours: a terminal that can, and a person who did not set NO_COLOR."""
    return out.color_system is not None and not out.no_color


@contextmanager
def progress() -> Iterator[Progress]:
    """Show progress: bars on a terminal, a line a task when standard error is not one."""
    if not notes.is_terminal:
        yield _plain_progress()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with RichProgress(*columns, console=notes, transient=True) as bars:
        tasks: dict[str, Any] = {}

        def report(what: str, done: int, total: int | None) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        yield report


def _plain_progress() -> Progress:
    seen: dict[str, int] = {}

    def report(what: str, done: int, total: int | None) -> None:
        # a line at each tenth of the way, so that a log stays readable
        tenth = 10 * done // total if total else done // 1000
        if seen.get(what) != tenth:
            seen[what] = tenth
            notes.print(f"{what}: {done}" + (f" of {total}" if total else ""))

    return report


def table(
    rows: Sequence[Mapping[str, Any]],
    *,
    title: str | None = None,
    wide: Sequence[str] = (),
    names: Literal["words", "columns"] = "words",
) -> None:
    """Print rows as a table; columns named in ``wide`` get the space that is left.

    ``names`` says how the columns' names are shown: in words, or as they are written in SQL. What does not fit
    the terminal side by side is shown as a block a row; without a wide column, a column a line.
    """
    if not rows:
        out.print(f"{title}: nothing" if title else "nothing")
        return
    if not out.is_terminal:
        if title:
            out.print(title, markup=False)
        _plain_table(rows)
        return
    heads = [name.replace("_", " ") if names == "words" else name for name in rows[0]]
    if not wide and _least_width(heads) > out.width:
        _records(heads, rows, title)
        return
    if wide and _width_wanted(rows, wide) > out.width:
        _blocks(rows, wide, title)
        return
    shown = Table(title=title, title_justify="left", show_lines=bool(wide))
    for name, head in zip(rows[0], heads, strict=True):
        shown.add_column(head, overflow="fold", ratio=4 if name in wide else None)
    for row in rows:
        shown.add_row(*(_text(value) for value in row.values()))
    out.print(shown, markup=False)


def _least_width(heads: Sequence[str]) -> int:
    """The width under which a table of these columns would break words: borders, spaces, a date or a head each."""
    return sum(3 + max([LEAST_CELL, *map(len, head.split())]) for head in heads)


def _width_wanted(rows: Sequence[Mapping[str, Any]], wide: Sequence[str]) -> int:
    """The width under which a table with sentences would break words or dates, or leave no room for the sentences."""
    width = 1
    for name in rows[0]:
        words = [word for row in rows for word in _text(row[name]).split()] if name not in wide else []
        width += 3 + max(LEAST_SENTENCE if name in wide else 0, *map(len, [*words, *name.split("_")]))
    return width


def _blocks(rows: Sequence[Mapping[str, Any]], wide: Sequence[str], title: str | None) -> None:
    """Print each row as a line of its short values (numbers with their names), then its sentences."""
    if title:
        out.print(title, markup=False)
    for row in rows:
        short = [
            f"{name} {_text(value)}" if isinstance(value, (int, float)) else _text(value)
            for name, value in row.items()
            if name not in wide and value is not None
        ]
        out.print()
        out.print(Text(" · ".join(short), style="bold"))
        for name in wide:
            if row[name] is not None:
                out.print(Padding(Text(_text(row[name])), (0, 0, 0, 2)))


def _records(heads: Sequence[str], rows: Sequence[Mapping[str, Any]], title: str | None) -> None:
    if title:
        out.print(title, markup=False)
    margin = max(map(len, heads))
    for number, row in enumerate(rows, start=1):
        out.rule(f"row {number}", align="left", style="dim")
        for head, value in zip(heads, row.values(), strict=True):
            out.print(Text(f"{head:>{margin}}  {_text(value)}"), soft_wrap=True)


def labelled(label: str, text: str, *, margin: int, style: str = "") -> None:
    """Print a text behind its label; on a terminal its further lines begin where the first does."""
    if not out.is_terminal:
        out.print(f"{label:<{margin}}" + text.replace("\n", "\n" + " " * margin), markup=False)
        return
    line = Table.grid(expand=True)
    line.add_column(width=margin, style=style)
    line.add_column(overflow="fold", ratio=1)
    line.add_row(Text(label), Text(text))
    out.print(line)


def counted(number: int, thing: str) -> str:
    """Return a number with its noun: ``1 version``, ``2 versions``."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _plain_table(rows: Sequence[Mapping[str, Any]]) -> None:
    print("\t".join(rows[0]))
    for row in rows:
        print("\t".join(" ".join(_text(value).split()) for value in row.values()))


def as_json(value: Any) -> None:
    """Print a value as JSON on standard output, and nothing else."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value)


def _text(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, (list, tuple)):
        return ", ".join(_text(part) for part in value)
    return str(value)
