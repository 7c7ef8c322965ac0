"""The subcommands of ``termscape``: one module for each thing a person comes to do, imported when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module

import typer

# What a module imports takes up to a second: who asks a question need not wait for what compares texts.
MODULES: Mapping[str, Sequence[str]] = {
    "operating": ("run", "ui", "rebuild"),
    "doctoring": ("doctor",),
    "importing": ("import",),
    "sourcing": ("sources", "extract"),
    "adding": ("add",),
    "looking": ("ask", "compare"),
    "explaining": ("explain",),
    "reviewing": ("review",),
    "claiming": ("claims",),
    "showing": ("show",),
    "searching": ("search",),
    "querying": ("sql",),
    "cooking": ("cookbook",),
    "tracing": ("trace",),
    "telling": ("changes", "history"),
    "differing": ("diff",),
    "watching": ("status", "schedule"),
    "alerting": ("alerts",),
    "digesting": ("digest",),
    "marking": ("mark",),
    "releasing": ("verify", "release"),
    "publishing": ("site",),
    "evaluating": ("eval",),
}
"""Each module with the subcommands it adds, in the order in which the help lists them."""


def register(app: typer.Typer, wanted: str | None = None) -> None:
    """Add the subcommand ``wanted`` with those of its module; all of them if it is none of ours."""
    modules = [module for module, names in MODULES.items() if wanted in names] or [*MODULES]
    for module in modules:
        _add(app, module)


def names() -> list[str]:
    """Return the subcommands, in the order in which the help lists them."""
    return [name for added in MODULES.values() for name in added]


def register_names(app: typer.Typer) -> None:
    """Add the subcommands by name alone, for a shell that asks which there are: nothing is imported."""
    for name in names():
        app.command(name)(lambda: None)


@cache
def _add(app: typer.Typer, module: str) -> None:
    """Add the subcommands of a module, once however often a process runs a command."""
    import_module(f"{__name__}.{module}").register(app)
