"""Showing one provision: ``show`` (its page: words, meaning, what it leaves open, others' clauses, law, history)."""

from __future__ import annotations

from typing import Annotated, Literal

import typer
from rich.markup import escape
from rich.padding import Padding
from rich.text import Text

from orchestration import display
from orchestration.cli import HomeOption, JsonOption, chosen_home
from orchestration.provision_page import as_markdown, page_parts
from orchestration.shown import listed, page_of, provision_asked

Format = Literal["table", "json", "markdown"]


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(show)


def show(
    provision: Annotated[
        str,
        typer.Argument(
            help="A provision's id or the beginning of it; with --find, a platform.", metavar="PROVISION"
        ),
    ],
    find: Annotated[
        str | None, typer.Option(help="Words of the clause, of the platform named in place of an id.")
    ] = None,
    format: Annotated[
        Format, typer.Option("--format", help="table to read, json for programs, markdown to paste.")
    ] = "table",
    home: HomeOption = None,
    json_output: JsonOption = False,
) -> None:
    """Show the page of one provision: its words with their source, what it specifies and what it leaves open,
    exposure, comparable clauses of other platforms, history, law it may touch, and what to ask the vendor.

    `termscape show p-c3438ea4` or `termscape show Midjourney --find "training"`.
    """
    chosen = chosen_home(home)
    provision_id, others = provision_asked(chosen, provision, find)
    page = page_of(chosen, provision_id)
    if json_output or format == "json":
        display.as_json(page)
    elif format == "markdown":
        print(as_markdown(page))
    else:
        display.out.print(Text(page["headline"], style="bold"))
        for part in page_parts(page):
            display.out.print(f"\n[bold]{escape(part.title)}[/bold]")
            for line in part.lines:
                text = Text(f"- {line}" if part.bullets else line)
                display.out.print(Padding(text, (0, 0, 0, 2)) if display.out.is_terminal else text)
    if others:
        display.notes.print(f"Also found: {listed(others)}", markup=False)
