"""The published database: safe views, documented columns, exact quotes, replaced under its readers' feet unnoticed."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest

from assets.errors import HomeUnusable
from assets.home import Home
from assets.releases.publication import publish
from assets.warehouse import Warehouse, read_frame
from orchestration.sql_files import sql_checks, sql_models
from orchestration.stages import failing_rows, run_check

SAFE_VIEWS = {
    *("platforms", "collections", "topics", "observations", "versions", "current_versions", "documents"),
    *("provisions", "provision_history", "changes", "answers", "answer_evidence"),
}

READ_ONCE = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
print(connection.sql("SELECT count(*) FROM platforms").fetchone()[0], flush=True)
for _ in sys.stdin:
    print(connection.sql("SELECT count(*) FROM platforms").fetchone()[0], flush=True)
"""

DIE_BEFORE_THE_RENAME = """
import os, signal, sys
from pathlib import Path
from assets.home import Home
from assets.releases.publication import publish
from assets.warehouse import Warehouse
warehouse = Warehouse(Home(sys.argv[1]))
warehouse.connection.execute("INSERT INTO ledger.platforms VALUES ('late', 'Late')")
Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
publish(warehouse)
"""


@pytest.fixture(scope="module")
def published(sample_home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(str(sample_home.published_database), read_only=True)
    yield connection
    connection.close()


@contextmanager
def opened(home: Home) -> Iterator[Warehouse]:
    warehouse = Warehouse(home)
    try:
        yield warehouse
    finally:
        warehouse.close()


def files_published(home: Home) -> list[Path]:
    """The files beside the database, half-written ones too; releases and the like have folders of their own."""
    return [path for path in home.published.iterdir() if path.is_file()]


def rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return connection.execute(query).fetchall()


def test_every_table_view_and_column_says_what_it_means(published: duckdb.DuckDBPyConnection) -> None:
    silent = rows(
        published,
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE coalesce(comment, '') = '' UNION ALL "
        "SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal AND coalesce(comment, '') = '' UNION ALL "
        "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND coalesce(comment, '') = ''",
    )
    assert silent == []


def test_under_the_natural_names_stand_views_and_the_comparison_models_all_else_in_the_ledger(
    published: duckdb.DuckDBPyConnection,
) -> None:
    views = {name for (name,) in rows(published, "SELECT view_name FROM duckdb_views() WHERE NOT internal")}
    tables = {
        name
        for (name,) in rows(published, "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main'")
    }
    assert views >= SAFE_VIEWS
    assert tables == {model.name for model in sql_models()}
    schemas = {name for (name,) in rows(published, "SELECT DISTINCT schema_name FROM duckdb_tables()")}
    assert schemas == {"main", "ledger"}


@pytest.mark.parametrize(
    "view, column",
    [
        ("versions", "version_id"),
        ("current_versions", "version_id"),
        ("documents", "current_version_id"),
        ("provisions", "version_id"),
        ("changes", "version_id"),
        ("changes", "previous_version_id"),
        ("answer_evidence", "version_id"),
        ("comparison_provisions", "version_id"),
    ],
)
def test_what_readers_meet_rests_on_published_versions_alone(
    published: duckdb.DuckDBPyConnection, view: str, column: str
) -> None:
    assert rows(published, f"SELECT count(*) FROM {view} WHERE {column} IS NOT NULL")[0][0] > 0
    unsafe = f"SELECT {column} FROM {view} SEMI JOIN (FROM ledger.versions WHERE status <> 'published') AS v"
    assert rows(published, f"{unsafe} ON {view}.{column} = v.version_id") == []


def test_noise_and_quarantine_are_there_for_who_looks_in_the_ledger(
    published: duckdb.DuckDBPyConnection,
) -> None:
    kept = {status for (status,) in rows(published, "SELECT DISTINCT status FROM ledger.versions")}
    assert kept == {"published", "noise", "quarantined"}


def test_a_quote_is_what_stands_in_the_document_at_its_place(published: duckdb.DuckDBPyConnection) -> None:
    quotes = rows(
        published,
        "SELECT e.quote, v.markdown, e.char_start, e.char_end FROM answer_evidence AS e JOIN versions AS v USING (version_id)",
    )
    assert quotes
    # cut by Python, not by the SQL that a check might share a mistake with
    assert [quote for quote, markdown, start, end in quotes if markdown[start:end] != quote] == []


def test_a_provision_is_what_stands_in_the_document_at_its_place(
    published: duckdb.DuckDBPyConnection,
) -> None:
    provisions = rows(
        published,
        "SELECT p.text, v.markdown, p.char_start, p.char_end FROM provisions AS p JOIN versions AS v USING (version_id)",
    )
    # a wording is kept as it first stood: later on its number may be another
    wordings = rows(
        published,
        "SELECT s.text, v.markdown, o.char_start, o.char_end FROM ledger.provision_states AS s "
        "JOIN ledger.provision_occurrences AS o ON o.version_id = s.first_version_id "
        "AND o.provision_id = s.provision_id AND o.state_no = s.state_no JOIN versions AS v ON v.version_id = o.version_id",
    )
    assert len(wordings) >= len(provisions) > 0
    assert [
        text for text, markdown, start, end in [*provisions, *wordings] if markdown[start:end] != text
    ] == []


def test_a_change_lies_between_two_looks(published: duckdb.DuckDBPyConnection) -> None:
    assert rows(published, "SELECT version_id FROM changes WHERE changed_after >= changed_before") == []
    assert rows(published, "SELECT version_id FROM versions WHERE last_seen < first_seen") == []


def test_the_file_can_be_read_only_and_nothing_lies_beside_it(sample_home: Home) -> None:
    path = sample_home.published_database
    assert stat.S_IMODE(path.stat().st_mode) == 0o444
    assert files_published(sample_home) == [path]
    with (
        duckdb.connect(str(path), read_only=True) as connection,
        pytest.raises(duckdb.Error, match="read-only"),
    ):
        connection.execute("DELETE FROM ledger.versions")


def test_a_reader_keeps_what_it_opened_while_a_new_one_is_put_in_its_place(sample_copy: Home) -> None:
    reader = subprocess.Popen(
        [sys.executable, "-c", READ_ONCE, sample_copy.published_database],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reader.stdin is not None and reader.stdout is not None
    assert reader.stdout.readline() == "6\n"
    with opened(sample_copy) as warehouse:
        warehouse.connection.execute("INSERT INTO ledger.platforms VALUES ('late', 'Late')")
        publish(warehouse)
    reader.stdin.write("again\n")
    reader.stdin.close()
    assert reader.stdout.readline() == "6\n", "an open copy does not change under its reader"
    assert reader.wait() == 0
    assert read_frame(sample_copy, "FROM platforms").height == 7


def test_killed_before_the_rename_the_old_copy_stays_and_the_next_publication_clears_up(
    sample_copy: Home,
) -> None:
    died = subprocess.run([sys.executable, "-c", DIE_BEFORE_THE_RENAME, sample_copy.path], check=False)
    assert died.returncode == -signal.SIGKILL
    assert len(files_published(sample_copy)) == 2, "the unfinished copy lies beside the old one"
    assert read_frame(sample_copy, "FROM platforms").height == 6
    with opened(sample_copy) as warehouse:
        publish(warehouse)
    assert files_published(sample_copy) == [sample_copy.published_database]
    assert read_frame(sample_copy, "FROM platforms").height == 7


def test_on_a_full_disk_the_old_copy_stays_and_the_message_says_so(
    sample_copy: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sample_copy.published_database.read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with opened(sample_copy) as warehouse:
        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(HomeUnusable, match="disk is full"):
            publish(warehouse)
    assert sample_copy.published_database.read_bytes() == before
    assert files_published(sample_copy) == [sample_copy.published_database]


QUOTES = next(check for check in sql_checks() if check.name == "quotes_equal_the_document")
MANY = 100
"""Answers beside those of the sample, so that one bad answer is less than the share that blocks."""


def doctored(warehouse: Warehouse, *, bad: int) -> set[str]:
    """Multiply an answer with its evidence and falsify the quotes of some; return the ids of those."""
    answer, evidence = (
        warehouse.rows(f"FROM {table} WHERE answer_id = (SELECT min(answer_id) FROM ledger.answer_evidence)")
        for table in ("ledger.answers", "ledger.answer_evidence")
    )
    for number in range(MANY):
        copy = {"answer_id": f"copy-{number}", "platform_id": answer[0]["platform_id"]}
        warehouse.insert("ledger.answers", [{**answer[0], **copy}])
        quote = "invented words" if number < bad else evidence[0]["quote"]
        warehouse.insert(
            "ledger.answer_evidence", [{**evidence[0], "answer_id": copy["answer_id"], "quote": quote}]
        )
    return {f"copy-{number}" for number in range(bad)}


def test_one_bad_quote_leaves_the_release_and_freezes_nothing(sample_copy: Home) -> None:
    with opened(sample_copy) as warehouse:
        bad = doctored(warehouse, bad=1)
        result = run_check(warehouse, QUOTES)
        assert not result.passed and result.severity.value == "WARN"
        assert result.metadata["failing rows"].value == 1
        publication = publish(warehouse, failing_rows(warehouse))
        kept = set(warehouse.frame("SELECT answer_id FROM ledger.answers")["answer_id"])
    assert publication.withheld["quotes_equal_the_document"] == 1
    shown = set(read_frame(sample_copy, "SELECT answer_id FROM answer_history")["answer_id"])
    assert shown == kept - bad, "the failing row alone is left out, and the warehouse keeps it"
    proofs = set(read_frame(sample_copy, "SELECT answer_id FROM answer_evidence")["answer_id"])
    assert not proofs & bad and proofs <= shown


def test_many_bad_quotes_are_a_fault_that_blocks(sample_copy: Home) -> None:
    with opened(sample_copy) as warehouse:
        doctored(warehouse, bad=10)
        result = run_check(warehouse, QUOTES)
    assert not result.passed and result.severity.value == "ERROR"
    assert result.metadata["share failing"].value > QUOTES.limit


@pytest.mark.parametrize("check", sql_checks(), ids=lambda check: check.name)
def test_every_check_runs_on_the_sample_and_only_warnings_fail(sample_home: Home, check: Any) -> None:
    failures = read_frame(sample_home, check.query)
    assert check.severity == "warn" or failures.is_empty()
