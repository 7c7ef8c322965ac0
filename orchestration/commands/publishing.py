"""Making the site by hand: ``site`` (into the home or a folder), and looking at it on this machine."""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Annotated

import typer

from assets.archive import Archive
from assets.errors import InputError
from assets.home import Home
from assets.notices.internal import update_internal
from assets.notices.vendors import FILE as VENDORS
from assets.notices.vendors import read_vendors
from assets.site.base_url import BASE_URL_VARIABLE, base_url_asked
from assets.site.publishing import PublishedSite, publish_site, write_site
from assets.warehouse import open_published
from orchestration import display
from orchestration.cli import HomeOption, JsonOption, chosen_home

LOOPBACK = "127.0.0.1"
FOR_THE_TEAM = "site-of-vendors"
"""The folder of a home, outside of what is published, for the edition that shows contracts and reviews."""


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(site)


def site(
    output: Annotated[
        Path | None,
        typer.Option(help="A folder to write it to.", show_default="published/site of the home"),
    ] = None,
    vendors: Annotated[
        bool,
        typer.Option(
            "--vendors",
            help=f"The edition for your team, not for publication: the platforms of {VENDORS} first, with contracts and "
            f"reviews. It goes to {FOR_THE_TEAM} of the home.",
        ),
    ] = False,
    base_url: Annotated[
        str | None,
        typer.Option(
            help="Where it will stand, e.g. https://policies.example/site/: makes permalinks and citations absolute.",
            show_default=f"{BASE_URL_VARIABLE}, else relative",
        ),
    ] = None,
    serve: Annotated[
        int | None,
        typer.Option(
            help="Show it on 127.0.0.1 at this port until Ctrl-C.", metavar="PORT", min=0, max=65535
        ),
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Build it although nothing is new.")] = False,
    home: HomeOption = None,
    json_output: JsonOption = False,
) -> None:
    """Make the site from what is published: pages that work from a folder or any web host, without outside requests.

    `termscape site` and open `published/site/index.html`; or `termscape site --serve 8000`.
    """
    chosen = chosen_home(home)
    address = base_url if base_url is not None else base_url_asked()
    if vendors:
        _refresh_internal(chosen)
    with display.progress() as progress:
        if vendors:
            made = write_site(
                chosen,
                output or chosen.path / FOR_THE_TEAM,
                base_url=address,
                for_team=True,
                progress=progress,
            )
        elif output is not None:
            made = write_site(chosen, output, base_url=address, progress=progress)
        else:
            made = publish_site(chosen, base_url=address, again=again, progress=progress)
    if json_output:
        display.as_json(
            {
                "path": str(made.path),
                "edition": made.edition,
                "pages": made.built.pages,
                "bytes": made.built.bytes,
                "seconds": round(made.seconds, 2),
                "was_there": made.was_there,
            }
        )
    else:
        _told(made)
    if serve is not None:
        _serve(made.path, serve)


def _refresh_internal(home: Home) -> None:
    """Make the internal tables anew, so that the edition shows the vendors and the reviews as their files have them now.

    Raises:
        InputError: there are no vendors, or a file is not as expected.
        NothingFound: nothing is published.
    """
    open_published(home).close()
    if not read_vendors(home):
        raise InputError(
            f"{home.path / VENDORS} names no vendor yet. Write the platforms you use there, for example:\n"
            "vendors:\n  - platform: Lumora\n    owner: Ada\n    contract: C-17\n    criticality: high\n"
            "(docs/how-to/review.md)"
        )
    with home.locked("termscape site --vendors"):
        problems = update_internal(home, Archive(home))
    if problems:
        raise InputError("\n".join(problems))


def _told(made: PublishedSite) -> None:
    built = made.built
    size = f"{display.counted(built.pages, 'page')}, {built.bytes / 1e6:.1f} MB"
    if made.was_there:
        display.out.print(f"Nothing is new: {made.path / 'index.html'} ({size})", markup=False)
    else:
        display.out.print(f"Site: {made.path / 'index.html'} ({size}, {made.seconds:.1f} s)", markup=False)


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files and writes no line a request."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _serve(folder: Path, port: int) -> None:
    try:
        server = ThreadingHTTPServer((LOOPBACK, port), partial(_Quiet, directory=str(folder)))
    except OSError as error:
        raise InputError(
            f"port {port} on {LOOPBACK} cannot be used ({error.strerror}). Name another: --serve {port + 1}."
        ) from error
    with server:
        display.out.print(f"http://{LOOPBACK}:{server.server_port}/ (Ctrl-C ends it)", markup=False)
        # whoever reads the address from a pipe needs it now
        sys.stdout.flush()
        with suppress(KeyboardInterrupt):
            server.serve_forever()
