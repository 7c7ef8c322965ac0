"""What people make of events, and which platforms they use: files that are checked, heeded, and kept at home."""

from __future__ import annotations

from collections.abc import Callable
from subprocess import CompletedProcess

import pytest
from observatory import SOON, Observatory
from servers import Webhook

from assets.archive import Archive
from assets.errors import InputError
from assets.notices.internal import INTERNAL_TABLES, update_internal
from assets.notices.reviews import read_reviews
from assets.notices.vendors import read_vendors
from assets.warehouse import described_tables, read_frame
from orchestration.settings import mistakes

Termscape = Callable[..., CompletedProcess[str]]
VENDORS = (
    "vendors:\n  - platform: Lumora\n    owner: Ada\n    contract: C-17 (secret)\n    criticality: high\n"
)


def test_what_is_dismissed_stays_out_of_alerts_and_digests(
    observatory: Observatory, webhook: Webhook, termscape: Termscape
) -> None:
    observatory.watch("team", f"send_to: {webhook.url}\n")
    observatory.send()
    version_id = observatory.change("lumora", SOON)
    observatory.publish()
    home = observatory.home
    marked = termscape(
        "mark", version_id, "dismissed", "--note", "known, agreed", "--who", "Ada", "--home", home.path
    )
    assert marked.returncode == 0 and "Lumora · Privacy Policy: Retention was raised." in marked.stdout
    assert observatory.send().sent == ()
    digest = termscape("digest", "--week", f"{SOON:%Y-%m-%d}", "--home", home.path)
    assert "no changes" in digest.stdout
    update_internal(home, Archive(home))
    [row] = read_frame(home, "FROM internal.changes_to_review", with_internal=True).to_dicts()
    assert (row["state"], row["note"], row["who"]) == ("dismissed", "known, agreed", "Ada")
    again = termscape("mark", row["event_id"][:8], "new", "--who", "Ada", "--home", home.path)
    assert again.returncode == 0
    reviews = read_reviews(home) or []
    assert [review.state for review in reviews] == ["dismissed", "new"]


def test_a_dismissed_provision_is_left_out_of_the_words(
    observatory: Observatory, webhook: Webhook, termscape: Termscape
) -> None:
    observatory.watch("team", f"send_to: {webhook.url}\n")
    observatory.send()
    version_id = observatory.change("lumora", SOON)
    observatory.publish()
    termscape("mark", f"c-{version_id}", "dismissed", "--who", "Ada", "--home", observatory.home.path)
    observatory.send()
    [message] = webhook.received
    assert "Retention was raised." in message["message"] and "90 days" not in message["message"]


def test_mark_refuses_what_it_does_not_know(observatory: Observatory, termscape: Termscape) -> None:
    home = observatory.home.path
    assert termscape("mark", "ffffffff", "seen", "--home", home).returncode == 3
    wrong = termscape("mark", "ffffffff", "sean", "--home", home)
    assert wrong.returncode == 2 and "new, seen, dismissed" in wrong.stderr
    assert not (home / "reviews.csv").exists()


def test_reviews_survive_a_lost_file_and_a_broken_one_names_its_line(observatory: Observatory) -> None:
    home = observatory.home
    path = home.path / "reviews.csv"
    path.write_text("subject,state,note,who,when\nabcdef,seen,,Ada,2026-01-02\n", encoding="utf-8")
    assert update_internal(home, Archive(home)) == []
    path.write_text("subject,state,note,who,when\nabcdef,gone,,Ada,2026-01-02\n", encoding="utf-8")
    [problem] = update_internal(home, Archive(home))
    assert problem.startswith(f"{path}:2: state 'gone' is none")
    assert problem in mistakes(home)
    path.unlink()
    update_internal(home, Archive(home))
    rows = read_frame(home, "SELECT subject, state FROM internal.reviews", with_internal=True).rows()
    assert rows == [("abcdef", "seen")]


