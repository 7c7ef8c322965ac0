"""Telling those who asked: ``alerts`` (how deliveries stand, what would be sent, sending it now)."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

import typer

from assets.archive import Archive
from assets.errors import InputError, NothingFound, TermscapeError
from assets.home import Home
from assets.notices.alerting import Context, Report, send_alerts
from assets.notices.deliveries import Delivery, read_deliveries
from assets.notices.digesting import retry_digests
from assets.notices.internal import update_internal
from assets.notices.watchlists import Watchlists, read_watchlists
from orchestration import display
from orchestration.cli import HomeOption, JsonOption, chosen_home
from orchestration.digests import notices_of
from orchestration.display import counted

NEWEST = 20


class NotAllSent(TermscapeError):
    """Some messages did not get out; they are tried again."""


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(alerts)


def alerts(
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="[status|send]",
            help="status (usual): watchlists and deliveries; send: send what is due now.",
            show_default=False,
        ),
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Show what would be sent, to whom and why; send and write nothing."),
    ] = False,
    retry_doubtful: Annotated[
        bool,
        typer.Option(
            "--retry-doubtful",
            help="With send: send what is in doubt again. It may arrive a second time.",
        ),
    ] = False,
    home: HomeOption = None,
    json_output: JsonOption = False,
) -> None:
    """Show who is told of what and how that went; or tell them now.

    Watchlists are files in the folder watchlists of the home (docs/reference/watchlist.md). A live home sends alerts
    after each run; a sample home only when you ask with `termscape alerts send`. Each event reaches each recipient
    once. What failed is tried again by later runs, and at once by `termscape alerts send`. Exit code 2: a watchlist
    cannot be used; the others were.
    """
    if what not in (None, "status", "send"):
        raise InputError(f"alerts {what!r}: status or send was expected, or nothing.")
    if retry_doubtful and (what != "send" or dry_run):
        raise InputError("--retry-doubtful sends: say `termscape alerts send --retry-doubtful`.")
    chosen = chosen_home(home)
    if what == "send" or dry_run:
        _send(chosen, dry_run=dry_run, retry_doubtful=retry_doubtful, json_output=json_output)
    else:
        _status(chosen, json_output=json_output)
    if read_watchlists(chosen).problems:
        # what could be done was done, and each problem was told; cron is to notice all the same
        raise typer.Exit(InputError.exit_code)


def _send(home: Home, *, dry_run: bool, retry_doubtful: bool, json_output: bool) -> None:
    with notices_of(home) as context:
        if dry_run:
            # without the lock: who only looks waits for no run, and needs to write nothing
            report = send_alerts(context, Archive(home, read_only=True), dry_run=True, by_hand=True)
        else:
            report = _sent_now(home, context, retry_doubtful=retry_doubtful)
    if json_output:
        display.as_json(_as_json(report))
    else:
        _show_sent(report, dry_run=dry_run)
    if report.failures:
        raise NotAllSent(
            f"{counted(len(report.failures), 'message')} did not get out; later runs try again, and so does "
            "`termscape alerts send`."
        )


def _sent_now(home: Home, context: Context, *, retry_doubtful: bool) -> Report:
    with home.locked("termscape alerts"):
        archive = Archive(home, f"alerts-{uuid.uuid4().hex[:8]}")
        report = send_alerts(context, archive, by_hand=True, retry_doubtful=retry_doubtful)
        digests = retry_digests(context, archive, by_hand=True)
        update_internal(home, archive)
    return Report(
        (*report.sent, *digests.sent), report.in_doubt, report.waiting, report.weekly, report.problems
    )


def _show_sent(report: Report, *, dry_run: bool) -> None:
    if not report.sent:
        display.out.print("Nothing to send." if dry_run else "Nothing was due.")
    for one in report.sent:
        how = "would be sent" if dry_run else f"failed: {one.failed}" if one.failed else "sent"
        display.out.print(
            f"{one.watchlist} → {one.recipient}: {one.subject} ({counted(one.events, 'event')}): {how}",
            markup=False,
        )
        if dry_run:
            display.out.print(one.text, markup=False)
    _say_doubts(report.in_doubt)
    _say_problems(report.problems)


def _status(home: Home, *, json_output: bool) -> None:
    if home.kind is None:
        raise NothingFound(f"{home.path} is not a home yet. Try `termscape run`.")
    watchlists = read_watchlists(home)
    rows = _deliveries(home)
    if json_output:
        problems = [str(problem) for problem in watchlists.problems]
        display.as_json({"watchlists": _listed(watchlists), "problems": problems, "deliveries": rows})
        return
    if not watchlists.usable and not watchlists.problems:
        display.out.print(
            f"There is no watchlist yet. Put one into {home.path / 'watchlists'} "
            "(docs/reference/watchlist.md says how).",
            markup=False,
        )
    else:
        display.table(_listed(watchlists), title="Watchlists", wide=["told"])
    newest = sorted(rows, key=lambda row: row["last_attempt"] or row["due_since"], reverse=True)
    hidden = ("delivery_id", "recipient_id", "chain_no")
    if rows:
        display.table(
            [{name: value for name, value in row.items() if name not in hidden} for row in newest[:NEWEST]],
            title=f"Deliveries (the newest {min(NEWEST, len(rows))} of {len(rows)}; all: termscape sql "
            '"FROM internal.deliveries")',
            wide=["reason"],
        )
    else:
        display.out.print("Nothing was due to anybody yet.")
    doubtful = [row for row in rows if row["state"] == "in_doubt"]
    _say_doubts(doubtful)
    _say_problems([str(problem) for problem in watchlists.problems])


def _deliveries(home: Home) -> list[dict[str, Any]]:
    """Return the deliveries as the ledger has them now, also while a run writes to it."""
    known = read_deliveries(Archive(home, read_only=True).ledger.read())
    return [delivery.row for delivery in known.by_id.values()]


def _listed(watchlists: Watchlists) -> list[dict[str, Any]]:
    return [
        {
            "watchlist": one.name,
            "when": one.when,
            "since": one.since,
            "recipients": [recipient.label for recipient in one.recipients],
            "told": "; ".join(
                part
                for part in (
                    f"significance {one.significance} or more",
                    one.platforms and f"platforms {', '.join(one.platforms)}",
                    one.vendors and "our vendors",
                    one.topics and f"topics {', '.join(one.topics)}",
                    one.questions and f"questions {', '.join(one.questions)}",
                    one.kinds and f"kinds {', '.join(one.kinds)}",
                )
                if part
            ),
        }
        for one in watchlists.usable
    ]


def _as_json(report: Report) -> dict[str, Any]:
    names = ("watchlist", "recipient", "events", "subject", "text", "failed")
    return {
        "messages": [{name: getattr(one, name) for name in names} for one in report.sent],
        "in_doubt": [delivery.row for delivery in report.in_doubt],
        "tried_again_later": [delivery.row for delivery in report.waiting],
        "waiting_for_the_digest": report.weekly,
        "problems": list(report.problems),
    }


def _say_doubts(doubtful: Any) -> None:
    if not doubtful:
        return
    rows = [one.row if isinstance(one, Delivery) else one for one in doubtful]
    names = sorted({row["recipient"] for row in rows})
    counted_rows = counted(len(rows), "delivery").replace("deliverys", "deliveries")
    display.notes.print(
        f"{counted_rows} to {', '.join(names)} in doubt: sent, and it is not known whether it arrived. "
        "Ask whether it arrived; if not: termscape alerts send --retry-doubtful",
        markup=False,
    )


def _say_problems(problems: Any) -> None:
    for problem in problems:
        display.notes.print(f"not used: {problem}", markup=False, style="red")
