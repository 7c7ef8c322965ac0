"""The ``termscape`` command as people and scripts meet it: help, JSON, exit codes, messages that say what to do."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
import typer
from fixtures.running import COMMAND, Termscape

from assets.home import Home
from orchestration import commands

HELP = {
    (): "ask ai_training",
    ("run",): "Look at the documents that are due",
    ("ui",): "Opening it starts nothing",
    ("import",): "raw captures",
    ("import", "ota"): "Run it again to add only what is new",
    ("import", "captures"): "Replay raw captures at their own times",
    ("import", "folder"): "private documents",
    ("sources",): "declared",
    ("sources", "list"): "List the declared platforms",
    ("sources", "check"): "name each mistake with its file, line",
    ("add",): "propose its declaration",
    ("extract",): "exactly as the pipeline would read it",
    ("ask",): "the exact words it rests on",
    ("sql",): "With the name of one alone",
    ("search",): "the best first",
    ("trace",): "back to the bytes",
    ("cookbook",): "each with the query that answers it",
    ("changes",): "the newest substantive changes",
    ("diff",): "To check what was called noise",
    ("history",): "What the classes mean",
    ("status",): "where the gaps are",
    ("schedule",): "Switch looking by itself on or off",
    ("rebuild",): "from the archive alone",
    ("doctor",): "Explain the state of an installation",
}


@pytest.mark.parametrize("words", HELP, ids=lambda words: " ".join(words) or "termscape")
def test_help_says_what_a_command_does(termscape: Termscape, words: Sequence[str]) -> None:
    said = termscape(*words, "--help")
    assert said.returncode == 0
    assert HELP[tuple(words)] in " ".join(said.stdout.replace("│", " ").split())
    assert not words or "--help" in said.stdout


def added(wanted: str | None = None) -> list[str]:
    """The subcommands a fresh application has once those are added that a command line needs."""
    app = typer.Typer()
    commands.register(app, wanted)
    return [
        info.name or getattr(info.callback, "__name__", "")
        for info in (*app.registered_commands, *app.registered_groups)
    ]


def test_every_command_is_found_in_the_module_said_to_have_it() -> None:
    assert sorted(added()) == sorted(name for names in commands.MODULES.values() for name in names)
    for names in commands.MODULES.values():
        assert sorted(added(names[0])) == sorted(names)


def test_help_lists_every_command_and_the_exit_codes(termscape: Termscape) -> None:
    said = termscape("--help")
    for command in {words[0] for words in HELP if words}:
        assert command in said.stdout
    assert "75 home busy" in " ".join(said.stdout.split())


def test_a_mistyped_command_or_option_is_bad_input(termscape: Termscape) -> None:
    assert termscape("rum").returncode == 2
    assert "No such" in termscape("run", "--hom", "x").stderr


def test_the_real_command_ends_with_the_exit_code_and_keeps_messages_off_standard_output(
    termscape_process: Termscape, tmp_path: Path
) -> None:
    finished = termscape_process("ask", "ai_training", "--home", tmp_path / "none", "--json")
    assert (finished.returncode, finished.stdout) == (3, "")
    assert "nothing is published" in finished.stderr and "make run" in finished.stderr
    assert "Traceback" not in finished.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "ai_training"),
        ("status",),
        ("sql", "FROM changes LIMIT 3"),
        ("sources", "list"),
        ("sources", "check"),
        ("doctor",),
    ],
    ids=" ".join,
)
def test_json_is_all_that_is_printed(
    termscape: Termscape, sample_home: Home, arguments: Sequence[str]
) -> None:
    said = termscape(*arguments, "--home", sample_home.path, "--json")
    assert said.returncode == 0, said.stderr
    json.loads(said.stdout)


def test_a_run_narrowed_to_an_unknown_platform_is_refused_before_anything_is_made(
    termscape: Termscape, tmp_path: Path
) -> None:
    said = termscape("run", "--platform", "Murmlot", "--home", tmp_path / "home")
    assert said.returncode == 3 and "Nearest: Murmelot." in said.stderr
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("command", [("status",), ("schedule", "on")], ids=" ".join)
def test_a_home_that_is_not_made_yet_is_answered_with_how_to_make_it(
    termscape: Termscape, tmp_path: Path, command: Sequence[str]
) -> None:
    said = termscape(*command, "--home", tmp_path / "fresh")
    assert said.returncode in (3, 73) and f"`termscape run --live --home {tmp_path / 'fresh'}`" in said.stderr
    assert not (tmp_path / "fresh").exists()


HOLD = """
import sys
from assets.home import Home
with Home(sys.argv[1]).locked("a long run"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("command", [("run",), ("rebuild",), ("import", "captures", "x.jsonl")], ids=" ".join)
def test_a_home_in_use_is_left_alone_and_the_message_says_by_whom(
    termscape: Termscape, tmp_path: Path, command: Sequence[str]
) -> None:
    home = Home(tmp_path / "home")
    home.claim("live" if command[0] == "import" else "sample")
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        finished = termscape(*command, "--home", home.path)
        holder.kill()
    assert finished.returncode == 75
    assert f"a long run, process {holder.pid}" in finished.stderr
    assert "try again" in finished.stderr
    assert not home.warehouse.exists() and not home.archive.exists()


@pytest.mark.parametrize(
    "words",
    [
        ("sql", "FROM observations", "--json"),
        ("sql", "SELECT repeat('a long line ', 20) FROM range(20000)"),
        ("diff", "ferrybell", "Privacy Policy", "--context", "1000"),
        ("--help",),
    ],
    ids=" ".join,
)
def test_a_reader_who_has_enough_is_no_failure(sample_home: Home, words: Sequence[str]) -> None:
    home = () if words == ("--help",) else ("--home", str(sample_home.path))
    with subprocess.Popen(
        [COMMAND, *words, *home], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None and running.stderr is not None
        running.stdout.close()
        errors = running.stderr.read()
    assert (running.returncode, errors) == (0, "")
