"""`termscape verify`: whole is said to be whole, anywhere; whatever was altered is named; the chain is followed."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from fixtures.running import Termscape
from little_home import changed, copied, release

from assets.home import Home
from assets.releases.keeping import Keeping
from assets.releases.manifest import MANIFEST, as_json

Alter = Callable[[Path], object]


@pytest.fixture(scope="module")
def chain_of_three(little_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with three releases, of the first of which only the manifest is left. Only read it."""
    home = copied(little_home, tmp_path_factory.mktemp("three") / "home")
    for day in (1, 2, 3):
        changed(home, look_at=datetime(2026, 6, day, tzinfo=UTC))
        release(home, Keeping(keep_last=2, keep_monthly=0))
    return home


@pytest.fixture
def copy(chain_of_three: Home, tmp_path: Path) -> Path:
    """The latest release copied to where nothing of its home is, writable."""
    folder = tmp_path / "somewhere"
    shutil.copytree(chain_of_three.published / "latest", folder)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return folder


def rewrite(path: Path, change: Callable[[Any], object]) -> None:
    """Change what a JSON file says."""
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_bytes(as_json(content))


def rehash(folder: Path, name: str) -> None:
    """Let the manifest name the hash that a file has now, as a forger would."""

    def mend(manifest: Any) -> None:
        entry = next(file for file in manifest["files"] if file["path"] == name)
        content = (folder / name).read_bytes()
        entry |= {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}

    rewrite(folder / MANIFEST, mend)


def test_a_release_is_whole_in_its_home_and_its_chain_goes_through_what_was_let_go(
    termscape: Termscape, chain_of_three: Home
) -> None:
    said = termscape("verify", "--home", chain_of_three.path, "--json")
    assert said.returncode == 0, said.stderr
    found = json.loads(said.stdout)
    assert found["whole"] and found["problems"] == [] and found["notes"] == []
    assert [one[:10] for one in found["chain"]] == ["2026-06-02", "2026-06-01"]
    in_words = termscape("verify", "--home", chain_of_three.path).stdout
    assert "are the same in DuckDB, Parquet and CSV" in in_words and found["release_id"] in in_words


def test_a_copy_is_whole_where_nothing_else_is_and_says_how_far_the_chain_was_followed(
    termscape: Termscape, copy: Path
) -> None:
    said = termscape("verify", copy)
    assert said.returncode == 0, said.stderr
    assert "the release before, is not here" in said.stdout


def spoil_csv(folder: Path) -> None:
    path = folder / "csv" / "platforms.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Lumora", "Lumorb"), encoding="utf-8")


def spoil_csv_and_rehash(folder: Path) -> None:
    spoil_csv(folder)
    rehash(folder, "csv/platforms.csv")


def drop_a_row_of_parquet_and_rehash(folder: Path) -> None:
    path = folder / "parquet" / "platforms.parquet"
    duckdb.sql(f"CREATE OR REPLACE TEMP TABLE kept AS FROM '{path}' LIMIT 1")
    duckdb.sql(f"COPY kept TO '{path}' (FORMAT parquet)")
    rehash(folder, "parquet/platforms.parquet")


def change_a_row_of_the_database_and_rehash(folder: Path) -> None:
    with duckdb.connect(str(folder / "termscape.duckdb")) as connection:
        connection.execute("UPDATE ledger.platforms SET name = 'Bright' WHERE platform_id = 'brisk'")
    rehash(folder, "termscape.duckdb")


def no_database(folder: Path) -> None:
    (folder / "termscape.duckdb").write_bytes(b"not a database" * 1000)


def count_less_in_the_package(folder: Path) -> None:
    rewrite(folder / "datapackage.json", lambda package: package["resources"][0].update(rows=99))
    rehash(folder, "datapackage.json")


def hide_a_column_in_the_package(folder: Path) -> None:
    rewrite(folder / "datapackage.json", lambda package: package["resources"][0]["schema"]["fields"].pop())
    rehash(folder, "datapackage.json")


def claim_other_rules(folder: Path) -> None:
    rewrite(folder / MANIFEST, lambda manifest: manifest["rules"].update(topics=["better ones"]))


