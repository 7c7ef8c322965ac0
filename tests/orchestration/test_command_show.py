"""``termscape show``: the page of one provision by its id, by the beginning of it, or by words of the clause."""

from __future__ import annotations

import json
import re

import pytest
from fixtures.running import Termscape

from assets.home import Home
from assets.provisions.plain_text import plain
from assets.warehouse import read_frame
from orchestration.provision_page import page_parts
from orchestration.shown import page_of


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


def test_what_another_clause_denies_is_shown_as_denied_and_raises_the_exposure(
    page: dict[str, object], termscape: Termscape, sample_home: Home
) -> None:
    assert page["exposure"] == "high" and "no way to refuse" in str(page["exposure_reason"])
    shown = termscape("show", "Prismuffle", "--find", "the pictures you upload", "--home", sample_home.path)
    _, _, denied = shown.stdout.partition("What is denied")
    assert denied.strip().startswith(
        "- That people have a choice (in the same section): “There is at present"
    )


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
    assert "[read in a copy of the law on 2" in said.stdout


def test_every_quotation_of_the_page_stands_so_in_the_clause(page: dict[str, object]) -> None:
    text = plain(str(page["text"]))
    for quote in re.findall("“([^”]*)”", str(page["headline"])):
        assert plain(quote) in text


def test_the_words_the_page_uses_are_explained_and_advice_is_denied_once(
    termscape: Termscape, sample_home: Home, page: dict[str, object]
) -> None:
    said = termscape("show", page["provision_id"], "--home", sample_home.path).stdout
    assert "Exposure: how far" in said and "unknown means that it could not be told, which is not low" in said
    assert "Role (what kind of clause it is): who acts" in said
    assert said.count("advice") == 1


def test_a_clause_in_another_language_says_why_less_is_told(termscape: Termscape, sample_home: Home) -> None:
    said = termscape("show", "Wolkenspind", "--find", "Dritte", "--home", sample_home.path).stdout
    assert "read English; the clause is in German" in said


def test_a_page_says_whom_the_stance_is_about_where_it_is_not_everybody(
    sample_home: Home, page: dict[str, object]
) -> None:
    known = page_of(sample_home, str(page["provision_id"])) | {
        "question_id": "q",
        "stance": "no",
        "stance_label": "no",
    }

    def told(scope: str) -> str:
        return " ".join(line for part in page_parts(known | {"stance_scope": scope}) for line in part.lines)

    assert "is: no (business customers)." in told("business")
    assert "is: no." in told("general")


def test_what_a_person_decided_is_shown_with_who_when_and_why(
    sample_home: Home, page: dict[str, object]
) -> None:
    told = {
        "topic": "Location data",
        "topic_id": "location",
        "is_about": True,
        "told": "Ada, 2026-05-01: a town",
    }
    decided = page_of(sample_home, str(page["provision_id"])) | {
        "corrections": [told],
        "stance_method": "correction",
        "stance_explanation": "correction by Ben, 2026-05-02: read with the annex",
    }
    part = next(one for one in page_parts(decided) if one.title == "Decided by a person")
    assert part.lines == [
        "Location data (location): yes. Ada, 2026-05-01: a town",
        f"{decided['question_id']}: {decided['stance']}. Correction by Ben, 2026-05-02: read with the annex",
    ]


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
