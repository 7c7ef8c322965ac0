"""A way out that is open to some only is not told as if it were open to all."""

from __future__ import annotations

from pathlib import Path

import pytest
from invented_platform import platform

from assets.answers.answering import answer
from assets.answers.catalogue import load_question
from assets.answers.data_use.question import read_data_use_question
from assets.answers.model import Answer
from assets.answers.questions import QUESTIONS_DIRECTORY
from assets.topics.annotated_yaml import CatalogueError, read_yaml

QUESTION = load_question("ai_training")
USE = "We use your content to train our AI models."


def answered(*sentences: str) -> Answer:
    policy = "# Privacy Policy\n\n## Training\n\n" + "\n\n".join(sentences)
    return answer(QUESTION, platform({"Privacy Policy": policy, "Terms of Service": "# Terms\n\nHello."}))


@pytest.mark.parametrize(
    "choice",
    [
        "If you subscribe to a paid plan, you may opt out of this use in your settings.",
        "Enterprise customers can opt out of this training by contacting us.",
        "Quillo Pro subscribers can opt out of having their content used to train our models.",
    ],
)
def test_a_way_out_on_some_plans_only_is_a_difference_of_plan(choice: str):
    result = answered(USE, choice)
    assert result.stance == "mixed_by_tier"
    assert result.value["tiers"] == {"consumer": "yes_default", "business": "yes_opt_out"}
    assert result.headline.endswith("describes a way to opt out for business customers or some plans only.")
    assert choice in [one.quote for one in result.evidence if one.role == "opt_out"]


def test_what_follows_a_refusal_does_not_open_it_to_all():
    result = answered(
        USE,
        "If you are on a paid plan, you may opt out of this use.",
        "Following an opt-out election, your content will not be used for training language models.",
    )
    assert result.stance == "mixed_by_tier"


def test_what_follows_a_refusal_is_a_way_out_where_no_other_is_told():
    result = answered(USE, "If you opt out, we will not use your content to train our models.")
    assert (result.stance, result.scope) == ("yes_opt_out", "general")


@pytest.mark.parametrize(
    "choice",
    [
        "Free and Pro users may opt out of this use in their settings.",
        "You can opt out of this use in your settings. Enterprise customers can also opt out by email.",
    ],
)
def test_a_way_out_that_others_have_too_is_open_to_all(choice: str):
    result = answered(USE, choice)
    assert (result.stance, result.scope, result.beside) == ("yes_opt_out", "general", ())


@pytest.mark.parametrize(
    "choice",
    [
        "If you are located in the European Union, you may object to the use of your content to train our models.",
        "In certain markets, you can opt out of this training in your settings.",
        "Depending on where you live, you may opt out of this use.",
    ],
)
def test_a_way_out_in_a_region_only_has_that_scope_and_the_others_are_told_beside_it(choice: str):
    result = answered(USE, choice)
    assert (result.stance, result.scope) == ("yes_opt_out", "region")
    assert result.headline.endswith("for people in some regions only.")
    [others] = result.beside
    assert (others.stance, others.scope) == ("yes_default", "general")
    assert others.value["opt_out_mechanism"] is None
    assert others.headline.endswith("describes a way to opt out for people in some regions only.")


def test_a_way_out_under_the_heading_of_a_region_is_for_its_people():
    policy = (
        f"# Privacy Policy\n\n## Training\n\n{USE}\n\n## Additional rights in the EEA and UK\n\n"
        "You can opt out of our use of your content to train our models."
    )
    result = answer(QUESTION, platform({"Privacy Policy": policy, "Terms of Service": "# Terms\n\nHello."}))
    assert (result.stance, result.scope) == ("yes_opt_out", "region")


def test_in_an_edition_for_a_region_its_people_are_everybody():
    policy = f"# Europe Privacy Policy\n\n{USE} If you are in the EEA, you may opt out of this use in your settings."
    result = answer(QUESTION, platform({"Privacy Policy": policy, "Terms of Service": "# Terms\n\nHello."}))
    assert (result.stance, result.scope, result.beside) == ("yes_opt_out", "region:europe", ())


def changed(tmp_path: Path, before: str, after: str) -> Path:
    text = (QUESTIONS_DIRECTORY / "ai_training.yaml").read_text(encoding="utf-8")
    assert before in text
    file = tmp_path / "ai_training.yaml"
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    return file


def test_where_a_question_names_no_stance_for_a_region_the_answer_is_what_the_others_are_told(tmp_path: Path):
    file = changed(tmp_path, ", region: yes_opt_out}", "}")
    question = read_data_use_question(read_yaml(file), "ai_training")
    policy = f"# Policy\n\n{USE}\n\nIn certain markets, you can opt out of this training in your settings."
    result = answer(question, platform({"Privacy Policy": policy, "Terms of Service": "# Terms\n\nHello."}))
    assert (result.stance, result.scope) == ("yes_default", "general")
    assert [(one.stance, one.scope) for one in result.beside] == [("yes_opt_out", "region")]
    assert "scope" in {one.role for one in result.evidence}


@pytest.mark.parametrize("given", ["{planet: mixed_by_tier}", "{business: mixed_by_planet}"])
def test_an_unknown_limit_or_stance_is_named_with_its_line(tmp_path: Path, given: str):
    file = changed(tmp_path, "{business: mixed_by_tier, region: yes_opt_out}", given)
    with pytest.raises(CatalogueError, match=r"ai_training\.yaml, line \d+: .*planet"):
        read_data_use_question(read_yaml(file), "ai_training")
