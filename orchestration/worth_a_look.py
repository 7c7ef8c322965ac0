"""What checks warned of in a run: how many rows each found, the first of them by name, and the command that shows all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from assets.errors import TermscapeError
from assets.home import Home
from assets.warehouse import read_frame
from orchestration.sql_files import sql_checks

NAMED = 3
"""Rows a line names: what still fits a line or two of a terminal."""


def worth_a_look(home: Home, warnings: Sequence[str]) -> Iterator[str]:
    """Yield a line for each check that warned; a finding that is gone since is left out."""
    checks = {check.name: check for check in sql_checks()}
    for name in warnings:
        check = checks.get(name)
        if check is None:
            yield f"{name}."
            continue
        what, _, why = check.description.partition(": ")
        try:
            rows = read_frame(home, check.query).to_dicts()
        except TermscapeError:  # a check of tables that are not published
            yield f"{check.description} (termscape sql {name})"
            continue
        if not rows:
            continue
        named = list(dict.fromkeys(_named(row) for row in rows))
        more = f" and {len(named) - NAMED} more" if len(named) > NAMED else ""
        yield (
            f"{what} ({len(named)}): {', '.join(named[:NAMED])}{more}."
            + (f" {_capital(why)}" if why else "")
            + f" See them: termscape sql {name}"
        )


def _named(row: dict[str, Any]) -> str:
    """Return what a row is about: the platform and its document, else what stands in its first column."""
    if "platform" in row and "terms_type" in row:
        return f"{row['platform']} {row['terms_type']}"
    return str(next(iter(row.values())))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
