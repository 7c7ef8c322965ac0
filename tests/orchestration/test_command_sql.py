"""Queries on the command line: one statement, read-only, on the published file."""

from __future__ import annotations

import json
import os
import sys

import duckdb
import pytest
from fixtures.running import Termscape

from assets.home import Home


@pytest.mark.parametrize(
    "query", ["SELECT 1; SELECT 2", "SET threads = 1; FROM changes;", "SELECT 1;\nDELETE FROM t"]
)
def test_several_statements_are_refused_since_one_result_would_be_lost(
    termscape: Termscape, sample_home: Home, query: str
) -> None:
    said = termscape("sql", query, "--home", sample_home.path)
    assert (said.returncode, said.stdout) == (2, "")
    assert "2 statements" in said.stderr and "one at a time" in said.stderr


@pytest.mark.parametrize(
    "query", ["SELECT ';' AS x; -- the end", "PIVOT (SELECT 1 AS a, 'k' AS b) ON b USING sum(a)"]
)
def test_one_statement_is_one_whatever_semicolons_it_holds(
    termscape: Termscape, sample_home: Home, query: str
) -> None:
    said = termscape("sql", query, "--home", sample_home.path, "--json")
    assert said.returncode == 0, said.stderr
    assert len(json.loads(said.stdout)) == 1


def test_a_query_of_nothing_but_a_comment_is_bad_input(termscape: Termscape, sample_home: Home) -> None:
    assert termscape("sql", ";/* nothing */", "--home", sample_home.path).returncode == 2


def test_a_query_duckdb_does_not_accept_is_bad_input_with_its_message(
    termscape: Termscape, sample_home: Home
) -> None:
    said = termscape("sql", "SELEKT 1", "--home", sample_home.path)
    assert said.returncode == 2
    assert "syntax error" in said.stderr and "Traceback" not in said.stderr


@pytest.mark.parametrize(
    "query", ["DELETE FROM ledger.versions", "CREATE TABLE mine AS SELECT 1", "DROP VIEW versions"]
)
def test_a_query_that_would_write_is_refused(termscape: Termscape, sample_home: Home, query: str) -> None:
    assert termscape("sql", query, "--home", sample_home.path).returncode == 2


def test_without_a_query_the_tables_are_listed_with_what_they_mean(
    termscape: Termscape, sample_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, write = os.pipe()
    os.close(write)
    with os.fdopen(read) as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        listed = json.loads(termscape("sql", "--home", sample_home.path, "--json").stdout)
    assert {"versions", "provisions", "changes", "answers"} <= {row["name"] for row in listed}
    assert all(row["description"] for row in listed)


def test_the_published_file_named_by_a_run_opens_in_any_duckdb(sample_home: Home) -> None:
    with duckdb.connect(str(sample_home.published_database), read_only=True) as connection:
        assert connection.execute("SELECT count(DISTINCT platform_id) FROM answers").fetchone() == (6,)


@pytest.mark.parametrize("name", ["changes", "CHANGES", "ledger.versions", "changes_feed;"])
def test_the_name_of_a_table_alone_lists_its_columns_with_what_they_mean(
    termscape: Termscape, sample_home: Home, name: str
) -> None:
    rows = json.loads(termscape("sql", name, "--home", sample_home.path, "--json").stdout)
    assert "version_id" in {row["column_name"] for row in rows}
    assert all(row["description"] and row["data_type"] for row in rows)


def test_the_name_of_a_macro_alone_tells_its_parameters(termscape: Termscape, sample_home: Home) -> None:
    said = termscape("sql", "as_of", "--home", sample_home.path).stdout
    assert "FROM as_of(document, moment)" in said
    assert "between_two_versions" in said


def test_the_name_of_a_check_alone_shows_the_rows_it_finds(termscape: Termscape, sample_home: Home) -> None:
    shown = termscape("sql", "documents_failing", "--json", "--home", sample_home.path)
    assert shown.returncode == 0, shown.stderr
    assert shown.stderr.startswith("Documents whose last look did not show the policy")
    assert isinstance(json.loads(shown.stdout), list)


def test_a_name_that_is_no_table_is_said_with_those_there_are(
    termscape: Termscape, sample_home: Home
) -> None:
    said = termscape("sql", "chnages", "--home", sample_home.path)
    assert said.returncode == 3
    assert "changes, changes_between, changes_feed" in said.stderr


def test_macros_are_listed_with_their_parameters(termscape: Termscape, sample_home: Home) -> None:
    query = (
        "SELECT function_name FROM duckdb_functions() "
        "WHERE function_type = 'table_macro' AND NOT internal AND schema_name = 'main'"
    )
    macros = {row["function_name"] for row in json.loads(_sql(termscape, sample_home, query))}
    listed = [row["name"] for row in json.loads(_sql(termscape, sample_home, " "))]
    assert {name.partition("(")[0] for name in listed if "(" in name} == macros
    assert "as_known_at(document, moment, known)" in listed


def _sql(termscape: Termscape, home: Home, query: str) -> str:
    return termscape("sql", query, "--home", home.path, "--json").stdout


@pytest.fixture
def of_another_version(sample_copy: Home) -> Home:
    """A home published by a version that had no table ``rounds`` and no column ``claims.claim_id``."""
    with duckdb.connect(str(sample_copy.published_database)) as connection:
        connection.execute("UPDATE ledger.stage_versions SET version = 'another' WHERE stage = 'views'")
        connection.execute("DROP VIEW rounds")
        connection.execute("CREATE OR REPLACE VIEW claims AS SELECT 1 AS something_else")
        connection.execute("DROP TABLE silences")
    return sample_copy


@pytest.mark.parametrize(
    "query", ["FROM rounds", "SELECT claim_id FROM claims", "SELECT question_id FROM silences"]
)
def test_what_an_older_publication_lacks_is_put_down_to_its_version(
    termscape: Termscape, of_another_version: Home, query: str
) -> None:
    said = termscape("sql", query, "--home", of_another_version.path)
    assert said.returncode == 2 and "published by another version of Termscape" in said.stderr


@pytest.mark.parametrize(
    ("query", "near"),
    [
        ("SELECT nosuch FROM answers", "Candidate bindings"),
        ("SELECT stanze FROM answers", '"stance"'),
        ("SELECT * FROM answerz", 'Did you mean "answers"?'),
        ("COPY (SELECT nosuch FROM answers) TO 'written.csv'", "Candidate bindings"),
    ],
)
def test_a_slip_is_a_slip_in_an_older_publication_too(
    termscape: Termscape, of_another_version: Home, query: str, near: str
) -> None:
    said = termscape("sql", query, "--home", of_another_version.path)
    assert said.returncode == 2 and near in said.stderr and "another version" not in said.stderr
