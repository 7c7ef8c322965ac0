"""How the watching goes: ``status`` (coverage, gaps, quarantine, what is due) and ``schedule`` (looking by itself)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from assets.captures.due import documents_looked_at
from assets.captures.outcomes import ONE_BY_ONE, failures_as_table, grouped, outcome_in_words
from assets.errors import HomeUnusable, InputError, NothingFound
from assets.home import Home
from assets.warehouse import read_frame
from orchestration import display
from orchestration.asked import platform_asked
from orchestration.cli import HomeOption, JsonOption, chosen_home
from orchestration.display import counted
from orchestration.settings import refuse_mistakes
from orchestration.switches import Switches, read_switches, write_switches

Row = dict[str, Any]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(status)
    app.command()(schedule)


_STATUS = """
WITH looks AS (
    SELECT o.document_id, arg_max({
        'outcome': o.outcome, 'reason': o.reason, 'rule': o.rule, 'status': v.status, 'noise_class': v.noise_class
    }, o.observed_at) AS last
    FROM observations AS o LEFT JOIN ledger.versions AS v ON o.version_id = v.version_id GROUP BY o.document_id
)

SELECT d.document_id, p.platform_id, p.name AS platform, d.terms_type AS terms, d.coverage, d.current_since AS text_since,
       coalesce(s.last_seen, d.last_seen) AS last_seen,
       (SELECT count(*) FROM versions AS v WHERE v.document_id = d.document_id) AS versions,
       d.held_since_then AS held,
       -- of a document of several pages the one that fails speaks
       CASE WHEN s.failed_looks > 0
           THEN {'outcome': s.last_outcome, 'reason': s.last_reason, 'rule': s.last_rule, 'status': NULL, 'noise_class': NULL}
           ELSE l.last END AS last_look,
       s.failed_looks, s.failing_since, s.next_due
