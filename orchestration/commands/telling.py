"""Telling what changed: ``changes`` (the newest that matter), ``diff`` (two versions), ``history`` (a document's story)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from assets.changes.comparing import side_by_side
from assets.errors import InputError, NothingFound
from assets.home import Home, replace_file, writing
from assets.names import slug
from assets.sources.lookup import platform_here
from assets.warehouse import read_frame
from orchestration import display
from orchestration.cli import HomeOption, JsonOption, chosen_home
from orchestration.difference import as_html, as_text
from orchestration.story import tell

Significance = Literal["high", "medium", "low", "none"]
_LEVELS: tuple[Significance, ...] = ("high", "medium", "low", "none")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(changes)
    app.command()(diff)
    app.command()(history)


_CHANGES = """
SELECT c.changed_before AS seen, p.name AS platform, c.terms_type AS terms, c.change_class AS class, c.significance, c.summary,
       c.silent_edit, c.declared_date, c.changed_after, c.directions, c.document_id, c.version_id, c.previous_version_id, c.platform_id
FROM changes AS c JOIN platforms AS p USING (platform_id)
WHERE c.changed_before >= $since AND list_contains($levels, c.significance)
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
    if platform is not None:
        wanted = platform_here(chosen, platform, _platforms(chosen))
        rows = [row for row in rows if row["platform_id"] == wanted]
    if terms is not None:
        rows = [row for row in rows if slug(row["terms"]) == slug(terms)]
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
        [
            {
                "seen": f"{row['seen']:%Y-%m-%d}",
                "platform": row["platform"],
                "terms": row["terms"],
                "significance": row["significance"] if row["class"] == "substantive" else row["class"],
                "what changed": row["summary"] + (" [silent]" if row["silent_edit"] else ""),
            }
            for row in shown
        ],
        title=f"{len(shown)} of {display.counted(len(rows), 'change')}, the newest first",
        wide=["what changed"],
    )
    first = shown[0]
    display.notes.print(
        f'Word by word: termscape diff "{first["platform"]}" "{first["terms"]}"   '
        f'The whole story: termscape history "{first["platform"]}" "{first["terms"]}"',
        markup=False,
    )


_VERSIONS = """
SELECT v.version_id, v.version_no, v.first_seen, v.last_seen, v.timeline_id, v.collection_id, v.declared_date, v.words
FROM versions AS v WHERE v.document_id = ? ORDER BY v.timeline_id, v.version_no
"""
_PROVISIONS = """
SELECT o.provision_id, o.state_no, coalesce(o.own_text, s.text) AS text, o.kind, o.heading_path, o.stem
FROM ledger.provision_occurrences AS o
JOIN ledger.provision_states AS s ON o.provision_id = s.provision_id AND o.state_no = s.state_no
WHERE o.version_id = ? ORDER BY o.ordinal
"""
_WHY = """
SELECT provision_id, change_class, significance, reason FROM ledger.provision_changes
WHERE version_id = ? AND previous_version_id = ?
"""


