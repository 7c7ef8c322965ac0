"""Published versions to answers and their history: a platform is asked again when what can be read of it has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from assets.answers.answering import Asker, read_clauses
from assets.answers.history import Interval, Seen, histories
from assets.answers.model import Answer, Clause, PlatformDocuments
from assets.answers.question_views import make_question_views
from assets.answers.questions import Question
from assets.warehouse import Progress, Warehouse, in_batches, silent

Row = dict[str, Any]
STAGE = "answers"
GENERAL = "general"

CODE_VERSION = "2"
"""Raise when the building code changes what the rows mean: every platform is asked again."""

# A version keeps its id when its timeline is made again (older history arrived, a new tracker), its
# provisions may not: what an answer quotes is part of what it was given.
_DOCUMENTS = """
WITH readable AS (
    SELECT
        o.version_id,
        bit_xor(hash(o.provision_id, o.state_no, s.text_sha256, o.own_text, o.kind, o.heading_path, o.stem, o.ordinal,
                     o.char_start, o.char_end)) AS provisions_hash
    FROM ledger.provision_occurrences AS o
    JOIN ledger.provision_states AS s ON o.provision_id = s.provision_id AND o.state_no = s.state_no
    GROUP BY o.version_id
)
SELECT
    d.platform_id, d.terms_type, d.document_id, d.coverage, v.version_id, v.first_seen,
    lag(v.last_seen) OVER (PARTITION BY v.timeline_id ORDER BY v.version_no) AS seen_before,
    coalesce(v.language, '') AS language, k.kind IN ('ota', 'folder') AS changes_only, r.provisions_hash::VARCHAR AS provisions_hash
FROM documents AS d
LEFT JOIN current_versions AS c ON d.document_id = c.document_id
LEFT JOIN versions AS v ON c.timeline_id = v.timeline_id
LEFT JOIN ledger.collections AS k ON v.collection_id = k.collection_id
LEFT JOIN readable AS r ON v.version_id = r.version_id
ORDER BY d.platform_id, d.document_id, v.version_no
"""

_CLAUSES = """
SELECT
    o.version_id, t.document_id, d.terms_type, o.provision_id, coalesce(o.own_text, s.text) AS text,
    o.char_start, o.char_end, o.heading_path, o.stem, o.kind, o.ordinal
FROM ledger.provision_occurrences AS o
SEMI JOIN wanted ON o.version_id = wanted.key
JOIN ledger.provision_states AS s ON o.provision_id = s.provision_id AND o.state_no = s.state_no
JOIN ledger.timelines AS t ON s.timeline_id = t.timeline_id
JOIN ledger.documents AS d ON t.document_id = d.document_id
ORDER BY o.version_id, o.ordinal
"""
_BATCH_VERSIONS = 40
"""Versions whose clauses are in memory at one time: a large one has some thousand."""
_BATCH_PLATFORMS = 20
"""Platforms whose answers are stored in one go: each go costs some tenths of a second."""


@dataclass
class AnswerReport:
    """What a run did: answers asked again (a platform and a question each), and those that were kept."""

    asked: int = 0
    kept: int = 0


@dataclass(frozen=True)
class _Platform:
    """What can be read of a platform: its documents now, and every published version of them."""

    now: PlatformDocuments
    seen: tuple[Seen, ...]
    changes_only: frozenset[str]
    given: tuple[object, ...]


def build_answers(
    warehouse: Warehouse, questions: Sequence[Question], progress: Progress = silent
) -> AnswerReport:
    """Answer every question for every platform whose readable documents changed since it was asked, for all time."""
    _store_questions(warehouse, questions)
    make_question_views(warehouse, questions)
    platforms = _platforms(warehouse)
    kept = {
        (row["platform_id"], row["question_id"]): row["inputs_sha256"]
        for row in warehouse.rows(
            "SELECT DISTINCT platform_id, question_id, inputs_sha256 FROM ledger.answers"
        )
    }
    stale: dict[tuple[Question, ...], list[str]] = {}
    for platform_id, platform in platforms.items():
        asked = tuple(q for q in questions if kept.get((platform_id, q.question_id)) != _inputs(q, platform))
        if asked:
            stale.setdefault(asked, []).append(platform_id)
    report = AnswerReport(asked=sum(len(asked) * len(several) for asked, several in stale.items()))
    report.kept = len(platforms) * len(questions) - report.asked
    total, done = sum(map(len, stale.values())), 0
    for asked, several in stale.items():
        asker = Asker(asked)
        for batch in in_batches(several, _BATCH_PLATFORMS):
            given: list[tuple[Row, list[Row]]] = []
            for platform_id in batch:
                given.extend(_asked(warehouse, asker, platforms[platform_id]))
                done += 1
                progress("asking platforms", done, total)
            _store(warehouse, given)
    _forget(warehouse, platforms, questions)
    return report


def _platforms(warehouse: Warehouse) -> dict[str, _Platform]:
    platforms: dict[str, _Platform] = {}
    for platform_id, group in groupby(warehouse.rows(_DOCUMENTS), key=lambda row: str(row["platform_id"])):
        rows = list(group)
        newest = {row["document_id"]: row for row in rows}
        captured = {
            row["terms_type"]: row["version_id"] for row in newest.values() if row["coverage"] == "captured"
        }
        now = PlatformDocuments(
            platform_id=platform_id,
            clauses=(),
            captured=captured,
            missing=[row["terms_type"] for row in newest.values() if row["coverage"] == "not_captured"],
            absent=[row["terms_type"] for row in newest.values() if row["coverage"] == "absent"],
        )
        versions = [row for row in rows if row["version_id"]]
        seen = tuple(
            Seen(
                row["document_id"], row["terms_type"], row["version_id"], row["first_seen"],
                row["seen_before"], row["language"],
            )
            for row in versions
        )  # fmt: skip
        platforms[platform_id] = _Platform(
            now,
            seen,
            frozenset(row["version_id"] for row in versions if row["changes_only"]),
            tuple(
                tuple(str(row[name]) for name in ("document_id", "coverage", "version_id", "first_seen",
                                                  "seen_before", "language", "provisions_hash"))
                for row in rows
            ),
        )  # fmt: skip
    return platforms


def _inputs(question: Question, platform: _Platform) -> str:
    parts = [CODE_VERSION, question.rules_version, platform.given]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _asked(warehouse: Warehouse, asker: Asker, platform: _Platform) -> list[tuple[Row, list[Row]]]:
    """Return the rows of a platform's answers to the questions of an asker, each with those of its evidence."""
    read = {}
    for batch in in_batches([one.version_id for one in platform.seen], _BATCH_VERSIONS):
        rows = warehouse.rows(_CLAUSES, wanted=batch)
        for version_id, group in groupby(rows, key=lambda row: str(row["version_id"])):
            clauses = [Clause(**row | {"heading_path": tuple(row["heading_path"])}) for row in group]
            read[version_id] = read_clauses(asker, platform.now.platform_id, clauses)
    seen = [one for one in platform.seen if one.version_id in read]
    intervals = histories(asker, platform.now, seen, read)
    result = []
    for question in asker.questions:
        inputs = _inputs(question, platform)
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
        "stance": given.stance,
        "value": json.dumps(dict(given.value), ensure_ascii=False, sort_keys=True),
        "confidence": given.confidence,
        "currency": "inferred" if any(v in changes_only for v in given.documents_searched) else "observed",
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
