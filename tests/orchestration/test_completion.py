"""Completion in a shell: what Tab gives in a real bash, and what is written for zsh and fish."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from fixtures.running import COMMAND

from assets.home import Home
from orchestration import commands

# What bash itself does at Tab: it calls the function of the script with the words of the line.
TAB = """
source "$SCRIPT"
COMP_WORDS=(termscape "$@") COMP_CWORD=$#
_termscape_completion "$0"
printf '%s\\n' "${COMPREPLY[@]}"
"""


def environment(home: Home | None, **more: str) -> dict[str, str]:
    return {**os.environ, "TERMSCAPE_HOME": str(home.path) if home else "", **more}


Tab = Callable[..., list[str]]


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Tab:
    """Return the completions bash has after some words, of which the last is being typed; nothing else may be said."""
    script = tmp_path_factory.mktemp("bash") / "completion.sh"
    show = ["bash", "--norc", "-c", '"$0" --show-completion > "$1"; exit $?', COMMAND, script]
    subprocess.run(show, env=environment(None), check=True, timeout=60)

    def press(*words: str, home: Home | None = None) -> list[str]:
        finished = subprocess.run(
            ["bash", "--norc", "-c", TAB, COMMAND, *words],
            env=environment(home, SCRIPT=str(script)),
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert finished.stderr == ""
        return [line for line in finished.stdout.splitlines() if line]

    return press


def test_the_first_word_is_completed_by_the_commands_and_what_follows_by_their_options(tab: Tab) -> None:
    assert tab("") == commands.names()
    assert tab("sta") == ["status"]
    assert tab("import", "cap") == ["captures"]


def test_names_come_from_the_published_file_and_can_be_typed_on(tab: Tab, sample_home: Home) -> None:
    assert tab("ask", "ai_t", home=sample_home) == ["ai_training"]
    assert tab("ask", "ai_training", "--platform", "mur", home=sample_home) == ["Murmelot"]
    assert tab("history", "Ferrybell", "Priv", home=sample_home) == [r"Privacy\ Policy"]
    assert tab("history", "Ferrybell", '"Priv', home=sample_home) == ["Privacy Policy"]
    assert "changes_feed" in tab("sql", "changes", home=sample_home)
    # a home that the line names comes before the usual one
    assert tab("compare", "--home", str(sample_home.path), "Tarn") == tab("compare", "Tarn", home=sample_home)


def test_where_nothing_is_published_or_the_file_is_damaged_nothing_is_said(tab: Tab, home: Home) -> None:
    assert tab("ask", "ai", home=home) == []
    home.claim("live")
    home.published.mkdir()
    home.published_database.write_bytes(b"no database")
    assert tab("status", "--platform", "A", home=home) == []


@pytest.mark.parametrize(
    ("shell", "expected"),
    [("zsh", """_arguments '*: :(("Privacy Policy"))'"""), ("fish", "Privacy Policy")],
)
def test_other_shells_are_answered_in_their_own_way(shell: str, expected: str, sample_home: Home) -> None:
    asking = {
        "_TERMSCAPE_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": "termscape diff Ferrybell Priv",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    finished = subprocess.run(
        [COMMAND], env=environment(sample_home, **asking), capture_output=True, text=True, timeout=60
    )
    assert (finished.stdout.strip(), finished.stderr) == (expected, "")


def test_it_is_installed_where_bash_finds_it(tmp_path: Path) -> None:
    finished = subprocess.run(
        ["bash", "--norc", "-c", '"$0" --install-completion; exit $?', COMMAND],
        env=environment(None, HOME=str(tmp_path)),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert finished.returncode == 0 and "installed in" in finished.stdout
    [script] = (tmp_path / ".bash_completions").iterdir()
    assert "_TERMSCAPE_COMPLETE=complete_bash" in script.read_text("utf-8")
    assert str(script) in (tmp_path / ".bashrc").read_text("utf-8")
