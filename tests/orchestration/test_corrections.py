"""What people decide overrides the rules, is shown as theirs, survives a lost file, and is flagged when texts change."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from assets.home import Home
from assets.topics.model import AUTOMATIC
from assets.warehouse import read_frame

TODAY = datetime.now(UTC).date().isoformat()
HEAD = "span,subject,label,who,when,why\n"


def write(home: Home, *rows: str) -> None:
    (home.path / "corrections.csv").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")


def test_a_person_overrides_a_topic_and_an_answer_and_takes_it_back(termscape_process, sample_copy: Home):
    [wording] = read_frame(
        sample_copy,
        "SELECT p.provision_id, t.topic_id FROM provisions AS p JOIN ledger.provision_topics AS t "
        "ON p.provision_id = t.provision_id AND p.state_no = t.state_no "
        "WHERE t.topic_id = 'retention' AND t.band = 'automatic' ORDER BY ALL LIMIT 1",
    ).to_dicts()
    [answer] = read_frame(
        sample_copy,
        "SELECT a.platform_id, a.stance, e.provision_id FROM answers AS a JOIN answer_evidence AS e "
        "ON a.answer_id = e.answer_id AND e.evidence_no = 1 "
        "WHERE a.question_id = 'ai_training' ORDER BY a.platform_id LIMIT 1",
    ).to_dicts()
    other = "no" if answer["stance"] != "no" else "yes_default"
    write(
        sample_copy,
        f"{wording['provision_id']},retention,no,Ada,{TODAY},speaks of a supplier",
        f"{answer['provision_id']},ai_training,{other},Ada,{TODAY},read with the annex",
        f"{wording['provision_id']},location,yes,Ada,{TODAY},names a town",
        f"ferrybell,liability_cap,cap_with_amount,Ada,{TODAY},read in the annex",
    )
    finished = termscape_process("run", "--offline", "--home", sample_copy.path, "--json")
    assert finished.returncode == 0, finished.stderr

    [now] = read_frame(
        sample_copy, "SELECT topics FROM provisions WHERE provision_id = ?", [wording["provision_id"]]
    )["topics"].to_list()
    assert "retention" not in now and "location" in now
    [told] = read_frame(
        sample_copy,
        "SELECT stance, method, confidence, explanation, headline, quote FROM answers "
        "WHERE platform_id = ? AND question_id = 'ai_training'",
        [answer["platform_id"]],
    ).to_dicts()
    assert (told["stance"], told["method"], told["confidence"]) == (other, "correction", 1.0)
    assert told["explanation"].startswith(f"correction by Ada, {TODAY}: read with the annex")
    assert told["quote"]
    # a decision on a platform's documents as a whole has no words of its own to quote
    assert read_frame(
        sample_copy,
        "SELECT stance, method, quote FROM answers WHERE platform_id = 'ferrybell' AND question_id = 'liability_cap'",
    ).rows() == [("cap_with_amount", "correction", None)]
    assert set(read_frame(sample_copy, "SELECT status FROM corrections")["status"]) == {"applied"}

    # the file is lost: what was decided stays decided, and a rebuild finds it in the archive
    (sample_copy.path / "corrections.csv").unlink()
    assert termscape_process("rebuild", "--home", sample_copy.path).returncode == 0
    assert read_frame(sample_copy, "SELECT count(*) FROM corrections").item() == 4
    # a file without rows takes it back
    write(sample_copy)
    assert termscape_process("run", "--offline", "--home", sample_copy.path, "--json").returncode == 0
    [back] = read_frame(
        sample_copy,
        "SELECT stance FROM answers WHERE platform_id = ? AND question_id = 'ai_training'",
        [answer["platform_id"]],
    )["stance"].to_list()
    assert back == answer["stance"]


def test_a_decision_on_a_wording_that_is_gone_is_flagged_and_no_longer_applied(
    termscape_process, sample_copy: Home
):
    [gone] = read_frame(
        sample_copy,
        "SELECT s.provision_id, s.text_sha256 FROM ledger.provision_states AS s "
        "ANTI JOIN provisions AS p ON s.provision_id = p.provision_id AND s.state_no = p.state_no "
        "ORDER BY ALL LIMIT 1",
    ).to_dicts()
    write(
        sample_copy,
        f"{gone['text_sha256'][:16]},location,yes,Ada,{TODAY},named a town",
        f"p-00000000000000000000,location,yes,Ada,{TODAY},a slip of the pen",
    )
    finished = termscape_process("run", "--offline", "--home", sample_copy.path, "--json")
    assert finished.returncode == 0, finished.stderr
    assert read_frame(sample_copy, "SELECT status FROM corrections")["status"].to_list() == [
        "text_changed",
        "not_found",
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["p-1,retention,maybe,Ada,2026-01-01,x"], "'maybe' (about p-1) is no label of retention; expected one of: yes, no"),
        (["p-1,ai_training,perhaps,Ada,2026-01-01,x"], "is no label of ai_training; expected one of: conflicting"),
        (["p-1,retenton,yes,Ada,2026-01-01,x"], "'retenton' (about p-1) is no topic and no question"),
        (["p-1,retention,yes,Ada,last week,x"], "corrections.csv:2: when 'last week' is no day"),
        (["p-1,retention,yes,Ada,2999-01-01,x"], "corrections.csv:2: when 2999-01-01 is still to come"),
        (["p-1,retention,yes,,2026-01-01,x"], "corrections.csv:2: 'who' is empty"),
        (["p-1,retention,yes,Ada,2026-01-01,x"] * 2, "corrections.csv:3: p-1 and retention stand on line 2 already"),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_before_anything_runs(termscape, sample_copy: Home, rows, expected):
    write(sample_copy, *rows)
    said = termscape("run", "--offline", "--home", sample_copy.path)
    assert said.returncode == 2
    assert expected in said.stderr


def test_the_least_certain_come_first_and_as_csv_they_are_rows_to_fill_in(termscape, sample_home: Home):
    listed = json.loads(
        termscape("review", "topics", "--limit", "0", "--json", "--home", sample_home.path).stdout
    )
    distances = [abs(row["confidence"] - AUTOMATIC) for row in listed]
    assert listed
    assert all(one <= other + 0.011 for one, other in pairwise(distances))
    silences = json.loads(
        termscape("review", "silences", "--limit", "0", "--json", "--home", sample_home.path).stdout
    )
    assert silences
    assert {row["now"] for row in silences} == {"silent"}
    assert [row["confidence"] for row in silences] == sorted(row["confidence"] for row in silences)
    assert "platforms say something" in silences[0]["text"]
    text = termscape("review", "--format", "csv", "--limit", "3", "--home", sample_home.path).stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows[0].keys() >= {"span", "subject", "label", "who", "when", "why", "text"}
    assert all(row["span"] and row["subject"] and not row["label"] for row in rows)
