"""How the watching goes: ``status`` (coverage, gaps, quarantine, what is due) and ``schedule`` (looking by itself)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

import typer

from assets.errors import InputError
from assets.home import Home
from assets.sources.lookup import platform_here
from assets.warehouse import read_frame
from orchestration import display
from orchestration.cli import HomeOption, JsonOption, chosen_home
from orchestration.display import counted
from orchestration.switches import Switches, read_switches, write_switches


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(status)
    app.command()(schedule)


_STATUS = """
SELECT p.platform_id, p.name AS platform, d.terms_type AS terms, d.coverage, d.current_since AS text_since,
       coalesce(s.last_seen, d.last_seen) AS last_seen,
       (SELECT count(*) FROM versions AS v WHERE v.document_id = d.document_id) AS versions,
       d.held_since_then AS held,
       (SELECT first(
            CASE WHEN v.status = 'noise' THEN 'unchanged but for noise' ELSE o.outcome END || coalesce(': ' || o.reason, '')
            ORDER BY o.observed_at DESC
        )
        FROM observations AS o LEFT JOIN ledger.versions AS v ON o.version_id = v.version_id
        WHERE o.document_id = d.document_id) AS last_look,
       s.failed_looks, s.failing_since, s.next_due
FROM documents AS d JOIN platforms AS p USING (platform_id)
LEFT JOIN schedule AS s ON d.document_id = s.document_id
ORDER BY p.name, d.terms_type
"""
_HELD = """
SELECT v.document_id AS document, v.first_seen AS held_since, v.noise_class AS class, coalesce(v.detail, v.rule) AS reason,
       split_part(v.document_id, '/', 1) AS platform_id
FROM ledger.versions AS v WHERE v.status = 'quarantined' ORDER BY v.first_seen DESC
"""
_ROUND = "SELECT started_at, documents_due, documents_observed, share_observed FROM rounds ORDER BY started_at DESC LIMIT 1"

SHOWN_HELD = 20


def status(
    platform: Annotated[str | None, typer.Option(help="Only this platform (name or id).")] = None,
    failing: Annotated[
        bool, typer.Option("--failing", help="Only documents whose last look did not show the policy.")
    ] = False,
    home: HomeOption = None,
    json_output: JsonOption = False,
) -> None:
    """Show what is covered, where the gaps are, what is held in quarantine, and what is due next."""
    chosen = chosen_home(home)
    rows = read_frame(chosen, _STATUS).to_dicts()
    held = read_frame(chosen, _HELD).to_dicts()
    if platform is not None:
        names = {row["platform_id"]: row["platform"] for row in rows}
        wanted = platform_here(chosen, platform, names)
        rows = [row for row in rows if row["platform_id"] == wanted]
        held = [row for row in held if row["platform_id"] == wanted]
    if failing:
        rows = [row for row in rows if row["failed_looks"]]
    rounds = read_frame(chosen, _ROUND).to_dicts()
    now = datetime.now(UTC)
    if json_output:
        for row in [*rows, *held]:
            del row["platform_id"]
        display.as_json(
            {
                "home": str(chosen.path),
                "kind": chosen.kind,
                "last_round": rounds[0] if rounds else None,
                "documents": rows,
                "quarantine": held,
            }
        )
        return
    # what one home never looks at itself has nothing to say about failing and being due
    watched = any(row["next_due"] or row["failed_looks"] for row in rows)
    hidden = {"platform_id"} | (set() if watched else {"failed_looks", "failing_since", "next_due"})
    display.table([{name: value for name, value in row.items() if name not in hidden} for row in rows])
    shown = [{name: value for name, value in row.items() if name != "platform_id"} for row in held]
    display.table(
        shown[:SHOWN_HELD],
        title=f"In quarantine (newest {SHOWN_HELD} of {len(held)}): held, visible here, not published",
    )
    _say_coverage(chosen, rows, rounds, now)


def _say_coverage(
    home: Home, rows: Sequence[dict[str, Any]], rounds: Sequence[dict[str, Any]], now: datetime
) -> None:
    coverage = Counter(row["coverage"].replace("_", " ") for row in rows)
    said = ", ".join(f"{number} {what}" for what, number in coverage.most_common())
    display.out.print(f"{counted(len(rows), 'document')} shown: {said or 'none'}.", markup=False)
    failing = [row for row in rows if row["failed_looks"]]
    if failing:
        platforms = sorted({row["platform"] for row in failing})
        display.out.print(
            f"{counted(len(failing), 'document')} of {counted(len(platforms), 'platform')} could not be observed "
            f"at the last look: {', '.join(platforms)}. They are tried again by themselves (termscape status --failing).",
            markup=False,
        )
    if rounds:
        last = rounds[0]
        display.out.print(
            f"Last round {last['started_at']:%Y-%m-%d %H:%M} UTC: {last['documents_observed']} of "
            f"{last['documents_due']} due documents observed.",
            markup=False,
        )
    dues = sorted(row["next_due"] for row in rows if row["next_due"])
    if dues:
        due = sum(when <= now for when in dues)
        later = [when for when in dues if when > now]
        said = f"{due} due now" + (f"; next due {later[0]:%Y-%m-%d %H:%M} UTC" if later else "")
        display.out.print(f"{said}.", markup=False)
    display.notes.print(f"{home.path} ({home.kind})", markup=False)


def schedule(
    switch: Annotated[
        Literal["on", "off"] | None,
        typer.Argument(help="on or off; without it: how it is.", show_default=False),
    ] = None,
    home: HomeOption = None,
) -> None:
    """Switch looking by itself on or off: daily rounds, retries of what failed, the weekly digest.

    They run while `termscape ui` does. Without it, let cron call `termscape run`: it looks at what is due.
    """
    chosen = chosen_home(home)
    if switch is not None:
        if chosen.kind != "live":
            raise InputError(
                f"{chosen.path} is {'a sample home' if chosen.kind else 'not a home yet'}: schedules are for homes "
                "of real platforms. Make one with `make live`, or name one with --home."
            )
        write_switches(chosen, Switches(schedules=switch == "on"))
    on = read_switches(chosen).schedules
    display.out.print(
        f"Schedules of {chosen.path} are {'on' if on else 'off'}."
        + (" They run while `termscape ui` does (restart it if it is running)." if on else ""),
        markup=False,
    )
