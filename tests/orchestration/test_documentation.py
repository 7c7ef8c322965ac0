"""The reference pages: made from the database's comments and from the commands, and never older than these."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from orchestration.commands import MODULES
from orchestration.documentation import FOLDER, commands_page, dictionary_page, dictionary_rows
from orchestration.sql_files import sql_models


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    return dictionary_rows(tmp_path_factory.mktemp("dictionary"))


def test_every_table_view_column_and_macro_says_what_it_means(rows: list[dict[str, Any]]) -> None:
    silent = [(row["table_name"], row["column_name"]) for row in rows if not (row["comment"] or "").strip()]
    assert silent == []


def test_the_dictionary_knows_tables_views_models_questions_and_macros_with_their_stage(
    rows: list[dict[str, Any]],
) -> None:
    kinds = {(row["schema_name"], row["table_name"], row["kind"]): row["stage"] for row in rows}
    assert kinds["ledger", "versions", "table"] == kinds["main", "versions", "view"] == "versions"
    assert kinds["main", "answers_retention_period", "view"] == "answers"
    assert kinds["main", "provision_history", "view"] == "provisions"
    assert kinds["main", "provision_history", "macro"] == "asking"
    assert {kinds["main", model.name, "table"] for model in sql_models()} == {"comparisons"}


def test_the_dictionary_tells_what_a_missing_value_means(rows: list[dict[str, Any]]) -> None:
    missing = {
        (row["schema_name"], row["table_name"], row["column_name"]): row["missing_means"] for row in rows
    }
    assert missing["main", "versions", "declared_date"] == "it does not say clearly"
    assert missing["ledger", "provision_states", "text"] == "never missing"
    assert missing["main", "provisions", "text"] is None


def test_a_macro_comes_with_its_parameters(rows: list[dict[str, Any]]) -> None:
    parameters = {row["table_name"]: row["data_type"] for row in rows if row["kind"] == "macro"}
    assert parameters["changes_between"] == "moment_a, moment_b, platform"


def test_the_page_of_the_dictionary_is_up_to_date(rows: list[dict[str, Any]]) -> None:
    written = (FOLDER / "data-dictionary.md").read_text(encoding="utf-8")
    assert dictionary_page(rows) == written, "run `make docs`"


def test_the_page_of_the_commands_is_up_to_date_and_has_all_of_them() -> None:
    page = commands_page()
    assert page == Path(FOLDER / "commands.md").read_text(encoding="utf-8"), "run `make docs`"
    for names in MODULES.values():
        for name in names:
            assert f"## termscape {name}" in page
    assert "| 75 | home busy |" in page and "`--history`" in page
