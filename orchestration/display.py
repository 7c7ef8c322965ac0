"""What the terminal shows: tables and progress where somebody looks, plain lines and JSON where not."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress
from rich.table import Table

from assets.warehouse import Progress

out = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
notes = Console(stderr=True, highlight=False, soft_wrap=True)


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


def table(rows: Sequence[Mapping[str, Any]], *, title: str | None = None, wide: Sequence[str] = ()) -> None:
    """Print rows as a table; columns named in ``wide`` get the space that is left."""
    if not rows:
        out.print(f"{title}: nothing" if title else "nothing")
        return
    if not out.is_terminal:
        if title:
            out.print(title, markup=False)
        _plain_table(rows)
        return
    shown = Table(title=title, title_justify="left", show_lines=bool(wide))
    for name in rows[0]:
        shown.add_column(name.replace("_", " "), overflow="fold", ratio=4 if name in wide else None)
    for row in rows:
        shown.add_row(*(_text(value) for value in row.values()))
    out.print(shown, markup=False)


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
