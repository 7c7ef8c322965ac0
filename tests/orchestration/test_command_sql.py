"""Queries on the command line: one statement, read-only, on the published file."""

from __future__ import annotations

import json
import os
import sys

import duckdb
import pytest
from conftest import Termscape

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
        assert connection.execute("SELECT count(*) FROM answers").fetchone() == (6,)
