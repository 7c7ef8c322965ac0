"""Telling what changed on the command line: ``changes``, ``diff``, ``history``, ``eval changes``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Termscape

from assets.home import Home


def said(termscape: Termscape, home: Home, *arguments: object) -> str:
    """What a command prints that ends well."""
    done = termscape(*arguments, "--home", home.path)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_changes_are_told_newest_first_with_their_summary(termscape: Termscape, sample_home: Home) -> None:
    rows = json.loads(said(termscape, sample_home, "changes", "--json", "--limit", 0))
    assert rows
    assert [row["seen"] for row in rows] == sorted((row["seen"] for row in rows), reverse=True)
    assert {row["class"] for row in rows} == {"substantive"}
    assert all(row["summary"] for row in rows)


def test_changes_are_narrowed_to_a_platform_a_day_and_a_weight(
    termscape: Termscape, sample_home: Home
) -> None:
    rows = json.loads(
        said(
            termscape, sample_home, "changes", "--platform", "Ferrybell", "--since", "2025-06-01",
            "--significance", "high", "--json",
        )
    )  # fmt: skip
    assert rows
    assert {row["platform"] for row in rows} == {"Ferrybell"}
    assert {row["significance"] for row in rows} == {"high"}
    assert all(row["seen"] >= "2025-06-01" for row in rows)


def test_a_difference_shows_removed_and_added_words_with_the_reason(
    termscape: Termscape, sample_home: Home
) -> None:
    shown = said(termscape, sample_home, "diff", "ferrybell", "Privacy Policy", 1, 2)
    assert "[-" in shown and "{+" in shown
    assert "may share with the shops" in shown
    assert "\n    high: " in shown


def test_a_difference_is_also_a_page_of_its_own(
    termscape: Termscape, sample_home: Home, tmp_path: Path
) -> None:
    page = tmp_path / "difference.html"
    said(termscape, sample_home, "diff", "ferrybell", "privacy-policy", 1, 2, "--html", page)
    html = page.read_text(encoding="utf-8")
    assert "<ins>" in html and "<del>" in html
    assert "<script" not in html and "http" not in html.split("<body>")[0]


def test_versions_may_be_named_by_day(termscape: Termscape, sample_home: Home) -> None:
    by_day = json.loads(
        said(
            termscape,
            sample_home,
            "diff",
            "ferrybell",
            "privacy-policy",
            "2025-02-01",
            "2025-09-01",
            "--json",
        )
    )
    assert (by_day["from"]["version_no"], by_day["to"]["version_no"]) == (1, 2)


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("diff", "ferrybell", "Cookie Policy"), "Captured: Community Guidelines, Privacy Policy"),
        (("diff", "ferrybell", "privacy-policy", "99"), "numbers 1 to"),
        (("diff", "ferrybell", "privacy-policy", "2020-01-01"), "not observed on 2020-01-01"),
        (("history", "fairybell", "privacy-policy"), "Ferrybell"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(
    termscape: Termscape, sample_home: Home, arguments: tuple[str, ...], hint: str
) -> None:
    done = termscape(*arguments, "--home", sample_home.path)
    assert done.returncode == 3
    assert hint in " ".join(done.stderr.split())


def test_a_day_that_is_none_is_refused(termscape: Termscape, sample_home: Home) -> None:
    done = termscape("changes", "--since", "June", "--home", sample_home.path)
    assert done.returncode == 2
    assert "2026-03-01" in done.stderr


def test_a_history_tells_windows_declared_dates_and_noise(termscape: Termscape, sample_home: Home) -> None:
    told = said(termscape, sample_home, "history", "ferrybell", "privacy-policy")
    assert "It changed between 2025-03-11 and 2025-08-05, a window of 5 months." in told
    assert "Silent: it still declares 2024-06-03." in told
    assert "only wording changed" in told


def test_a_history_tells_what_was_held_and_what_was_noise(termscape: Termscape, sample_home: Home) -> None:
    told = said(termscape, sample_home, "history", "prismuffle", "community-guidelines")
    assert "held (not a policy)" in told


def test_pairs_that_are_not_in_the_home_are_said_so(
    termscape: Termscape, sample_home: Home, tmp_path: Path
) -> None:
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_text('{"path": "A/Terms of Service.md", "old_commit": "a1", "new_commit": "b2"}\n')
    done = termscape("eval", "changes", pairs, "--home", sample_home.path)
    assert done.returncode == 3
    assert json.loads(done.stdout)["label"] is None


def test_a_line_that_is_no_pair_is_named(termscape: Termscape, sample_home: Home, tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_text('{"path": "A.md"}\n')
    done = termscape("eval", "changes", pairs, "--home", sample_home.path)
    assert done.returncode == 2
    assert "pairs.jsonl:1" in done.stderr and "old_commit" in done.stderr
