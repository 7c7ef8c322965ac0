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
from assets.sources.in_force import LIVE, platforms_in_force
from assets.warehouse import Warehouse, remove_warehouse
from orchestration.pipeline import dagster_instance

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
        "SELECT document_id, change_class, provisions_edited FROM changes ORDER BY changed_before DESC LIMIT 1",
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
    assert failed and not failed.enough and failed.unreachable
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
    assert "is there a network?" in failed.stderr and "network error" in failed.stdout
    status = json.loads(termscape("status", "--home", live.path, "--json").stdout)
    for row in status["documents"]:
        assert row["coverage"] == "captured" and row["failed_looks"] == 1 and row["next_due"]
        assert row["last_look"].startswith("network_error: ")
    shown = termscape("status", "--failing", "--home", live.path).stdout
    assert "2 documents of 1 platform could not be observed" in shown
    with dagster_instance(live) as instance:
        [newest, *_] = instance.get_run_records(limit=1)
        failed_steps = [
            step.step_key
            for step in instance.get_run_step_stats(newest.dagster_run.run_id)
            if step.status and step.status.value == "FAILURE"
        ]
    assert newest.dagster_run.status == DagsterRunStatus.FAILURE and failed_steps == ["round_report"]
