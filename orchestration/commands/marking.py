"""What people make of changes: ``mark`` (seen, dismissed, new again), kept in reviews.csv of the home."""

from __future__ import annotations

import getpass
import os
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from assets.errors import InputError, NothingFound
from assets.home import Home
from assets.notices.reviews import FILE, STATES, Review, add_review
from assets.warehouse import read_frame
from orchestration import display
from orchestration.cli import HomeOption, chosen_home

SHORTEST_ID = 6
"""Characters of an id that will do, if they are only one's."""

_SUBJECTS = """
SELECT event_id AS id, 'event' AS what, platform, terms_type, summary FROM events WHERE starts_with(event_id, $id)
UNION ALL
SELECT c.change_id, 'change of a provision', p.name, c.terms_type, coalesce(c.after, c.before)
FROM provision_changes AS c JOIN platforms AS p USING (platform_id) WHERE starts_with(c.change_id, $id)
UNION ALL
SELECT c.version_id, 'change of a document', p.name, c.terms_type, c.summary
FROM changes AS c JOIN platforms AS p USING (platform_id) WHERE c.version_id = $id
"""


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(mark)


def mark(
    subject: Annotated[
        str,
        typer.Argument(
            metavar="EVENT",
            help="An event's id (termscape sql \"FROM events\"), a change's (change_id) or a version's; its beginning will do.",
        ),
    ],
    state: Annotated[str, typer.Argument(metavar="seen|dismissed|new", help="How it stands.")],
    note: Annotated[str, typer.Option(help="Why, or what is to be done.")] = "",
    who: Annotated[str | None, typer.Option(help="Who says so.", show_default="your user name")] = None,
    home: HomeOption = None,
) -> None:
    """Mark an event as seen or dismissed, with a note; what is dismissed stays out of alerts and digests.

    It is a line in reviews.csv of the home, which a team can keep, share and edit. Alerts and digests heed it at once,
    the table internal.changes_to_review after the next run.
    """
    chosen = chosen_home(home)
    if state not in STATES:
        raise InputError(f"mark … {state!r}: expected one of: {', '.join(STATES)}.")
    found = _subject(chosen, subject)
    add_review(chosen, Review(found["id"], state, note.strip(), who or _user(), datetime.now(UTC).date()))
    summary = " ".join((found["summary"] or "").split())
    display.out.print(
        f"{state}: {found['what']} {found['id']}, {found['platform']} · {found['terms_type']}: {summary[:160]}",
        markup=False,
    )
    display.notes.print(f"written to {chosen.path / FILE}", markup=False)


def _subject(home: Home, wanted: str) -> dict[str, Any]:
    """Return what an id names.

    Raises:
        NothingFound: nothing here has it, or several have a beginning.
    """
    if len(wanted) < SHORTEST_ID:
        raise InputError(f"{wanted!r} is too short for an id: give {SHORTEST_ID} characters or more.")
    rows = read_frame(home, _SUBJECTS, {"id": wanted}).to_dicts()
    if len(rows) > 1:
        raise NothingFound(f"several ids begin with {wanted!r}: {', '.join(row['id'] for row in rows[:5])}.")
    if not rows:
        raise NothingFound(
            f'nothing here has the id {wanted!r}. Events: termscape sql "SELECT event_id, platform, summary FROM events"'
        )
    return rows[0]


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without a user's name
        return os.environ.get("USER", "unknown")
