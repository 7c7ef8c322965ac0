"""What a week brought: ``digest`` (on the terminal, as files, or sent to those who want it weekly)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from assets.errors import InputError
from assets.notices.digest import Digest, last_week, week_of
from assets.notices.digest_pages import as_page, as_plain
from orchestration import display
from orchestration.answered import platforms_asked
from orchestration.cli import HomeOption, chosen_home
from orchestration.commands.alerting import NotAllSent
from orchestration.digests import digest_of, notices_of, send, weeks_with_events
from orchestration.display import counted
from orchestration.outputs import check_output, write_output


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(digest)


def digest(
    week: Annotated[
        str | None,
        typer.Option(
            help="A day of the week (YYYY-MM-DD); weeks begin on Monday.",
            show_default="the last week that is over",
        ),
    ] = None,
    platforms: Annotated[
        list[str] | None, typer.Option("--platform", help="Only these platforms (name or id; repeatable).")
    ] = None,
    vendors: Annotated[
        bool, typer.Option("--vendors", help="Only the platforms of vendors.yaml, the ones you use.")
    ] = False,
    html: Annotated[Path | None, typer.Option(help="Write it as a page, for a browser or a mail.")] = None,
    text: Annotated[Path | None, typer.Option(help="Write it as text.")] = None,
    send_it: Annotated[
        bool,
        typer.Option(
            "--send", help="Send it to the recipients of weekly watchlists, those who have it excepted."
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With --send: only say to whom, and what is new to them.")
    ] = False,
    home: HomeOption = None,
) -> None:
    """Tell what a week brought: what changed, turned and became permitted, what was not seen, what is held."""
    chosen = chosen_home(home)
    start, until = week_of(_day(week)) if week else last_week(datetime.now(UTC))
    if dry_run and not send_it:
        raise InputError("--dry-run belongs to --send.")
    for path in (html, text):
        if path is not None:
            check_output(path)
    wanted = set(platforms_asked(chosen, platforms or [])) or None
    with notices_of(chosen) as context:
        if vendors:
            if not context.vendors:
                problem = next((one for one in context.problems if "vendors.yaml" in one), None)
                raise InputError(problem or f"{chosen.path / 'vendors.yaml'} names no vendor yet.")
            wanted = set(context.vendors) & (wanted or set(context.vendors))
        for problem in context.problems:
            display.notes.print(f"not used: {problem}", markup=False, style="red")
        if send_it:
            report = send(chosen, context, f"digest-{uuid.uuid4().hex[:8]}", until, dry_run=dry_run)
            for one in report.sent:
                how = "would be sent" if dry_run else f"failed: {one.failed}" if one.failed else "sent"
                display.out.print(f"{one.watchlist} → {one.recipient}: {one.subject}: {how}", markup=False)
            if not report.sent:
                display.out.print("Everybody who wants it weekly has it already, or nobody does.")
            if report.failures:
                raise NotAllSent(
                    f"{counted(len(report.failures), 'digest')} did not get out; later runs try again."
                )
            return
        made = digest_of(context, start, until, wanted)
        if html is not None:
            write_output(html, as_page(made, context.page_of))
        if text is not None:
            write_output(text, as_plain(made, context.page_of))
        if html is None and text is None:
            display.out.print(as_plain(made, context.page_of), markup=False, end="")
        else:
            written = " and ".join(str(path) for path in (html, text) if path is not None)
            display.notes.print(f"written: {written}", markup=False)
        if not (made.changed or made.turned or made.links or made.permitted):
            weeks = weeks_with_events(context, start, wanted)
            display.notes.print(_where_else(weeks, made), markup=False)


def _where_else(weeks: Sequence[tuple[date, int]], made: Digest) -> str:
    """Say that a week is empty, and which of the nearest weeks are not."""
    what = "Nothing new was seen" if made.looked_at else "No look is on record"
    if not weeks:
        return f"{what} from {made.days}, and no change in any other week of these platforms."
    told = ", ".join(f"{monday} ({counted(events, 'event')})" for monday, events in weeks)
    return f"{what} from {made.days}. The nearest weeks with events begin on {told}: termscape digest --week {weeks[-1][0]}"


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise InputError(f"--week {said!r} is no day: write it like 2026-03-01.") from None