@pytest.mark.parametrize(
    "alter, named, problem",
    [
        (spoil_csv, "csv/platforms.csv", "its content was altered"),
        (
            lambda f: (f / "csv" / "platforms.csv").write_text(""),
            "csv/platforms.csv",
            "it has 0 bytes instead",
        ),
        (lambda f: (f / "README.txt").unlink(), "README.txt", "it is missing"),
        (lambda f: (f / "csv" / "more.csv").touch(), "csv/more.csv", "it does not belong to the release"),
        (spoil_csv_and_rehash, "csv/platforms.csv", "platforms has other values there"),
        (
            drop_a_row_of_parquet_and_rehash,
            "parquet/platforms.parquet",
            "platforms has 1 rows there instead of 2",
        ),
        (change_a_row_of_the_database_and_rehash, "termscape.duckdb", "platforms has other values there"),
        (no_database, "termscape.duckdb", "it cannot be opened as a DuckDB database"),
        (count_less_in_the_package, "datapackage.json", "has other rows or another hash there"),
        (hide_a_column_in_the_package, "datapackage.json", "has other columns there"),
        (lambda f: (f / "datapackage.json").write_text("{"), "datapackage.json", "it has 1 bytes instead"),
        (claim_other_rules, "manifest.json", "it was altered"),
    ],
)
def test_what_was_altered_is_named(
    termscape: Termscape, copy: Path, alter: Alter, named: str, problem: str
) -> None:
    alter(copy)
    said = termscape("verify", copy, "--json")
    assert said.returncode == 74
    found = json.loads(said.stdout)
    assert not found["whole"]
    assert [one for one in found["problems"] if one["file"] == named and problem in one["problem"]]
    assert "Do not rely on this copy" in said.stderr


def test_quick_compares_hashes_and_not_rows(termscape: Termscape, copy: Path) -> None:
    change_a_row_of_the_database_and_rehash(copy)
    said = termscape("verify", copy, "--quick")
    assert said.returncode == 0 and "rows were not compared" in said.stdout
    (copy / "README.txt").write_text("other words")
    assert termscape("verify", copy, "--quick").returncode == 74


def test_an_earlier_release_that_was_altered_breaks_the_chain(
    termscape: Termscape, chain_of_three: Home, tmp_path: Path
) -> None:
    home = copied(chain_of_three, tmp_path / "home")
    [pruned] = (home.published / "releases" / "pruned").iterdir()
    pruned.chmod(0o644)
    rewrite(pruned, lambda manifest: manifest["accuracy"].clear())
    said = termscape("verify", "--home", home.path)
    assert said.returncode == 74
    assert (
        f"PROBLEM pruned/{pruned.name}: it is not the manifest that the release after it names" in said.stdout
    )


def test_a_manifest_that_cannot_be_read_is_damage(termscape: Termscape, copy: Path) -> None:
    (copy / MANIFEST).write_text("{}")
    said = termscape("verify", copy)
    assert said.returncode == 74 and "is not the manifest of a release" in said.stderr


def test_where_there_is_no_release_the_message_says_what_there_is(
    termscape: Termscape, chain_of_three: Home, home: Home, tmp_path: Path
) -> None:
    none = termscape("verify", "--home", home.path)
    assert none.returncode == 3 and "`termscape run` makes one" in none.stderr
    other = termscape("verify", "2025", "--home", chain_of_three.path)
    assert other.returncode == 3 and "no folder and no release is called '2025'" in other.stderr
    several = termscape("verify", "2026", "--home", chain_of_three.path)
    assert several.returncode == 3 and "several releases begin with '2026'" in several.stderr
    empty = termscape("verify", tmp_path, "--home", chain_of_three.path)
    assert empty.returncode == 3 and "is not a release" in empty.stderr
    assert termscape("verify", "2026-06-02", "--home", chain_of_three.path).returncode == 0


def test_the_releases_are_listed_from_the_newest_those_let_go_too(
    termscape: Termscape, chain_of_three: Home, home: Home
) -> None:
    said = termscape("release", "list", "--home", chain_of_three.path, "--json")
    assert said.returncode == 0
    rows = json.loads(said.stdout)
    assert [(row["number"], row["kept"]) for row in rows] == [
        (3, "kept"),
        (2, "kept"),
        (1, "only its manifest"),
    ]
    assert "2026-06-03" in termscape("release", "list", "--home", chain_of_three.path).stdout
    assert termscape("release", "list", "--home", home.path).returncode == 3
