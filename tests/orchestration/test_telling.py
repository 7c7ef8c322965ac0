"""Telling what changed on the command line: ``changes``, ``history``, ``eval changes``."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from pathlib import Path

import pytest
from fixtures.running import Termscape
from rich.console import Console

from assets.home import Home
from orchestration import display, glossary


def said(termscape: Termscape, home: Home, *arguments: object) -> str:
    """What a command prints that ends well."""
    done = termscape(*arguments, "--home", home.path)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_changes_are_told_newest_first_with_their_summary(termscape: Termscape, sample_home: Home) -> None:
    rows = json.loads(said(termscape, sample_home, "changes", "--json", "--limit", 0))
    assert rows
    assert [row["changed_before"] for row in rows] == sorted(
        (row["changed_before"] for row in rows), reverse=True
    )
    assert {row["change_class"] for row in rows} == {"substantive"}
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
    assert all(row["changed_before"] >= "2025-06-01" for row in rows)


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("diff", "ferrybell", "Cookie Policy"), "Captured: Community Guidelines, Privacy Policy"),
        (("diff", "ferrybell", "privacy-policy", "99"), "a number from 1 to"),
        (("diff", "ferrybell", "privacy-policy", "2020-01-01"), "not observed on 2020-01-01"),
        (
            ("diff", "ferrybell", "privacy-policy", "ferrybell/privacy-policy@sample/x"),
            "The newest versions were first seen on",
        ),
        (("history", "fairybell", "privacy-policy"), "Nearest: Ferrybell"),
        (("history", "Nope", "privacy-policy"), "there are: Chengyan, Ferrybell, Gantrywise"),
        (("history", "ferrybell", "..."), "Captured: Community Guidelines, Privacy Policy"),
        (("changes", "--platform", "Nope"), "there are: Chengyan, Ferrybell"),
        (
            ("changes", "--platform", "ferrybell", "--terms", "Privcy Policy"),
            "Did you mean 'Privacy Policy'?",
        ),
        (("changes", "--terms", "Privcy Policy"), "Did you mean 'Privacy Policy'?"),
        (("changes", "--terms", "Quittance"), "There are: Community Guidelines, "),
        (("diff", "ferrybell", "privacy-policy", "--collection", "nope"), "It is in: sample"),
        (("ask", "ai_training", "--platform", "Nope"), "there are: Chengyan, Ferrybell"),
        (("status", "--platform", "Nope"), "there are: Chengyan, Ferrybell"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(
    termscape: Termscape, sample_home: Home, arguments: tuple[str, ...], hint: str
) -> None:
    done = termscape(*arguments, "--home", sample_home.path)
    assert done.returncode == 3
    assert hint in " ".join(done.stderr.split())


def test_changes_have_the_names_that_sql_gives_them(termscape: Termscape, sample_home: Home) -> None:
    [row, *_] = json.loads(said(termscape, sample_home, "changes", "--json", "--limit", 1))
    columns = json.loads(said(termscape, sample_home, "sql", "changes", "--json"))
    assert row.keys() <= {column["column_name"] for column in columns} | {"platform"}


def test_a_class_stands_in_a_column_of_its_own(termscape: Termscape, sample_home: Home) -> None:
    told = said(termscape, sample_home, "changes", "--significance", "none", "--limit", 0)
    rows = list(csv.DictReader(told.split("\n", 1)[1].splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert {row["class"] for row in rows} > {"substantive", "editorial"}
    assert {row["significance"] for row in rows if row["class"] != "substantive"} == {"–"}
    assert {row["significance"] for row in rows} <= {"high", "medium", "low", "–"}


def test_changes_are_blocks_where_a_table_would_break_words(
    termscape: Termscape, sample_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = StringIO()
    narrow = Console(file=shown, width=60, force_terminal=True, color_system=None, highlight=False)
    monkeypatch.setattr(display, "out", narrow)
    termscape("changes", "--platform", "Ferrybell", "--home", sample_home.path)
    blocks = shown.getvalue()
    assert "2025-08-05 · Ferrybell · Privacy Policy · high\n  " in blocks
    assert "│" not in blocks
    assert max(map(len, blocks.splitlines())) <= 60


def test_a_day_that_is_none_is_refused(termscape: Termscape, sample_home: Home) -> None:
    done = termscape("changes", "--since", "June", "--home", sample_home.path)
    assert done.returncode == 2
    assert "2026-03-01" in done.stderr


def test_a_history_tells_windows_declared_dates_and_noise(termscape: Termscape, sample_home: Home) -> None:
    told = said(termscape, sample_home, "history", "ferrybell", "privacy-policy")
    assert "It changed between 2025-03-11 and 2025-08-05, a window of 5 months." in told
    assert "Silent: it still declares 2024-06-03." in told
    assert "only its own date changed" in told


def test_a_history_tells_what_was_held_and_what_was_noise(termscape: Termscape, sample_home: Home) -> None:
    told = said(termscape, sample_home, "history", "prismuffle", "community-guidelines")
    assert "held (not a policy)" in told


def test_every_class_a_candidate_has_is_explained(termscape: Termscape, sample_home: Home) -> None:
    query = "SELECT DISTINCT change_class FROM noise_ledger"
    classes = {
        row["change_class"] for row in json.loads(said(termscape, sample_home, "sql", query, "--json"))
    }
    comments = json.loads(said(termscape, sample_home, "sql", "noise_ledger", "--json"))
    [comment] = [row["description"] for row in comments if row["column_name"] == "change_class"]
    named = set(re.findall(r"[a-z_]+(?=[,.])", comment.partition(":")[2]))
    assert classes | named <= glossary.CLASSES.keys()
    told = " ".join(termscape("history", "--help").stdout.replace("│", " ").split())
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    for name, meaning in glossary.CLASSES.items():
        assert f"{name.replace('_', ' ')}: {meaning}" in told
        assert f"| `{name}` | {meaning} |" in readme


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
