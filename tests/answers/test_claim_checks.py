"""Claims in a home: verdicts over the history of a policy, with quotes and turns; only what changed is checked again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assets.answers.catalogue import load_questions
from assets.answers.claiming.building import ClaimReport, build_claims
from assets.home import Home
from assets.warehouse import Warehouse
from orchestration.sql_files import sql_checks

QUESTIONS = load_questions()
CLAIMS = """\
source:
  title: A column on letters
  publisher: The Daily Otter
  date: unknown
  read_on: 2026-02-01
claims:
  - id: does-not-train
    platform: Lumora
    text: Lumora trains no models on messages.
    check:
      question: ai_training
      supported: [no]
      partly: [opt_in_only, mixed_by_tier, improve_only]
      contradicted: [yes_default, yes_opt_out]
  - id: deletes-from-servers
    platform: lumora
    text: What is deleted is deleted from the servers.
    check:
      documents: [Privacy Policy]
      supported:
        - id: deletes
          means: data is deleted from the servers
          pattern: '\\bdelete\\b[^.;]{0,40}?\\bservers\\b'
          by: [platform]
          examples: ["We delete it from our servers."]
          counterexamples: ["You may delete it."]
      contradicted:
        - id: keeps-backups
          means: backups are kept
          pattern: '\\bbackups? (?:are|is) kept\\b'
          examples: ["Backups are kept."]
          counterexamples: ["We keep no backups."]
  - id: answers-and-does-not-train
    platform: Lumora
    text: Lumora answers within a month and trains no models.
    check:
      all:
        - documents: [Privacy Policy]
          supported:
            - id: answers
              means: it answers within a month
              pattern: '\\bwe answer (?:with)?in (?:30 days|a month)\\b'
              examples: ["We answer in 30 days."]
              counterexamples: ["We answer."]
        - question: ai_training
          supported: [no]
          partly: [opt_in_only, mixed_by_tier, improve_only]
          contradicted: [yes_default, yes_opt_out]
  - id: sells-otters
    platform: Lumora
    text: Lumora sells otters.
    check:
      documents: [Privacy Policy]
      supported:
        - {id: otters, means: it sells otters, pattern: '\\bsell otters\\b', examples: [We sell otters.], counterexamples: [Otters.]}
  - id: names-its-terms
    platform: Lumora
    text: The terms name a court.
    check:
      documents: [Terms of Service]
      supported:
        - {id: court, means: a court is named, pattern: '\\bcourts? of\\b', examples: [The courts of Ely.], counterexamples: [Court.]}
  - id: written-in-rust
    platform: Lumora
    text: Lumora is written in Rust.
    not_checkable: Policies do not say in which language a service is written.
