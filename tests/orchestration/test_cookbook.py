"""The cookbook: every query runs on the sample and answers what is stored beside it; ``termscape cookbook`` shows them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from fixtures.running import Termscape

from assets.errors import InputError
from assets.home import Home
from assets.warehouse import read_frame, table_names
from orchestration.cookbook import FOLDER, answer_as_markdown, answer_file, recipes


def test_every_answer_on_the_sample_is_the_one_stored_and_none_is_empty(sample_home: Home) -> None:
    assert len(recipes()) >= 25
    for recipe in recipes():
        rows = read_frame(sample_home, recipe.query).to_dicts()
        assert rows, f"{recipe.name} finds nothing on the sample"
        stored = answer_file(recipe).read_text(encoding="utf-8")
        assert answer_as_markdown(recipe, rows) == stored, f"{recipe.name}: run `make cookbook` and read it"


def test_no_answer_lies_beside_that_has_no_question() -> None:
    assert {path.name for path in (FOLDER / "answers").iterdir()} == {
        answer_file(recipe).name for recipe in recipes()
    }
    assert [recipe.number for recipe in recipes()] == list(range(1, len(recipes()) + 1))


def test_every_recipe_says_what_it_reads(sample_home: Home) -> None:
    macros = set(
        read_frame(
            sample_home, "SELECT function_name FROM duckdb_functions() WHERE function_type = 'table_macro'"
        )["function_name"]
    )
    for recipe in recipes():
        called = set(re.findall(r"(\w+)\(", recipe.query)) & macros
        # the warehouse that names tables knows no macro
        without = re.sub(rf"\b({'|'.join(macros)})\([^)]*\)", "range(1)", recipe.query)
        assert set(recipe.reads) == table_names(without) | called, recipe.name


def test_the_command_lists_the_questions_and_runs_one(termscape: Termscape, sample_home: Home) -> None:
    listed = json.loads(termscape("cookbook", "--json").stdout)
    assert [row["number"] for row in listed] == [recipe.number for recipe in recipes()]
    said = termscape("cookbook", "01", "--home", sample_home.path)
    assert said.returncode == 0 and "Murmelot\tyes_opt_out" in said.stdout and "FROM answers" in said.stderr
    query = termscape("cookbook", "who_trains_on_what_users_write", "--query").stdout
    assert query.strip() == recipes()[0].query
    unknown = termscape("cookbook", "99")
    assert unknown.returncode == 3 and "1 to 25" in unknown.stderr


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("01_a.sql", "SELECT 1", "01_a.sql:1: expected '-- question: …'"),
        (
            "01_a.sql",
            "-- question: What?\n-- for: everybody\n-- reads: x\nSELECT 1",
            "01_a.sql:2: 'everybody'",
        ),
        ("a.sql", "-- question: What?\n-- for: analyst\n-- reads: x\nSELECT 1", "expected a name like"),
    ],
)
def test_a_recipe_that_does_not_begin_as_one_is_refused_with_file_and_line(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(said)):
        recipes(tmp_path)
