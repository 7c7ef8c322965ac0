"""Measuring Termscape from outside: ``eval lineage`` tells of two texts which block became which."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from assets.errors import InputError
from assets.provisions.lineage import Lineage, Link, compare_texts
from assets.provisions.model import Block
from assets.provisions.plain_text import plain
from orchestration import display
from orchestration.cli import JsonOption

SHOWN_CHARACTERS = 160
"""Characters of a block that a table shows."""

app = typer.Typer(no_args_is_help=True, help="Measure Termscape on data of your own.")


def register(parent: typer.Typer) -> None:
    """Add the commands of this module, and those of other modules that are of the same group."""
    # they import the group from here
    from orchestration.commands import evaluating_answers, evaluating_changes

    evaluating_changes.register()
    evaluating_answers.register()
    parent.add_typer(app, name="eval")


@app.callback()
def _group() -> None:
    """Keep ``lineage`` a subcommand while it is the only one."""


@app.command()
def lineage(
    old: Annotated[Path, typer.Argument(help="The older text, Markdown in UTF-8.", metavar="OLD.md")],
    new: Annotated[Path, typer.Argument(help="The newer text, Markdown in UTF-8.", metavar="NEW.md")],
    json_output: JsonOption = False,
) -> None:
    """Tell which block of OLD became which block of NEW: unchanged, modified, moved, split, merged, added, removed.

    Offsets in the JSON count code points of the decoded files, line ends as they are and a byte order mark left
    out: text[char_start:char_end] is the block. No home is needed, nothing is written.
    """
    found = compare_texts(_text(old), _text(new))
    if json_output:
        display.as_json(found.as_data())
        return
    changed = [link for link in found.links if link.operation != "unchanged"]
    unchanged = len(found.links) - len(changed)
    display.table([_row(found, link) for link in changed], title="What changed", wide=["before", "after"])
    display.notes.print(f"{display.counted(unchanged, 'block')} unchanged", markup=False)


def _text(path: Path) -> str:
    """Return a file's text with its line ends as they are."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror}). A Markdown file was expected."
        ) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: byte {error.start} is not UTF-8. A Markdown file in UTF-8 was expected; "
            "convert it first, e.g. with iconv."
        ) from error
    if "\0" in text:
        raise InputError(f"{path}: holds NUL characters, so it is no text. A Markdown file was expected.")
    return text


def _row(found: Lineage, link: Link) -> dict[str, Any]:
    what: str = link.operation
    if link.moved and what != "moved":
        what = f"{what}, moved"
    return {
        "operation": what,
        "before": _shown(found.old, link.old),
        "after": _shown(found.new, link.new),
        "similarity": link.similarity,
        "margin": link.margin,
    }


def _shown(blocks: Sequence[Block], places: Sequence[int]) -> str | None:
    if not places:
        return None
    texts = []
    for place in places:
        text = plain(blocks[place].text)
        texts.append(text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…")
    return " ¶ ".join(texts)