FROM documents AS d JOIN platforms AS p USING (platform_id)
LEFT JOIN looks AS l ON d.document_id = l.document_id
LEFT JOIN schedule AS s ON d.document_id = s.document_id
ORDER BY lower(p.name), d.terms_type
"""
_HELD = """
SELECT h.document_id AS document, h.held_since, h.class, h.reason, h.words, h.looks_since, s.next_due, h.platform_id
FROM held AS h LEFT JOIN schedule AS s ON h.timeline_id = s.timeline_id ORDER BY h.held_since DESC, h.document_id
"""
_HELD_BEFORE = """
SELECT count(*) FROM ledger.versions WHERE status = 'quarantined' AND version_id NOT IN (SELECT version_id FROM held)
"""
_ROUND = "SELECT started_at, documents_due, documents_observed, share_observed FROM rounds LIMIT 1"

# What is no longer declared, or left out by the watch list, neither fails nor becomes due.
_NOT_LOOKED_AT = {"failed_looks": None, "failing_since": None, "next_due": None}

SHOWN_HELD = 20
# Names in a sentence beyond which a reader skips them.
SHOWN_NAMES = 12


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
    refuse_mistakes(chosen)
    if not chosen.published_database.exists():
        raise NothingFound(f"nothing is published in {chosen.path} yet. {_how_to_begin(chosen)}")
    rows = [_with_last_look(row) for row in read_frame(chosen, _STATUS).to_dicts()]
    if chosen.kind == "live":
        looked_at = documents_looked_at(chosen)
        rows = [row if row["document_id"] in looked_at else {**row, **_NOT_LOOKED_AT} for row in rows]
    held = read_frame(chosen, _HELD).to_dicts()
    if platform is not None:
        names = {row["platform_id"]: row["platform"] for row in rows}
        wanted = platform_asked(chosen, platform, names)
        rows = [row for row in rows if row["platform_id"] == wanted]
        held = [row for row in held if row["platform_id"] == wanted]
    if failing:
        rows = [row for row in rows if row["failed_looks"]]
    rounds = read_frame(chosen, _ROUND).to_dicts()
    if json_output:
        display.as_json(
            {
                "home": str(chosen.path),
                "kind": chosen.kind,
                "last_round": rounds[0] if rounds else None,
                "documents": [_without(row, "document_id", "platform_id", "rule") for row in rows],
                "quarantine": [_without(row, "platform_id") for row in held],
            }
        )
        return
    if failing:
        _show_failing(chosen, rows)
    else:
        _show(chosen, rows, held, fold=platform is None)
    _say_rounds(chosen, rows, rounds)


def _with_last_look(row: Row) -> Row:
    """Say the last look in words; keep what it was called and why for those who group."""
    look = row["last_look"] or {}
    outcome, reason = look.get("outcome"), look.get("reason")
    said = outcome_in_words(outcome, look["status"], look["noise_class"]) if outcome else None
    row["last_look"] = ": ".join(part for part in (said, reason) if part) or None
    return {**row, "outcome": outcome, "reason": reason, "rule": look.get("rule")}


def _without(row: Row, *names: str) -> Row:
    return {name: value for name, value in row.items() if name not in names}


def _shown(rows: Sequence[Row]) -> list[Row]:
    # what one home never looks at itself has nothing to say about failing and being due
    watched = any(row["next_due"] or row["failed_looks"] for row in rows)
    hidden = ("document_id", "platform_id", "outcome", "reason", "rule")
    return [
        _without(row, *hidden, *(() if watched else ("failed_looks", "failing_since", "next_due")))
        for row in rows
    ]


def _show(home: Home, rows: Sequence[Row], held: Sequence[Row], *, fold: bool) -> None:
    """Show every document, those that fail alike and are many in a line each, and what is held."""
    groups = grouped(row for row in rows if row["failed_looks"])
    many = [group for group in groups if fold and group.documents > ONE_BY_ONE]
    folded = [id(row) for group in many for row in group.rows]
    if single := [row for row in rows if id(row) not in folded]:
        display.table(_shown(single))
    if held:
        display.table(
            _shown_held(held[:SHOWN_HELD]),
            title=f"In quarantine (newest {min(SHOWN_HELD, len(held))} of {len(held)}): held, visible here, not published",
        )
    coverage = Counter(row["coverage"].replace("_", " ") for row in rows)
    said = ", ".join(f"{number} {what}" for what, number in coverage.most_common())
    display.out.print(f"{counted(len(rows), 'document')}: {said or 'none'}.", markup=False)
    if not held:
        before = read_frame(home, _HELD_BEFORE).item()
        query = "FROM ledger.versions WHERE status = 'quarantined'"
        past = f' ({before} once: termscape sql "{query}")' if before else ""
        display.out.print(f"Nothing is held in quarantine now{past}.", markup=False)
    _say_failing(home, rows)


def _shown_held(held: Sequence[Row]) -> list[Row]:
    hidden = ["platform_id", *([] if any(row["next_due"] for row in held) else ["next_due"])]
    return [_without(row, *hidden) for row in held]


def _show_failing(home: Home, rows: Sequence[Row]) -> None:
    """Show the documents that fail: what they have in common first, where a person reads it."""
    if not rows:
        display.out.print(
            "Nothing fails: every document that is looked at showed its policy at the last look.",
            markup=False,
        )
        return
    if display.out.is_terminal:
        display.table(failures_as_table(rows), title="What fails, by reason", wide=["platform", "reason"])
    display.table([_failure(row) for row in rows], title="Each of them", wide=["last_look"])
    _say_failing(home, rows)


def _failure(row: Row) -> Row:
    names = ("platform", "terms", "last_look", "failing_since", "failed_looks", "last_seen", "next_due")
    return {name: row[name] for name in names}


def _say_failing(home: Home, rows: Sequence[Row]) -> None:
    failing = [row for row in rows if row["failed_looks"]]
    if not failing:
        return
    platforms = {row["platform"] for row in failing}
    display.out.print(
        f"{counted(len(failing), 'document')} of {counted(len(platforms), 'platform')} could not be observed "
        "at the last look (each of them: termscape status --failing):",
        markup=False,
    )
    for group in grouped(failing):
        names = group.platforms
        who = ", ".join(names) if len(names) <= SHOWN_NAMES else counted(len(names), "platform")
        display.out.print(f"  {counted(group.documents, 'document')} of {who}: {group}", markup=False)
    display.out.print(_tried_again(home, failing), markup=False)


def _tried_again(home: Home, failing: Sequence[Row]) -> str:
    """Say truly when and by whom what failed is tried again."""
    first = min(row["next_due"] or datetime.now(UTC) for row in failing)
    due = first <= datetime.now(UTC)
    if home.kind == "live" and read_switches(home).schedules:
        when = "next within a quarter of an hour" if due else f"next at {first:%Y-%m-%d %H:%M} UTC"
        return f"They are tried again by themselves while `termscape ui` runs, {when}."
    after = "now" if due else f"after {first:%Y-%m-%d %H:%M} UTC"
    return f"`termscape run` tries them again {after} (by itself: `termscape schedule on`, or cron)."


def _say_rounds(home: Home, rows: Sequence[Row], rounds: Sequence[Row]) -> None:
    if rounds:
        last = rounds[0]
        display.out.print(
            f"Last round {last['started_at']:%Y-%m-%d %H:%M} UTC: {last['documents_observed']} of "
            f"{last['documents_due']} due documents observed.",
            markup=False,
        )
    now = datetime.now(UTC)
    dues = sorted(row["next_due"] for row in rows if row["next_due"])
    if dues:
        due = sum(when <= now for when in dues)
        later = [when for when in dues if when > now]
        said = f"{counted(due, 'document')} due now" + (
            f"; next due {later[0]:%Y-%m-%d %H:%M} UTC" if later else ""
        )
        display.out.print(f"{said}.", markup=False)
    display.notes.print(f"{home.path} ({home.kind})", markup=False)


def _how_to_begin(home: Home) -> str:
    """Say what makes something of a home in which nothing was published yet."""
    if home.kind is not None:
        return f"`termscape run --home {home.path}` goes on from what is there."
    return (
        f"`termscape run --live --home {home.path}` looks at real platforms; without --live it "
        "plays the invented sample."
    )


def schedule(
    switch: Annotated[
        str | None,
        typer.Argument(metavar="[on|off]", help="on or off; without it: how it is.", show_default=False),
    ] = None,
    home: HomeOption = None,
) -> None:
    """Switch looking by itself on or off: daily rounds, retries of what failed, the weekly digest.

    They run while `termscape ui` does. Without it, let cron call `termscape run`: it looks at what is due.
    """
    if switch not in (None, "on", "off"):
        raise InputError(f"schedule {switch!r}: on or off was expected, or nothing to see how it is.")
    chosen = chosen_home(home)
    if switch is not None:
        if chosen.kind is None:
            raise HomeUnusable(f"{chosen.path} is not a home yet. {_how_to_begin(chosen)}")
        if chosen.kind == "sample":
            raise InputError(
                f"{chosen.path} is a sample home: schedules are for homes of real platforms. Make one with "
                "`make live` or `termscape run --live --home DIRECTORY`, or name one with --home."
            )
        if switch == "on":
            refuse_mistakes(chosen)
        write_switches(chosen, Switches(schedules=switch == "on"))
    on = read_switches(chosen).schedules
    display.out.print(
        f"Schedules of {chosen.path} are {'on' if on else 'off'}."
        + (" They run while `termscape ui` does (restart it if it is running)." if on else ""),
        markup=False,
    )