"""


@pytest.fixture
def checked(imported_copy: Home) -> tuple[Warehouse, Path]:
    """The warehouse of a home with two versions of one policy, and the folder of its claims, checked once."""
    folder = imported_copy.path / "claims"
    folder.mkdir()
    (folder / "daily-otter.yaml").write_text(CLAIMS, encoding="utf-8")
    warehouse = Warehouse(imported_copy)
    assert build(warehouse, folder) == ClaimReport(checked=6)
    return warehouse, folder


def build(warehouse: Warehouse, folder: Path) -> ClaimReport:
    return build_claims(warehouse, QUESTIONS, [folder])


def now(warehouse: Warehouse) -> dict[str, dict[str, Any]]:
    return {row["claim_id"].split("/")[1]: row for row in warehouse.rows("FROM claims")}


def test_each_claim_has_a_verdict_a_reason_and_the_words_it_rests_on(checked: tuple[Warehouse, Path]):
    claims = now(checked[0])
    assert {name: row["verdict"] for name, row in claims.items()} == {
        "does-not-train": "contradicted",
        "deletes-from-servers": "supported",
        "answers-and-does-not-train": "partly",
        "sells-otters": "not_addressed",
        "names-its-terms": "not_captured",
        "written-in-rust": "not_checkable",
    }
    assert claims["does-not-train"]["quote"] == "We may use your messages to train our language models."
    assert claims["does-not-train"]["quote_role"] == "contradicts"
    assert "delete it from our servers" in claims["deletes-from-servers"]["quote"]
    assert (
        claims["deletes-from-servers"]["reason"]
        == "The Privacy Policy states it: data is deleted from the servers."
    )
    assert claims["written-in-rust"]["reason"].startswith("Policies do not say")
    assert "Terms of Service" in claims["names-its-terms"]["reason"]
    assert claims["sells-otters"]["quote"] is None


def test_a_verdict_turns_with_the_policy_and_the_turn_has_both_texts(checked: tuple[Warehouse, Path]):
    turns = {row["claim_id"].split("/")[1]: row for row in checked[0].rows("FROM claim_turns")}
    assert set(turns) == {"does-not-train", "answers-and-does-not-train"}
    turn = turns["does-not-train"]
    assert (turn["verdict_before"], turn["verdict_after"], turn["cause"]) == (
        "supported",
        "contradicted",
        "edited",
    )
    assert turn["is_of_the_policy"]
    assert turn["quote_before"].startswith("We do not use your messages")
    assert f"{turn['turned_by']:%Y-%m-%d}" == "2024-06-01"
    assert f"{turn['turned_after']:%Y-%m-%d}" == "2024-01-01"


def test_every_quote_equals_the_document_at_its_offsets_and_every_check_of_claims_passes(
    checked: tuple[Warehouse, Path],
):
    warehouse, _ = checked
    quotes = warehouse.rows(
        "SELECT e.*, v.markdown FROM claim_evidence AS e JOIN versions AS v ON e.version_id = v.version_id"
    )
    assert len(quotes) >= 6
    for one in quotes:
        assert one["markdown"][one["char_start"] : one["char_end"]] == one["quote"]
    for check in sql_checks():
        if check.asset == "claim_checks":
            assert warehouse.frame(check.query).is_empty(), check.name


def test_what_did_not_change_is_not_checked_again(checked: tuple[Warehouse, Path]):
    warehouse, folder = checked
    before = warehouse.rows("FROM ledger.claim_checks ORDER BY check_id")
    assert build(warehouse, folder) == ClaimReport(kept=6)
    assert warehouse.rows("FROM ledger.claim_checks ORDER BY check_id") == before


def test_an_edited_claim_alone_is_checked_again_and_a_removed_one_forgotten(checked: tuple[Warehouse, Path]):
    warehouse, folder = checked
    edited = CLAIMS.replace("sell otters\\b", "answer in\\b").partition("  - id: written-in-rust")[0]
    (folder / "daily-otter.yaml").write_text(edited, encoding="utf-8")
    assert build(warehouse, folder) == ClaimReport(checked=1, kept=4)
    claims = now(warehouse)
    assert claims["sells-otters"]["verdict"] == "supported"
    assert "written-in-rust" not in claims


def test_a_file_with_a_mistake_is_told_and_leaves_the_others_in_force(checked: tuple[Warehouse, Path]):
    warehouse, folder = checked
    (folder / "broken.yaml").write_text("source: {}\nclaims: []\n", encoding="utf-8")
    report = build(warehouse, folder)
    assert report.kept == 6
    [problem] = report.problems
    assert "broken.yaml, line 1: expected the key 'title'" in problem


def test_a_claim_about_a_platform_that_is_not_here_is_told_with_the_nearest(checked: tuple[Warehouse, Path]):
    warehouse, folder = checked
    other = CLAIMS.partition("  - id: deletes")[0].replace("platform: Lumora", "platform: Lumorra")
    (folder / "other.yaml").write_text(other, encoding="utf-8")
    report = build(warehouse, folder)
    assert (report.elsewhere, report.kept) == (1, 6)
    assert "no platform 'Lumorra' here. Nearest: Lumora." in report.problems[0]


@pytest.mark.parametrize(
    "topic, verdict", [("retention", "supported"), ("arbitration-class-waiver", "not_addressed")]
)
def test_what_stands_under_another_topic_than_the_one_asked_for_does_not_count(
    checked: tuple[Warehouse, Path], topic: str, verdict: str
):
    warehouse, folder = checked
    text = CLAIMS.replace(
        "      documents: [Privacy Policy]\n      supported:\n        - id: deletes",
        f"      topics: [{topic}]\n      documents: [Privacy Policy]\n      supported:\n        - id: deletes",
    )
    (folder / "daily-otter.yaml").write_text(text, encoding="utf-8")
    build(warehouse, folder)
    assert now(warehouse)["deletes-from-servers"]["verdict"] == verdict
