"""What people make of changes: ``mark`` (seen, dismissed, new again), kept in reviews.csv of the home."""

from __future__ import annotations

import getpass
import os
import subprocess
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from assets.errors import InputError, NothingFound
from assets.home import Home
from assets.notices.reviews import FILE, STATES, Review, add_review
from assets.warehouse import read_frame
from orchestration import display
from orchestration.cli import HomeOption, chosen_home

REVIEWER_VARIABLE = "TERMSCAPE_REVIEWER"
NOBODY = "root"
"""The user of most containers: nobody's name."""
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
    who: Annotated[
        str | None,
        typer.Option(
            "--who",
            "--by",
            help="Who says so.",
            show_default=f"{REVIEWER_VARIABLE}, git's user.name, or your user name",
        ),
    ] = None,
    home: HomeOption = None,
) -> None:
    """Mark an event as seen or dismissed, with a note; what is dismissed stays out of alerts and digests.

    It is a line in reviews.csv of the home, which a team can keep, share and edit. Alerts and digests heed it at once,
    the table internal.changes_to_review and the team's edition of the site after the next run. It is never published.
    """
    chosen = chosen_home(home)
    if state not in STATES:
        raise InputError(f"mark … {state!r}: expected one of: {', '.join(STATES)}.")
    found = _subject(chosen, subject)
    reviewer = (who or "").strip() or _reviewer()
    add_review(chosen, Review(found["id"], state, note.strip(), reviewer, datetime.now(UTC).date()))
    summary = " ".join((found["summary"] or "").split())
    display.out.print(
        f"{state}, by {reviewer}: {found['what']} {found['id']}, {found['platform']} · {found['terms_type'] or 'all documents'}: "
        f"{summary[:160]}",
        markup=False,
    )
    display.notes.print(
        f"Written to {chosen.path / FILE}. Alerts and digests heed it from now on; internal.changes_to_review and the "
        "team's edition of the site show it after the next termscape run.",
        markup=False,
    )


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


def _reviewer() -> str:
    """Return who this is: as the environment says, as git signs, else the user of the system, if that is a person.

    Raises:
        InputError: none of them names anybody.
    """
    if named := os.environ.get(REVIEWER_VARIABLE, "").strip() or _git_user():
        return named
    try:
        user = getpass.getuser()
    except (OSError, KeyError):  # a container without a user's name
        user = NOBODY
    if user == NOBODY:
        raise InputError(
            f"who says so? Give --by NAME, or set {REVIEWER_VARIABLE} (the user here is {NOBODY}, and git has no user.name)."
        )
    return user


def _git_user() -> str:
    """Return whom git signs as, empty where it is not there or was not told."""
    try:
        asked = subprocess.run(["git", "config", "user.name"], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return asked.stdout.strip()
