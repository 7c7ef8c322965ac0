"""Tracing a published figure: ``trace`` (its columns back to the ledger, its words back to the captured bytes)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import duckdb
import typer

from assets.comparisons.matrix import VIEW
from assets.errors import ArchiveDamaged, InputError, NothingFound
from assets.home import Home
from assets.sources.vocabulary import nearest
from assets.warehouse import Reader, open_published
from orchestration import display
from orchestration.cli import HomeOption, JsonOption, chosen_home
from orchestration.column_lineage import Column, Made, made_columns, steps_back
from orchestration.tracing import SHOWN_PLACES, Place, places_of, row_of_id

# Signs of a value in the line that names the row: what still fits beside the others.
SHORT_VALUE = 40
# Signs of the figure itself and of a quote.
LONG_VALUE = 300


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(trace)


def trace(
    what: Annotated[
        str,
        typer.Argument(
            help="TABLE.COLUMN, e.g. answers.stance; or an id of a provision, version, document, answer, change, look.",
            metavar="TABLE.COLUMN|ID",
        ),
    ],
    where: Annotated[
        str | None, typer.Option(help="Which row: a condition in SQL, e.g. \"platform = 'Murmelot'\".")
    ] = None,
    row: Annotated[
        int | None, typer.Option(help="Which of the rows (of those that --where leaves), from 1.", min=1)
    ] = None,
    home: HomeOption = None,
    json_output: JsonOption = False,
) -> None:
    """Trace a published figure back to the bytes it rests on, and check that they are there and as recorded.

    The columns it is made from, step by step down to the ledger, each with the stage and the version of the code that
    made it; then, of one row (--where, --row), the words it rests on: are they in the text, has the text the recorded
    hash, are the captured bytes in the archive, and have they theirs? Nothing is changed. Exit code 74: they do not hold.
    """
    chosen = chosen_home(home)
    connection = open_published(chosen)
    try:
        reader = Reader(connection)
        told = _traced(reader, chosen, what, where, row)
    finally:
        connection.close()
    if json_output:
        display.as_json({**told, "places": [place.as_dict() for place in told["places"]]})
    else:
        _print(told)
    if any(not place.holds for place in told["places"]):
        raise ArchiveDamaged(
            "what this rests on does not hold (see above). `termscape doctor` checks the whole archive."
        )


def _traced(reader: Reader, home: Home, what: str, where: str | None, row: int | None) -> dict[str, Any]:
    """Return what is to be told: the figure with its row, the steps of its lineage, and the places it rests on."""
    table, _, column = what.rpartition(".")
    made = made_columns(reader) if table else {}
    told: dict[str, Any] = {
        "figure": what,
        "value": None,
        "row": None,
        "rows": None,
        "steps": [],
        "places": [],
    }
    if (table, column) in made:
        told["steps"] = [_step(reader, *step) for step in steps_back(made, (table, column))]
        if where is not None or row is not None:
            told["row"], told["rows"] = _row(reader, table, where, row or 1)
            told["value"] = told["row"][column]
    elif any(name == table for name, _ in made):
        columns = [name for one, name in made if one == table and name != "*"]
        near = nearest(column, columns)
        meant = f" Did you mean {table}.{near}?" if near else ""
        raise NothingFound(f"{table} has no column {column!r}.{meant} It has: {', '.join(columns)}.")
    else:
        if where is not None or row is not None:
            raise InputError("--where and --row choose a row of TABLE.COLUMN; an id names one already.")
        told["row"], told["rows"] = row_of_id(reader, what), 1
    if told["row"] is not None:
        # a column of the matrix is a question
        asked = {"question_id": column} if (table, column) in made and table == VIEW else {}
        told["places"], told["all_places"] = places_of(reader, home, told["row"] | asked)
        # answers are read by the rules of their question, not by one version for the whole stage
        told["question_rules"] = reader.value(
            "SELECT rules_version FROM ledger.questions WHERE question_id = ?",
            [(told["row"] | asked).get("question_id")],
        )
    return told


def _row(reader: Reader, table: str, where: str | None, number: int) -> tuple[dict[str, Any], int]:
    chosen = f"FROM {table}" + (f" WHERE ({where})" if where else "")
    try:
        total = int(reader.value(f"SELECT count(*) {chosen}"))
        rows = reader.rows(f"SELECT * {chosen} LIMIT 1 OFFSET {number - 1}")
    except duckdb.Error as error:
        raise InputError(f"--where was not accepted: {error}") from error
    if total == 0:
        raise NothingFound(f"{table} has no row where {where}." if where else f"{table} has no rows.")
    if not rows:
        raise NothingFound(
            f"{table} has {display.counted(total, 'row')} like that; there is no row {number}."
        )
    return rows[0], total


def _step(reader: Reader, depth: int, column: Column, made: Made) -> dict[str, Any]:
    """Return a step of the lineage, with the stage of a table of the ledger and the version of what made its rows."""
    step = {
        "depth": depth,
        "column": ".".join(column),
        "by": made.by,
        "stage": None,
        "version": None,
        "why": made.why,
    }
    if made.by == "stage":
        stage = reader.value(
            "SELECT stage FROM ledger.table_stages WHERE schema_name || '.' || table_name = ?", [column[0]]
        )
        step["stage"] = stage
        step["version"] = reader.value("SELECT version FROM ledger.stage_versions WHERE stage = ?", [stage])
    return step


def _print(told: Mapping[str, Any]) -> None:
    figure = (
        told["figure"] if told["value"] is None else f"{told['figure']} = {_cut(told['value'], LONG_VALUE)}"
    )
    display.out.print(figure, style="bold", markup=False)
    if told["row"] is not None:
        short = [_cut(value, SHORT_VALUE) for name, value in told["row"].items() if _names_row(name, value)]
        display.out.print(f"  row: {' · '.join(short)}" + _of(told["rows"], "row"), markup=False)
    if told.get("question_rules"):
        display.out.print(f"  rules of the question: {told['question_rules']}", markup=False)
    if told["steps"]:
        display.out.print("\nMade from", style="bold")
        for step in told["steps"]:
            display.out.print(f"  {'  ' * step['depth']}{step['column']}  ({_maker(step)})", markup=False)
    if told["row"] is None:
        display.out.print('\nOf one row, down to the captured bytes: --where "…" or --row N.', markup=False)
    elif not told["places"]:
        display.out.print(
            "\nThis row names no document, clause or answer, so there are no single bytes to show. Trace a row of what "
            "it is made from.",
            markup=False,
        )
    else:
        display.out.print("\nRests on" + _of(told["all_places"], "place"), style="bold")
        shown: set[str] = set()
        for number, place in enumerate(told["places"], start=1):
            _print_place(number, place, with_bytes=place.version_id not in shown)
            shown.add(place.version_id)


def _print_place(number: int, place: Place, *, with_bytes: bool) -> None:
    lines = []
    if place.quote is not None:
        role = f"{place.role}: " if place.role else ""
        lines.append(f"{number}. {role}“{_cut(place.quote, LONG_VALUE)}”")
        found = "stands there, character for character" if place.quote_holds else "IS NOT WHAT STANDS THERE"
        lines.append(f"   characters {place.char_start} to {place.char_end} of {place.version_id}: {found}")
    else:
        lines.append(f"{number}. the whole text of {place.version_id}")
    if with_bytes:
        lines += _proofs(place)
    else:
        lines.append("   text and bytes as above")
    display.out.print("\n".join(lines), markup=False)


def _proofs(place: Place) -> list[str]:
    """Return what is said of a version's text and of the bytes it comes from."""
    lines = []
    holds = "has that hash" if place.text_holds else "DOES NOT HAVE THAT HASH"
    lines.append(
        f"   text sha256 {place.text_sha256}: {holds}; read by {place.extractor}, {place.rules_version}"
    )
    for page in place.pages:
        lines.append(
            f"   page {page.source_id}: {page.url or 'address not recorded'}, seen {page.observed_at:%Y-%m-%d %H:%M} UTC "
            f"(look {page.observation_id}, line {page.ledger_line} of the ledger)"
        )
        lines.append(
            f"   bytes sha256 {page.content_sha256}: "
            + (
                f"{page.bytes:,} bytes in the archive, with that hash"
                if page.holds
                else f"DO NOT HOLD: {page.problem}"
            )
        )
    return lines


def _names_row(name: str, value: Any) -> bool:
    return isinstance(value, str) and (
        name.endswith("_id") or name in ("platform", "question", "terms_type", "topic")
    )


def _of(total: int, thing: str) -> str:
    shown = f", the first {SHOWN_PLACES} shown" if thing == "place" and total > SHOWN_PLACES else ""
    return "" if total == 1 else f"  ({display.counted(total, thing)}{shown})"


def _maker(step: Mapping[str, Any]) -> str:
    why = f": {step['why']}" if step["why"] else ""
    if step["by"] != "stage":
        return f"{step['by']}{why}"
    version = f", version {step['version']}" if step["version"] else ""
    return f"stage {step['stage']}{version}{why}"


def _cut(value: Any, length: int) -> str:
    values: Sequence[Any] = value if isinstance(value, list) else [value]
    text = " ".join(", ".join(str(one) for one in values).split())
    return text if len(text) <= length else text[: length - 1] + "…"
