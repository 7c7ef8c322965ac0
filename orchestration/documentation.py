"""The reference pages made from the things themselves: the data dictionary, and the commands with their options."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby
from pathlib import Path
from typing import Any

import typer

from assets.answers.building import build_answers
from assets.answers.catalogue import load_questions
from assets.comparisons.matrix import make_matrix
from assets.home import Home
from assets.warehouse import Warehouse
from orchestration import commands
from orchestration.cli import app
from orchestration.sql_files import sql_models
from orchestration.sql_models import materialise

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"

_READERS = """# Data dictionary

What the published database holds. This page is made from the comments in the database (`make docs`); there the same
stands in the view `data_dictionary`:

    termscape sql "SELECT table_name, column_name, comment FROM data_dictionary WHERE comment ILIKE '%retention%'"
    termscape sql changes

*Views and tables for readers* hold what was published. *The ledger* holds everything, noise and quarantine
included. The column *missing* says what a missing value (`NULL`) means; *never*: it has none.
"""
_COMMANDS = """# Commands

This page is made from the commands themselves (`make docs`); `termscape COMMAND --help` says the same.
"""

_ORDER = {name: place for place, name in enumerate(chain.from_iterable(commands.MODULES.values()))}

# The view of a question names the version of its rules, which changes more often than what it means.
_RULES = re.compile(r" Rules \S+-\d+-[0-9a-f]{12}\.$")


def dictionary_rows(folder: Path) -> list[dict[str, Any]]:
    """Return the rows of ``data_dictionary`` of a database with all tables, views and models, and no data.

    Args:
        folder: an empty folder in which the database is made.
    """
    warehouse = Warehouse(Home(folder))
    try:
        build_answers(warehouse, load_questions())
        make_matrix(warehouse)
        for model in sql_models():
            materialise(warehouse, model)
        return warehouse.rows("FROM data_dictionary")
    finally:
        warehouse.close()


def dictionary_page(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the data dictionary as Markdown: macros, then what is for readers, then the ledger, a section a table."""
    parts = [_READERS, "## Macros\n"]
    for row in rows:
        if row["kind"] == "macro" and row["schema_name"] == "main":
            parts.append(f"- `{row['table_name']}({row['data_type']})`: {row['comment']}")
    for schema, title in (("main", "Views and tables for readers"), ("ledger", "The ledger")):
        parts.append(f"\n## {title}")
        chosen = [row for row in rows if row["schema_name"] == schema and row["kind"] != "macro"]
        for name, described in groupby(chosen, lambda row: row["table_name"]):
            parts.append(_table(name if schema == "main" else f"{schema}.{name}", list(described)))
    return "\n".join(parts) + "\n"


def commands_page() -> str:
    """Return every command with its arguments, options and what they mean as Markdown, and the exit codes."""
    commands.register(app)
    command: Any = typer.main.get_command(app)
    # a process that ran a command before has that one first
    command.commands = {name: command.commands[name] for name in commands.names()}
    codes = (app.info.epilog or "").removeprefix("Exit codes: ").split(" · ")
    parts = [
        _COMMANDS,
        *_commands(command, "termscape"),
        "\n## Exit codes\n",
        "| Code | Meaning |",
        "| --- | --- |",
    ]
    parts += [f"| {code.partition(' ')[0]} | {code.partition(' ')[2]} |" for code in codes]
    return "\n".join(parts) + "\n"


def write_pages(folder: Path = FOLDER) -> list[Path]:
    """Write both pages and return their paths."""
    with tempfile.TemporaryDirectory() as empty:
        pages = {
            "data-dictionary.md": dictionary_page(dictionary_rows(Path(empty))),
            "commands.md": commands_page(),
        }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in pages]


def _table(name: str, rows: Sequence[Mapping[str, Any]]) -> str:
    about, *columns = rows
    lines = [
        f"\n### {name}\n",
        f"{_RULES.sub('', about['comment'])} *({about['kind']}, stage {about['stage']})*\n",
        "| column | type | meaning | missing |",
        "| --- | --- | --- | --- |",
    ]
    for row in columns:
        missing = {"never missing": "never", None: ""}.get(row["missing_means"], row["missing_means"])
        lines.append(
            f"| `{row['column_name']}` | {row['data_type']} | {_cell(row['comment'])} | {_cell(missing)} |"
        )
    return "\n".join(lines)


def _commands(command: Any, name: str) -> Iterator[str]:
    """Yield the sections of a command and of those below it."""
    if hasattr(command, "commands"):
        # a process that ran one command before has it first
        for below in sorted(command.commands.values(), key=lambda one: _ORDER.get(one.name, 0)):
            yield from _commands(below, f"{name} {below.name}")
        if name == "termscape":
            return
    yield f"\n## {name}\n"
    yield _paragraphs(command.help)
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option" and not one.hidden]
    if arguments or options:
        yield "\n| | |\n| --- | --- |"
    for argument in arguments:
        needed = "" if argument.required else " May be left out."
        yield f"| `{(argument.metavar or argument.name).upper()}` | {_cell(argument.help)}{needed} |"
    for option in options:
        names = ", ".join(f"`{one}`" for one in [*option.opts, *option.secondary_opts])
        yield f"| {names} | {_cell(option.help)} |"


def _paragraphs(text: str | None) -> str:
    """Return a help text with its lines joined, paragraph by paragraph."""
    return "\n\n".join(" ".join(part.split()) for part in (text or "").split("\n\n"))


def _cell(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|")


if __name__ == "__main__":
    for path in write_pages():
        print(f"written: {path.relative_to(FOLDER.parent.parent)}")
