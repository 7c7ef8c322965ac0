"""Real runs of the main job: narrowed, killed, interrupted, blocked by a check, after a dead one; and an import."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import duckdb
import yaml
from dagster import DagsterRunStatus, RunsFilter
from fixtures.homes import Imported
from fixtures.running import COMMAND, Termscape

from assets.home import Home
from assets.warehouse import Warehouse, read_frame
from orchestration.definitions import defs
from orchestration.pipeline import dagster_instance, prepare_dagster_home, run_main_job
from orchestration.schedules import MAIN_JOB

A_FEW_COMMITS = 20_000
"""Bytes of the warehouse's log after which a run is on its way and far from its end."""

WHEN_AND_BY_WHICH_RUN = {"recorded_at", "run_id"}


def tables(database: Path) -> dict[str, list[str]]:
    """Every row of every table, sorted, but for when and by which run a fact was recorded."""
    with duckdb.connect(str(database), read_only=True) as connection:
        found = {}
        for (table,) in connection.execute(
            "SELECT schema_name || '.' || table_name FROM duckdb_tables() ORDER BY ALL"
        ).fetchall():
            relation = connection.sql(f"FROM {table}")
            shown = [name for name in relation.columns if name not in WHEN_AND_BY_WHICH_RUN]
            found[table] = sorted(map(repr, relation.select(*shown).fetchall()))
        return found


