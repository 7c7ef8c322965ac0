"""From a history to its changes: provision by provision, with class, direction, weight, summary and time."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from fixtures.repositories import Commit, extend_repository
from invented import privacy, terms
from stages import work_through

from assets.archive import Archive
from assets.captures.ota_import import import_ota
from assets.changes.pairs import Pair, judge_pairs
from assets.home import Home
from assets.provisions import plain
from assets.warehouse import Reader, Warehouse

DOCUMENT = "brindle/privacy-policy"
POLICY, RULES = "Brindle/Privacy Policy.md", "Brindle/Terms of Service.md"


def dated(day: str, *order: str, **edits: str) -> str:
    """The policy with the date it declares below its title."""
    return privacy(*order, **edits).replace(
        "# Privacy Policy\n", f"# Privacy Policy\n\nLast updated: {day}\n", 1
    )


PROMISE = "We will not share personal information with advertisers, whatever they offer us for it."
BROKEN = "We may share personal information with advertisers, unless you object in your settings."
LONG = (
    "We use personal information to provide the service, to answer your questions and to prevent fraud. "
    "We also use it to send you the invoice for your subscription at the beginning of every month."
)
ONE, TWO = LONG.split(". ", 1)
TWO = TWO.replace("at the beginning of", "at the start of")
LINKED = "If you have questions, see our [terms](https://brindle.example/{}/terms) or write to privacy@brindle.example."


def step(number: int, what: str, content: str, path: str = POLICY) -> Commit:
    return (f"2031-{number:02}-01T10:00:00+00:00", what, {path: content})


HISTORY: tuple[Commit, ...] = (
    (
        "2031-01-01T10:00:00+00:00",
        "First record",
        {
            "README.md": "# Versions of terms from the *Brindle Test* collection\n\nODC-BY 1.0 license.\n",
            POLICY: dated("5 December 2030", sharing=PROMISE, purpose=LONG, contact=LINKED.format("legal")),
            RULES: terms(),
        },
    ),
    step(2, "a promise becomes a permission, silently", dated("5 December 2030", sharing=BROKEN, purpose=LONG, contact=LINKED.format("legal"))),
    step(3, "a heading's anchor", dated("5 December 2030", sharing=BROKEN, purpose=LONG, contact=LINKED.format("legal")) + "\n<a id='x'></a>\n"),
    step(4, "a period and the date", dated("2 April 2031", sharing=BROKEN, purpose=LONG, contact=LINKED.format("legal"), retention="We keep your messages for 90 days after you close your account and then delete them from our servers.")),
    step(5, "a paragraph in two, a word for another", dated("2 April 2031", sharing=BROKEN, purpose=f"{ONE}.\n\n{TWO}", contact=LINKED.format("legal"), retention="We keep your messages for 90 days after you close your account and then delete them from our servers.")),
    step(6, "a link to other terms", dated("2 April 2031", sharing=BROKEN, purpose=f"{ONE}.\n\n{TWO}", contact=LINKED.format("partners"), retention="We keep your messages for 90 days after you close your account and then delete them from our servers.")),
    step(7, "fees", terms(fees="Subscriptions cost 19 euros a month and renew every month unless you cancel before the renewal date."), RULES),
    step(8, "an experiment", terms(fees="Subscriptions cost 25 euros a month and renew every month unless you cancel before the renewal date."), RULES),
    ("2031-08-04T10:00:00+00:00", "and back", {RULES: terms(fees="Subscriptions cost 19 euros a month and renew every month unless you cancel before the renewal date.")}),
)  # fmt: skip


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return extend_repository(tmp_path_factory.mktemp("brindle") / "versions", HISTORY)


@pytest.fixture(scope="module")
def warehouse(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    home = Home(tmp_path_factory.mktemp("brindle-home"))
    import_ota(Archive(home, "test"), str(repository), collection_name="Brindle Test")
    work_through(home)
    opened = Warehouse(home)
    yield opened
    opened.close()


def changes(warehouse: Warehouse, document: str = DOCUMENT) -> dict[str, dict[str, Any]]:
    """The changes of a document by the month in which they were first seen."""
    return {
        f"{row['changed_before']:%m-%d}": row
        for row in warehouse.rows("FROM changes WHERE document_id = ?", [document])
    }


def test_a_promise_that_became_a_permission_is_told_as_one(warehouse: Warehouse) -> None:
    change = changes(warehouse)["02-01"]
    assert (change["change_class"], change["significance"]) == ("substantive", "high")
    assert {"permitted", "weakened"} & set(change["directions"])
    assert change["silent_edit"] is True
    [row] = warehouse.rows(
        "SELECT operation, before, after, directions FROM provision_changes WHERE version_id = ? AND change_class = 'substantive'",
        [change["version_id"]],
    )
    assert (row["operation"], row["before"], row["after"]) == ("modified", PROMISE, BROKEN)
    assert '"actor": "platform"' in row["directions"]


def test_a_number_that_rose_is_told_with_both_numbers(warehouse: Warehouse) -> None:
    change = changes(warehouse)["04-01"]
    assert "raised" in change["directions"]
    assert "30 → 90 days" in change["summary"]
    assert change["silent_edit"] is False
    assert (change["changed_after"], change["changed_before"]) == (
        datetime(2031, 2, 1, 10, tzinfo=UTC).replace(month=3),
        datetime(2031, 4, 1, 10, tzinfo=UTC),
    )


def test_a_paragraph_cut_in_two_is_no_change_of_a_rule(warehouse: Warehouse) -> None:
    change = changes(warehouse)["05-01"]
    assert change["change_class"] == "editorial"
    operations = warehouse.rows(
        "SELECT DISTINCT operation FROM provision_changes WHERE version_id = ?", [change["version_id"]]
    )
    assert [row["operation"] for row in operations] == ["split"]


def test_markup_is_in_the_noise_ledger_with_its_reason_and_in_no_list_of_changes(
    warehouse: Warehouse,
) -> None:
    assert "03-01" not in changes(warehouse)
    ledger = {
        f"{row['first_seen']:%m-%d}": row
        for row in warehouse.rows("FROM noise_ledger WHERE document_id = ?", [DOCUMENT])
    }
    assert (ledger["03-01"]["status"], ledger["03-01"]["change_class"]) == ("noise", "markup_only")
    assert ledger["03-01"]["rule"] and ledger["03-01"]["compared_with"]


def test_a_link_that_leads_to_other_terms_is_an_event_though_no_word_changed(warehouse: Warehouse) -> None:
    assert "06-01" not in changes(warehouse)
    [row] = warehouse.rows("FROM legal_link_changes")
    assert row["target_after"] == "https://brindle.example/partners/terms"
    assert row["status"] == "noise"
    [event] = warehouse.rows("SELECT summary FROM events WHERE kind = 'link_change'")
    assert event["summary"] == (
        "The link “terms” leads to brindle.example/partners/terms now; before, it led to brindle.example/legal/terms."
    )


def test_an_experiment_that_went_as_it_had_come_is_an_excursion(warehouse: Warehouse) -> None:
    told = changes(warehouse, "brindle/terms-of-service")
    assert "08-01" not in told
    assert told["08-04"]["change_class"] == "exact_return"
    [row] = warehouse.rows("FROM noise_ledger WHERE change_class = 'excursion'")
    assert f"{row['known_from']:%m-%d}" == "08-04"


def test_ids_and_wordings_come_back_with_the_text(warehouse: Warehouse) -> None:
    [row] = warehouse.rows(
        "SELECT count(DISTINCT provision_id) AS ids, count(DISTINCT state_no) AS wordings, count(*) AS times "
        "FROM provision_history WHERE contains(text, 'Subscriptions cost')"
    )
    assert (row["ids"], row["wordings"], row["times"]) == (1, 3, 4)


@pytest.mark.parametrize(
    ("moment", "answer", "said"),
    [
        ("2030-06-01", "not_observed", None),
        ("2031-02-01 10:00:00+00", "in_force", BROKEN),
        ("2031-02-15", "inferred", BROKEN),
        ("2031-01-15", "inferred", PROMISE),
    ],
)
def test_what_was_in_force_at_a_moment(
    warehouse: Warehouse, moment: str, answer: str, said: str | None
) -> None:
    [row] = warehouse.rows("FROM as_of(?, ?)", [DOCUMENT, moment])
    assert row["answer"] == answer
    assert row["markdown"] is None if said is None else said in row["markdown"]


def test_a_text_is_inferred_no_more_once_a_look_on_record_failed(tmp_path: Path) -> None:
    failed = ("2031-03-01T10:00:00+00:00", "an error page", {POLICY: "Page not found."})
    later = ("2031-04-01T10:00:00+00:00", "other terms", {RULES: HISTORY[6][2][RULES]})
    home = Home(tmp_path / "home")
    repository = extend_repository(tmp_path / "versions", (*HISTORY[:2], failed, later))
    import_ota(Archive(home, "test"), str(repository), collection_name="Brindle Test")
    work_through(home)
    opened = Warehouse(home)
    told = [
        row["answer"]
        for moment in ("2031-02-15", "2031-03-15")
        for row in opened.rows("FROM as_of(?, ?)", [DOCUMENT, moment])
    ]
    read = opened.rows("SELECT DISTINCT currency FROM answers")
    unread = opened.rows("FROM ledger.out_of_sight WHERE document_id <> ?", [DOCUMENT])
    opened.close()
    assert told == ["inferred", "last_seen_before"]
    assert read == [{"currency": "stale"}] and unread == []


def test_what_could_have_been_said_then_is_only_what_was_recorded_by_then(warehouse: Warehouse) -> None:
    [then] = warehouse.rows("FROM as_known_at(?, '2031-02-15', known := '2020-01-01')", [DOCUMENT])
    [later] = warehouse.rows("FROM as_known_at(?, '2031-02-15', known := 'infinity')", [DOCUMENT])
    assert (then["answer"], later["answer"]) == ("not_observed", "inferred")


def test_the_history_of_a_provision_names_what_made_each_wording(warehouse: Warehouse) -> None:
    [row] = warehouse.rows("SELECT provision_id FROM provision_changes WHERE after = ?", [BROKEN])
    told = warehouse.rows("FROM provision_history(?)", [row["provision_id"]])
    assert [(one["text"], one["came_as"]) for one in told] == [(PROMISE, None), (BROKEN, "modified")]
    assert told[1]["in_newest_version"] and told[0]["replaced_at"] == told[1]["first_seen"]


def test_word_differences_joined_give_both_texts_again(warehouse: Warehouse) -> None:
    rows = warehouse.rows("FROM ledger.provision_changes")
    assert rows
    for row in rows:
        pieces = json.loads(row["word_diff"])
        before = "".join(text for operation, text in pieces if operation != "added")
        after = "".join(text for operation, text in pieces if operation != "removed")
        assert (before, after) == (plain(row["before"] or ""), plain(row["after"] or ""))


def commits(repository: Path, path: str) -> list[str]:
    log = subprocess.run(
        ["git", "-C", str(repository), "log", "--reverse", "--format=%H", "--", path],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return log.stdout.split()


def test_pairs_of_commits_are_labelled_whether_or_not_they_follow_each_other(
    warehouse: Warehouse, repository: Path
) -> None:
    policy, rules = commits(repository, POLICY), commits(repository, RULES)
    pairs = [Pair(POLICY, old, new) for old, new in pairwise(policy)]
    pairs += [Pair(RULES, old, new) for old, new in pairwise(rules)]
    labels = [verdict.label for verdict in judge_pairs(Reader(warehouse.connection), pairs)]
    assert labels == [
        "substantive", "noise", "substantive", "editorial", "noise",
        "substantive", "noise", "noise",
    ]  # fmt: skip
    apart = [
        Pair(POLICY, policy[0], policy[-1]),
        Pair(POLICY, policy[3][:10], policy[5]),
        Pair(POLICY, "f" * 40, policy[0]),
    ]
    found = list(judge_pairs(Reader(warehouse.connection), apart))
    assert [verdict.label for verdict in found] == ["substantive", "editorial", None]
    assert "no record" in found[2].reason
    assert found[0].score > found[1].score
