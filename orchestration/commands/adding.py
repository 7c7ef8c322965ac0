"""Adding a page somebody found: ``add`` proposes its declaration, and puts it in place if asked to."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from assets.captures.fetching import read_settings
from assets.errors import InputError, TermscapeError
from assets.home import DEFAULT_LIVE, DEFAULT_SAMPLE, HOME_VARIABLE, Home
from assets.proposing.looking import SeenPage, look_at, read_saved
from assets.proposing.proposal import Proposal, Wishes, propose
from assets.proposing.writing import Draft, draft_file, put_in_place
from assets.sources.in_force import load_folders
from assets.sources.registry import SHIPPED_PLATFORMS
from assets.sources.watching import read_watch
from orchestration import display
from orchestration.cli import HomeOption, JsonOption, chosen_home
from orchestration.display import counted
from orchestration.proposed import as_rows, show, yaml_lines

# So many documents linked from a page that is no policy itself, and it is taken for an index of them.
HUB_LINKS = 3


class NotAPolicy(TermscapeError):
    """The page is not a policy, as far as can be told; the message says what it is and what to do."""


_ADVICE = {
    "empty_shell": "Pages are not rendered here. Save it with a browser and give the file with --from.",
    "empty": "Pages are not rendered here. Save it with a browser and give the file with --from.",
    "pdf_viewer": "Give the address of the PDF file itself.",
    "soft_404": "Is the address right?",
}


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(add)


def add(
    url: Annotated[str, typer.Argument(help="The page of a policy (or a PDF).")],
    platform: Annotated[
        str | None, typer.Option("--platform", help="Whose it is (name or id).", show_default="guessed")
    ] = None,
    terms_type: Annotated[
        str | None,
        typer.Option("--terms-type", help="What it is, e.g. 'Privacy Policy'.", show_default="guessed"),
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option("--select", help="A CSS selector of the policy (repeatable).", show_default="tried out"),
    ] = None,
    remove: Annotated[
        list[str] | None,
        typer.Option("--remove", help="A CSS selector of what inside it is not (repeatable)."),
    ] = None,
    combine: Annotated[
        list[str] | None, typer.Option("--combine", help="A further page of the same document (repeatable).")
    ] = None,
    from_file: Annotated[
        Path | None,
        typer.Option(
            "--from", help="Read the page from this file, saved from a browser, instead of the network."
        ),
    ] = None,
    private_address: Annotated[
        bool, typer.Option("--private-address", help="The page lies in your own network.")
    ] = False,
    write: Annotated[
        bool,
        typer.Option(
            "--write", help="Put the declaration into the home's folder platforms (no home named: data/live)."
        ),
    ] = False,
    yes: Annotated[
        bool,
        typer.Option("--yes", help="Write also what is no policy, or replaces a document declared already."),
    ] = False,
    home: HomeOption = None,
    json_output: JsonOption = False,
) -> None:
    """Look at a page and propose its declaration: whose it is, what it is, which part is the policy.

    Selectors are tried on the page and measured against the text found without any. Other documents that the page
    links to are proposed as well. Nothing is written without --write. Exit code 1: it is no policy, or it could
    not be looked at.
    """
    chosen = _home_for(home, write)
    if remove and not select:
        raise InputError("--remove says what to leave out of what --select names: name that as well.")
    if from_file is not None and combine:
        raise InputError(
            "--from reads one page; --combine names further pages of the network. Use one of the two."
        )
    if write and chosen.kind == "sample":
        chosen.claim("live")
    seen = _seen(chosen, [url, *(combine or ())], from_file, private_address)
    wishes = Wishes(platform, terms_type, tuple(select or ()), tuple(remove or ()), private_address)
    folders = [SHIPPED_PLATFORMS, *([chosen.platforms] if chosen.platforms.is_dir() else [])]
    proposal = propose(seen, load_folders(folders)[0], wishes)
    if not json_output:
        show(proposal)
    if proposal.doubts and not (yes and proposal.document):
        if json_output:
            display.as_json(as_rows(proposal))
        raise NotAPolicy(_doubted(proposal))
    if proposal.document is None:
        if json_output:
            display.as_json(as_rows(proposal))
        raise InputError(
            "no terms type could be guessed: say which it is with --terms-type 'Privacy Policy'."
        )
    draft = _draft(chosen, proposal, yes) if write else None
    if draft is not None:
        put_in_place(chosen, draft)
    if json_output:
        display.as_json({**as_rows(proposal), "written": str(draft.path) if draft else None})
        return
    display.out.print()
    print(yaml_lines(proposal) if draft is None else draft.text, end="")
    _say_what_next(chosen, proposal, draft)


def _home_for(path: Path | None, write: bool) -> Home:
    """Return the home that is meant; who writes and names none means the usual one for real platforms."""
    if write and path is None and not os.environ.get(HOME_VARIABLE):
        return Home(DEFAULT_LIVE)
    return chosen_home(path)


def _seen(home: Home, urls: list[str], file: Path | None, private_address: bool) -> list[SeenPage]:
    if file is not None:
        return [read_saved(file, urls[0])]
    return look_at(urls, read_settings(home), private_address=private_address)


def _doubted(proposal: Proposal) -> str:
    page = proposal.doubts[0]
    what = (
        "is kept from us" if page.judgement.outcome == "blocked" else "is not a policy, as far as can be told"
    )
    advice = _ADVICE.get(page.judgement.rule, "Save it with a browser and give the file with --from.")
    if len(proposal.linked) >= HUB_LINKS:
        advice = f"It links to {counted(len(proposal.linked), 'document')}, listed above: add those you want one by one."
    return f"{page.seen.address} {what}: {page.judgement.reason}. {advice} (To declare it even so: --yes.)"


def _draft(home: Home, proposal: Proposal, yes: bool) -> Draft:
    assert proposal.document is not None
    return draft_file(home, proposal.platform.name, proposal.homepage, [proposal.document], replace=yes)


def _say_what_next(home: Home, proposal: Proposal, draft: Draft | None) -> None:
    name = proposal.platform.name
    if draft is None:
        folder = home.platforms if home.kind == "live" else "the folder platforms of a live home"
        said = f"Nothing was written. --write puts it into {folder}."
    else:
        said = f"Written to {draft.path} ({draft.made_from}). Look at it now: termscape run --home {home.path} --platform '{name}'"
        watch = read_watch(home)
        if watch.names and name.casefold() not in {one.casefold() for one, _ in watch.names}:
            said += f"\nwatch.yaml of this home does not name {name}: nothing is looked at until it does."
        if home.path == Home(DEFAULT_LIVE).path and Home(DEFAULT_SAMPLE).published_database.exists():
            said += (
                f"\nCommands use {DEFAULT_LIVE} now that it exists; the sample is at --home {DEFAULT_SAMPLE}."
            )
    sys.stdout.flush()
    display.notes.print(said, markup=False)
