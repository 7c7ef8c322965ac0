"""``termscape show``: the page of one provision by its id, by the beginning of it, or by words of the clause."""

from __future__ import annotations

import json

import pytest
from conftest import Termscape

from assets.home import Home
from assets.warehouse import read_frame


@pytest.fixture(scope="module")
def page(termscape: Termscape, sample_home: Home) -> dict[str, object]:
    """The page of a clause of an invented platform on training, as JSON."""
    said = termscape(
        "show", "Prismuffle", "--find", "the pictures you upload", "--home", sample_home.path, "--json"
    )
    assert said.returncode == 0, said.stderr
    found: dict[str, object] = json.loads(said.stdout)
    return found


def test_words_of_a_clause_find_it_whatever_their_case(page: dict[str, object]) -> None:
    assert "pictures you upload" in str(page["text"])
    assert page["platform"] == "Prismuffle"


def test_the_page_holds_every_part_a_reader_looks_for(page: dict[str, object]) -> None:
    parts = {
        "headline",
        "text",
        "cite_as",
        "why_it_matters",
        "impact",
        "slots",
        "exposure",
        "comparable",
        "history",
    }
    assert parts | {"regulations", "questions_to_ask", "licence", "attribution", "note"} <= page.keys()
    assert str(page["cite_as"]).startswith(f"{page['provision_id']}@{page['version_id']}#")


def test_the_citation_leads_to_the_exact_words(page: dict[str, object], sample_home: Home) -> None:
    markdown = read_frame(
        sample_home,
        "SELECT m.markdown FROM ledger.versions JOIN ledger.markdowns AS m USING (markdown_sha256) WHERE version_id = ?",
        [page["version_id"]],
    ).item()
    start, _, end = str(page["cite_as"]).rpartition("#")[2].partition("-")
    assert markdown[int(start) : int(end)] == page["text"]


def test_the_beginning_of_an_id_is_enough_where_it_is_unique(
    termscape: Termscape, sample_home: Home, page: dict[str, object]
) -> None:
    said = termscape("show", str(page["provision_id"])[:12], "--home", sample_home.path)
    assert said.returncode == 0
    titles = [
        "The clause",
        "Why it matters",
        "What it leaves open",
        "Exposure",
        "History",
        "What to ask the vendor",
    ]
    places = [said.stdout.index(title) for title in titles]
    assert places == sorted(places)


def test_markdown_is_ready_to_paste_with_source_licence_and_no_advice(
    termscape: Termscape, sample_home: Home, page: dict[str, object]
) -> None:
    said = termscape("show", page["provision_id"], "--format", "markdown", "--home", sample_home.path)
    assert said.stdout.startswith(f"## {page['headline']}\n")
    assert "\n> " in said.stdout and str(page["cite_as"]) in said.stdout
    assert "licence: " in said.stdout and "nothing here is legal advice" in said.stdout
    assert "[mapping unverified; https://" in said.stdout


@pytest.mark.parametrize(
    "arguments, code, told",
    [
        (("p-",), 2, "begins several ids"),
        (("p-nosuchid",), 3, "--find"),
        (("Prismuffle", "--find", "no clause says this"), 3, "no provision of prismuffle in force holds"),
        (("Prismuffle", "--find", " "), 2, "--find is empty"),
        (("Prismufle", "--find", "train"), 3, "Prismuffle"),
    ],
)
def test_what_is_not_found_is_said_with_the_way_to_find_it(
    termscape: Termscape, sample_home: Home, arguments: tuple[str, ...], code: int, told: str
) -> None:
    said = termscape("show", *arguments, "--home", sample_home.path)
    assert (said.returncode, said.stdout) == (code, "")
    assert told in said.stderr
