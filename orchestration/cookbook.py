"""The cookbook: questions that analysts ask, each one query in ``sql/cookbook``, with its answer on the sample beside it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from assets.errors import InputError, NothingFound
from assets.home import Home
from assets.warehouse import SQL_FOLDER, read_frame

FOLDER = SQL_FOLDER / "cookbook"
READERS = ("analyst", "researcher", "journalist")

# Signs of a cell in an answer that is stored: two lines of a page.
CELL = 160


@dataclass(frozen=True)
class Recipe:
    """A question with the query that answers it: its number, for whom it is, and what the query reads."""

    number: int
    name: str
    question: str
    reader: str
    reads: tuple[str, ...]
    query: str


@cache
def recipes(folder: Path = FOLDER) -> tuple[Recipe, ...]:
    """Read all recipes, in order.

    Raises:
        InputError: a file does not begin as a recipe does; the message names file, line and what was expected.
    """
    return tuple(_recipe(path) for path in sorted(folder.glob("*.sql")))


def recipe_asked(name: str) -> Recipe:
    """Return the recipe of a number (``7``, ``07``) or a name.

    Raises:
        NothingFound: there is none; the message says which numbers there are.
    """
    for recipe in recipes():
        if name in (recipe.name, f"{recipe.number:02d}_{recipe.name}") or name.lstrip("0") == str(
            recipe.number
        ):
            return recipe
    raise NothingFound(
        f"no recipe {name!r}. There are 1 to {len(recipes())}; `termscape cookbook` lists their questions."
    )


def answer_as_markdown(recipe: Recipe, rows: Sequence[Mapping[str, Any]]) -> str:
    """Return a page with the question, the query and its answer on the sample; times as days, long cells cut."""
    lines = [
        f"# {recipe.number}. {recipe.question}",
        "",
        f"For: {recipe.reader}. Reads: {', '.join(f'`{name}`' for name in recipe.reads)}.",
        "",
        "```sql",
        recipe.query,
        "```",
        "",
        f"On the sample, whose platforms are invented ({len(rows)} row{'' if len(rows) == 1 else 's'}):",
        "",
    ]
    if rows:
        lines += ["| " + " | ".join(rows[0]) + " |", "|" + " --- |" * len(rows[0])]
        lines += ["| " + " | ".join(_cell(value) for value in row.values()) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def answer_file(recipe: Recipe, folder: Path = FOLDER) -> Path:
    """Return where a recipe's answer on the sample is stored."""
    return folder / "answers" / f"{recipe.number:02d}_{recipe.name}.md"


def write_answers(home: Home) -> int:
    """Run every recipe on a home of the sample, store the answers and return their number."""
    for recipe in recipes():
        path = answer_file(recipe)
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            answer_as_markdown(recipe, read_frame(home, recipe.query).to_dicts()), encoding="utf-8"
        )
    return len(recipes())


def _recipe(path: Path) -> Recipe:
    number, _, name = path.stem.partition("_")
    lines = path.read_text(encoding="utf-8").splitlines()
    said = {}
    for line_no, field in enumerate(("question", "for", "reads"), start=1):
        begin = f"-- {field}: "
        if len(lines) < line_no or not lines[line_no - 1].startswith(begin):
            raise InputError(f"{path.name}:{line_no}: expected '{begin}…'.")
        said[field] = lines[line_no - 1].removeprefix(begin)
    if said["for"] not in READERS:
        raise InputError(
            f"{path.name}:2: {said['for']!r} is no reader; expected one of {', '.join(READERS)}."
        )
    if not number.isdigit() or not name:
        raise InputError(f"{path.name}: expected a name like 07_in_force_on_a_day.sql.")
    reads = tuple(part.strip() for part in said["reads"].split(","))
    return Recipe(int(number), name, said["question"], said["for"], reads, "\n".join(lines[3:]).strip())


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float):
        return f"{value:g}"
    text = "; ".join(_cell(part) for part in value) if isinstance(value, list) else str(value)
    text = " ".join(text.split()).replace("|", "\\|")
    return text if len(text) <= CELL else text[: CELL - 1] + "…"


if __name__ == "__main__":
    print(f"{write_answers(Home(sys.argv[1]))} answers written to {FOLDER / 'answers'}")
