"""Completing what is typed in a shell: names from the published file, quickly, and silently where there are none.

Typer speaks with the shells; here stands what it cannot know. Only the module of the command that is being typed is
imported, and the published file is asked for the names.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

VARIABLE = "_TERMSCAPE_COMPLETE"
"""Set by the script that ``--install-completion`` puts in place, to the name of the shell."""
# Typer's own variables: bash gives the words and which of them is being typed, the others the line up to there.
_BASH_WORDS, _BASH_NUMBER, _LINE = "COMP_WORDS", "COMP_CWORD", "_TYPER_COMPLETE_ARGS"
# What the bash script's words are parted at while they are typed.
_PLAIN = re.compile(r"[\w.@%+=:,/-]+")


@dataclass(frozen=True)
class Completed:
    """One completion, in the form in which Typer takes it: the value, its kind, and a help that shells may show."""

    value: str
    type: str = "plain"
    help: str | None = None


def words_before() -> list[str] | None:
    """Return the words of the command line before the one that is being typed; ``None``: nothing is completed now."""
    if VARIABLE not in os.environ:
        return None
    if _BASH_WORDS in os.environ:
        words = _split(os.environ[_BASH_WORDS])
        return words[1 : int(os.environ.get(_BASH_NUMBER, "1") or 1)]
    line = os.environ.get(_LINE, "")
    words = _split(line)[1:]
    return words if line.endswith(" ") else words[:-1]


def _split(line: str) -> list[str]:
    """Split a line into words as a shell does; a quote that is still open ends with the line."""
    for closing in ("", "'", '"'):
        try:
            return shlex.split(line + closing)
        except ValueError:
            continue
    return line.split()


_PLATFORMS = "SELECT name FROM platforms ORDER BY lower(name)"
_QUESTIONS = "SELECT question_id FROM questions ORDER BY question_id"
_TOPICS = "SELECT topic_id FROM topics ORDER BY topic_id"
_TERMS = """
SELECT DISTINCT d.terms_type FROM documents AS d JOIN platforms AS p USING (platform_id)
WHERE $1 IS NULL OR lower($1) IN (lower(p.name), p.platform_id) ORDER BY d.terms_type
"""
_TABLES = """
SELECT DISTINCT name FROM (
    SELECT view_name AS name FROM duckdb_views() WHERE NOT internal
    UNION ALL SELECT if(schema_name = 'main', '', schema_name || '.') || table_name FROM duckdb_tables() WHERE NOT internal
    UNION ALL SELECT function_name FROM duckdb_functions() WHERE function_type = 'table_macro' AND NOT internal
) ORDER BY name
"""

Names = Callable[[Mapping[str, Any]], list[str]]
"""Returns the names that may stand for a parameter; given what the other parameters of the line are."""


def _of(*queries: str) -> Names:
    return lambda given: [name for query in queries for name in _asked(given, query)]


def _terms(given: Mapping[str, Any]) -> list[str]:
    platform = given.get("platform")
    return _asked(given, _TERMS, [platform if isinstance(platform, str) else None])


def _types(given: Mapping[str, Any]) -> list[str]:
    from assets.sources.vocabulary import vocabulary

    return sorted(vocabulary().types)


NAMES: Mapping[str, Names] = {
    "platform": _of(_PLATFORMS),
    "platforms": _of(_PLATFORMS),
    "terms": _terms,
    "terms_type": _types,
    "question": _of(_QUESTIONS),
    "cell": _of(_PLATFORMS, _QUESTIONS),
    "subject": _of(_TOPICS, _QUESTIONS),
    "topic": _of(_TOPICS),
    "provision": _of(_PLATFORMS),
    "query": _of(_TABLES),
    "switch": lambda given: ["on", "off"],
}
"""What completes a parameter, by the parameter's name in any command; a new one is a line here."""


def _asked(given: Mapping[str, Any], query: str, parameters: Sequence[Any] = ()) -> list[str]:
    """Ask the published file of the home that the line names, or of the usual one."""
    from assets.home import Home, default_home
    from assets.warehouse import Reader, open_published

    with open_published(Home(Path(given.get("home") or default_home()))) as connection:
        return [row[0] for row in Reader(connection).connection.execute(query, list(parameters)).fetchall()]


def completions(name: str, given: Mapping[str, Any], typed: str) -> list[Completed]:
    """Return what may complete ``typed`` as the parameter ``name``; nothing where anything at all goes wrong.

    A message would land in the middle of the line that somebody is typing.
    """
    try:
        names = NAMES[name](given)
    except Exception:
        return []
    wanted = typed.casefold()
    return [Completed(_written(one)) for one in names if one.casefold().startswith(wanted)]


def _written(name: str) -> str:
    """Return a name as it is to stand in the line: bash takes it as it comes, so that spaces need a backslash."""
    if os.environ.get(VARIABLE, "").endswith("bash") and not _quoted() and not _PLAIN.fullmatch(name):
        return re.sub(r"([^\w.@%+=:,/-])", r"\\\1", name)
    return name


def _quoted() -> bool:
    """Whether the word that is being typed stands in quotes: bash keeps these."""
    words = os.environ.get(_BASH_WORDS, "").split("\n")
    number = int(os.environ.get(_BASH_NUMBER, "0") or 0)
    return number < len(words) and words[number][:1] in ("'", '"')


def complete_names(command: Any) -> None:
    """Let the parameters of a command, and of all below it, be completed by names.

    Typer's own way, an option of each declaration, would say the same in thirty places.
    """
    for below in getattr(command, "commands", {}).values():
        complete_names(below)
    for parameter in command.params:
        if parameter.name in NAMES:
            parameter.shell_complete = _completer(parameter.name)


def _completer(name: str) -> Callable[[Any, str], list[Completed]]:
    return lambda context, typed: completions(name, context.params, typed)
