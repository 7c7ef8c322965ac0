"""Files of claims: what ships can be read and finds its own examples; a mistake is named where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from invented_platform import platform

from assets.answers.answering import Asker, answer_all
from assets.answers.catalogue import load_questions
from assets.answers.claiming.claim_file import CLAIMS_DIRECTORY, read_claims
from assets.answers.claiming.model import StatementPart
from assets.answers.statements.question import Example, Statement
from assets.topics.annotated_yaml import CatalogueError
from assets.topics.taxonomy import load_taxonomy

QUESTIONS = load_questions()
TOPICS = {topic.topic_id for topic in load_taxonomy().topics}
SHIPPED = [
    claim
    for file in sorted(CLAIMS_DIRECTORY.glob("*.yaml"))
    for claim in read_claims(file, QUESTIONS, TOPICS)
]
STATED = [
    pytest.param(part, statement, id=f"{part.question.question_id}/{statement.statement_id}")
    for claim in SHIPPED
    for part in claim.parts
    if isinstance(part, StatementPart)
    for statement in part.question.statements
]

SOURCE = (
    "source:\n  title: A column\n  publisher: The Daily Otter\n  date: 2026-01-05\n  read_on: 2026-02-01\n"
)
STATING = (
    "      documents: [Privacy Policy]\n      supported:\n        - id: a\n          means: it says otter\n"
    "          pattern: '\\botters?\\b'\n          examples: [Otters.]\n          counterexamples: [Cats.]\n"
)


def claims_file(folder: Path, claim: str, source: str = SOURCE, name: str = "daily-otter.yaml") -> Path:
    file = folder / name
    file.write_text(
        f"{source}claims:\n  - id: some\n    platform: Lumora\n    text: A claim.\n{claim}", encoding="utf-8"
    )
    return file


def test_the_fifteen_claims_about_midjourney_ship_with_how_each_is_checked():
    assert len([claim for claim in SHIPPED if claim.platform == "Midjourney"]) == 15
    assert all(claim.parts or claim.not_checkable for claim in SHIPPED)


@pytest.mark.parametrize("part, statement", STATED)
def test_a_statement_of_a_claim_is_found_in_its_examples_and_not_in_its_counterexamples(
    part: StatementPart, statement: Statement
):
    def found_in(examples: Sequence[Example]) -> list[str]:
        return [
            one.text
            for one in examples
            if statement.statement_id in read_as(part, one.terms_type or part.question.relevant[0], one.text)
        ]

    assert found_in(statement.examples) == [one.text for one in statement.examples]
    assert found_in(statement.counterexamples) == []


def read_as(part: StatementPart, terms_type: str, text: str) -> list[str]:
    [answer] = answer_all(Asker([part.question]), platform({terms_type: f"# Text\n\n{text}\n"}))
    return answer.explanation.split(", ")


@pytest.mark.parametrize(
    "claim, line, told",
    [
        ("    check:\n      question: ai_trainig\n      supported: [no]\n", 11, "expected a question there is"),
        ("    check:\n      question: ai_training\n      supported: [no]\n", 11, "missing: yes_default"),
        ("    check:\n      question: encryption_stated\n      supported: [always]\n", 12, "found 'always'"),
        (
            "    check:\n      question: encryption_stated\n      supported: [partly, in_transit_and_at_rest]\n"
            "      partly: [partly]\n",
            13,
            "stands under 'supported' already",
        ),
        ("    not_checkable: ''\n", 10, "expected text, found nothing"),
        ("", 7, "either 'check' or 'not_checkable: why'"),
        ("    check:\n" + STATING + "    not_checkable: no\n", 7, "one of them only"),
        ("    check:\n      documents: [Privacy Policy]\n", 11, "expected 'question', or statements"),
        ("    check:\n      documents: [Privacy Policy]\n      supported: []\n", 11, "at least one statement"),
        ("    check:\n      topics: [otters]\n" + STATING, 11, "expected a topic there is"),
        ("    check:\n      all:\n        - question: encryption_stated\n          supported: [partly]\n", 11, "at least two parts"),
        ("    check:\n" + STATING.replace("'\\botters?\\b'", "'otters.*'"), 15, "bounded gap"),
        ("    verdict: supported\n", 10, "unknown key 'verdict'"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_file_its_line_and_what_was_expected(
    tmp_path: Path, claim: str, line: int, told: str
):
    file = claims_file(tmp_path, claim)
    with pytest.raises(CatalogueError) as refused:
        read_claims(file, QUESTIONS, TOPICS)
    assert told in str(refused.value)
    assert (refused.value.file, refused.value.line) == (file, line)


def test_all_claims_of_a_file_that_are_wrong_are_named_at_once(tmp_path: Path):
    two = "    verdict: supported\n  - id: other\n    platform: Lumora\n    text: More.\n"
    with pytest.raises(CatalogueError) as refused:
        read_claims(claims_file(tmp_path, two), QUESTIONS, TOPICS)
    first, second = str(refused.value).splitlines()
    assert "unknown key 'verdict'" in first
    assert "either 'check' or 'not_checkable: why'" in second


def test_the_example_of_the_manual_can_be_read(tmp_path: Path):
    manual = (Path(__file__).parents[2] / "docs/how-to/claims.md").read_text(encoding="utf-8")
    file = tmp_path / "herald-2026.yaml"
    file.write_text(manual.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    [claim] = read_claims(file, QUESTIONS, TOPICS)
    assert (claim.claim_id, claim.platform) == ("herald-2026/encrypts-data", "Quillwood")


@pytest.mark.parametrize(
    "wrong, told",
    [
        ("  date: 2026-01-05\n", "  date: last week\n"),
        ("  read_on: 2026-02-01\n", "  read_on: unknown\n"),
        ("  publisher: The Daily Otter\n", "  publisher: The Daily Otter\n  url: otter\n"),
    ],
)
def test_a_source_needs_days_that_are_days_and_an_address_that_is_one(tmp_path: Path, wrong: str, told: str):
    file = claims_file(tmp_path, "    not_checkable: why\n", SOURCE.replace(wrong, told))
    with pytest.raises(CatalogueError, match="expected a"):
        read_claims(file, QUESTIONS, TOPICS)


def test_an_unknown_date_may_be_said_and_two_claims_may_not_share_an_id(tmp_path: Path):
    unknown = SOURCE.replace("2026-01-05", "unknown")
    [claim] = read_claims(claims_file(tmp_path, "    not_checkable: why\n", unknown), QUESTIONS, TOPICS)
    assert (claim.claim_id, claim.source.date, claim.how) == ("daily-otter/some", "unknown", "not checkable")
    again = "    not_checkable: why\n  - id: some\n    platform: Lumora\n    text: More.\n    not_checkable: why\n"
    with pytest.raises(CatalogueError, match="a second time"):
        read_claims(claims_file(tmp_path, again), QUESTIONS, TOPICS)


def test_a_claim_is_another_only_where_it_was_edited_not_where_it_stands(tmp_path: Path):
    claim = "    check:\n" + STATING
    [before] = read_claims(claims_file(tmp_path, claim), QUESTIONS, TOPICS)
    [moved] = read_claims(claims_file(tmp_path, claim, "# a note\n" + SOURCE), QUESTIONS, TOPICS)
    [edited] = read_claims(claims_file(tmp_path, claim.replace("otters?", "otter")), QUESTIONS, TOPICS)
    assert before.rules_version == moved.rules_version != edited.rules_version
