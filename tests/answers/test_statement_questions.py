"""Each statement of each question holds on its own examples, and a mistake in a file is loud."""

from __future__ import annotations

import re

import pytest
from invented_platform import platform

from assets.answers.answering import answer
from assets.answers.catalogue import load_question, load_questions
from assets.answers.grammar import read_grammar
from assets.answers.model import STANDING_STANCES, Clause
from assets.answers.questions import QUESTIONS_DIRECTORY
from assets.answers.statements.question import Example, StatementQuestion
from assets.answers.statements.reading import StatementReader
from assets.answers.statements.values import values_of_text
from assets.answers.units import units_of
from assets.topics.annotated_yaml import CatalogueError

QUESTIONS = [question for question in load_questions() if isinstance(question, StatementQuestion)]
STATEMENTS = [
    pytest.param(question, statement, id=f"{question.question_id}/{statement.statement_id}")
    for question in QUESTIONS
    for statement in question.statements
]
READERS = {question.question_id: StatementReader([question]) for question in QUESTIONS}


def clauses(question: StatementQuestion, example: Example):
    """An example as it stands in a document that the question reads, the sentence before it included."""
    types = [
        one
        for one in ("Privacy Policy", "Terms of Service", *sorted(question.only_types))
        if question.reads(one)
    ]
    common = {
        "version_id": "v",
        "document_id": "d",
        "terms_type": example.terms_type or types[0],
        "heading_path": (example.heading,) if example.heading else (),
    }
    before = [example.previous] if example.previous else []
    start = 0
    for ordinal, text in enumerate([*before, example.text]):
        stem = example.stem if text is example.text else ""
        kind = "table_row" if "|" in text else "list_item" if stem else "paragraph"
        yield Clause(
            provision_id=str(ordinal), text=text, char_start=start, char_end=start + len(text),
            stem=stem or None, kind=kind, ordinal=ordinal, **common,
        )  # fmt: skip
        start += len(text) + 2


def stated(question: StatementQuestion, statement_id: str, example: Example) -> list[str]:
    units = units_of(list(clauses(question, example)))
    readings = READERS[question.question_id].read(units).get(question.question_id, [])
    return [
        one.finding
        for one in readings
        if one.statement.statement_id == statement_id and one.unit.text[:20] in example.text
    ]


@pytest.mark.parametrize(("question", "statement"), STATEMENTS)
def test_a_statement_is_found_in_its_examples_and_not_in_its_counterexamples(question, statement):
    missed = [one.text for one in statement.examples if not stated(question, statement.statement_id, one)]
    wrong = [one.text for one in statement.counterexamples if stated(question, statement.statement_id, one)]
    assert (missed, wrong) == ([], [])


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.question_id)
def test_another_sense_is_known_by_its_examples(question):
    for sense in question.senses:
        assert [text for text in sense.examples if not sense.pattern.search(text)] == []
        assert [text for text in sense.counterexamples if sense.pattern.search(text)] == []


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.question_id)
def test_a_value_is_read_from_its_examples(question):
    for rule in question.values:
        for text, expected in rule.examples:
            found = [str(value) for value in values_of_text(rule, text)]
            assert expected in (found or ["nothing"]), (rule.column, text, found)


@pytest.mark.parametrize("cue", read_grammar().cues, ids=lambda cue: cue.cue_id)
def test_a_cue_of_the_grammar_matches_its_examples_and_not_its_counterexamples(cue):
    assert [text for text in cue.examples if not cue.pattern.search(text)] == []
    assert [text for text in cue.counterexamples if cue.pattern.search(text)] == []


@pytest.mark.parametrize("question", load_questions(), ids=lambda question: question.question_id)
def test_every_question_has_the_standing_stances_a_headline_for_each_and_documented_columns(question):
    assert set(STANDING_STANCES) < set(question.stances)
    assert all(stance.definition and stance.headline for stance in question.stances.values())
    assert all(column.means for column in question.columns)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("says: explicit_period", "says: Explicit period", "expected a name such as"),
        ("when: [explicit_period]", "when: [explicit_perod]", "expected what a statement says"),
        ("when: [criteria_only]", "when: [criteria_only@region]", "expected a scope of this question"),
        ("- stance: criteria_only", "- stance: criteria", "expected one of"),
        ("by: [platform, nobody]", "by: [platfrom]", "expected one of: platform"),
        ("- id: kept-by-criteria", "- id: kept-for-a-period", "a second time"),
        ("column: of_what", "column: of_whom", "expected one of"),
        ("as: all_of", "as: some_of", "expected one of"),
        ("from: '{{period}}'", "from: '{{perod}}'", "expected a word defined above"),
        ("    examples: [\"We retain", "    exampels: [\"We retain", "unknown key 'exampels'"),
    ],
)  # fmt: skip
def test_a_mistake_names_file_line_and_expectation(tmp_path, old, new, expected):
    text = (QUESTIONS_DIRECTORY / "retention_period.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "retention_period.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError, match=re.escape(expected)) as caught:
        load_question("retention_period", tmp_path)
    assert re.search(r"retention_period\.yaml, line \d+: ", str(caught.value))


def test_a_statement_that_no_rule_speaks_of_is_a_mistake(tmp_path):
    text = (QUESTIONS_DIRECTORY / "retention_period.yaml").read_text(encoding="utf-8")
    changed = text.replace("says: criteria_only", "says: kept_somehow", 1)
    assert changed != text
    (tmp_path / "retention_period.yaml").write_text(changed, encoding="utf-8")
    with pytest.raises(CatalogueError):
        load_question("retention_period", tmp_path)


def test_reading_a_wording_twice_gives_the_same_answer(tmp_path):

    documents = platform({"Privacy Policy": "# Retention\n\nWe keep your chats for 30 days.\n"})
    question = load_question("retention_period")
    assert answer(question, documents) == answer(question, documents)
    assert answer(question, documents).value["retention_days"] == 30


@pytest.mark.parametrize(
    ("markdown", "stance"),
    [
        ("**Retention of data for 30 days.** Read on below.\n", "silent"),
        ("**We keep your data for 30 days.** Read on below.\n", "explicit_period"),
    ],
)
def test_a_line_in_bold_without_a_verb_heads_what_follows_and_states_nothing(markdown, stance):
    documents = platform({"Privacy Policy": f"# Privacy\n\n{markdown}"})
    assert answer(load_question("retention_period"), documents).stance == stance
