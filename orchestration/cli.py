"""The ``termscape`` command: what it can do, in the words of someone who has never used it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from assets.errors import TermscapeError
from assets.home import Home, default_home
from orchestration import display
from orchestration.completing import complete_names, words_before

app = typer.Typer(
    name="termscape",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "Watch what platforms' policies say, and what changed in them.\n\n"
        "Everything happens in a *home*: a folder with the archive (evidence), the warehouse and the published "
        "database. It is `TERMSCAPE_HOME` or `--home`; else `data/live` if you made one, else `data/sample`.\n\n"
        "Start with `make run` (the invented sample), or with real history: "
        "`termscape import ota --versions PATH`. Then `termscape ask ai_training`."
    ),
    epilog="Exit codes: 0 done · 1 failed · 2 bad input · 3 not found · 73 home unusable · 74 archive or release damaged · 75 home busy · 130 interrupted",
)


def _say_version(wanted: bool) -> None:
    if wanted:
        from importlib import metadata

        display.out.print(f"termscape {metadata.version('termscape')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option("--version", help="Say which Termscape this is.", callback=_say_version, is_eager=True),
    ] = False,
) -> None:
    """Options of the command itself."""


# What shells report of a process that Ctrl-C ended (128 + SIGINT).
INTERRUPTED = 130

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help="The home to use.", show_default="TERMSCAPE_HOME, data/live or data/sample"),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs instead of tables.")]


def chosen_home(path: Path | None) -> Home:
    """Return the home a command works on."""
    return Home(path or default_home())


def main() -> None:
    """Run the command; errors a user can mend are one clear message and an exit code, not a traceback."""
    from orchestration import commands

    typed = words_before()
    if typed is not None:
        _complete(typed)
    if {"--install-completion", "--show-completion"} & set(sys.argv[1:2]):
        commands.register_names(app)
    else:
        commands.register(app, next((word for word in sys.argv[1:] if not word.startswith("-")), None))
    try:
        # Outside its standalone mode Typer returns the code of an Exit, 130 for Ctrl-C, instead of raising it.
        code = app(standalone_mode=False)
    except TermscapeError as error:
        display.notes.print(f"termscape: {error}", markup=False, style="red")
        code = error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except (SystemExit, BrokenPipeError) as leaving:
        if not _reader_left(leaving):
            raise
        code = 0
    except Exception as error:
        # A usage error shows itself; Typer keeps its class to itself.
        if not (hasattr(error, "show") and hasattr(error, "exit_code")):
            raise
        error.show()
        code = error.exit_code
    if code == INTERRUPTED:
        display.notes.print(
            "termscape: interrupted. What was done stays done; run the same command to go on."
        )
    try:
        # What is still held back is written now: as Python ends, a pipe nobody reads is an error of its own.
        sys.stdout.flush()
    except BrokenPipeError:
        code = 0
        _write_to_nobody()
    sys.exit(code if isinstance(code, int) else 0)


def _complete(typed: list[str]) -> NoReturn:
    """Answer a shell that asks how the line goes on: by what the command being typed takes, or by the commands' names."""
    from orchestration import commands

    wanted = next((word for word in typed if word in commands.names()), None)
    if wanted is None:
        commands.register_names(app)
    else:
        commands.register(app, wanted)
    command = typer.main.get_command(app)
    complete_names(command)
    command(prog_name="termscape")
    sys.exit(0)


def _reader_left(leaving: BaseException | None) -> bool:
    """Whether a command ended because whoever read what it prints had enough, as ``head`` does: no failure.

    Typer and Rich notice it themselves, and turn it into a ``SystemExit`` with the code of a failure.
    """
    while leaving is not None and not isinstance(leaving, BrokenPipeError):
        leaving = leaving.__context__
    if leaving is not None:
        _write_to_nobody()
    return leaving is not None


def _write_to_nobody() -> None:
    """Let what is still to be printed go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
