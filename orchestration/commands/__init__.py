"""The subcommands of ``termscape``: one module for each thing a person comes to do."""

from __future__ import annotations

import typer

from orchestration.commands import importing, looking, operating, sourcing, watching


def register(app: typer.Typer) -> None:
    """Add every subcommand to the application."""
    operating.register(app)
    importing.register(app)
    sourcing.register(app)
    looking.register(app)
    watching.register(app)
