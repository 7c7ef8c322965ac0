"""Alerts: each event reaches each recipient once, with its words, and nothing is lost when something is broken."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email.header import decode_header, make_header

import pytest
from observatory import SOON, Observatory
from servers import NO_ANSWER, Mailbox, Webhook

from assets.archive import Archive
from assets.notices import messages
from assets.notices.deliveries import read_deliveries
from assets.notices.internal import update_internal
from assets.warehouse import read_frame

"""When looks of a test happen: after the watchlists were written."""

DIE_AFTER_SENDING = """
import os, signal, sys
from assets.home import Home
from assets.archive import Archive
from assets.notices import alerting
from assets.warehouse import Reader, open_published
send = alerting.send
def send_and_die(*arguments):
    send(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)
alerting.send = send_and_die
home = Home(sys.argv[1])
with home.locked("test"):
    alerting.send_alerts(alerting.read_context(home, Reader(open_published(home))), Archive(home))
"""


def body_of(mail: object, kind: str) -> str:
    [part] = [part for part in mail.walk() if part.get_content_type() == kind]  # type: ignore[attr-defined]
    return str(part.get_payload(decode=True).decode("utf-8"))


def test_an_alert_tells_the_words_before_and_after_the_interval_the_citation_and_why(
    observatory: Observatory, mailbox: Mailbox
) -> None:
    observatory.watch("team", f"name: Our privacy\ntopics: [retention]\nsend_to: {mailbox.url()}\n")
    observatory.send()
    version_id = observatory.change("lumora", SOON)
    observatory.round()
    [mail] = mailbox.received
    page = body_of(mail, "text/html")
    assert "We keep it for 30 days." in page and "We keep it for 90 days." in page
    assert f"between {datetime.now(UTC) - timedelta(days=30):%Y-%m-%d} and {SOON:%Y-%m-%d}" in page
    assert version_id in page and "Nobody, CC0" in page
    lines = [line.strip() for line in body_of(mail, "text/plain").splitlines()]
    assert "before: We keep it for 30 days." in lines and "now:    We keep it for 90 days." in lines
    assert "watchlist “Our privacy”, significance high, topic retention" in page
    subject = str(make_header(decode_header(str(mail["Subject"]))))
    assert subject == "Lumora · Privacy Policy: change (high): Retention was raised."


def test_what_was_there_before_a_watchlist_is_history_and_a_second_run_sends_nothing(
    observatory: Observatory, webhook: Webhook
) -> None:
    observatory.change("lumora", datetime.now(UTC) - timedelta(days=9))
    observatory.watch("team", f"send_to: {webhook.url}\n")
    observatory.round()
    assert webhook.received == []
    observatory.change("brightmoss", SOON)
    assert len(observatory.round().sent) == 1
    assert observatory.round().sent == ()
    assert [message["title"].partition(":")[0] for message in webhook.received] == [
        "Brightmoss · Privacy Policy"
    ]


def test_a_day_to_count_from_brings_older_events_but_a_new_reading_of_an_old_look_is_no_news(
    observatory: Observatory, webhook: Webhook
) -> None:
    first = datetime.now(UTC) - timedelta(days=9)
    observatory.change("lumora", first)
    stale = observatory.change("brightmoss", first, significance="low")
    observatory.watch("team", f"since: {first - timedelta(days=1):%Y-%m-%d}\nsend_to: {webhook.url}\n")
    observatory.round()
    assert [message["title"].partition(" ")[0] for message in webhook.received] == ["Lumora"]
    connection = observatory._warehouse.connection
    connection.execute(
        "UPDATE ledger.version_changes SET significance = 'high' WHERE version_id = ?", [stale]
    )
    assert observatory.round().sent == (), "the rules changed, not the policy"


def test_a_late_import_of_something_new_is_told(observatory: Observatory, webhook: Webhook) -> None:
    observatory.watch("team", f"since: 2020-01-01\nsend_to: {webhook.url}\n")
    observatory.round()
    observatory.change("lumora", datetime.now(UTC) - timedelta(days=9), recorded=SOON)
    observatory.round()
    assert len(webhook.received) == 1


def test_two_watchlists_send_an_event_to_one_recipient_once_and_to_two_recipients_twice(
    observatory: Observatory, webhook: Webhook, mailbox: Mailbox
) -> None:
    observatory.watch("one", f"send_to: {webhook.url}\n")
    observatory.watch("two", f"send_to: [{webhook.url}, {mailbox.url()}]\n")
    observatory.send()
    observatory.change("lumora", SOON)
    observatory.round()
    assert (len(webhook.received), len(mailbox.received)) == (1, 1)


def test_a_mail_server_that_is_away_is_tried_again_and_who_got_it_gets_it_once(
    observatory: Observatory, webhook: Webhook, mailbox: Mailbox
) -> None:
    observatory.watch("team", f"send_to: [{webhook.url}, {mailbox.url()}]\n")
    observatory.send()
    observatory.change("lumora", SOON)
    mailbox.stop()
    report = observatory.round()
    [failure] = report.failures
    assert failure.recipient == "mailto to team@reader.example" and "refused" in (failure.failed or "")
    [waiting] = report.waiting
    assert waiting.next_attempt and waiting.last_attempt
    assert timedelta(minutes=10) <= waiting.next_attempt - waiting.last_attempt < timedelta(minutes=11)
    assert observatory.send().sent == (), "it is not asked again at once"
    mailbox.start()
    observatory.send(by_hand=True)
    observatory.send(by_hand=True)
    assert (len(webhook.received), len(mailbox.received)) == (1, 1)


def test_a_process_killed_between_sending_and_recording_leaves_a_doubt_and_nothing_is_sent_twice(
    observatory: Observatory, webhook: Webhook
) -> None:
    observatory.watch("team", f"send_to: {webhook.url}\n")
    observatory.send()
    observatory.change("lumora", SOON)
    observatory.publish()
    killed = subprocess.run(
        [sys.executable, "-c", DIE_AFTER_SENDING, observatory.home.path], capture_output=True, timeout=60
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    report = observatory.send()
    assert (report.sent, len(report.in_doubt), len(webhook.received)) == ((), 1, 1)
    assert observatory.send(by_hand=True).sent == ()
    observatory.send(retry_doubtful=True)
    assert len(webhook.received) == 2, "somebody decided that twice is better than never"


@pytest.mark.parametrize("server", ["mailbox", "webhook"])
def test_a_server_that_takes_a_message_and_falls_silent_leaves_a_doubt_and_gets_it_once(
    observatory: Observatory, webhook: Webhook, mailbox: Mailbox, server: str
) -> None:
    receiver: Mailbox | Webhook = mailbox if server == "mailbox" else webhook
    url = mailbox.url() if server == "mailbox" else webhook.url
    observatory.watch("team", f"send_to: {url}\n")
    observatory.send()
    observatory.change("lumora", SOON)
    mailbox.falls_silent, webhook.answer = True, NO_ANSWER
    [failure] = observatory.round().failures
    assert "no answer came" in (failure.failed or "")
    mailbox.falls_silent, webhook.answer = False, 200
    report = observatory.send(by_hand=True)
    [doubt] = report.in_doubt
    assert "it may have arrived" in (doubt.reason or "") and report.sent == ()
    assert len(receiver.received) == 1
    observatory.send(by_hand=True, retry_doubtful=True)
    assert len(receiver.received) == 2, "only who asks for it gets it again"


def test_a_mail_server_that_hangs_up_before_it_took_anything_is_tried_again(
    observatory: Observatory, mailbox: Mailbox
) -> None:
    observatory.watch("team", f"send_to: {mailbox.url()}\n")
    observatory.send()
    observatory.change("lumora", SOON)
    mailbox.hangs_up = True
    report = observatory.round()
    assert len(report.failures) == 1 and report.in_doubt == ()
    mailbox.hangs_up = False
    observatory.send(by_hand=True)
    assert len(mailbox.received) == 1


def test_a_broken_watchlist_stops_no_other_and_its_alerts_come_when_it_is_mended(
    observatory: Observatory, webhook: Webhook, mailbox: Mailbox
) -> None:
    observatory.watch("good", f"send_to: {mailbox.url()}\n")
    observatory.watch("bad", f"platforms: [Lumorra]\nsend_to: {webhook.url}\n")
    observatory.send()
    observatory.change("lumora", SOON)
    report = observatory.round()
    [problem] = report.problems
    assert problem.endswith(
        "bad.yaml:1: error: platforms: no platform is called 'Lumorra'; did you mean lumora?"
    )
    assert (len(mailbox.received), webhook.received) == (1, [])
    observatory.watch("bad", f"platforms: [Lumora]\nsend_to: {webhook.url}\n")
    observatory.send()
    assert len(webhook.received) == 1


def test_a_dry_run_shows_the_message_and_leaves_no_trace(observatory: Observatory, webhook: Webhook) -> None:
    observatory.watch("team", f"since: 2020-01-01\nsend_to: {webhook.url}\n")
    observatory.change("lumora", SOON)
    observatory.publish()
    [message] = observatory.send(dry_run=True).sent
    assert "now:    We keep it for 90 days." in message.text
    assert webhook.received == [] and list(Archive(observatory.home).ledger.read()) == []


def test_words_of_a_page_can_neither_add_headers_to_a_mail_nor_markup_to_its_page(
    observatory: Observatory, mailbox: Mailbox
) -> None:
    observatory.watch("team", f"send_to: {mailbox.url()}\n")
    observatory.send()
    hostile = "Hello\r\nBcc: everybody@victim.example\r\n\r\n<script>alert(1)</script>\x00\u202e"
    observatory.change("lumora", SOON, after=hostile, summary=hostile)
    observatory.round()
    [mail] = mailbox.received
    assert mail["Bcc"] is None and mail.get_all("To") == ["team@reader.example"]
    page = body_of(mail, "text/html")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page and "<script" not in page
    assert "\x00" not in page and "\u202e" not in page


def test_secrets_of_recipients_come_from_the_environment_and_are_shown_nowhere(
    observatory: Observatory, webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = webhook.url.replace("/hook", "/${HOOK_WORD}")
    observatory.watch("team", f"send_to: {url}\n")
    assert "the environment variable HOOK_WORD is not set" in observatory.send().problems[0]
    monkeypatch.setenv("HOOK_WORD", "open-sesame-4711")
    observatory.change("lumora", SOON)
    webhook.answer = 500
    report = observatory.round()
    assert report.failures and "500" in (report.failures[0].failed or "")
    archived = b"".join(path.read_bytes() for path in (observatory.home.archive / "ledger").iterdir())
    assert b"sesame" not in archived and "sesame" not in repr(report)
    webhook.answer = 200
    observatory.send(by_hand=True)
    assert len(webhook.received) == 1


def test_a_flood_is_one_message_that_says_how_many_more_there_are(
    observatory: Observatory, webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "TOLD", 2)
    monkeypatch.setattr(messages, "LISTED", 1)
    observatory.watch("team", f"send_to: {webhook.url}\n")
    observatory.send()
    for minute in range(7):
        observatory.change("lumora", SOON + timedelta(minutes=minute), after=f"We keep it for {minute} days.")
    observatory.round()
    [message] = webhook.received
    assert message["title"] == "7 events at Lumora" and "… and 4 more" in message["message"]
    assert observatory.send().sent == ()


def test_alerts_are_written_as_files_too_and_a_document_out_of_sight_is_told(
    observatory: Observatory,
) -> None:
    observatory.watch("desk", "kinds: [not_observed, observed_again]\nsignificance: low\nfiles: outbox\n")
    observatory.send()
    observatory.look("lumora", SOON)
    for day in range(1, 5):
        observatory.fail("lumora", SOON + timedelta(days=day), "a wall asks for a human")
    observatory.round()
    [text] = (observatory.home.path / "outbox").glob("*.txt")
    assert "Lumora · Privacy Policy: out of sight [medium]" in text.read_text(encoding="utf-8")
    assert "a wall asks for a human" in text.read_text(encoding="utf-8")
    assert observatory.send().sent == ()


def test_deliveries_are_a_table_made_from_the_ledger_alone_and_not_in_the_published_file(
    observatory: Observatory, webhook: Webhook
) -> None:
    observatory.watch("team", f"send_to: {webhook.url}\n")
    observatory.send()
    observatory.change("lumora", SOON)
    observatory.round()
    update_internal(observatory.home, Archive(observatory.home))
    query = "SELECT d.state, d.recipient, e.platform FROM internal.deliveries AS d JOIN events AS e USING (event_id)"
    [row] = read_frame(observatory.home, query, with_internal=True).to_dicts()
    assert row == {"state": "sent", "recipient": f"json {webhook.url[7:-5]}", "platform": "Lumora"}
    known = read_deliveries(Archive(observatory.home).ledger.read())
    assert [one.state for one in known.by_id.values()] == ["sent"]
    for content in (b"127.0.0.1", b"deliveries"):
        assert content not in observatory.home.published_database.read_bytes()
