"""Searching texts by words: ``search`` (the clauses in force, or every wording a clause ever had)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.padding import Padding
from rich.text import Text

from assets.errors import InputError
from assets.warehouse import read_frame
from orchestration import display
from orchestration.asked import platform_asked
from orchestration.cli import HomeOption, JsonOption, chosen_home

_SEARCH = """
SELECT s.* FROM {macro}($words) AS s
WHERE $platform_id IS NULL OR split_part(s.document_id, '/', 1) = $platform_id
"""


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(search)


def search(
    words: Annotated[
        list[str],
        typer.Argument(help='Words; a "phrase" in double quotes must stand there as it is.', metavar="WORDS"),
    ],
    history: Annotated[
        bool,
        typer.Option("--history", help="Search every wording a clause ever had, not only those in force."),
    ] = False,
    platform: Annotated[str | None, typer.Option(help="Only this platform (name or id).")] = None,
    limit: Annotated[int, typer.Option(help="How many, the best first; 0: all.", min=0)] = 10,
    home: HomeOption = None,
    json_output: JsonOption = False,
) -> None:
    """Search the clauses in force by words, the best first.

    Accents and capitals do not matter, *ue* finds *ü*, a word of four letters or more finds longer ones that begin
    so, Chinese needs no spaces. `termscape search train models`, `termscape search '"personal data" sell' --history`.
    The same in SQL: `FROM search('train models')` and `FROM search_history('…')`.
    """
    # the shell takes quotes away: a word that holds a space was a phrase
    query = " ".join(f'"{word}"' if len(words) > 1 and " " in word else word for word in words)
    if not any(sign.isalnum() for sign in query):
        raise InputError(f"there is no word to search for in {query!r}.")
    chosen = chosen_home(home)
    platform_id = platform_asked(chosen, platform) if platform is not None else None
    macro = "search_history" if history else "search"
    found = read_frame(chosen, _SEARCH.format(macro=macro), {"words": query, "platform_id": platform_id})
    shown = (found.head(limit) if limit else found).to_dicts()
    if json_output:
        display.as_json(shown)
        return
    if not shown:
        display.out.print(
            "No clause in force holds these words. (--history searches what they said before.)"
            if not history
            else "No clause ever held these words."
        )
        return
    if not display.out.is_terminal:
        display.table([_line(row) for row in shown])
    else:
        for row in shown:
            _print(row)
    display.notes.print(f"{len(shown)} of {display.counted(found.height, 'place')}, the best first")


def _line(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a place as a line of few columns."""
    names = (
        "score",
        "platform",
        "terms_type",
        "heading",
        "first_seen",
        "last_seen",
        "provision_id",
        "snippet",
    )
    return {name: row[name] for name in names}


def _print(row: Mapping[str, Any]) -> None:
    """Print a place for somebody who reads: where it stands, the words found in bold, since when and its id."""
    where = " · ".join(part for part in (row["platform"], row["terms_type"], row["heading"]) if part)
    display.out.print(Text(f"\n{where}", style="bold"))
    snippet = Text(row["snippet"])
    snippet.highlight_words(row["found"], style="bold", case_sensitive=False)
    display.out.print(Padding(snippet, (0, 0, 0, 2)))
    seen = f"seen from {row['first_seen']:%Y-%m-%d} to {row['last_seen']:%Y-%m-%d}"
    gone = "" if row.get("is_in_force", True) else ", no longer in force"
    display.out.print(Text(f"  {seen}{gone} · {row['provision_id']} · score {row['score']:.2f}", style="dim"))
