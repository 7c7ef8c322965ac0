"""A live home from the first look on: real requests to a site on loopback, round after round."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from datetime import UTC, datetime, timedelta

import watched
from fixtures.running import COMMAND
from sites import Page, Site, html
from stages import differences, tables, work_through
from watched import (
    ANNEX,
    PRIVACY_LINES,
    SETTINGS,
    declare,
    outcomes,
    published,
    round_of,
    rows,
)

from assets.archive import Archive
from assets.captures.due import due_pages
from assets.captures.rounds import Round
from assets.home import Home
from assets.sources.in_force import LIVE, platforms_in_force
from assets.warehouse import Warehouse, remove_warehouse

site, live = watched.site, watched.live


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
