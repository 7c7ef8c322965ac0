"""Asking: formats, days, platforms side by side, explanations, and scoring against a reader's labels."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import pytest
from rich.console import Console

from assets.answers.questions import question_ids
from assets.home import Home
from assets.warehouse import read_frame
from orchestration import display
from orchestration.side_by_side import SHOWN_ALIKE


def test_without_a_question_the_questions_are_listed(termscape, sample_home: Home):
    said = termscape("ask", "--home", sample_home.path)
    assert said.returncode == 0, said.stderr
    assert all(question in said.stdout for question in question_ids())


def test_every_question_is_answered_as_json_lines_named_as_in_an_archive(termscape, sample_home: Home):
    said = termscape("ask", "--all", "--format", "jsonl", "--home", sample_home.path)
    rows = [json.loads(line) for line in said.stdout.splitlines()]
    platforms = read_frame(sample_home, "SELECT count(*) FROM platforms").item()
    assert len(rows) == platforms * len(question_ids())
    texts = dict(
        read_frame(
            sample_home,
            "SELECT p.path, v.markdown FROM archive_paths AS p JOIN current_versions AS v USING (document_id)",
        ).iter_rows()
    )
    for row in rows:
        assert list(row)[:5] == ["service", "path", "question", "stance", "evidence"]
        for quote in row["evidence"]:
            assert quote["path"].startswith(row["service"] + "/")
            start = quote["char_start"]
            assert texts[quote["path"]][start : start + len(quote["quote"])] == quote["quote"]


def test_csv_has_a_row_an_answer_and_its_values_as_columns(termscape, sample_home: Home):
    said = termscape("ask", "retention_period", "--format", "csv", "--home", sample_home.path)
    rows = list(csv.DictReader(io.StringIO(said.stdout)))
    assert rows
    assert {"platform", "stance", "quote", "retention_days", "of_what"} <= rows[0].keys()
    assert any(row["retention_days"].isdigit() for row in rows if row["stance"] == "explicit_period")


def test_markdown_is_ready_to_publish_with_counts_quotes_and_sources(termscape, sample_home: Home):
    page = termscape("ask", "ai_training", "--format", "markdown", "--home", sample_home.path).stdout
    assert page.startswith("## How ")
    assert "| stance | platforms |" in page
    assert "\n> " in page
    assert "no legal advice" in page
    assert "licence" in page


def test_a_value_that_turned_later_than_its_stance_has_its_own_day_in_every_format(
    termscape, sample_home: Home
):
    ask = ("ask", "policy_change_notice", "--platform", "Murmelot", "--home", sample_home.path)
    page = termscape(*ask, "--format", "markdown").stdout
    assert "since 2025-01-14 or before" in page
    assert "*Younger than the stance:* notice days: 14 (since 2026-07-07)" in page
    [row] = [json.loads(line) for line in termscape(*ask, "--format", "jsonl").stdout.splitlines()]
    assert row["since"].startswith("2025-01-14")
    assert row["values_since"]["notice_days"].startswith("2026-07-07")


def test_a_day_before_the_first_capture_has_no_answer_and_says_when_the_first_was(
    termscape, sample_home: Home
):
    said = termscape("ask", "ai_training", "--as-of", "1999-01-01", "--home", sample_home.path)
    assert said.returncode == 3
    assert "min(valid_from)" in said.stderr


def test_what_was_said_on_a_day_is_what_the_history_holds_for_it(termscape, sample_home: Home):
    turned = read_frame(sample_home, "SELECT * FROM stance_turns WHERE is_of_the_policy").to_dicts()
    assert turned, "the sample has a platform whose stance turns"
    turn = turned[0]
    days = {"stance_after": turn["turned_by"] + timedelta(days=1), "stance_before": turn["turned_after"]}
    for stance, day in days.items():
        said = termscape(
            "ask", turn["question_id"], "--platform", turn["platform"], "--json", "--home", sample_home.path,
            "--as-of", f"{day:%Y-%m-%d}",
        )  # fmt: skip
        [answer] = json.loads(said.stdout)
        assert answer["stance"] == turn[stance]


def test_several_platforms_are_named_in_one_option_or_in_several(termscape, sample_home: Home):
    names = read_frame(sample_home, "SELECT name FROM platforms ORDER BY name LIMIT 2")["name"].to_list()
    together = termscape(
        "ask", "ai_training", "--platforms", ",".join(names), "--json", "--home", sample_home.path
    )
    apart = termscape(
        "ask",
        "ai_training",
        "--platform",
        names[0],
        "--platform",
        names[1],
        "--json",
        "--home",
        sample_home.path,
    )
    assert [row["platform"] for row in json.loads(together.stdout)] == names
    assert together.stdout == apart.stdout


def test_platforms_side_by_side_show_where_they_differ_first(termscape, sample_home: Home):
    names = read_frame(sample_home, "SELECT name FROM platforms ORDER BY name LIMIT 2")["name"].to_list()
    said = termscape("compare", *names, "--home", sample_home.path)
    order = list(SHOWN_ALIKE.values())
    lines = [line.rsplit("\t", 1) for line in said.stdout.splitlines()]
    marks = [order.index(line[-1]) for line in lines if line[-1] in order]
    assert len(marks) == len(question_ids())
    assert marks == sorted(marks) and set(marks) == {0, 1, 2}
    rows = json.loads(termscape("compare", *names, "--json", "--home", sample_home.path).stdout)
    alike = [row["alike"] for row in rows]
    assert alike == sorted(alike) and {"differ", "other values", "same"} == set(alike)
    assert all(bool(row["other_values"]) == (row["alike"] == "other values") for row in rows)
    page = termscape("compare", *names, "--format", "markdown", "--home", sample_home.path).stdout
    assert page.index("The stances differ.") < page.index("The same stance, other values: ")
    assert termscape("compare", names[0], "--home", sample_home.path).returncode == 2


def test_an_explanation_says_what_was_read_taken_rejected_and_what_would_turn_it(
    termscape, sample_home: Home
):
    said = termscape("explain", "murmelot", "ai_training", "--json", "--home", sample_home.path)
    assert said.returncode == 0, said.stderr
    told = json.loads(said.stdout)
    [answer] = json.loads(
        termscape("ask", "ai_training", "--platform", "murmelot", "--json", "--home", sample_home.path).stdout
    )
    assert told["answer"]["stance"] == answer["stance"]
    assert told["read"] and told["would_turn"]
    by_id = termscape("explain", answer["answer_id"], "--home", sample_home.path)
    assert by_id.returncode == 0
    assert "What would turn it" in by_id.stdout


def test_an_explanation_of_nothing_known_says_what_to_write(termscape, sample_home: Home):
    said = termscape("explain", "nonsense", "--home", sample_home.path)
    assert said.returncode == 2
    assert "Name a platform and a question" in said.stderr


def test_each_question_has_a_view_with_its_values_as_columns(sample_home: Home):
    for question_id in question_ids():
        columns = read_frame(
            sample_home, "SELECT unnest(columns) AS name FROM questions WHERE question_id = ?", [question_id]
        )["name"].to_list()
        frame = read_frame(sample_home, f"FROM answers_{question_id}")
        assert set(columns) <= set(frame.columns)
    days = read_frame(sample_home, "SELECT retention_days FROM answers_retention_period")["retention_days"]
    assert days.dtype.is_integer()


def test_the_intervals_of_an_answer_follow_each_other_without_a_gap(sample_home: Home):
    rows = read_frame(
        sample_home,
        """
        SELECT valid_to, lead(valid_from) OVER (PARTITION BY platform_id, question_id, scope ORDER BY valid_from) AS next
        FROM answer_history
        """,
    ).rows()
    assert all(valid_to == following for valid_to, following in rows)
    assert any(following for _, following in rows)


@pytest.fixture
def labels(tmp_path, sample_home: Home):
    """Labels made of the answers themselves: what the score of a perfect reading is can be known."""
    folder = tmp_path / "labels"
    folder.mkdir()
    (folder / "plaintext.py").write_text("def plain(markdown):\n    return markdown\n", encoding="utf-8")
    return folder


def test_answers_are_scored_against_labels(termscape, sample_home: Home, labels):
    said = termscape("ask", "ai_training", "--format", "jsonl", "--home", sample_home.path)
    rows = []
    for line in said.stdout.splitlines():
        row = json.loads(line)
        spans = [
            {"path": one["path"], "span": [one["char_start"], one["char_start"] + len(one["quote"])]}
            for one in row["evidence"]
        ]
        rows.append(
            {"service": row["service"], "documents": [row["path"]], "stance": row["stance"], "evidence": spans[:1],
             "near_misses": []}
        )  # fmt: skip
    quoted = next(row for row in rows if row["evidence"])
    quoted["near_misses"] = [{**quoted["evidence"][0], "severity": "hard", "kind": "user_prohibition"}]
    rows[0]["stance"] = "no" if rows[0]["stance"] != "no" else "silent"
    (labels / "ai_training.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    told = json.loads(
        termscape(
            "eval", "answers", labels, "--json", "--aside", rows[1]["service"], "--home", sample_home.path
        ).stdout
    )
    figures = told["ai_training"]["totals"]["all"]
    assert figures["services"] == len(rows)
    assert figures["strict"] == pytest.approx(1 - 1 / len(rows), abs=0.001)
    assert figures["verbatim"] == 1.0
    assert (figures["hard_near_misses"], figures["user_prohibitions"]) == (1, 1)
    assert told["ai_training"]["totals"]["aside"]["services"] == 1


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("{not json", "line 1: expected a JSON object"),
        ('{"service": "X", "documents": []}', "expected the key 'stance'"),
    ],
)
def test_a_broken_label_names_file_and_line(termscape, sample_home: Home, labels, content, expected):
    (labels / "ai_training.jsonl").write_text(content, encoding="utf-8")
    said = termscape("eval", "answers", labels, "--home", sample_home.path)
    assert said.returncode == 2
    assert "ai_training.jsonl" in said.stderr and expected in said.stderr


@pytest.mark.parametrize("width", [60, 120, 250])
def test_platforms_side_by_side_fit_any_terminal(termscape, sample_home: Home, monkeypatch, width: int):
    terminal = Console(file=io.StringIO(), force_terminal=True, width=width)
    monkeypatch.setattr(display, "out", terminal)
    said = termscape("compare", "Murmelot", "Ferrybell", "--home", sample_home.path)
    assert said.returncode == 0, said.stderr
    assert "ai_training" in terminal.file.getvalue()


def test_a_day_to_come_is_refused(termscape, sample_home: Home):
    said = termscape("ask", "ai_training", "--as-of", "2999-01-01", "--home", sample_home.path)
    assert (said.returncode, "still to come" in said.stderr) == (2, True)
