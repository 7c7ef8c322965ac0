"""Published versions to answers and their history: a platform is asked again when what can be read of it has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assets.answers.answering import Asker, asker_of
from assets.answers.correcting import METHOD, Decided, decided_answers, is_corrected
from assets.answers.editions import read_edition_rules
from assets.answers.history import Interval
from assets.answers.model import GENERAL, Answer
from assets.answers.question_views import make_question_views
from assets.answers.questions import Question
from assets.answers.readable import ReadablePlatform, histories_of, readable_platforms
from assets.warehouse import Progress, Warehouse, in_batches, silent

Row = dict[str, Any]
STAGE = "answers"
RULES = "rules"

CODE_VERSION = "4"
"""Raise when the building code changes what the rows mean: every platform is asked again."""

_BATCH_PLATFORMS = 20
"""Platforms whose answers are stored in one go: each go costs some tenths of a second."""


@dataclass
class AnswerReport:
    """What a run did: answers asked again (a platform and a question each), and those that were kept."""

    asked: int = 0
    kept: int = 0


def build_answers(
    warehouse: Warehouse, questions: Sequence[Question], progress: Progress = silent
) -> AnswerReport:
    """Answer every question for every platform whose readable documents changed since it was asked, for all time."""
    _store_questions(warehouse, questions)
    make_question_views(warehouse, questions)
    platforms = readable_platforms(warehouse)
    decided = decided_answers(warehouse, questions)
    kept = {
        (row["platform_id"], row["question_id"]): row["inputs_sha256"]
        for row in warehouse.rows(
            "SELECT DISTINCT platform_id, question_id, inputs_sha256 FROM ledger.answers"
        )
    }
    stale: dict[tuple[Question, ...], list[str]] = {}
    for platform_id, platform in platforms.items():
        by_people = decided.get(platform_id, [])
        asked = tuple(
            q for q in questions if kept.get((platform_id, q.question_id)) != _inputs(q, platform, by_people)
        )
        if asked:
            stale.setdefault(asked, []).append(platform_id)
    report = AnswerReport(asked=sum(len(asked) * len(several) for asked, several in stale.items()))
    report.kept = len(platforms) * len(questions) - report.asked
    total, done = sum(map(len, stale.values())), 0
    for asked, several in stale.items():
        asker = asker_of(tuple(asked))
        for batch in in_batches(several, _BATCH_PLATFORMS):
            given: list[tuple[Row, list[Row]]] = []
            for platform_id in batch:
                by_people = decided.get(platform_id, [])
                given.extend(_asked(warehouse, asker, platforms[platform_id], by_people))
                done += 1
                progress("asking platforms", done, total)
            _store(warehouse, given)
    _forget(warehouse, platforms, questions)
    return report


def _inputs(question: Question, platform: ReadablePlatform, decided: Sequence[Decided]) -> str:
    by_people = [str(one) for one in decided if one.question_id == question.question_id]
    parts = [CODE_VERSION, question.rules_version, read_edition_rules().version, platform.given, by_people]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _asked(
    warehouse: Warehouse, asker: Asker, platform: ReadablePlatform, decided: Sequence[Decided]
) -> list[tuple[Row, list[Row]]]:
    """Return the rows of a platform's answers to the questions of an asker, each with those of its evidence."""
    intervals = histories_of(warehouse, asker, platform, decided=decided)
    result = []
    for question in asker.questions:
        inputs = _inputs(question, platform, decided)
        if not intervals[question.question_id]:
            answer = asker.answer(question, platform.now, ())
            result.append(_rows(question, answer, None, inputs, platform.changes_only))
        for interval in intervals[question.question_id]:
            result.append(_rows(question, interval.answer, interval, inputs, platform.changes_only))
    return result


