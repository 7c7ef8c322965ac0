"""Rounds of a live home through the command: what it says of one that saw too little, found nothing due, or was the first."""

from __future__ import annotations

import json

import watched
from dagster import DagsterRunStatus
from fixtures.running import Termscape
from sites import Page, Site
from watched import declare, publish_round

from assets.home import Home
from orchestration.pipeline import KIND_TAG, dagster_instance, run_main_job

site, live = watched.site, watched.live


def test_the_command_makes_rounds_and_says_when_one_saw_too_little(
    live: Home, site: Site, termscape: Termscape
) -> None:
    offline = termscape("run", "--offline", "--home", live.path, "--json")
    assert offline.returncode == 0 and site.asked == []
    first = termscape("run", "--home", live.path, "--json")
    assert first.returncode == 0, first.stderr
    summary = json.loads(first.stdout)
    assert (summary["documents"], summary["published_versions"], summary["too_little_seen"]) == (2, 2, None)
    site.down = True
    failed = termscape("run", "--now", "--home", live.path)
    assert failed.returncode == 1
    assert "recorded and published, but only 0 of 2 due documents could be observed" in failed.stderr
    assert "is there a network?" not in failed.stderr, "a server of one's own is down, which needs no network"
    assert "a network error" in failed.stdout
    assert "could not be observed at their last look" not in failed.stdout, "it says what each look came to"
    status = json.loads(termscape("status", "--home", live.path, "--json").stdout)
    for row in status["documents"]:
        assert row["coverage"] == "captured" and row["failed_looks"] == 1 and row["next_due"]
        assert row["last_look"].startswith("a network error: ")
        assert (row["outcome"], row["reason"]) == ("network_error", row["last_look"].partition(": ")[2])
    shown = termscape("status", "--failing", "--home", live.path).stdout
    assert "2 documents of 1 platform could not be observed" in shown
    with dagster_instance(live) as instance:
        newest, _, oldest = instance.get_run_records(limit=3)
        failed_steps = [
            step.step_key
            for step in instance.get_run_step_stats(newest.dagster_run.run_id)
            if step.status and step.status.value == "FAILURE"
        ]
        said = [str(event.dagster_event) for event in instance.all_logs(newest.dagster_run.run_id)]
    assert newest.dagster_run.status == DagsterRunStatus.FAILURE and failed_steps == ["round_report"]
    assert (newest.dagster_run.tags[KIND_TAG], oldest.dagster_run.tags[KIND_TAG]) == ("round", "offline")
    assert any("| Lumora | Terms of Service | a network error |" in each for each in said)


def test_a_round_that_saw_too_little_is_told_apart_from_a_run_that_failed(live: Home, site: Site) -> None:
    publish_round(live)
    site.down = True
    outcome = run_main_job(live, everything=True)
    assert not outcome.success and outcome.failures == []
    assert outcome.too_little_seen == "only 0 of 2 due documents could be observed (0%)"


def test_a_run_in_which_nothing_is_due_says_what_fails_all_the_same(
    live: Home, site: Site, termscape: Termscape
) -> None:
    site.pages["/terms"] = Page(reset=True)
    publish_round(live)
    again = termscape("run", "--home", live.path).stdout
    assert "Nothing was due. 1 document of 1 platform could not be observed at their last look" in again
    assert "status --failing" in again and "Next due: " in again
    offline = termscape("run", "--offline", "--home", live.path).stdout
    assert "Nothing was looked at" in offline and "Nothing was due" not in offline


def test_a_fresh_home_with_declarations_of_its_own_becomes_a_live_one(
    home: Home, site: Site, termscape: Termscape
) -> None:
    home.platforms.mkdir(parents=True)
    (home.path / "watch.yaml").write_text("platforms: own\n")
    declare(home, site)
    finished = termscape("run", "--home", home.path)
    assert finished.returncode == 0, finished.stderr
    assert home.kind == "live" and set(site.paths_asked()) == {"/terms", "/privacy", "/privacy/annex"}
    assert "a first text" in finished.stdout
    last = finished.stderr.strip().splitlines()[-1]
    assert last.startswith("no contact is set") and "TERMSCAPE_CONTACT" in last