def diff(
    platform: Annotated[str, typer.Argument(help="The platform (name or id).")],
    terms: Annotated[str, typer.Argument(help="The terms type, e.g. 'Privacy Policy'.")],
    older: Annotated[
        str | None,
        typer.Argument(
            metavar="[FROM]",
            help="A version's number, its id, or a day (YYYY-MM-DD): the text in force then.",
        ),
    ] = None,
    newer: Annotated[
        str | None, typer.Argument(metavar="[TO]", help="Likewise.", show_default="the newest")
    ] = None,
    context: Annotated[
        int, typer.Option(help="Unchanged provisions shown around each change.", min=0, max=1000)
    ] = 1,
    collection: Annotated[
        str | None, typer.Option(help="The collection, where several know the document.")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write it as an HTML page into this file.")] = None,
    home: HomeOption = None,
    json_output: JsonOption = False,
) -> None:
    """Show what differs between two versions of a document: provision by provision, word by word.

    Without FROM and TO: the newest version and the one before it. Removed words stand in [-…-], added ones in
    {+…+} where there is no colour.
    """
    chosen = chosen_home(home)
    document_id = _document(chosen, platform, terms)
    versions = _timeline(chosen, document_id, collection)
    to = _version(versions, newer) if newer else versions[-1]
    if older:
        start = _version(versions, older)
    elif to["version_no"] > 1:
        start = versions[to["version_no"] - 2]
    else:
        raise NothingFound(f"{document_id} has one version only, seen since {to['first_seen']:%Y-%m-%d}.")
    before, after = (read_frame(chosen, _PROVISIONS, [one["version_id"]]).to_dicts() for one in (start, to))
    why = {
        row["provision_id"]: row
        for row in read_frame(chosen, _WHY, [to["version_id"], start["version_id"]]).to_dicts()
    }
    lines = side_by_side(before, after)
    if json_output:
        display.as_json(
            {
                "document": document_id,
                "from": start,
                "to": to,
                "provisions": [
                    {
                        "provision_id": line.provision_id,
                        "fate": line.fate,
                        "kind": line.kind,
                        "heading_path": line.heading_path,
                        "words": [[piece.operation, piece.text] for piece in line.pieces],
                        "significance": why.get(line.provision_id, {}).get("significance"),
                        "reason": why.get(line.provision_id, {}).get("reason"),
                    }
                    for line in lines
                    if line.fate != "same"
                ],
            }
        )
        return
    title = (
        f"{document_id}: version {start['version_no']} ({_stood(start)}) → {to['version_no']} ({_stood(to)})"
    )
    if html is not None:
        with writing(html):
            replace_file(html, as_html(title, lines, why, context).encode())
        display.out.print(f"Written: {html}", markup=False)
        return
    for text in as_text(title, lines, why, context):
        display.out.print(text)


_STORY = """
SELECT n.version_id, n.first_seen, n.status, n.change_class, n.rule, n.reason, n.significance, n.legal_links_moved,
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
    document_id = _document(chosen, platform, terms)
    versions = _timeline(chosen, document_id, collection)
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


def _platforms(home: Home) -> dict[str, str]:
    return dict(read_frame(home, "SELECT platform_id, name FROM platforms").iter_rows())


def _document(home: Home, platform: str, terms: str) -> str:
    """Return the document of a platform by terms type.

    Raises:
        NothingFound: the platform has no such document; the message names those it has.
    """
    platform_id = platform_here(home, platform, _platforms(home))
    rows = read_frame(
        home,
        "SELECT document_id, terms_type, coverage FROM documents WHERE platform_id = ? ORDER BY 2",
        [platform_id],
    ).to_dicts()
    for row in rows:
        if slug(terms) in (slug(row["terms_type"]), row["document_id"].partition("/")[2]):
            return str(row["document_id"])
    captured = ", ".join(row["terms_type"] for row in rows if row["coverage"] == "captured") or "nothing"
    raise NothingFound(f"{platform_id} has no document {terms!r} here. Captured: {captured}.")


def _timeline(home: Home, document_id: str, collection: str | None) -> list[dict[str, Any]]:
    """Return the versions of one timeline of a document: of the collection named, else the one seen last.

    Raises:
        NothingFound: the document has no version, or none in that collection.
    """
    rows = read_frame(home, _VERSIONS, [document_id]).to_dicts()
    if not rows:
        raise NothingFound(f"no version of {document_id} was captured yet: see termscape status.")
    timelines: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if collection in (None, row["collection_id"]):
            timelines.setdefault(row["timeline_id"], []).append(row)
    if not timelines:
        there = sorted({row["collection_id"] for row in rows})
        raise NothingFound(
            f"{document_id} is not in the collection {collection!r}. It is in: {', '.join(there)}."
        )
    chosen = max(
        timelines.values(), key=lambda versions: (versions[-1]["last_seen"], versions[-1]["timeline_id"])
    )
    if len(timelines) > 1:
        others = ", ".join(
            sorted({rows[0]["collection_id"] for rows in timelines.values()} - {chosen[0]["collection_id"]})
        )
        display.notes.print(
            f"shown as seen by {chosen[0]['collection_id']}; also known to: {others} (--collection)",
            markup=False,
        )
    return chosen


def _version(versions: list[dict[str, Any]], asked: str) -> dict[str, Any]:
    """Return a version by number, id or day.

    Raises:
        NothingFound: there is none; the message says what there is.
    """
    for row in versions:
        if asked in (str(row["version_no"]), row["version_id"]):
            return row
    first = versions[0]["first_seen"]
    try:
        end = datetime.combine(date.fromisoformat(asked), datetime.max.time(), tzinfo=UTC)
    except ValueError:
        raise NothingFound(
            f"no version {asked!r}: there are the numbers 1 to {len(versions)}, their ids, and days since {first:%Y-%m-%d}."
        ) from None
    seen = [row for row in versions if row["first_seen"] <= end]
    if not seen:
        raise NothingFound(f"not observed on {asked}: the first version was seen on {first:%Y-%m-%d}.")
    return seen[-1]


def _day(given: str | None, option: str) -> datetime:
    if given is None:
        return datetime(1970, 1, 1, tzinfo=UTC)
    try:
        return datetime.combine(date.fromisoformat(given), datetime.min.time(), tzinfo=UTC)
    except ValueError:
        raise InputError(f"{option} {given!r} is no day: write it like 2026-03-01.") from None


def _stood(version: dict[str, Any]) -> str:
    return f"seen {version['first_seen']:%Y-%m-%d}"
