"""Digests: what a week brought, to those who want it weekly, once; without what was dismissed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from email.header import decode_header, make_header

from observatory import SOON, START, Observatory
from servers import Mailbox, Webhook

from assets.archive import Archive
from assets.notices.alerting import Report, read_context
from assets.notices.digest import Digest, make_digest, week_of
from assets.notices.digest_pages import as_page, as_plain
from assets.notices.digesting import retry_digests, send_digests
from assets.warehouse import Reader, open_published


def sent(observatory: Observatory, *, retry: bool = False) -> Report:
    """Send the digest of the week, as the schedule does; or what failed of it again."""
    observatory.publish()
    connection = open_published(observatory.home)
    try:
        context = read_context(observatory.home, Reader(connection))
        with observatory.home.locked("test"):
            archive = Archive(observatory.home)
            if retry:
                return retry_digests(context, archive, by_hand=True)
            return send_digests(context, archive, until=week_of(SOON.date())[1])
    finally:
        connection.close()


def test_a_digest_says_what_changed_turned_and_could_not_be_seen_and_who_was_quiet(
    observatory: Observatory,
) -> None:
    day = datetime(2026, 3, 4, 12, tzinfo=UTC)
    hostile = "We keep it for <b>90</b> days."
    observatory.change("lumora", day, after=hostile, significance="medium")
    observatory.change("lumora", day + timedelta(hours=1), summary="The weighty one.")
    observatory.look("brightmoss", day, "editorial")
    observatory.publish()
    connection = open_published(observatory.home)
    digest = make_digest(Reader(connection), *week_of(date(2026, 3, 4)))
    connection.close()
    text, page = as_plain(digest), as_page(digest)
    assert text.startswith("POLICIES, 2026-03-02 to 2026-03-08")
    assert "2 changes (1 of high significance)" in text and "Nothing new at 1 of 2 platforms" in text
    assert text.index("The weighty one.") < text.index("before: We keep it for 30 days.")
    assert "now:    We keep it for <b>90</b> days." in text
    assert "&lt;b&gt;90&lt;/b&gt;" in page and "<b>90" not in page and "http" not in page.split("</head>")[0]


def test_weekly_recipients_get_everything_of_the_week_once(
    observatory: Observatory, webhook: Webhook, mailbox: Mailbox
) -> None:
    observatory.watch("same", f"send_to: {webhook.url}\n")
    observatory.watch("weekly", f"when: weekly\nplatforms: [Lumora]\nsend_to: {mailbox.url()}\n")
    observatory.send()
    observatory.change("lumora", SOON)
    observatory.change("brightmoss", SOON)
    observatory.round()
    assert (len(webhook.received), mailbox.received) == (1, [])
    sent(observatory)
    assert sent(observatory).sent == ()
    [mail] = mailbox.received
    subject = str(make_header(decode_header(str(mail["Subject"]))))
    first, last = subject.removeprefix("Policies ").partition(":")[0].split(" to ")
    assert first <= f"{SOON:%Y-%m-%d}" <= last, "the days of its title hold what it tells"
    assert "1 change (1 of high significance)" in subject
    assert "Nothing new at 0 of 1 platform" in mail.as_bytes().decode() or mail.is_multipart()


def test_a_digest_that_could_not_be_sent_is_sent_by_a_later_run(
    observatory: Observatory, webhook: Webhook
) -> None:
    observatory.watch("weekly", f"when: weekly\nsend_to: {webhook.url}\n")
    observatory.send()
    observatory.change("lumora", SOON)
    webhook.answer = 503
    assert sent(observatory).failures
    webhook.answer = 200
    assert len(sent(observatory, retry=True).sent) == 1
    assert sent(observatory, retry=True).sent == () and sent(observatory).sent == ()
    assert len(webhook.received) == 1 and "Retention was raised." in webhook.received[0]["message"]


def test_a_quiet_week_says_so(observatory: Observatory, webhook: Webhook) -> None:
    observatory.watch("weekly", f"when: weekly\nsend_to: {webhook.url}\n")
    for platform_id in ("lumora", "brightmoss"):
        observatory.look(platform_id, SOON, "editorial")
    sent(observatory)
    [message] = webhook.received
    assert "no changes" in message["title"] and "Nothing new at 2 of 2 platforms" in message["message"]


def test_a_week_in_which_nobody_looked_is_no_quiet_week(observatory: Observatory, webhook: Webhook) -> None:
    observatory.watch("weekly", f"when: weekly\nsend_to: {webhook.url}\n")
    sent(observatory)
    [message] = webhook.received
    digest = told(observatory, SOON.date())
    for said in (message["title"], message["message"], as_page(digest), as_plain(digest)):
        assert f"obody looked in these days; the last look was {START:%Y-%m-%d}" in said
        assert "Nothing new" not in said and "no changes" not in said


def test_a_platform_that_was_not_looked_at_or_could_not_be_seen_is_not_counted_as_quiet(
    observatory: Observatory,
) -> None:
    day = START + timedelta(days=10)
    observatory.look("lumora", day, "editorial")
    only_one = as_plain(told(observatory, day.date()))
    assert (
        "Nothing new at 1 of the 1 platform that was looked at (1 of 2 documents, 1 of 2 platforms)"
        in only_one
    )
    observatory.fail("brightmoss", day, "a log-in wall")
    assert "1 document was not seen. Nothing new at 1 of 2 platforms" in as_plain(
        told(observatory, day.date())
    )


def told(observatory: Observatory, day: date) -> Digest:
    """Return the digest of the week that a day lies in."""
    observatory.publish()
    connection = open_published(observatory.home)
    try:
        return make_digest(Reader(connection), *week_of(day))
    finally:
        connection.close()
