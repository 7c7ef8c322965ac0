"""A release: the same rows in every format, the same bytes from the same rows, and never half of one."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import polars as pl
import pytest
from little_home import FORMULA, LEDGER_HEAD, LINES, LONG, changed, copied, release

from assets.home import Home
from assets.releases.assets import published_database
from assets.releases.assets import release as release_asset
from assets.releases.keeping import Keeping
from assets.releases.manifest import MANIFEST, read_manifest
from assets.releases.shelf import Shelf
from orchestration.resources import HomeResource

DIE_BEFORE_THE_RENAME = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from little_home import release
from assets.home import Home
Path.rename = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
release(Home(sys.argv[1]))
"""


def latest(home: Home) -> Path:
    return home.published / "latest"


def hashes(home: Home) -> dict[str, str]:
    return {file.path: file.sha256 for file in read_manifest(latest(home) / MANIFEST)[0].files}


def test_a_table_has_the_same_values_in_duckdb_parquet_and_csv(released_home: Home) -> None:
    folder = latest(released_home)
    parquet = pl.read_parquet(folder / "parquet" / "topics.parquet")
    assert parquet["topic_id"].to_list() == ["formula", "lines", "long"]
    assert parquet["definition"].to_list() == ["+1", LINES, LONG]
    assert parquet["opp115_category"].to_list() == ["", None, None]
    assert parquet["languages"].to_list() == [[], ["en"], ["en", "de"]]
    with (folder / "csv" / "topics.csv").open(encoding="utf-8", newline="") as file:
        in_csv = list(csv.DictReader(file))
    assert [row["name"] for row in in_csv] == [FORMULA, "行", "007"]
    assert [row["definition"] for row in in_csv] == ["+1", LINES, LONG]
    assert [json.loads(row["languages"]) for row in in_csv] == [[], ["en"], ["en", "de"]]
    with duckdb.connect(str(folder / "termscape.duckdb"), read_only=True) as connection:
        there = connection.sql("SELECT * FROM topics ORDER BY topic_id").pl()
    assert there.equals(parquet)


def test_in_csv_an_empty_text_and_a_missing_value_are_told_apart_and_times_are_utc(
    released_home: Home,
) -> None:
    folder = latest(released_home) / "csv"
    formula, lines = (folder / "topics.csv").read_text(encoding="utf-8").split("\n")[1:3]
    assert '"",' in formula.partition(FORMULA.replace('"', '""'))[2]
    assert '"",' not in lines
    looks = (folder / "observations.csv").read_text(encoding="utf-8")
    assert "2026-03-01T08:00:00Z" in looks
    assert "2026-03-02T08:30:15.250000Z" in looks


def test_the_database_of_a_release_is_the_published_file_itself(released_home: Home) -> None:
    assert (latest(released_home) / "termscape.duckdb").samefile(released_home.published_database)


def test_every_table_is_released_but_those_left_out_for_a_reason(released_home: Home) -> None:
    with duckdb.connect(str(released_home.published_database), read_only=True) as connection:
        views = connection.execute(
            "SELECT view_name FROM duckdb_views() WHERE NOT internal AND schema_name = 'main'"
        ).fetchall()
    everything = {name for (name,) in views}
    manifest, _ = read_manifest(latest(released_home) / MANIFEST)
    assert everything - manifest.tables.keys() == {"schedule", "rounds"}
    assert manifest.tables["platforms"].rows == 2


def test_the_id_names_the_day_of_the_newest_look_and_the_manifest_what_made_it(released_home: Home) -> None:
    manifest, _ = read_manifest(latest(released_home) / MANIFEST)
    assert manifest.release_id.startswith("2026-03-02-")
    assert manifest.newest_look == "2026-03-02T08:30:15Z"
    assert (manifest.number, manifest.previous, manifest.holds) == (1, None, "sample")
    assert (manifest.archive.chain_no, manifest.archive.hash) == LEDGER_HEAD
    assert manifest.made_by["duckdb"] == duckdb.__version__
    assert all(figure["figure"] and figure["date"] and figure["command"] for figure in manifest.accuracy)
    readme = (latest(released_home) / "README.txt").read_text(encoding="utf-8")
    assert "These platforms are invented" in readme and "CC0 1.0; Nobody" in readme


def test_published_again_with_nothing_new_there_is_no_new_release(released: Home) -> None:
    before = released.published_database.read_bytes()
    changed(released, "CREATE TABLE ledger.passing AS SELECT 1 AS x; DROP TABLE ledger.passing")
    assert released.published_database.read_bytes() != before
    made = release(released)
    assert not made.is_new
    assert [one.release_id for one in Shelf(released).kept()] == [made.release.release_id]