def stop_on_the_way(home: Home, signal_number: int) -> int:
    """Start a run in a process of its own, send it a signal after its first commits, and return how it ended."""
    log = home.warehouse.with_name(home.warehouse.name + ".wal")
    started = time.time()
    process = subprocess.Popen(
        [COMMAND, "run", "--home", home.path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while process.poll() is None and time.time() < started + 300:
        if log.exists() and log.stat().st_mtime > started and log.stat().st_size > A_FEW_COMMITS:
            break
        time.sleep(0.005)
    process.send_signal(signal_number)
    return process.wait(timeout=120)


def test_narrowed_killed_and_interrupted_a_home_ends_with_the_rows_of_an_undisturbed_run(
    home: Home, sample_home: Home, termscape: Termscape
) -> None:
    narrowed = termscape("run", "--platform", "Ferrybell", "--home", home.path, "--json")
    assert narrowed.returncode == 0, narrowed.stderr
    touched = read_frame(home, "SELECT DISTINCT platform_id FROM versions")["platform_id"].to_list()
    assert touched == ["ferrybell"], "a run narrowed to a platform works on that one alone"
    assert read_frame(home, "SELECT DISTINCT platform_id FROM provisions")["platform_id"].to_list() == touched
    stances = dict(read_frame(home, "SELECT platform_id, stance FROM answers").iter_rows())
    assert {stance for platform, stance in stances.items() if platform != "ferrybell"} == {"not_captured"}

    published = home.published_database.stat().st_ino
    assert stop_on_the_way(home, signal.SIGKILL) == -signal.SIGKILL
    assert stop_on_the_way(home, signal.SIGINT) == 130
    assert home.published_database.stat().st_ino == published, "what was published before stays"

    finished = termscape("run", "--home", home.path, "--json")
    assert finished.returncode == 0, finished.stderr
    assert tables(home.published_database) == tables(sample_home.published_database)
    with dagster_instance(home) as instance:
        statuses = [run.status for run in instance.get_runs()]
    assert statuses[0] == statuses[-1] == DagsterRunStatus.SUCCESS
    assert len(statuses) == 4 and DagsterRunStatus.STARTED not in statuses


def test_a_dead_run_is_marked_failed_and_a_failed_invariant_publishes_nothing(sample_copy: Home) -> None:
    with dagster_instance(sample_copy) as instance:
        dead = instance.create_run_for_job(
            defs.resolve_job_def(MAIN_JOB), status=DagsterRunStatus.STARTED
        ).run_id
    warehouse = Warehouse(sample_copy)
    warehouse.connection.execute("INSERT INTO ledger.versions FROM ledger.versions LIMIT 1")
    warehouse.close()
    before = sample_copy.published_database.stat()

    outcome = run_main_job(sample_copy)

    assert not outcome.success
    assert outcome.blocked_by == ["version_ids_are_unique"]
    after = sample_copy.published_database.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns), "the old copy stays"
    with dagster_instance(sample_copy) as instance:
        record = instance.get_run_by_id(dead)
        alive = instance.get_runs(RunsFilter(statuses=[DagsterRunStatus.STARTED, DagsterRunStatus.STARTING]))
        said = [event.message for event in instance.all_logs(dead)]
    assert record is not None and record.status == DagsterRunStatus.FAILURE
    assert alive == []
    assert any("ended without a word" in message for message in said)


def test_a_platform_nobody_knows_stops_the_run_with_the_nearest_name(
    sample_copy: Home, termscape: Termscape
) -> None:
    finished = termscape("run", "--platform", "Feribell", "--home", sample_copy.path)
    assert finished.returncode == 3
    assert "Ferrybell" in finished.stderr and "Traceback" not in finished.stderr


def test_the_dagster_home_lies_in_the_home_and_reports_to_nobody(home: Home) -> None:
    folder = prepare_dagster_home(home)
    assert folder == home.path / "dagster"
    settings: dict[str, Any] = yaml.safe_load((folder / "dagster.yaml").read_text(encoding="utf-8"))
    assert settings["telemetry"] == {"enabled": False}
    assert settings["nux"] == {"enabled": False}
    with dagster_instance(home) as instance:
        assert not instance.telemetry_enabled and not instance.nux_enabled
        assert Path(instance.root_directory).is_relative_to(home.path)
        assert not instance.is_ephemeral


def test_importing_a_history_publishes_it_with_its_dates_and_licence(
    imported: Imported, termscape: Termscape
) -> None:
    home, _, finished = imported
    assert json.loads(finished.stdout)["published_versions"] == 2
    assert "2 versions of 1 document read: 2 added" in finished.stderr
    [answer] = json.loads(termscape("ask", "ai_training", "--home", home.path, "--json").stdout)
    assert (answer["platform"], answer["currency"]) == ("Lumora", "inferred")
    assert "train our language models" in answer["quote"]
    assert answer["valid_from"].startswith("2024-06-01")
    [collection] = json.loads(termscape("sql", "FROM collections", "--home", home.path, "--json").stdout)
    assert collection["licence"] == "ODC-By-1.0"


def test_a_history_imported_again_adds_nothing(
    imported: Imported,
    imported_copy: Home,
    termscape: Termscape,
) -> None:
    _, command, _ = imported
    again = termscape(*command, "--home", imported_copy.path, "--json", "--no-publish")
    assert (json.loads(again.stdout)["added"], json.loads(again.stdout)["known"]) == (0, 2)


def test_a_platform_whose_language_the_rules_do_not_read_is_unsure_and_blocks_no_release(
    home: Home, tmp_path: Path, termscape: Termscape
) -> None:
    text = "当社は、お客様の個人情報を適切に取り扱い、法令に従って保護し、サービスの提供に必要な範囲で利用します。"
    rows = ["file,platform,terms_type,date"]
    for name, terms_type in (("p", "Privacy Policy"), ("t", "Terms of Service")):
        (tmp_path / f"{name}.md").write_text(f"# {terms_type}\n\n" + f"{text}\n\n" * 9, encoding="utf-8")
        rows.append(f"{name}.md,Sakurabe,{terms_type},2025-01-01")
    (tmp_path / "manifest.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    finished = termscape("import", "folder", tmp_path, "--home", home.path, "--json")
    assert finished.returncode == 0, finished.stderr
    [answer] = json.loads(termscape("ask", "ai_training", "--home", home.path, "--json").stdout)
    assert (answer["stance"], answer["quote"]) == ("unsure", None)
