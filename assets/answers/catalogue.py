"""Load a question by its id, whichever way of reading its file asks for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from assets.answers.data_use.question import read_data_use_question
from assets.answers.questions import QUESTIONS_DIRECTORY, Question, question_ids
from assets.answers.statements.question_file import read_statement_question
from assets.topics.annotated_yaml import read_yaml


def load_question(question_id: str, directory: Path | None = None) -> Question:
    """Read ``<question_id>.yaml`` from a directory (default: the questions that ship).

    A file with ``cues`` asks how data is used for a purpose (``data_use``); one with ``statements`` is
    answered by what sentences say (``statements``).

    Raises:
        CatalogueError: the file is missing or is not as expected; names file, line and expectation.
    """
    root = read_yaml((directory or QUESTIONS_DIRECTORY) / f"{question_id}.yaml")
    keys = {key.text() for key, _ in root.pairs()}
    if "cues" in keys:
        return read_data_use_question(root, question_id)
    return read_statement_question(root, question_id)


def load_questions(directory: Path | None = None) -> Sequence[Question]:
    """Read all questions of a directory (default: those that ship, read once), sorted by id.

    Raises:
        CatalogueError: a file is not as expected; names file, line and expectation.
    """
    return _shipped() if directory is None else _read(directory)


@cache
def _shipped() -> tuple[Question, ...]:
    return _read(QUESTIONS_DIRECTORY)


def _read(directory: Path) -> tuple[Question, ...]:
    return tuple(load_question(question_id, directory) for question_id in question_ids(directory))
