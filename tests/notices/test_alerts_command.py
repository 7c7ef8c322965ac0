"""``termscape alerts``: how it stands, what would be sent, and sending it by hand, in the words people see."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from subprocess import CompletedProcess

from observatory import SOON, Observatory
from servers import Webhook

from assets.home import Home

Termscape = Callable[..., CompletedProcess[str]]


def test_status_shows_watchlists_deliveries_and_what_is_broken(
    observatory: Observatory, webhook: Webhook, termscape: Termscape
) -> None:
    home = observatory.home.path
    assert "There is no watchlist yet" in termscape("alerts", "--home", home).stdout
    observatory.watch("good", f"name: Privacy\nplatforms: [Lumora]\nsend_to: {webhook.url}\n")
    observatory.watch("bad", "significance: hihg\nsend_to: nonsense://x\n")
    observatory.send()
    observatory.change("lumora", SOON)
    observatory.round()
    shown = termscape("alerts", "status", "--home", home)
    assert shown.returncode == 2
    assert "significance medium or more; platforms lumora" in shown.stdout and "\tsent\t" in shown.stdout
    assert (
        "bad.yaml:1: error: significance: 'hihg' was not expected (one of: high, medium, low)" in shown.stderr
    )
    assert "bad.yaml:2: error: send_to:" in shown.stderr


def test_sending_by_hand_says_what_failed_and_ends_with_an_error(
    observatory: Observatory, webhook: Webhook, termscape: Termscape
) -> None:
    home = observatory.home.path
    observatory.watch("team", f"send_to: {webhook.url}\n")
    observatory.send()
    observatory.change("lumora", SOON)
    observatory.publish()
    dry = termscape("alerts", "--dry-run", "--home", home)
    assert "would be sent" in dry.stdout and "now:    We keep it for 90 days." in dry.stdout
    webhook.answer = 500
    failed = termscape("alerts", "send", "--home", home)
    assert failed.returncode == 1 and "1 message did not get out" in failed.stderr
    webhook.answer = 200
    said = json.loads(termscape("alerts", "send", "--home", home, "--json").stdout)
    assert [message["failed"] for message in said["messages"]] == [None]
    assert termscape("alerts", "send", "--home", home).stdout.strip() == "Nothing was due."
    assert termscape("alerts", "sned", "--home", home).returncode == 2


def test_a_run_says_which_watchlist_it_could_not_use(termscape: Termscape, imported_copy: Home) -> None:
    broken = imported_copy.path / "watchlists" / "team.yaml"
    broken.parent.mkdir()
    broken.write_text("platfroms: [lumora]\nsend_to: json://127.0.0.1:9/x\n", encoding="utf-8")
    done = termscape("run", "--offline", "--home", imported_copy.path)
    assert done.returncode == 0, done.stderr
    assert "watchlist not used" in done.stderr and f"{broken}:1:" in done.stderr


HOLD = """
import sys
from assets.home import Home
with Home(sys.argv[1]).locked("a long run"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_what_only_shows_waits_for_no_run_and_what_sends_is_told_who_has_the_home(
    observatory: Observatory, webhook: Webhook, termscape: Termscape
) -> None:
    home: Home = observatory.home
    observatory.watch("team", f"send_to: {webhook.url}\n")
    observatory.send()
    observatory.change("lumora", SOON)
    observatory.publish()
    line = [sys.executable, "-c", HOLD, str(home.path)]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        shown = [
            termscape("alerts", "--home", home.path),
            termscape("alerts", "--dry-run", "--home", home.path),
            termscape("digest", "--send", "--dry-run", "--home", home.path),
        ]
        sending = termscape("alerts", "send", "--home", home.path)
        holder.kill()
    assert [one.returncode for one in shown] == [0, 0, 0], [one.stderr for one in shown]
    assert "would be sent" in shown[1].stdout and webhook.received == []
    assert sending.returncode == 75 and "a long run" in sending.stderr
