"""Answer a question about a platform: read its documents, decide, quote; or say honestly why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assets.answers.data_use.answering import decide_use
from assets.answers.data_use.question import DataUseQuestion
from assets.answers.decision import Decision
from assets.answers.model import Answer, Evidence, PlatformDocuments
from assets.answers.questions import Question
from assets.answers.silence import nothing_found
from assets.answers.statements.deciding import decide_statements
from assets.answers.statements.question import StatementQuestion
from assets.answers.statements.reading import Reading, StatementReader
from assets.answers.units import Unit, units_by_document


def answer(question: Question, platform: PlatformDocuments) -> Answer:
    """Answer one question about one platform from everything that was captured of it."""
    return answer_all([question], platform)[0]


def answer_all(
    questions: Sequence[Question], platform: PlatformDocuments, reader: StatementReader | None = None
) -> list[Answer]:
    """Answer questions about one platform; its documents are cut and read once for all of them.

    Args:
        questions: what is asked.
        platform: what can be read.
        reader: keeps what it has read, so that the next platform or version is read faster; made by
            ``statement_reader`` for these questions.
    """
    documents = units_by_document(platform.clauses)
    reader = reader or statement_reader(questions)
    readings = reader.read([unit for units in documents for unit in units])
    return [_answer(question, platform, documents, readings) for question in questions]


def statement_reader(questions: Sequence[Question]) -> StatementReader:
    """Return the reader for those of the questions that statements answer."""
    return StatementReader([one for one in questions if isinstance(one, StatementQuestion)])


def _answer(
    question: Question,
    platform: PlatformDocuments,
    documents: Sequence[Sequence[Unit]],
    readings: Mapping[str, Sequence[Reading]],
) -> Answer:
    decision = _decision(question, platform, documents, readings)
    if decision is None:
        return nothing_found(question, platform)
    return Answer(
        question_id=question.question_id,
        platform_id=platform.platform_id,
        stance=decision.stance,
        scope=decision.scope,
        confidence=decision.confidence,
        value=decision.value,
        headline=decision.headline,
        explanation=", ".join(decision.rules),
        documents_searched=tuple(sorted(set(platform.captured.values()))),
        evidence=tuple(
            Evidence(role, unit.clause.version_id, unit.clause.provision_id, unit.start, unit.end, unit.quote)
            for role, unit in decision.quoted
        ),
    )


def _decision(
    question: Question,
    platform: PlatformDocuments,
    documents: Sequence[Sequence[Unit]],
    readings: Mapping[str, Sequence[Reading]],
) -> Decision | None:
    if isinstance(question, StatementQuestion):
        return decide_statements(question, readings.get(question.question_id, ()))
    if isinstance(question, DataUseQuestion):
        read = [
            units for units in documents if units and units[0].clause.terms_type not in question.ignored_types
        ]
        return decide_use(question, platform.platform_id, read)
    raise TypeError(f"no way to read a {type(question).__name__}")
