"""``termscape trace``: every published column back to the ledger, every figure back to bytes that are checked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fixtures.running import Termscape

from assets.home import Home
from assets.warehouse import Reader, open_published
from orchestration.column_lineage import Column, Made, made_columns, steps_back

# Columns of views that are made from no other column, and why.
SAID_BY_THE_QUERY = {
    ("data_dictionary", "kind"): "table, view or macro, as the part of the query says that lists them",
    ("events", "kind"): "what happened, as the part of the query says that the event is from",
    ("ledger.texts_in_force", "is_in_force"): "true for all",
}


@pytest.fixture(scope="module")
def reader(sample_home: Home) -> Iterator[Reader]:
    connection = open_published(sample_home)
    yield Reader(connection)
    connection.close()


@pytest.fixture(scope="module")
def made(reader: Reader) -> dict[Column, Made]:
    return made_columns(reader)


def test_every_column_of_every_view_and_model_is_made_from_known_columns_or_has_a_reason(
    made: dict[Column, Made],
) -> None:
    assert {by.by for by in made.values()} == {"view", "model", "stage"}
    unknown = {column for column, how in made.items() if how.by != "stage" and not how.sources}
    assert unknown == set(SAID_BY_THE_QUERY)
    assert all(how.why for how in made.values() if not how.sources)


def test_every_source_is_a_column_that_is_there(made: dict[Column, Made]) -> None:
    there = {
        source
        for how in made.values()
        for source in how.sources
        # what DuckDB itself knows
        if not source[0].startswith("duckdb_")
    }
    assert there - set(made) == set()


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (("answers", "stance"), ("ledger.observations", "content_sha256")),
        (("changes_feed", "summary"), ("ledger.observations", "content_sha256")),
        (("answers_retention_period", "retention_days"), ("ledger.provision_states", "text")),
        (("comparison_provisions", "text"), ("ledger.provision_states", "text")),
        (("platforms", "documents"), ("ledger.documents", "document_id")),
        (("silent_edits", "days_after_declared"), ("ledger.versions", "declared_date")),
        (("wording_kinship", "share"), ("ledger.provision_occurrences", "provision_id")),
    ],
)
def test_a_figure_is_followed_to_where_it_begins(
    made: dict[Column, Made], start: Column, end: Column
) -> None:
    steps = {column: depth for depth, column, _ in steps_back(made, start)}
    assert steps[start] == 0 and steps[end] > 0


def test_a_column_is_not_said_to_come_from_one_beside_it(made: dict[Column, Made]) -> None:
    assert made["answers", "headline"].sources == (("answer_history", "headline"),)
    assert made["documents", "current_since"].sources == (("current_versions", "first_seen"),)
    assert made["changes", "words_before"].sources == (("versions", "words"),)


def trace(termscape: Termscape, home: Home, *words: str) -> dict[str, Any]:
    said = termscape("trace", *words, "--home", home.path, "--json")
    assert said.returncode == 0, said.stderr
    told: dict[str, Any] = json.loads(said.stdout)
    return told


def test_a_stance_is_traced_to_its_words_and_to_bytes_in_the_archive(
    termscape: Termscape, sample_home: Home
) -> None:
    which = "platform = 'Murmelot' AND question_id = 'ai_training'"
    told = trace(termscape, sample_home, "answers.stance", "--where", which)
    assert (told["value"], told["rows"]) == ("yes_opt_out", 1)
    assert told["steps"][-1]["column"].startswith("ledger.")
    place = told["places"][0]
    assert place["quote"].startswith("We may use your conversations to train") and place["quote_holds"]
    assert place["text_holds"] and place["holds"] and place["rules_version"]
    assert all(len(page["content_sha256"]) == 64 and page["bytes"] > 1000 for page in place["pages"])
    shown = termscape("trace", "answers.stance", "--where", which, "--home", sample_home.path).stdout
    assert (
        "character for character" in shown and "with that hash" in shown and "rules of the question" in shown
    )


def test_a_cell_of_the_matrix_rests_on_the_words_of_its_question(
    termscape: Termscape, sample_home: Home
) -> None:
    told = trace(termscape, sample_home, "matrix.ai_training", "--where", "platform = 'Murmelot'")
    assert told["places"][0]["quote"].startswith("We may use your conversations to train")
    assert told["question_rules"].startswith("ai_training-")


@pytest.mark.parametrize(
    "figure",
    [
        "changes.summary",
        "provision_changes.after",
        "provisions.text",
        "how_platforms_answer.summary",
        "platform_topic_coverage.provisions",
        "documents.coverage",
        "matrix.ai_training",
        "silences.kind",
    ],
)
def test_rows_of_all_kinds_lead_to_bytes(termscape: Termscape, sample_home: Home, figure: str) -> None:
    told = trace(termscape, sample_home, figure, "--row", "1")
    assert told["places"] and all(place["holds"] and place["pages"] for place in told["places"])


def test_ids_alone_are_traced_too(termscape: Termscape, sample_home: Home, reader: Reader) -> None:
    ids = reader.rows(
        "SELECT e.answer_id, e.provision_id, e.version_id, e.document_id, o.observation_id, o.content_sha256 "
        "FROM answer_evidence AS e JOIN ledger.version_sources AS o USING (version_id) LIMIT 1"
    )[0]
    for given in ids.values():
        assert trace(termscape, sample_home, given)["places"], given


def test_the_beginning_of_an_id_will_do_unless_several_ids_begin_so(
    termscape: Termscape, sample_home: Home, reader: Reader
) -> None:
    ids = reader.rows(
        "SELECT e.answer_id, e.provision_id, o.observation_id FROM answer_evidence AS e "
        "JOIN ledger.version_sources AS o USING (version_id) LIMIT 1"
    )[0]
    for whole in ids.values():
        begun, named = (trace(termscape, sample_home, given) for given in (whole[:-4], whole))
        assert begun["row"] == named["row"] and begun["places"] == named["places"]
    said = termscape("trace", "p-", "--home", sample_home.path)
    assert said.returncode == 2 and "'p-' begins several ids: p-" in said.stderr
    assert said.stderr.count("p-") == 6 and "Give more of it" in said.stderr


def test_a_table_of_knowledge_says_that_it_rests_on_no_bytes(termscape: Termscape, sample_home: Home) -> None:
    said = termscape("trace", "topics.definition", "--row", "1", "--home", sample_home.path)
    assert said.returncode == 0 and "ledger.topics.definition" in said.stdout


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("answers.nothing",), 3, "It has: answer_id"),
        (("p-unknown",), 3, "nothing here has the id"),
        (("answers.stance", "--row", "99999"), 3, "there is no row 99999"),
        (("answers.stance", "--where", "FALSE"), 3, "no row where FALSE"),
        (("answers.stance", "--where", "nonsense = 1"), 2, "--where was not accepted"),
        (("murmelot/privacy-policy", "--row", "1"), 2, "an id names one already"),
    ],
)
def test_what_cannot_be_traced_is_said_in_a_line(
    termscape: Termscape, sample_home: Home, words: tuple[str, ...], code: int, message: str
) -> None:
    said = termscape("trace", *words, "--home", sample_home.path)
    assert said.returncode == code and message in said.stderr


def test_altered_bytes_are_found_and_the_command_fails(termscape: Termscape, sample_copy: Home) -> None:
    for pack in sample_copy.archive.glob("bodies/*/*.pack"):
        pack.unlink()
    said = termscape("trace", "murmelot/privacy-policy", "--home", sample_copy.path)
    assert said.returncode == 74 and "DO NOT HOLD" in said.stdout
