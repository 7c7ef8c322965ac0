"""Questions with their queries: ``cookbook`` (lists them; of one, prints the query and runs it)."""

from __future__ import annotations

from typing import Annotated

import typer

from assets.warehouse import read_frame
from orchestration import display
from orchestration.cli import HomeOption, JsonOption, chosen_home
from orchestration.cookbook import recipe_asked, recipes


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(cookbook)


def cookbook(
    number: Annotated[
        str | None,
        typer.Argument(help="The number of a question (or its file's name).", show_default="list all"),
    ] = None,
    query_only: Annotated[
        bool, typer.Option("--query", help="Print the query alone, to change it and run it yourself.")
    ] = False,
    home: HomeOption = None,
    json_output: JsonOption = False,
) -> None:
    """Questions that analysts ask, each with the query that answers it.

    Without a number: list them. With one: print its query and run it on the published database.
    `termscape cookbook 4 --query > mine.sql` is a start for a query of your own: `termscape sql < mine.sql`.
    """
    if number is None:
        listed = [
            {"number": one.number, "question": one.question, "for": one.reader, "reads": list(one.reads)}
            for one in recipes()
        ]
        if json_output:
            display.as_json(listed)
        else:
            display.table(listed, wide=["question"])
        return
    recipe = recipe_asked(number)
    if query_only:
        print(recipe.query)
        return
    rows = read_frame(chosen_home(home), recipe.query).to_dicts()
    if json_output:
        display.as_json(rows)
        return
    display.notes.print(f"{recipe.number}. {recipe.question}\n", markup=False, style="bold")
    display.notes.print(f"{recipe.query}\n", markup=False)
    display.table(rows, names="columns")
