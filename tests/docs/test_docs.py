"""The documentation: every link leads somewhere, every page is on a shelf, every command exists, and examples run."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import typer
from fixtures.running import Termscape

from assets.home import Home
from orchestration import commands
from orchestration.cli import app

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
INDEX = DOCS / "index.md"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]

_FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```", re.MULTILINE | re.DOTALL)
_INDENTED = re.compile(r"(?:\A|\n\n)((?:    .*\n)+)")
_INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_LINK = re.compile(r"\]\(([^()\s]+(?:\([^()\s]*\))?)\)")
_COMMAND = re.compile(r"(?:^|[\s/])termscape +([^|&;]+)")


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def prose(page: Path) -> str:
    """A page without its fenced code."""
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def fenced(page: Path, *languages: str) -> list[str]:
    """What stands in the page's fences of these languages."""
    return [
        body
        for _, language, body in _FENCE.findall(page.read_text(encoding="utf-8"))
        if language in languages
    ]


def links(page: Path) -> list[tuple[Path, str]]:
    """The relative links of a page: the file each leads to, and the place in it."""
    found = [target for target in _LINK.findall(_INLINE.sub("", prose(page))) if "://" not in target]
    return [
        ((page.parent / unquote(path)).resolve() if path else page, place)
        for path, _, place in (target.partition("#") for target in found)
    ]


def places(page: Path) -> set[str]:
    """The places in a page that a link can name, as GitHub makes them of headings."""
    headings = re.findall(r"^#{1,6} +(.+)$", prose(page), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", _INLINE.sub(r"\1", heading).lower()).replace(" ", "-") for heading in headings
    }


def command_lines(page: Path) -> Iterator[str]:
    """The command lines a page gives as code of their own: what stands behind ``termscape``."""
    blocks = [*fenced(page, "", "bash", "sh", "console"), *_INDENTED.findall(prose(page))]
    for line in "\n".join(blocks).replace("\\\n", " ").splitlines():
        found = _COMMAND.search(line.partition(" #")[0])
        if found and not line.lstrip().startswith("#"):
            yield found[1].strip()


@cache
def root_command() -> Any:
    commands.register(app)
    return typer.main.get_command(app)


def resolved(words: list[str]) -> tuple[Any, list[str]]:
    """The command some words name, and the words that are left for it."""
    command = root_command()
    while words and words[0] in getattr(command, "commands", {}):
        command, words = command.commands[words[0]], words[1:]
    return command, words


def options_of(command: Any) -> set[str]:
    return {
        option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)
    } | {
        "--help",
        "-h",
    }


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target, place in links(page):
        assert target.exists(), f"{name(page)} links to {target}"
        if place and target.suffix == ".md":
            assert place in places(target), (
                f"{name(page)} links to a place {place} that {name(target)} does not have"
            )


def test_every_page_can_be_reached_from_the_index() -> None:
    reached, ahead = {INDEX}, [INDEX]
    while ahead:
        for target, _ in links(ahead.pop()):
            if (
                target.suffix == ".md"
                and DOCS in target.parents
                and target.exists()
                and target not in reached
            ):
                reached.add(target)
                ahead.append(target)
    left = sorted(name(page) for page in set(DOCS.rglob("*.md")) - reached)
    assert left == [], f"give each a line in docs/index.md: {', '.join(left)}"


def test_the_index_has_four_shelves() -> None:
    assert re.findall(r"^## (.+)$", INDEX.read_text("utf-8"), re.MULTILINE) == [
        "Getting started",
        "How to",
        "Reference",
        "Explanation",
    ]


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_command_line_can_be_typed_as_it_stands(page: Path) -> None:
    for line in command_lines(page):
        command, rest = resolved(shlex.split(line))
        if command is root_command():
            assert rest[:1] and rest[0] in options_of(command), f"{name(page)}: no command: termscape {line}"
            continue
        try:
            command.make_context(command.name, rest)
        except Exception as error:
            pytest.fail(f"{name(page)}: termscape {line}: {getattr(error, 'message', error)}")


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_command_named_in_a_sentence_exists_with_its_options(page: Path) -> None:
    for code in _INLINE.findall(prose(page)):
        found = _COMMAND.search(code)
        words = found[1].replace("\\", "").split() if found else []
        if not words or not re.fullmatch(r"[a-z-]+", words[0]):
            continue  # `termscape … | head`, `termscape "…"`
        command, rest = resolved(words)
        said = f"{name(page)}: `{code}`"
        if command is root_command():
            assert words[0] in options_of(command), f"{said}: no such command"
        unknown = {word.partition("=")[0] for word in rest if re.fullmatch(r"--[a-z-]+(=.*)?", word)}
        assert unknown <= options_of(command), f"{said}: no such option"


def test_a_command_that_does_not_exist_would_be_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    monkeypatch.setattr("test_docs.ROOT", tmp_path)
    for text in (
        "    termscape asks\n",
        "```bash\ntermscape ask --platfrom X\n```\n",
        "```bash\ntermscape history A\n```\n",
    ):
        page.write_text(text, encoding="utf-8")
        with pytest.raises((AssertionError, pytest.fail.Exception)):
            test_every_command_line_can_be_typed_as_it_stands(page)
    page.write_text("Say `termscape statuses` or `termscape run --nwo`.", encoding="utf-8")
    with pytest.raises(AssertionError):
        test_every_command_named_in_a_sentence_exists_with_its_options(page)


class Terminal(StringIO):
    """Standard input of a person, who pipes nothing in."""

    def isatty(self) -> bool:
        return True


def test_what_a_first_morning_asks_is_answered_on_the_sample(
    termscape: Termscape, sample_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal())
    asked = [line for line in "\n".join(fenced(DOCS / "getting-started.md", "bash")).splitlines() if line]
    assert len(asked) > 10
    for line in asked:
        words = shlex.split(line)[1:]
        said = termscape(*words, "--home", sample_home.path)
        assert said.returncode == 0 and said.stdout.strip(), f"{line}: {said.stderr}"


def queries(page: Path) -> list[str]:
    """The queries of a page; what attaches a database is none."""
    return [one for one in fenced(page, "sql") if one.lstrip().upper().startswith(("SELECT", "FROM", "WITH"))]


@pytest.mark.parametrize("page", [page for page in PAGES[1:] if queries(page)], ids=name)
def test_every_query_runs_on_the_sample(page: Path, termscape: Termscape, sample_home: Home) -> None:
    for query in queries(page):
        said = termscape("sql", query, "--home", sample_home.path)
        assert said.returncode == 0 and len(said.stdout.splitlines()) > 1, f"{query}: {said.stderr}"