def test_the_same_rows_give_the_same_id_and_the_same_bytes_in_another_home(
    released_home: Home, unreleased: Home
) -> None:
    # in another order, as another history of the warehouse may leave them
    changed(unreleased, "CREATE TEMP TABLE t AS FROM ledger.topics; DELETE FROM ledger.topics; "
            "INSERT INTO ledger.topics FROM t ORDER BY topic_id DESC")  # fmt: skip
    made = release(unreleased)
    assert made.release.release_id == latest(released_home).readlink().name
    mine, theirs = hashes(unreleased), hashes(released_home)
    assert mine.pop("termscape.duckdb") != theirs.pop("termscape.duckdb")
    assert mine == theirs, "all but the database itself is the same, byte for byte"


def test_a_row_more_makes_a_release_that_names_the_one_before(released: Home) -> None:
    first, first_sha256 = read_manifest(latest(released) / MANIFEST)
    changed(released, look_at=datetime(2026, 4, 5, tzinfo=UTC))
    made = release(released)
    assert made.is_new and made.release.release_id.startswith("2026-04-05-")
    previous = made.release.manifest.previous
    assert previous and (previous.release_id, previous.manifest_sha256) == (first.release_id, first_sha256)
    assert made.release.manifest.number == 2
    assert latest(released).readlink() == Path("releases") / made.release.release_id
    assert len(Shelf(released).kept()) == 2


def test_a_content_that_comes_back_is_a_release_of_its_own(released: Home) -> None:
    first = latest(released).readlink().name
    changed(released, "INSERT INTO ledger.platforms VALUES ('late', 'Late')")
    release(released)
    changed(released, "DELETE FROM ledger.platforms WHERE platform_id = 'late'")
    assert release(released).release.release_id == f"{first}-2"
    assert [one.manifest.number for one in Shelf(released).kept()] == [1, 2, 3]


def test_killed_before_it_is_seen_there_is_no_release_and_the_next_run_makes_it(unreleased: Home) -> None:
    here = str(Path(__file__).parent)
    died = subprocess.run([sys.executable, "-c", DIE_BEFORE_THE_RENAME, unreleased.path, here], check=False)
    assert died.returncode == -signal.SIGKILL
    assert Shelf(unreleased).releases() == [] and not latest(unreleased).exists()
    assert [path.name[0] for path in (unreleased.published / "releases").iterdir()] == ["."]
    made = release(unreleased)
    assert made.is_new
    assert [path.name for path in (unreleased.published / "releases").iterdir()] == [made.release.release_id]


def test_the_link_to_the_latest_is_mended_where_a_crash_or_a_copy_spoilt_it(released: Home) -> None:
    target = latest(released).readlink()
    latest(released).unlink()
    release(released)
    assert latest(released).readlink() == target
    latest(released).unlink()
    latest(released).mkdir()
    (latest(released) / "copied").touch()
    release(released)
    assert latest(released).readlink() == target


def test_no_file_of_a_release_can_be_written_by_accident(released_home: Home) -> None:
    files = [path for path in latest(released_home).rglob("*") if path.is_file()]
    assert len(files) > 50
    assert {path.stat().st_mode & 0o222 for path in files} == {0}


def test_what_is_let_go_of_leaves_its_manifest(released: Home) -> None:
    first = latest(released).readlink().name
    changed(released, look_at=datetime(2026, 3, 5, tzinfo=UTC))
    made = release(released, Keeping(keep_last=1, keep_monthly=0))
    assert made.pruned == [first]
    assert not (released.published / "releases" / first).exists()
    gone, kept = Shelf(released).releases()
    assert (gone.release_id, gone.folder) == (first, None)
    assert kept.manifest.previous and kept.manifest.previous.manifest_sha256 == gone.manifest_sha256


def test_a_run_releases_what_it_published_with_its_models_keys_and_shows_it(
    unreleased: Home, making_all: Callable[[], AbstractContextManager[Any]]
) -> None:
    changed(unreleased, "CREATE TABLE answer_matrix (platform_id VARCHAR, question_id VARCHAR)")
    with making_all():
        done = dg.materialize(
            [published_database, release_asset],
            selection=[release_asset],
            resources={"home": HomeResource(path=str(unreleased.path))},
        )
    [made] = done.asset_materializations_for_node("release")
    assert made.metadata["release"].value == latest(unreleased).readlink().name
    assert made.metadata["is new"].value is True
    assert "| platforms | 2 |" in made.metadata["tables"].value
    package = json.loads((latest(unreleased) / "datapackage.json").read_text(encoding="utf-8"))
    [matrix] = [one for one in package["resources"] if one["name"] == "answer_matrix"]
    assert matrix["schema"]["primaryKey"] == ["platform_id", "question_id"]


@pytest.mark.parametrize("copy_of_link", [True, False])
def test_a_home_that_was_copied_goes_on_from_the_releases_it_has(
    released_home: Home, tmp_path: Path, copy_of_link: bool
) -> None:
    home = copied(released_home, tmp_path / "elsewhere")
    if not copy_of_link:
        latest(home).unlink()
    changed(home, look_at=datetime(2026, 5, 1, tzinfo=UTC))
    assert release(home).release.manifest.number == 2