def test_a_vendor_list_narrows_alerts_and_digest(
    observatory: Observatory, webhook: Webhook, termscape: Termscape
) -> None:
    home = observatory.home
    (home.path / "vendors.yaml").write_text(VENDORS, encoding="utf-8")
    observatory.watch("ours", f"vendors: true\nsend_to: {webhook.url}\n")
    observatory.send()
    observatory.change("lumora", SOON)
    observatory.change("brightmoss", SOON)
    observatory.round()
    [message] = webhook.received
    assert message["title"].startswith("Lumora") and "a vendor of yours" in message["message"]
    digest = termscape("digest", "--vendors", "--week", f"{SOON:%Y-%m-%d}", "--home", home.path)
    assert "Lumora" in digest.stdout and "Brightmoss" not in digest.stdout


def test_a_broken_vendor_list_names_each_line(observatory: Observatory) -> None:
    path = observatory.home.path / "vendors.yaml"
    path.write_text("vendors:\n  - platform: Lumorra\n  - owner: Ada\n    colour: red\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_vendors(observatory.home)
    lines = str(caught.value).splitlines()
    assert lines[0] == (f"{path}:2: error: platform: no platform is called 'Lumorra'; did you mean lumora?")
    assert lines[1].startswith(f"{path}:4: error: the key 'colour' means nothing here")
    assert lines[2].startswith(f"{path}:3: error: platform is missing")


def test_all_mistakes_of_one_vendor_are_named_at_once(observatory: Observatory) -> None:
    path = observatory.home.path / "vendors.yaml"
    path.write_text("vendors:\n  - platform: Lumorra\n    criticality: hgh\n    contract: [1]\nteam: us\n")
    with pytest.raises(InputError) as caught:
        read_vendors(observatory.home)
    lines = [line.removeprefix(f"{path}:").partition(":")[0] for line in str(caught.value).splitlines()]
    assert sorted(lines) == ["2", "3", "4", "5"]


def test_a_mark_is_signed_as_the_environment_says(
    observatory: Observatory, termscape: Termscape, monkeypatch: pytest.MonkeyPatch
) -> None:
    version_id = observatory.change("lumora", SOON)
    observatory.publish()
    monkeypatch.setenv("TERMSCAPE_REVIEWER", "Ada")
    marked = termscape("mark", version_id, "seen", "--home", observatory.home.path)
    assert marked.stdout.startswith("seen, by Ada:")
    assert "from now on" in marked.stderr and "after the next termscape run" in marked.stderr


def test_nobody_is_no_reviewer_and_is_asked_for_a_name(
    observatory: Observatory, termscape: Termscape, monkeypatch: pytest.MonkeyPatch
) -> None:
    version_id = observatory.change("lumora", SOON)
    observatory.publish()
    monkeypatch.delenv("TERMSCAPE_REVIEWER", raising=False)
    monkeypatch.setenv("PATH", "")  # no git
    monkeypatch.setattr("getpass.getuser", lambda: "root")
    refused = termscape("mark", version_id, "seen", "--home", observatory.home.path)
    assert refused.returncode == 2 and "--by NAME" in refused.stderr
    assert not (observatory.home.path / "reviews.csv").exists()
    signed = termscape("mark", version_id, "seen", "--by", "Bo", "--home", observatory.home.path)
    assert signed.stdout.startswith("seen, by Bo:")


def test_contracts_notes_and_recipients_are_in_no_file_that_is_published(
    observatory: Observatory, webhook: Webhook, termscape: Termscape
) -> None:
    home = observatory.home
    (home.path / "vendors.yaml").write_text(VENDORS, encoding="utf-8")
    observatory.watch("ours", f"send_to: {webhook.url}\n")
    observatory.send()
    observatory.change("lumora", SOON)
    observatory.round()
    update_internal(home, Archive(home))
    observatory.publish()
    files = [path for path in home.published.rglob("*") if path.is_file()]
    assert files and not any(b"C-17 (secret)" in path.read_bytes() for path in files)
    assert not [name for name in described_tables() if name in INTERNAL_TABLES or name.startswith("internal")]
    asked = termscape("sql", "SELECT contract FROM internal.vendors", "--home", home.path)
    assert "C-17 (secret)" in asked.stdout
    listed = termscape("sql", "--home", home.path, "internal.deliveries")
    assert "in_doubt" in listed.stdout
