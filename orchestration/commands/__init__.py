"""The subcommands of ``termscape``: one module for each thing a person comes to do."""

from __future__ import annotations

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


def register(app: typer.Typer) -> None:
    """Add every subcommand to the application."""
    operating.register(app)
    importing.register(app)
    sourcing.register(app)
    looking.register(app)
    telling.register(app)
    watching.register(app)
    evaluating.register(app)
    evaluating_changes.register()
