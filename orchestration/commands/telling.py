"""Telling what changed: ``changes`` (the newest that matter), ``history`` (a document's story)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

import typer

from assets.errors import InputError
from assets.warehouse import read_frame
from orchestration import display, glossary
from orchestration.asked import document_asked, platform_asked, terms_type_asked, timeline_asked
from orchestration.cli import HomeOption, JsonOption, chosen_home
from orchestration.story import tell

Significance = Literal["high", "medium", "low", "none"]
_LEVELS: tuple[Significance, ...] = ("high", "medium", "low", "none")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(changes)
    app.command(epilog=glossary.as_markdown())(history)


_CHANGES = """
SELECT c.changed_after, c.changed_before, p.name AS platform, c.terms_type, c.change_class, c.significance, c.summary,
       c.silent_edit, c.declared_date, c.directions, c.document_id, c.version_id, c.previous_version_id, c.platform_id
FROM changes AS c JOIN platforms AS p USING (platform_id)
WHERE c.changed_before >= $since AND list_contains($levels, c.significance) AND c.recorded_first_as IS NULL
ORDER BY c.changed_before DESC, c.version_id
"""


def changes(
    platform: Annotated[str | None, typer.Option(help="Only this platform (name or id).")] = None,
    terms: Annotated[str | None, typer.Option(help="Only this terms type, e.g. 'Privacy Policy'.")] = None,
    since: Annotated[
        str | None, typer.Option(help="Only what was first seen on this day or later (YYYY-MM-DD).")
    ] = None,
    significance: Annotated[
        Significance,
        typer.Option(help="The least significance shown; none shows changes of wording alone as well."),
    ] = "low",
    limit: Annotated[int, typer.Option(help="How many, the newest first; 0: all.", min=0)] = 20,
    home: HomeOption = None,
    json_output: JsonOption = False,
) -> None:
    """Show what changed and matters: the newest substantive changes, each with its summary.

    A change lies between the last look at the old text and the first at the new one. *silent*: the document
    kept the date it declares.
    """
    chosen = chosen_home(home)
    levels = list(_LEVELS[: _LEVELS.index(significance) + 1])
    rows = read_frame(chosen, _CHANGES, {"since": _day(since, "--since"), "levels": levels}).to_dicts()
    if platform is not None and terms is not None:
        document_id = document_asked(chosen, platform, terms)
        rows = [row for row in rows if row["document_id"] == document_id]
    elif platform is not None:
        platform_id = platform_asked(chosen, platform)
        rows = [row for row in rows if row["platform_id"] == platform_id]
    elif terms is not None:
        terms_type = terms_type_asked(chosen, terms)
        rows = [row for row in rows if row["terms_type"] == terms_type]
    shown = rows[:limit] if limit else rows
    if json_output:
        display.as_json(shown)
        return
    if not rows:
        display.out.print(
            "No change of that kind was seen."
            + ("" if significance == "none" else " (--significance none shows changes of wording as well.)")
        )
        return
    display.table(
        [_shown(row, with_class=significance == "none") for row in shown],
        title=f"{len(shown)} of {display.counted(len(rows), 'change')}, the newest first",
        wide=["what changed"],
    )
    first = shown[0]
    display.notes.print(
        f'Word by word: termscape diff "{first["platform"]}" "{first["terms_type"]}"   '
        f'The whole story: termscape history "{first["platform"]}" "{first["terms_type"]}"',
        markup=False,
    )


def _shown(row: Mapping[str, Any], *, with_class: bool) -> dict[str, Any]:
    return {
        "seen": f"{row['changed_before']:%Y-%m-%d}",
        "platform": row["platform"],
        "terms": row["terms_type"],
        **({"class": row["change_class"]} if with_class else {}),
        "significance": row["significance"] if row["change_class"] == "substantive" else None,
        "what changed": row["summary"] + (" [silent]" if row["silent_edit"] else ""),
    }


_STORY = """
SELECT n.version_id, n.first_seen, n.status, n.change_class, n.rule, n.reason, n.significance, n.legal_links_moved, n.recorded_as_upgrade,
       v.version_no, v.last_seen, v.replaced_at, v.declared_date, v.effective_date, v.words,
       c.previous_version_id, c.summary, c.silent_edit, c.directions
FROM noise_ledger AS n
LEFT JOIN versions AS v ON n.version_id = v.version_id
LEFT JOIN ledger.version_changes AS c ON n.version_id = c.version_id
WHERE n.timeline_id = ? ORDER BY n.first_seen, n.version_id
"""
_LOOKS = """
SELECT count(*) AS looks, count(*) FILTER (outcome IN ('changed', 'unchanged', 'not_modified')) AS seen,
       min(observed_at) AS first, max(observed_at) AS last
FROM observations WHERE timeline_id = ?
"""
_KIND = "SELECT kind FROM ledger.collections WHERE collection_id = ?"


def history(
    platform: Annotated[str, typer.Argument(help="The platform (name or id).")],
    terms: Annotated[str, typer.Argument(help="The terms type, e.g. 'Privacy Policy'.")],
    collection: Annotated[
        str | None, typer.Option(help="The collection, where several know the document.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also list every candidate that was noise, one by one.")
    ] = False,
    home: HomeOption = None,
    json_output: JsonOption = False,
) -> None:
    """Tell the story of a document: every version, when it can have changed, what changed, and what was noise."""
    chosen = chosen_home(home)
    document_id = document_asked(chosen, platform, terms)
    versions = timeline_asked(chosen, document_id, collection)
    timeline_id = versions[-1]["timeline_id"]
    rows = read_frame(chosen, _STORY, [timeline_id]).to_dicts()
    looks = read_frame(chosen, _LOOKS, [timeline_id]).to_dicts()[0]
    kind = read_frame(chosen, _KIND, [versions[-1]["collection_id"]]).item()
    if json_output:
        display.as_json(
            {"document": document_id, "timeline": timeline_id, "looks": looks, "candidates": rows}
        )
        return
    for text in tell(
        timeline_id, rows, looks, records_changes_only=kind in ("ota", "folder"), everything=everything
    ):
        display.out.print(text)


def _day(given: str | None, option: str) -> datetime:
    if given is None:
        return datetime(1970, 1, 1, tzinfo=UTC)
    try:
        return datetime.combine(date.fromisoformat(given), datetime.min.time(), tzinfo=UTC)
    except ValueError:
        raise InputError(f"{option} {given!r} is no day: write it like 2026-03-01.") from None
