"""Asking on the command line: ``ask`` with its evidence, and names of platforms and questions that nobody knows."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from command_files import QUIBBLENEST
from fixtures.running import Termscape

from assets.home import Home
from assets.warehouse import read_frame
from orchestration.answer_tables import show_answer
from orchestration.answered import answers_asked, questions_asked
from orchestration.worth_a_look import worth_a_look


def test_an_answer_in_json_comes_with_all_its_evidence(termscape: Termscape, sample_home: Home) -> None:
    answers = json.loads(termscape("ask", "ai_training", "--home", sample_home.path, "--json").stdout)
    assert {answer["platform"] for answer in answers} == {
        *("Prismuffle", "Murmelot", "Gantrywise", "Wolkenspind", "Chengyan", "Ferrybell")
    }
    for answer in answers:
        assert isinstance(answer["value"], dict)
        assert bool(answer["evidence"]) == (answer["stance"] not in ("silent", "not_captured"))
        assert (
            {"quote", "document_id", "char_start", "char_end"} <= {*answer["evidence"][0]}
            if answer["evidence"]
            else True
        )


def test_asking_about_one_platform_shows_all_its_evidence(termscape: Termscape, sample_home: Home) -> None:
    said = termscape("ask", "ai_training", "--platform", "murmelot", "--home", sample_home.path)
    assert said.returncode == 0
    assert "Murmelot" in said.stdout and "Ferrybell" not in said.stdout
    assert "All evidence" in said.stdout


@pytest.mark.parametrize(
    "arguments, nearest",
    [
        (("ask", "ai_training", "--platform", "Murmlot"), "Murmelot"),
        (("status", "--platform", "Feribell"), "Ferrybell"),
        (("sources", "list", "--platform", "Prismufle"), "Prismuffle"),
        (("ask", "ai_trainning"), "ai_training"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest_known(
    termscape: Termscape, sample_home: Home, arguments: Sequence[str], nearest: str
) -> None:
    said = termscape(*arguments, "--home", sample_home.path)
    assert (said.returncode, said.stdout) == (3, "")
    assert nearest in said.stderr


@pytest.mark.parametrize(
    "arguments", [("ask", "ai_training"), ("status",), ("run",), ("sources", "list")], ids=" ".join
)
def test_a_name_like_no_other_is_answered_without_a_guess(
    termscape: Termscape, sample_home: Home, arguments: Sequence[str]
) -> None:
    said = termscape(*arguments, "--platform", "Nope", "--home", sample_home.path)
    assert (said.returncode, said.stdout) == (3, "")
    assert "'Nope'" in said.stderr and "earest" not in said.stderr


def test_a_platform_declared_and_not_captured_is_answered_with_how_captures_come_in(
    termscape: Termscape, imported_copy: Home
) -> None:
    imported_copy.platforms.mkdir()
    (imported_copy.platforms / "quibblenest.yaml").write_text(QUIBBLENEST, encoding="utf-8")
    for arguments in (("ask", "ai_training"), ("status",)):
        for name in ("Quibblenest", "quibble"):
            said = termscape(*arguments, "--platform", name, "--home", imported_copy.path)
            assert (said.returncode, said.stdout) == (3, "")
            assert "Quibblenest is declared (quibblenest.yaml)" in said.stderr
            assert "nothing of it was captured in this home yet" in said.stderr
            assert (
                "import captures" in said.stderr
                and "import ota" in said.stderr
                and "`termscape run`" in said.stderr
            )
    said = termscape("status", "--platform", "Quibblenst", "--home", imported_copy.path)
    assert "Nearest: Quibblenest." in said.stderr and "Lumora" not in said.stderr


def test_a_sample_home_says_that_real_platforms_belong_in_another(
    termscape: Termscape, sample_home: Home
) -> None:
    said = termscape("ask", "ai_training", "--platform", "ChatGPT", "--home", sample_home.path)
    assert said.returncode == 3
    assert (
        "ChatGPT is declared" in said.stderr and "sample home" in said.stderr and "data/live" in said.stderr
    )


def test_a_value_younger_than_its_stance_says_since_when_and_each_quote_stands_once(
    termscape: Termscape, sample_home: Home
) -> None:
    said = termscape(
        "ask", "policy_change_notice", "--platform", "Murmelot", "--home", sample_home.path
    ).stdout
    assert "Murmelot: days in advance, since 2025-01-14 or before" in said
    assert "notice days: 14 (since 2026-07-07)" in said
    assert said.count("We will tell you by e-mail at least 14 days in advance.") == 1
    training = termscape("ask", "ai_training", "--platform", "Murmelot", "--home", sample_home.path).stdout
    assert "opt out mechanism: as quoted" in training
    assert training.count("We may use your conversations to train our language models") == 1


def test_what_firms_are_told_stands_beside_an_answer(
    sample_home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    [question] = questions_asked(sample_home, ["ai_training"])
    [row] = answers_asked(sample_home, ["ai_training"], ["murmelot"])
    firms = {
        "scope": "business",
        "stance_label": "no",
        "quote": "**We** never do.",
        "quoted_from": "Business Terms",
    }
    show_answer(question, row | {"beside": [firms]})
    told = " ".join(capsys.readouterr().out.split())
    assert "Beside it, business customers: no. “We never do.” (Business Terms)" in told


def test_values_over_time_say_what_they_were_before(sample_home: Home) -> None:
    rows = read_frame(
        sample_home,
        "SELECT value, previous_value, value_since::DATE::VARCHAR AS since, is_current FROM answer_values "
        "WHERE platform = 'Murmelot' AND name = 'notice_days' ORDER BY since",
    ).rows()
    assert rows == [("30", None, "2025-01-14", False), ("14", "30", "2026-07-07", True)]


@pytest.mark.parametrize(
    ("line", "near"),
    [
        (["history", "ferrybell", "Privcy Polcy"], "Did you mean 'Privacy Policy'?"),
        (["history", "ferrybell", "privacy"], "Did you mean 'Privacy Policy'?"),
        (["changes", "--terms", "term of servce"], "Did you mean 'Terms of Service'?"),
        (["trace", "answers.stnce"], "Did you mean answers.stance?"),
        (["diff", "ferrybell", "Privacy Policy", "2025-13-45"], "2025-08-05 (version 2)"),
        (["diff", "ferrybell", "Privacy Policy", "nonsense"], "expected a number from 1 to 4"),
    ],
)
def test_what_is_not_there_is_answered_with_the_nearest_that_is(
    termscape: Termscape, sample_home: Home, line: list[str], near: str
) -> None:
    said = termscape(*line, "--home", sample_home.path)
    assert said.returncode == 3 and near in said.stderr


def test_an_empty_week_says_which_weeks_are_not(termscape: Termscape, sample_home: Home) -> None:
    said = termscape("digest", "--week", "2026-11-16", "--home", sample_home.path)
    assert "No look is on record from 2026-11-16 to 2026-11-22" in said.stderr
    assert "termscape digest --week 2026-10-05" in said.stderr
    assert "no changes" not in termscape("digest", "--week", "2026-10-05", "--home", sample_home.path).stdout


def test_what_is_worth_a_look_is_counted_and_named(sample_home: Home) -> None:
    [line] = worth_a_look(sample_home, ["two_extractors_agree", "documents_failing"])
    assert line.startswith("Published pages on which two independent extractors read different words (")
    assert "See them: termscape sql two_extractors_agree" in line
    rows = read_frame(sample_home, "SELECT platform, terms_type FROM versions WHERE agreement < 0.7").rows()
    assert f"({len(set(rows))})" in line and " ".join(rows[0]) in line, "a document is counted once"
