"""A live home from the first look on: real requests to a site on loopback, round after round, through the command."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from dagster import DagsterRunStatus
from invented import PRIVACY, TERMS
from sites import Page, Site, html
from stages import differences, look, tables, work_through

from assets.archive import Archive
from assets.captures import rounds
from assets.captures.due import due_pages
from assets.captures.rounds import Round
from assets.home import Home
from assets.releases.publication import publish
from assets.sources.in_force import LIVE, platforms_in_force
from assets.warehouse import Warehouse, remove_warehouse
from orchestration.pipeline import KIND_TAG, dagster_instance, run_main_job
from orchestration.sql_files import sql_checks

Run = Callable[..., subprocess.CompletedProcess[str]]
COMMAND = Path(sys.executable).with_name("termscape")

PRIVACY_LINES = list(PRIVACY.values())
ANNEX = ["For people in Sylvania this annex holds beside the policy.", *PRIVACY_LINES[4:7]]
TERMS_LINES = list(TERMS.values())
SETTINGS = """
contact: archive@lumora.example
delay_seconds: 0
backoff_seconds: 0.05
tries: 2
"""


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    site.pages["/privacy"] = Page(html("Privacy Policy", PRIVACY_LINES))
    site.pages["/privacy/annex"] = Page(html("Privacy Policy, annex", ANNEX))
    site.pages["/terms"] = Page(html("Terms of Service", TERMS_LINES))
    yield site
    site.close()


@pytest.fixture
def live(home: Home, site: Site) -> Home:
    """A home that watches Lumora, on loopback, and nobody else."""
    home.claim("live")
    home.platforms.mkdir()
    (home.path / "watch.yaml").write_text("platforms: own\n")
    (home.path / "fetching.yaml").write_text(SETTINGS)
    declare(home, site)
    return home


def declare(home: Home, site: Site, more: str = "") -> None:
    (home.platforms / "lumora.yaml").write_text(
        f"""name: Lumora
