"""How long work tells of itself."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int | None], None]
"""Called with what is being done, how many are done, and how many there are (``None``: not known)."""


def silent(what: str, done: int, total: int | None) -> None:
    """Report no progress."""
