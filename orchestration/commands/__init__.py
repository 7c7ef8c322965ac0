"""The subcommands of ``termscape``: one module for each thing a person comes to do."""

from __future__ import annotations

from functools import cache

import typer

from orchestration.commands import (
    evaluating,
    evaluating_changes,
    importing,
    looking,
    operating,
    sourcing,
    telling,
    watching,
)


@cache
def register(app: typer.Typer) -> None:
    """Add every subcommand to the application, once however often a process runs a command."""
    operating.register(app)
    importing.register(app)
    sourcing.register(app)
    looking.register(app)
    telling.register(app)
    watching.register(app)
    evaluating.register(app)
    evaluating_changes.register()