defaults: {{privateAddress: true}}
documents:
  Terms of Service: {site.url}/terms
  Privacy Policy:
    combine:
      - {site.url}/privacy
      - {site.url}/privacy/annex
{more}"""
    )


_numbers = count(1)


def round_of(home: Home, *, now: bool = False) -> Round | None:
    """A round as a run makes it, up to the answers; ``None``: nothing was due."""
    run_id = f"round-{next(_numbers)}"
    look(home, run_id, everything=now)
    work_through(home)
    warehouse = Warehouse(home)
    try:
        return rounds.round_of(warehouse, run_id)
    finally:
        warehouse.close()


def publish_round(home: Home) -> None:
    """A round over everything, and what it made published, so that commands see it."""
    round_of(home, now=True)
    warehouse = Warehouse(home)
    try:
        publish(warehouse, {})
    finally:
        warehouse.close()


def rows(home: Home, query: str) -> list[tuple[Any, ...]]:
    warehouse = Warehouse(home)
    try:
        return warehouse.frame(query).rows()
    finally:
        warehouse.close()


def outcomes(home: Home) -> dict[str, str]:
    """What came of the last look at each page, by the path asked for."""
    found = rows(home, "SELECT url, max_by(outcome, observed_at) FROM observations GROUP BY url")
    return {"/" + url.split("/", 3)[3]: outcome for url, outcome in found}


def published(home: Home) -> int:
    return int(rows(home, "SELECT count(*) FROM versions")[0][0])


def test_a_first_round_a_round_without_changes_and_one_with_a_change(live: Home, site: Site) -> None:
    first = round_of(live)
    assert first and (first.due, first.observed, first.failing) == (2, 2, ())
    assert set(outcomes(live).values()) == {"changed"}
    assert published(live) == 2
    assert sorted(site.paths_asked()) == ["/privacy", "/privacy/annex", "/terms"]

    assert round_of(live) is None and site.paths_asked() == []

    round_of(live, now=True)
    assert set(outcomes(live).values()) == {"not_modified"}
    assert rows(live, "SELECT count(*) FROM ledger.versions") == [(2,)]

    # one page of the combined document changes; the server says of the other that it did not
    site.pages["/privacy/annex"] = Page(
        html("Privacy Policy, annex", [line.replace("30 days", "90 days") for line in ANNEX])
    )
    site.asked.clear()
    round_of(live, now=True)
    assert outcomes(live)["/privacy/annex"] == "changed"
    [row] = rows(
        live,
        "SELECT document_id, change_class, provisions_modified FROM changes ORDER BY changed_before DESC LIMIT 1",
    )
    assert row == ("lumora/privacy-policy", "substantive", 1)
    sent = dict(site.asked)
    assert sent["/terms"]["if-none-match"] and "archive@lumora.example" in sent["/terms"]["user-agent"]
    assert [*Archive(live).ledger.verify(), *Archive(live).bodies.verify()] == []


def test_made_again_from_the_archive_every_row_is_as_the_rounds_left_it(live: Home, site: Site) -> None:
    """Rounds read only what is new; a rebuild reads everything in one go."""
    terms = site.pages["/terms"]
    round_of(live)
    round_of(live, now=True)
    site.pages["/terms"] = Page(html("Page not found", ["The page you are looking for does not exist."]))
    site.pages["/privacy"].etag = False
    round_of(live, now=True)
    site.pages["/terms"] = terms
    site.pages["/privacy/annex"] = Page(html("Privacy Policy, annex", ANNEX[:-1]))
    round_of(live, now=True)
    site.down = True
    round_of(live, now=True)
    site.down = False
    round_of(live, now=True)
    round_of(live, now=True)
    seen = {outcome for (outcome,) in rows(live, "SELECT DISTINCT outcome FROM observations")}
    assert seen >= {"changed", "unchanged", "not_modified", "not_a_policy", "network_error"}
    before = tables(live.warehouse)
    remove_warehouse(live)
    work_through(live)
    assert differences(before, tables(live.warehouse)) == {}


def test_a_platform_that_fails_is_tried_again_soon_and_what_was_known_of_it_stays(
    live: Home, site: Site
) -> None:
    round_of(live)
    site.down = True
    failed = round_of(live, now=True)
    assert failed and not failed.enough
    assert {row["outcome"] for row in failed.failing} == {"network_error"}
    for failed_looks, failing_since, next_due in rows(
        live, "SELECT failed_looks, failing_since, next_due FROM schedule"
    ):
        assert failed_looks == 1
        assert timedelta(minutes=59) < next_due - failing_since < timedelta(minutes=61)
    assert {coverage for (coverage,) in rows(live, "SELECT coverage FROM documents")} == {"captured"}
    site.down = False
    back = round_of(live, now=True)
    assert back and back.enough
    assert published(live) == 2
    assert rows(live, "SELECT max(failed_looks), max(failing_since) FROM schedule") == [(0, None)]


def due_after(home: Home, wait: timedelta) -> set[str]:
    """The terms types that are due so long after the last round."""
    warehouse = Warehouse(home)
    try:
        platforms, _ = platforms_in_force(home)
        pages = due_pages(warehouse, platforms, LIVE, datetime.now(UTC) + wait)
        return {page.declaration.terms_type for page in pages}
    finally:
        warehouse.close()


def test_a_document_is_due_when_its_cadence_is_over_and_soon_after_a_failure(live: Home, site: Site) -> None:
    site.pages["/cookies"] = Page(
        html("Cookie notice", ["We use cookies to keep you logged in.", *PRIVACY_LINES])
    )
    declare(live, site, f"  Trackers Policy: {{fetch: '{site.url}/cookies', cadence: weekly}}\n")
    round_of(live)
    daily = {"Privacy Policy", "Terms of Service"}
    assert due_after(live, timedelta(hours=22)) == set()
    assert due_after(live, timedelta(hours=23, minutes=30)) == daily, (
        "a round that starts a little early finds it due"
    )
    assert due_after(live, timedelta(days=6)) == daily
    assert due_after(live, timedelta(days=7)) == {*daily, "Trackers Policy"}
    site.pages["/terms"] = Page(reset=True)
    for hours in (1, 2, 4):
        round_of(live, now=True)
        assert "Terms of Service" not in due_after(live, timedelta(hours=hours, minutes=-5))
        assert due_after(live, timedelta(hours=hours, minutes=5)) == {"Terms of Service"}


def test_what_is_no_policy_is_held_told_and_asked_for_anew(live: Home, site: Site) -> None:
    round_of(live)
    site.pages["/terms"] = Page(html("Page not found", ["The page you are looking for does not exist."]))
    held = round_of(live, now=True)
    assert held and (held.due, held.observed) == (2, 1)
    assert outcomes(live)["/terms"] == "not_a_policy"
    assert published(live) == 2
    assert rows(live, "SELECT status FROM ledger.versions ORDER BY first_seen DESC LIMIT 1") == [
        ("quarantined",)
    ]
    site.asked.clear()
    round_of(live, now=True)
    sent = dict(site.asked)
    assert "if-none-match" not in sent["/terms"], "whether an error page changed is not the question"
    site.pages["/terms"] = Page(html("Terms of Service", TERMS_LINES))
    round_of(live, now=True)
    assert published(live) == 2, "the text that came back is the one readers have"


def held(home: Home) -> list[tuple[Any, ...]]:
    """What is held now, as the view, the documents and the check have it, which must agree."""
    view = rows(home, "SELECT document_id, class, looks_since FROM held ORDER BY held_since")
    [query] = [check.query for check in sql_checks() if check.name == "documents_held_in_quarantine"]
    told = rows(home, query)
    assert [row[:2] for row in told] == [("Lumora", "Terms of Service")] * len(view)
    assert rows(home, "SELECT sum(held_since_then) FROM documents") == [(len(view),)]
    return view


def test_what_was_held_is_held_no_more_once_the_policy_is_back_and_stays_on_record(
    live: Home, site: Site
) -> None:
    terms = site.pages["/terms"]
    round_of(live)
    assert held(live) == []
    site.pages["/terms"] = Page(html("Page not found", ["The page you are looking for does not exist."]))
    round_of(live, now=True)
    round_of(live, now=True)
    assert held(live) == [("lumora/terms-of-service", "not_a_policy", 2)]
    site.pages["/terms"] = terms
    round_of(live, now=True)
    assert held(live) == []
    assert rows(live, "SELECT status, noise_class FROM ledger.versions WHERE status = 'quarantined'") == [
        ("quarantined", "not_a_policy")
    ]
    # a text that lost most of its words is held as well, and over once a new one is there
    site.pages["/terms"] = Page(html("Terms of Service", TERMS_LINES[:2]))
    round_of(live, now=True)
    assert [row[1] for row in held(live)] == ["loss"]
    seen = "SELECT last_seen FROM current_versions WHERE terms_type = 'Terms of Service'"
    before = rows(live, seen)
    changed = [line.replace("30 days", "90 days") for line in TERMS_LINES]
    site.pages["/terms"] = Page(
        html("Terms of Service", [*changed, "You may appeal a decision of ours within a month."])
    )
    round_of(live, now=True)
    assert held(live) == []
    assert rows(live, seen) > before


def test_a_text_that_lost_its_words_was_no_look_at_the_published_one(live: Home, site: Site) -> None:
    round_of(live)
    seen = "SELECT last_seen FROM current_versions WHERE terms_type = 'Terms of Service'"
    before = rows(live, seen)
    site.pages["/terms"] = Page(html("Terms of Service", TERMS_LINES[:2]))
    round_of(live, now=True)
    assert rows(live, "SELECT class FROM held") == [("loss",)]
    assert rows(live, seen) == before


def test_one_text_for_three_documents_is_held_for_each_of_them(live: Home, site: Site) -> None:
    same = html("Everything legal", [*TERMS_LINES, *PRIVACY_LINES])
    for path in ("/terms", "/cookies", "/community"):
        site.pages[path] = Page(same)
    declare(
        live, site, f"  Trackers Policy: {site.url}/cookies\n  Community Guidelines: {site.url}/community\n"
    )
    round_of(live)
    looks = rows(live, "SELECT document_id, outcome, rule FROM observations")
    assert {row for row in looks if row[0] != "lumora/privacy-policy"} == {
        (f"lumora/{document}", "not_a_policy", "shared_text")
        for document in ("terms-of-service", "trackers-policy", "community-guidelines")
    }
    assert published(live) == 1


def test_a_document_that_moved_into_another_is_not_that_document(live: Home, site: Site) -> None:
    site.pages["/cookies"] = Page(status=301, headers={"Location": "/terms"}, etag=False)
    declare(live, site, f"  Trackers Policy: {site.url}/cookies\n")
    round_of(live)
    looks = dict(rows(live, "SELECT document_id, outcome FROM observations WHERE source_id = 'main'"))
    assert looks == {"lumora/terms-of-service": "changed", "lumora/trackers-policy": "not_a_policy"}


def test_a_round_that_is_killed_is_gone_on_with_and_asks_for_nothing_twice(live: Home, site: Site) -> None:
    """Slow pages keep the round busy; what came before the kill is recorded and not asked for again."""
    (live.path / "fetching.yaml").write_text(SETTINGS.replace("delay_seconds: 0", "delay_seconds: 2.5"))
    process = subprocess.Popen(
        [COMMAND, "run", "--home", live.path],
        env={**os.environ, "TERMSCAPE_HOME": ""},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    ledger = live.archive / "ledger"
    until = time.monotonic() + 120
    recorded = 0
    while time.monotonic() < until and not recorded and process.poll() is None:
        recorded = sum(
            b'"kind":"observation"' in line
            for file in ledger.glob("*.jsonl")
            for line in file.read_bytes().splitlines()
        )
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert 0 < recorded < 3
    asked = site.paths_asked()
    (live.path / "fetching.yaml").write_text(SETTINGS)
    round_of(live)
    documents = {"/terms": "terms", "/privacy": "privacy", "/privacy/annex": "privacy"}
    done = asked[:recorded]
    if {documents[path] for path in done} == {"terms"}:
        assert "/terms" not in site.paths_asked()
    assert published(live) == 2
    assert [*Archive(live).ledger.verify()] == []


def test_robots_txt_is_heeded_unless_the_declaration_says_why_not(live: Home, site: Site) -> None:
    site.pages["/robots.txt"] = Page(
        "User-agent: *\nDisallow: /terms\n", headers={"Content-Type": "text/plain"}
    )
    round_of(live)
    assert outcomes(live)["/terms"] == "refused_by_robots"
    assert "/terms" not in site.paths_asked()
    text = (live.platforms / "lumora.yaml").read_text()
    (live.platforms / "lumora.yaml").write_text(
        text.replace(
            "privateAddress: true", "privateAddress: true, ignoreRobots: allowed in writing on 2026-05-01"
        )
    )
    round_of(live)  # declared otherwise than at the last look: due at once
    assert outcomes(live)["/terms"] == "changed"


def test_a_private_address_that_nobody_allowed_is_refused_with_the_way_to_allow_it(
    live: Home, site: Site
) -> None:
    text = (live.platforms / "lumora.yaml").read_text()
    (live.platforms / "lumora.yaml").write_text(text.replace("defaults: {privateAddress: true}\n", ""))
    round_of(live)
    assert set(outcomes(live).values()) == {"refused_address"}
    assert site.paths_asked() == []
    reasons = [reason for (reason,) in rows(live, "SELECT reason FROM observations")]
    assert any("loopback address" in reason and "privateAddress: true" in reason for reason in reasons)


def test_the_command_makes_rounds_and_says_when_one_saw_too_little(
    live: Home, site: Site, termscape: Run
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
    run_main_job(live)
    site.down = True
    outcome = run_main_job(live, everything=True)
    assert not outcome.success and outcome.failures == []
    assert outcome.too_little_seen == "only 0 of 2 due documents could be observed (0%)"


def test_no_network_is_told_where_no_public_server_could_be_reached() -> None:
    def failing(*urls: str) -> Round:
        return Round(datetime.now(UTC), 3, 0, tuple({"url": url, "class": "connection"} for url in urls))

    assert failing("https://lumora.example/terms", "http://10.1.2.3/terms").unreachable
    for url in (
        "http://127.0.0.1:8000/terms",
        "http://[::1]/x",
        "http://wiki/terms",
        "http://wiki.internal/x",
    ):
        assert not failing(url).unreachable


def test_a_run_in_which_nothing_is_due_says_what_fails_all_the_same(
    live: Home, site: Site, termscape: Run
) -> None:
    site.pages["/terms"] = Page(reset=True)
    first = termscape("run", "--home", live.path)
    assert "1 document of 1 platform could not be observed" not in first.stdout
    again = termscape("run", "--home", live.path).stdout
    assert "Nothing was due. 1 document of 1 platform could not be observed at their last look" in again
    assert "status --failing" in again and "Next due: " in again
    offline = termscape("run", "--offline", "--home", live.path).stdout
    assert "Nothing was looked at" in offline and "Nothing was due" not in offline


def test_status_says_truly_whether_what_failed_is_tried_again_by_itself(
    live: Home, site: Site, termscape: Run
) -> None:
    publish_round(live)
    nothing = termscape("status", "--failing", "--home", live.path)
    assert nothing.returncode == 0 and nothing.stdout.startswith("Nothing fails: ")
    site.pages["/terms"] = Page(reset=True)
    publish_round(live)
    off = termscape("status", "--home", live.path).stdout
    assert "`termscape run` tries them again after " in off and "by themselves" not in off
    assert termscape("schedule", "on", "--home", live.path).returncode == 0
    on = termscape("status", "--home", live.path).stdout
    assert "tried again by themselves while `termscape ui` runs, next at " in on


def test_what_is_no_longer_watched_neither_fails_nor_is_due(live: Home, site: Site, termscape: Run) -> None:
    site.pages["/terms"] = Page(reset=True)
    publish_round(live)
    assert "1 document of 1 platform could not be observed" in termscape("status", "--home", live.path).stdout
    (live.platforms / "tarnfold.yaml").write_text(
        f"name: Tarnfold\ndocuments:\n  Terms of Service: {{fetch: '{site.url}/privacy', privateAddress: true}}\n"
    )
    (live.path / "watch.yaml").write_text("platforms: [Tarnfold]\n")
    shown = termscape("status", "--home", live.path).stdout
    assert "could not be observed" not in shown and "next due" not in shown


def test_many_documents_that_fail_alike_are_one_line_of_the_status(
    live: Home, site: Site, termscape: Run
) -> None:
    types = ("Trackers Policy", "Community Guidelines", "Acceptable Use Policy", "Copyright Claims Policy")
    declare(live, site, "".join(f"  {each}: {site.url}/{number}\n" for number, each in enumerate(types)))
    site.down = True
    publish_round(live)
    shown = termscape("status", "--home", live.path).stdout
    assert "6 documents of Lumora: a network error: " in shown
    assert not any(line.startswith("Lumora\t") for line in shown.splitlines())
    rows = termscape("status", "--failing", "--home", live.path).stdout.splitlines()
    assert sum(line.startswith("Lumora\t") for line in rows) == 6


def test_mistakes_in_a_homes_settings_are_told_before_anything_runs(
    live: Home, site: Site, termscape: Run
) -> None:
    (live.path / "watch.yaml").write_text("platforms:\n- Lumora\n- Lumra\n")
    (live.path / "fetching.yaml").write_text("tries: 2\ndelay_secnds: 3\n")
    for command in (("run",), ("run", "--offline"), ("status",), ("schedule", "on"), ("rebuild",)):
        finished = termscape(*command, "--home", live.path)
        assert (finished.returncode, finished.stdout) == (2, ""), command
        assert "watch.yaml:3: " in finished.stderr and "fetching.yaml:2: " in finished.stderr
        assert "Traceback" not in finished.stderr
    checked = termscape("sources", "check", "--home", live.path, "--json")
    assert checked.returncode == 2
    assert [(Path(problem["file"]).name, problem["line"]) for problem in json.loads(checked.stdout)] == [
        ("watch.yaml", 3),
        ("fetching.yaml", 2),
    ]
    assert site.asked == [] and not live.archive.exists()


def test_a_platform_the_watch_list_leaves_out_is_not_looked_at_and_the_run_says_why(
    live: Home, site: Site, termscape: Run
) -> None:
    shipped = termscape("run", "--platform", "Midjourney", "--home", live.path)
    assert shipped.returncode == 3
    assert "Midjourney is declared" in shipped.stderr and "watch.yaml leaves it out" in shipped.stderr
    (live.platforms / "tarnfold.yaml").write_text(
        f"name: Tarnfold\ndocuments:\n  Terms of Service: {{fetch: '{site.url}/terms', privateAddress: true}}\n"
    )
    (live.path / "watch.yaml").write_text("platforms: [Tarnfold]\n")
    own = termscape("run", "--platform", "lumora", "--home", live.path)
    assert own.returncode == 3 and "Lumora is declared (lumora.yaml)" in own.stderr
    assert site.asked == []
    assert termscape("run", "--platform", "Tarnfold", "--home", live.path).returncode == 0
    assert site.paths_asked() == ["/terms"]


def test_a_fresh_home_with_declarations_of_its_own_becomes_a_live_one(
    home: Home, site: Site, termscape: Run
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