def _rows(
    question: Question,
    given: Answer,
    interval: Interval | None,
    inputs_sha256: str,
    changes_only: Collection[str],
) -> tuple[Row, list[Row]]:
    """Return the row of an answer and the rows of its evidence; without an interval nothing was ever seen."""
    began = interval.valid_from if interval else None
    quotes = [[e.role, e.quote] for e in given.evidence]
    identity = [given.platform_id, question.question_id, given.scope, str(began), given.stance, quotes]
    answer_id = hashlib.sha256(json.dumps(identity, ensure_ascii=False).encode()).hexdigest()[:24]
    row = {
        "answer_id": answer_id,
        "platform_id": given.platform_id,
        "question_id": question.question_id,
        "scope": given.scope or GENERAL,
        "valid_from_earliest": interval.from_earliest if interval else None,
        "valid_from": began,
        "valid_to_earliest": interval.to_earliest if interval else None,
        "valid_to": interval.valid_to if interval else None,
        "cause": interval.cause if interval else "never_seen",
        "beside": bool(interval and interval.beside),
        "stance": given.stance,
        "method": METHOD if is_corrected(given) else RULES,
        "value": json.dumps(dict(given.value), ensure_ascii=False, sort_keys=True),
        "confidence": given.confidence,
        "currency": _currency(given, interval, changes_only),
        "headline": given.headline,
        "explanation": given.explanation,
        "documents_searched": list(given.documents_searched),
        "inputs_sha256": inputs_sha256,
        "rules_version": question.rules_version,
    }
    evidence = [
        {
            "answer_id": answer_id,
            "evidence_no": number,
            "role": e.role,
            "version_id": e.version_id,
            "provision_id": e.provision_id,
            "char_start": e.char_start,
            "char_end": e.char_end,
            "quote": e.quote,
        }
        for number, e in enumerate(given.evidence, start=1)
    ]
    return row, evidence


def _currency(given: Answer, interval: Interval | None, changes_only: Collection[str]) -> str:
    if interval and interval.lost_sight:
        return "stale"
    return "inferred" if any(v in changes_only for v in given.documents_searched) else "observed"


def _store(warehouse: Warehouse, given: Sequence[tuple[Row, list[Row]]]) -> None:
    """Put answers in the place of those the same platforms gave to the same questions before."""
    pairs = {(row["platform_id"], row["question_id"]) for row, _ in given}
    asked = [{"platform_id": platform_id, "question_id": question_id} for platform_id, question_id in pairs]
    with warehouse.given("asked", asked), warehouse.transaction():
        warehouse.connection.execute(
            "DELETE FROM ledger.answer_evidence WHERE answer_id IN "
            "(SELECT answer_id FROM ledger.answers SEMI JOIN asked USING (platform_id, question_id))"
        )
        warehouse.connection.execute(
            "DELETE FROM ledger.answers WHERE (platform_id, question_id) IN "
            "(SELECT (platform_id, question_id) FROM asked)"
        )
        warehouse.insert("ledger.answers", [row for row, _ in given])
        warehouse.insert("ledger.answer_evidence", [one for _, quotes in given for one in quotes])


def _store_questions(warehouse: Warehouse, questions: Sequence[Question]) -> None:
    tables: Mapping[str, list[Row]] = {
        "ledger.questions": [
            {
                "question_id": q.question_id,
                "title": q.title,
                "experimental": q.experimental,
                "languages": list(q.languages),
                "rules_version": q.rules_version,
            }
            for q in questions
        ],
        "ledger.question_stances": [
            {
                "question_id": q.question_id,
                "stance_no": number,
                "stance": stance.stance_id,
                "label": stance.label,
                "definition": stance.definition,
            }
            for q in questions
            for number, stance in enumerate(q.stances.values(), start=1)
        ],
        "ledger.question_columns": [
            {"question_id": q.question_id, "name": column.name, "type": column.type, "means": column.means}
            for q in questions
            for column in q.columns
        ],
    }
    with warehouse.transaction():
        for table, rows in tables.items():
            warehouse.connection.execute(f"DELETE FROM {table}")
            warehouse.insert(table, rows)


def _forget(warehouse: Warehouse, platforms: Collection[str], questions: Sequence[Question]) -> None:
    """Remove the answers to questions that are asked no longer, and of platforms that are gone."""
    ids = [q.question_id for q in questions]
    with warehouse.transaction():
        warehouse.connection.execute(
            "DELETE FROM ledger.answers WHERE NOT list_contains(?, question_id) OR NOT list_contains(?, platform_id)",
            [ids, list(platforms)],
        )
        warehouse.connection.execute(
            "DELETE FROM ledger.answer_evidence WHERE answer_id NOT IN (SELECT answer_id FROM ledger.answers)"
        )
