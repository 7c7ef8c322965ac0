"""What the Dagster UI shows: every asset in its place, described, owned, typed and checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import dagster as dg
import duckdb
import pytest

from assets.errors import InputError
from assets.home import Home
from assets.site.base_url import BASE_URL_VARIABLE
from orchestration import schedules
from orchestration.definitions import ASSETS, defs, refuse_idle_checks
from orchestration.pipeline import KIND_TAG
from orchestration.schedules import MAIN_JOB, daily_observation, retry_what_failed, weekly
from orchestration.site_links import SHOWN_ON, site_link
from orchestration.sql_files import sql_checks, sql_models
from orchestration.switches import Switches, write_switches

GRAPH = defs.resolve_asset_graph()
SPECS = {spec.key.to_user_string(): spec for spec in defs.resolve_all_asset_specs()}

BY_GROUP = {
    "1_sources": {"platforms", "documents", "declarations", "corrections"},
    "2_captures": {"observations"},
    "3_versions": {"extractions", "versions"},
    "4_provisions": {"provision_states", "provision_occurrences", "provision_relations", "id_aliases"},
    "5_topics": {"topics", "provision_topics"},
    "6_changes": {"provision_changes", "version_changes", "link_changes"},
    "7_answers": {
        *("answers", "answer_evidence", "claims", "claim_checks", "claim_evidence"),
        *("topic_regulations", "provision_reading", "provision_slots"),
    },
    "8_comparisons": {
        "platform_topic_coverage",
        "comparison_provisions",
        "comparable_provisions",
        "capture_calendar",
        "changes_feed",
        "silent_edits",
        "became_permitted",
        "provision_age_and_churn",
        "governance_timeline",
        "answer_matrix",
        "answers_with_quotes",
        "how_platforms_answer",
        "how_each_platform_answers",
        "silences",
        "stance_adoption",
        "tier_and_region_differences",
        "topic_adoption",
        "unusual_wordings",
        "wording_families",
        "wording_kinship",
        "wording_outliers",
        "wording_spread",
    },
    "9_releases": {"published_database", "release", "site", "feeds", "alerts", "round_report"},
}
"""Every asset by name: an asset that is renamed loses its history in the UI, so it is done on purpose."""

CHECKED_BY_HAND = {"published_database", "release", "site", "feeds", "alerts", "round_report"}
"""Assets without a table of their own: no columns to describe."""


def test_the_assets_are_these() -> None:
    by_group: dict[str, set[str]] = {}
    for name, spec in SPECS.items():
        by_group.setdefault(spec.group_name or "", set()).add(name)
    assert by_group == BY_GROUP


@pytest.mark.parametrize("name", sorted(SPECS))
def test_an_asset_says_what_it_is_who_owns_it_and_what_it_is_made_with(name: str) -> None:
    spec = SPECS[name]
    assert spec.description and len(spec.description) > 30
    assert spec.owners == ["team:termscape"]
    assert {"duckdb"} <= spec.kinds and spec.kinds <= {"python", "yaml", "sql", "duckdb"}


@pytest.mark.parametrize("name", sorted(SPECS.keys() - CHECKED_BY_HAND))
def test_an_asset_shows_its_columns_with_their_meaning(name: str) -> None:
    schema = SPECS[name].metadata["dagster/column_schema"]
    assert isinstance(schema, dg.TableSchema) and schema.columns
    assert [column.name for column in schema.columns if not column.description] == []


@pytest.mark.parametrize("name", sorted(SPECS))
def test_column_lineage_names_columns_that_exist(name: str) -> None:
    lineage = SPECS[name].metadata.get("dagster/column_lineage")
    if lineage is None:
        assert name in CHECKED_BY_HAND | BY_GROUP["1_sources"] | {"observations", "topics"}
        return
    columns = {c.name for c in SPECS[name].metadata["dagster/column_schema"].columns}
    assert set(lineage.deps_by_column) <= columns
    missing = [
        f"{dep.asset_key.to_user_string()}.{dep.column_name}"
        for deps in lineage.deps_by_column.values()
        for dep in deps
        if dep.asset_key.to_user_string() not in SPECS
    ]
    assert missing == []


def test_assets_lead_to_the_pages_of_the_site_that_show_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    assert SHOWN_ON.keys() <= SPECS.keys()
    monkeypatch.delenv(BASE_URL_VARIABLE, raising=False)
    [path] = site_link("answers", Home(tmp_path)).values()
    assert path.value == str(tmp_path / "published/site/questions/index.html")
    monkeypatch.setenv(BASE_URL_VARIABLE, "https://policies.example")
    [url] = site_link("answers", Home(tmp_path)).values()
    assert url.value == "https://policies.example/questions/"
    assert site_link("extractions", Home(tmp_path)) == {}


def test_data_flows_from_one_group_to_the_next_never_back() -> None:
    for name, spec in SPECS.items():
        for dep in spec.deps:
            source = SPECS[dep.asset_key.to_user_string()]
            assert (source.group_name or "") <= (spec.group_name or ""), (
                f"{name} is made from {dep.asset_key}, which comes after it"
            )


def test_what_is_published_comes_after_every_asset_and_every_blocking_check() -> None:
    upstream = {dep.asset_key.to_user_string() for dep in SPECS["published_database"].deps}
    blocking = {
        check.asset_key.to_user_string()
        for check in GRAPH.asset_check_keys
        if GRAPH.get(check).blocking  # type: ignore[union-attr]
    }
    reached, waiting = set(upstream), list(upstream)
    while waiting:
        for dep in SPECS[waiting.pop()].deps:
            name = dep.asset_key.to_user_string()
            if name not in reached:
                reached.add(name)
                waiting.append(name)
    assert reached == SPECS.keys() - {
        "published_database",
        "release",
        "site",
        "feeds",
        "alerts",
        "round_report",
    }
    assert blocking <= reached


def test_there_are_checks_of_the_three_severities_and_each_does_what_it_says() -> None:
    checks = {check.name: check for check in sql_checks()}
    assert {check.severity for check in checks.values()} == {"invariant", "row", "warn"}
    shown = {key.name: GRAPH.get(key) for key in GRAPH.asset_check_keys}
    for name, check in checks.items():
        assert shown[name].blocking == (check.severity != "warn"), name  # type: ignore[union-attr]
        assert f"({check.severity})" in (shown[name].description or "")  # type: ignore[union-attr]


def test_a_check_of_an_asset_that_does_not_exist_is_refused_instead_of_never_run() -> None:
    check = replace(sql_checks()[0], name="stray", asset="provisions")
    with pytest.raises(InputError, match=r"sql/checks/stray\.sql: there is no asset 'provisions'.*versions"):
        refuse_idle_checks([check], ASSETS)


def test_every_model_has_its_key_checked() -> None:
    names = {key.name for key in GRAPH.asset_check_keys}
    assert {f"{model.name}_key_is_unique" for model in sql_models()} <= names


def test_opening_the_ui_starts_nothing() -> None:
    repository = defs.get_repository_def()
    starting = [
        definition.name
        for definition in [*repository.schedule_defs, *repository.sensor_defs]
        if definition.default_status.value == "RUNNING"
    ]
    assert starting == []


def test_in_a_sample_home_nothing_runs_by_itself(sample_copy: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERMSCAPE_HOME", str(sample_copy.path))
    with dg.DagsterInstance.ephemeral() as instance:
        context = dg.build_schedule_context(
            instance, scheduled_execution_time=datetime(2026, 11, 22, tzinfo=UTC)
        )
        for schedule in (daily_observation, weekly):
            [skipped] = [schedule.evaluate_tick(context).skip_message]
            assert "no live home" in (skipped or "")
        sensor = retry_what_failed.evaluate_tick(dg.build_sensor_context(instance))
    assert "no live home" in (sensor.skip_message or "")


def test_what_failed_is_asked_for_again_by_itself_once_it_is_due(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERMSCAPE_HOME", str(home.path))
    home.claim("live")
    publish_schedule(home, failed_looks=0)
    with dg.DagsterInstance.ephemeral() as instance:
        context = dg.build_sensor_context(instance)
        assert retry_what_failed.evaluate_tick(context).run_requests == []
        publish_schedule(home, failed_looks=2)
        assert retry_what_failed.evaluate_tick(context).run_requests == [], "nobody looks at Lumora any more"
        home.platforms.mkdir()
        (home.platforms / "lumora.yaml").write_text(
            "name: Lumora\ndocuments:\n  Privacy Policy: https://lumora.example/privacy\n"
        )
        [request] = retry_what_failed.evaluate_tick(context).run_requests or []
        assert request.tags[KIND_TAG] == "retry"
        assert request.run_key and request.run_key.startswith("retry-")
        daily = daily_observation.evaluate_tick(
            dg.build_schedule_context(instance, scheduled_execution_time=datetime(2026, 11, 22, tzinfo=UTC))
        )
    [request] = daily.run_requests or []
    assert (request.run_key, request.tags[KIND_TAG]) == ("daily-2026-11-22", "daily")


def publish_schedule(home: Home, *, failed_looks: int) -> None:
    """Publish a database of which only the schedule matters here: one document, due an hour ago."""
    home.published.mkdir(exist_ok=True)
    home.published_database.unlink(missing_ok=True)
    with duckdb.connect(str(home.published_database)) as connection:
        connection.execute(
            f"CREATE TABLE schedule AS SELECT 'lumora/privacy-policy' AS document_id, "
            f"{failed_looks} AS failed_looks, now() - INTERVAL 1 HOUR AS next_due"
        )


def test_schedules_are_switched_on_in_a_live_home_only(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERMSCAPE_HOME", str(home.path))
    home.claim("live")
    assert schedules._status() == dg.DefaultScheduleStatus.STOPPED
    write_switches(home, Switches(schedules=True))
    assert schedules._status() == dg.DefaultScheduleStatus.RUNNING


def test_the_main_job_runs_everything_in_one_process() -> None:
    job = defs.resolve_job_def(MAIN_JOB)
    assert job.executor_def.name == dg.in_process_executor.name
    selected = {key.to_user_string() for key in job.asset_layer.executable_asset_keys}
    assert selected == SPECS.keys()
