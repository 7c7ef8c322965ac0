"""A directory of declarations in either format: reading all, finding one, and the table of what is there."""

import json
from dataclasses import asdict

import pytest

from assets.sources import UnknownPlatform, find_platform, load_platforms, overview

PAGE = {"fetch": "https://velotalk.example/privacy", "select": "main"}


@pytest.fixture
def directory(tmp_path):
    """Return a directory with one platform in each format and an alias."""
    (tmp_path / "lumora.yaml").write_text(
        "name: Lumora Labs\naliases: [Lumen]\n"
        "documents:\n  Privacy Policy: https://lumora.example/privacy\n"
        "none: {Trackers Policy: 2026-01-02}\n",
        encoding="utf-8",
    )
    (tmp_path / "Velotalk.json").write_text(
        json.dumps({"name": "Vélo·Talk", "terms": {"Privacy Policy": {**PAGE, "filter": ["dropClock"]}}}),
        encoding="utf-8",
    )
    (tmp_path / "Velotalk.history.json").write_text(
        json.dumps(
            {
                "Privacy Policy": [{**PAGE, "validUntil": "2024-01-01T00:00:00Z"}],
                "Imprint": [{**PAGE, "validUntil": "2023-01-01T00:00:00Z"}],
            }
        ),
        encoding="utf-8",
    )
    (tmp_path / "Velotalk.filters.js").write_text("export function dropClock() {}", encoding="utf-8")
    return tmp_path


def test_both_formats_are_read_in_any_mix_and_ordered_by_id(directory):
    platforms, problems = load_platforms(directory)
    assert [platform.platform_id for platform in platforms] == ["lumora-labs", "velotalk"]
    assert [problem.severity for problem in problems] == ["warning"]


def test_one_bad_file_does_not_stop_the_others(directory):
    (directory / "bad.yaml").write_text("name: [", encoding="utf-8")
    (directory / "Worse.json").write_text("{", encoding="utf-8")
    platforms, problems = load_platforms(directory)
    assert len(platforms) == 2
    assert {problem.file for problem in problems if problem.severity == "error"} == {
        str(directory / "bad.yaml"),
        str(directory / "Worse.json"),
    }


def test_of_a_collections_repository_the_folder_of_declarations_is_read(directory, tmp_path_factory):
    repository = tmp_path_factory.mktemp("collection")
    (repository / "package.json").write_text("{}", encoding="utf-8")
    directory.rename(repository / "declarations")
    assert len(load_platforms(repository)[0]) == 2


def test_a_platform_declared_twice_is_an_error_that_names_both_files(directory):
    (directory / "zweite.yml").write_text("name: lumora labs\ndocuments: {}\n", encoding="utf-8")
    platforms, problems = load_platforms(directory)
    assert find_platform(platforms, "Lumora Labs").declarations, "the first file counts"
    (problem,) = [problem for problem in problems if problem.severity == "error"]
    assert problem.file.endswith("zweite.yml")
    assert "already declared in lumora.yaml" in problem.message


def test_a_history_without_its_service_is_an_error(directory):
    (directory / "Gone.history.json").write_text("{}", encoding="utf-8")
    _, problems = load_platforms(directory)
    assert "belongs to Gone.json, which is not here" in problems[0].message


@pytest.mark.parametrize("missing", ["no-such-directory", "empty"])
def test_a_directory_without_declarations_is_an_error(tmp_path, missing):
    (tmp_path / "empty").mkdir()
    platforms, (problem,) = load_platforms(tmp_path / missing)
    assert platforms == []
    assert problem.severity == "error"
    assert problem.file == str(tmp_path / missing)


@pytest.mark.parametrize("name", ["Lumora Labs", "lumora labs", "LUMORA-LABS", "lumen", " Lumora_Labs "])
def test_a_platform_is_found_by_name_id_or_alias_in_any_case(directory, name):
    assert find_platform(load_platforms(directory)[0], name).name == "Lumora Labs"


def test_an_unknown_platform_is_answered_with_the_nearest_known(directory):
    with pytest.raises(UnknownPlatform, match="unknown platform 'lumra'; the nearest known: Lumora Labs"):
        find_platform(load_platforms(directory)[0], "lumra")


def test_a_name_like_no_other_is_answered_with_how_many_are_known(directory):
    with pytest.raises(
        UnknownPlatform, match="none is like it; 2 are known, among them Lumora Labs, Velotalk"
    ):
        find_platform(load_platforms(directory)[0], "qqqq")
    with pytest.raises(UnknownPlatform, match="no platform is declared"):
        find_platform([], "?")


def test_the_overview_has_a_row_for_each_document_present_past_and_absent(directory):
    rows = overview(load_platforms(directory)[0])
    assert [(row.document_id, row.state, row.pages, row.past) for row in rows] == [
        ("lumora-labs/privacy-policy", "declared", 1, 0),
        ("lumora-labs/trackers-policy", "none", 0, 0),
        ("velotalk/privacy-policy", "declared", 1, 1),
        ("velotalk/imprint", "ended", 1, 1),
    ]
    assert rows[0].selectors == 0
    assert rows[1].none_since == "2026-01-02"
    assert rows[2].selectors == 1
    assert "dropClock" in rows[2].unsupported[0]
    assert json.dumps([asdict(row) for row in rows])
