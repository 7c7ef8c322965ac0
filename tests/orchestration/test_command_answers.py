"""Asking on the command line: ``ask`` with its evidence, and names of platforms and questions that nobody knows."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from command_files import QUIBBLENEST
from fixtures.running import Termscape

from assets.home import Home


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
