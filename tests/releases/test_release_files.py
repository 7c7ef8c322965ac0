"""What stands in a release: a data package that promises only what holds, a workbook Excel takes, honest figures."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from little_home import FORMULA, LONG, changed, release

from assets.errors import InputError
from assets.home import Home
from assets.releases.accuracy import accuracy_figures
from assets.releases.exporting import lay_out
from assets.releases.promises import promises, vocabularies
from assets.releases.tables import AnalystTable, analyst_tables, choices
from assets.releases.workbook_guide import sheet_name
from assets.warehouse import open_file
from orchestration.sql_models import sql_models

ROOT = Path(__file__).resolve().parents[2]
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LIMIT = 32_767


def latest(home: Home) -> Path:
    return home.published / "latest"


def package(home: Home, path: str = "datapackage.json") -> dict[str, Any]:
    return json.loads((latest(home) / path).read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def resource(home: Home, table: str) -> dict[str, Any]:
    return next(one for one in package(home)["resources"] if one["name"] == table)


def field(home: Home, table: str, column: str) -> dict[str, Any]:
    return next(one for one in resource(home, table)["schema"]["fields"] if one["name"] == column)


def test_the_data_package_says_type_and_meaning_of_every_column(released_home: Home) -> None:
    for one in package(released_home)["resources"]:
        assert one["description"] and (latest(released_home) / one["path"]).stat().st_size == one["bytes"]
        assert [column["name"] for column in one["schema"]["fields"] if not column["description"]] == []
        assert "any" not in {column["type"] for column in one["schema"]["fields"]}
    assert field(released_home, "observations", "observed_at")["type"] == "datetime"
    assert field(released_home, "topics", "languages")["type"] == "array"


def test_the_package_of_parquet_files_says_the_same_of_files_beside_it(released_home: Home) -> None:
    csv, parquet = package(released_home), package(released_home, "parquet/datapackage.json")
    assert [one["schema"] for one in parquet["resources"]] == [one["schema"] for one in csv["resources"]]
    beside = latest(released_home) / "parquet"
    assert all((beside / one["path"]).stat().st_size == one["bytes"] for one in parquet["resources"])


def test_the_data_package_has_keys_references_and_closed_vocabularies(released_home: Home) -> None:
    documents = resource(released_home, "documents")["schema"]
    assert documents["primaryKey"] == ["document_id"]
    reference = {"resource": "platforms", "fields": ["platform_id"]}
    assert {"fields": ["platform_id"], "reference": reference} in documents["foreignKeys"]
    assert field(released_home, "documents", "document_id")["constraints"] == {"required": True}
    coverage = field(released_home, "documents", "coverage")["constraints"]
    assert coverage == {"enum": ["captured", "absent", "not_captured"]}


def test_the_data_package_says_what_a_missing_value_means(released_home: Home) -> None:
    assert field(released_home, "topics", "parent_id")["missingMeans"] == "none"
    assert field(released_home, "observations", "reason")["missingMeans"] == "the outcome says it all"
    assert resource(released_home, "topics")["schema"]["missingValues"] == [""]


def test_licence_and_attribution_of_each_collection_are_passed_on_and_where_those_of_a_row_stand(
    released_home: Home,
) -> None:
    said = package(released_home)
    assert said["licenses"] == [{"name": "CC0-1.0", "title": "CC0 1.0: what comes from Invented"}]
    assert said["sources"] == [{"title": "Invented (Nobody)", "collection_id": "invented"}]
    assert "by collection_id" in resource(released_home, "versions")["rowLicence"]
    assert "in the columns" in resource(released_home, "provision_pages")["rowLicence"]
    assert "from all collections" in resource(released_home, "topics")["rowLicence"]


@pytest.mark.parametrize(
    "statement, said, table, column",
    [
        (
            "INSERT INTO ledger.topics FROM ledger.topics WHERE topic_id = 'long'",
            "topics: 1 rows have the key (topic_id) of another, 0 lack a part of it",
            "topics",
            "topic_id",
        ),
        (
            "UPDATE ledger.collections SET kind = 'a balloon'",
            "collections.kind: 'a balloon' is in no list",
            "collections",
            "kind",
        ),
        (
            "UPDATE ledger.topics SET parent_id = 'nowhere' WHERE topic_id = 'long'",
            "topics.parent_id: 1 rows name what topics does not have",
            "topics",
            "parent_id",
        ),
    ],
)
def test_what_does_not_hold_of_the_rows_is_not_promised_and_the_release_says_so(
    unreleased: Home, statement: str, said: str, table: str, column: str
) -> None:
    changed(unreleased, statement)
    assert release(unreleased).release.manifest.not_promised == [said]
    assert "constraints" not in field(unreleased, table, column)
    schema = resource(unreleased, table)["schema"]
    if table == "topics":
        assert ("primaryKey" in schema, "foreignKeys" in schema) == (
            column != "topic_id",
            column != "parent_id",
        )


def test_all_that_is_declared_of_tables_holds_for_the_sample(sample_home: Home, tmp_path: Path) -> None:
    with open_file(sample_home.published_database, tmp_path) as reader:
        tables = analyst_tables(reader, {model.name: model.key for model in sql_models()})
        lay_out(reader, tables)
        held, broken = promises(reader, tables)
        columns = {table.name: {column.name for column in table.columns} for table in tables}
        unexplained = [
            f"{table.name}.{column.name}"
            for table in tables
            for column in table.columns
            if table.missing_means(column) is None
            and reader.value(f'SELECT bool_or("{column.name}" IS NULL) FROM temp."{table.name}"')
        ]
    assert broken == []
    assert unexplained == [], "what does a missing value mean there?"
    assert held["answers"].references["question_id"] == ("questions", "question_id")
    assert "mixed_by_tier" in held["answers_ai_training"].values["stance"]
    declared = [name for name in vocabularies() if not name.startswith("*")]
    declared += [
        *choices().not_foreign_keys,
        *choices().columns_not_in_workbook,
        *choices().foreign_keys.values(),
    ]
    declared += [f"{table}.{column}" for table, key in choices().keys.items() for column in key]
    named = {f"{table}.{column}" for table, names in columns.items() for column in names}
    declared += [name for name in choices().missing_means if not name.startswith("answers_…")]
    assert [name for name in declared if name not in named] == [], "tables.yaml names what is not there"
    assert choices().not_in_workbook.keys() <= columns.keys()


def sheets(home: Home) -> dict[str, list[list[str]]]:
    """Read the workbook without a library for workbooks: what cells hold, as text."""
    with zipfile.ZipFile(latest(home) / "termscape.xlsx") as file:
        book = ElementTree.fromstring(file.read("xl/workbook.xml"))
        names = [sheet.attrib["name"] for sheet in book.iter(f"{SHEET}sheet")]
        return {
            name: list(cells(ElementTree.fromstring(file.read(f"xl/worksheets/sheet{number}.xml"))))
            for number, name in enumerate(names, start=1)
        }


def cells(sheet: ElementTree.Element) -> Iterator[list[str]]:
    for row in sheet.iter(f"{SHEET}row"):
        yield ["".join(cell.itertext()) for cell in row.iter(f"{SHEET}c")]


def test_in_the_workbook_words_stay_words_and_nothing_is_a_formula_or_leads_out_of_it(
    released_home: Home,
) -> None:
    topics = sheets(released_home)["topics"]
    assert [row[1] for row in topics] == ["name", FORMULA, "行", "007"]
    with zipfile.ZipFile(latest(released_home) / "termscape.xlsx") as file:
        pages = {name: file.read(name) for name in file.namelist() if "worksheets" in name}
    assert not [name for name, page in pages.items() if b"<f>" in page]
    # a link that leads out of the book would be a relation of its sheet
    assert [name for name, page in pages.items() if b"<hyperlink" in page] == ["xl/worksheets/sheet2.xml"]
    assert not [name for name in pages if name.endswith(".rels")]


def test_the_contents_of_the_workbook_lead_to_every_sheet_and_say_how_much_it_holds(
    released_home: Home,
) -> None:
    book = sheets(released_home)
    assert list(book)[:3] == ["About", "Contents", "Columns"]
    heads, *listed = book["Contents"]
    assert heads == ["sheet", "rows", "table", "what it holds"]
    assert [name for name, *_ in listed] == list(book)[3:]
    assert {name: int(rows) for name, rows, *_ in listed} == {
        name: len(book[name]) - 1 for name in list(book)[3:]
    }
    with zipfile.ZipFile(latest(released_home) / "termscape.xlsx") as file:
        contents = ElementTree.fromstring(file.read("xl/worksheets/sheet2.xml"))
    links = [link.attrib["location"] for link in contents.iter(f"{SHEET}hyperlink")]
    assert links == [f"'{name}'!A1" for name in list(book)[3:]]


@pytest.mark.parametrize(
    ("table", "of_question", "taken", "name"),
    [
        ("answers", False, [], "answers"),
        ("answers_data_minimisation_stated", True, [], "Q data_minimisation_stated"),
        ("answers_whether_people_review_conversations", True, [], "Q whether_peopl…w_conversations"),
        ("how_the_platforms_describe_it_now", False, [], "how_the_platfor…describe_it_now"),
        ("contents", False, ["Contents"], "contents (2)"),
    ],
)
def test_a_sheet_is_called_so_that_its_name_is_whole_or_told_by_both_ends(
    table: str, of_question: bool, taken: list[str], name: str
) -> None:
    assert sheet_name(AnalystTable(table, "", (), (), of_question), taken) == name
    assert len(name) <= 31


def test_what_excel_cannot_hold_is_cut_and_the_first_sheet_says_so(released_home: Home) -> None:
    book = sheets(released_home)
    text = next(cell for row in book["topics"] for cell in row if cell.startswith("All of it."))
    assert (
        len(text) == LIMIT
        and text.endswith("(cut; see Parquet, CSV or DuckDB)")
        and LONG.startswith(text[:32_000])
    )
    about = [row[0] for row in book["About"] if row]
    assert f"topics: 1 texts are cut; Excel takes {LIMIT} characters a cell." in about
    assert any(line.startswith("  observations: ") for line in about) and "observations" not in book
    assert all(len(name) <= 31 for name in book)


def test_in_the_workbook_a_time_is_one_excel_can_sort_and_count_with(unreleased: Home) -> None:
    changed(
        unreleased,
        "UPDATE ledger.documents SET absent_checked_on = DATE '2026-03-01'; INSERT INTO ledger.documents "
        "VALUES ('brisk/terms-of-service', 'brisk', 'Terms of Service', true, DATE '1899-12-30')",
    )
    release(unreleased)
    found = [cell for row in sheets(unreleased)["documents"] for cell in row]
    assert "46082" in found, "days since the end of 1899"
    assert "1899-12-30" in found, "Excel knows no such day"


def test_every_figure_says_what_measures_it_and_that_exists() -> None:
    figures = accuracy_figures()
    named = [
        part.split()[3] for one in figures for part in one.command.split("; ") if part.startswith("python -m")
    ]
    assert len(figures) >= 10 and named
    assert [name for name in named if not (ROOT / "tests" / "benchmarks" / f"{name}.py").is_file()] == []


def test_a_figure_without_a_date_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "accuracy.yaml").write_text("- {what: x, figure: y, measured_on: z, command: none}\n")
    with pytest.raises(InputError, match=r"accuracy\.yaml: .*`date`.*\$\[0\]"):
        accuracy_figures(tmp_path / "accuracy.yaml")
