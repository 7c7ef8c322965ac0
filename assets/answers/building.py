"""Current provisions to answers: a platform is asked again when what can be read of it has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assets.answers.answering import answer
from assets.answers.model import Answer, Clause, PlatformDocuments
from assets.answers.questions import Question
from assets.warehouse import Progress, Warehouse, silent

STAGE = "answers"
GENERAL = "general"

# A version keeps its id when its timeline is made again (older history arrived, a new tracker), its
# provisions may not: what an answer quotes is part of what it was given.
_DOCUMENTS = """
WITH readable AS (
    SELECT
        o.version_id,
        sha256(string_agg(
            concat_ws(chr(31), o.provision_id, o.state_no, s.first_version_id, o.kind, o.heading_path::VARCHAR,
                      o.stem, o.char_start, o.char_end),
            chr(30) ORDER BY o.ordinal
        )) AS provisions_sha256
    FROM ledger.provision_occurrences AS o
    JOIN ledger.provision_states AS s ON o.provision_id = s.provision_id AND o.state_no = s.state_no
    SEMI JOIN documents AS d ON o.version_id = d.current_version_id
    GROUP BY o.version_id
)
SELECT d.platform_id, d.terms_type, d.document_id, d.coverage, d.current_version_id, v.language, r.provisions_sha256
FROM documents AS d
LEFT JOIN ledger.versions AS v ON d.current_version_id = v.version_id
LEFT JOIN readable AS r ON d.current_version_id = r.version_id
ORDER BY ALL
"""

_CLAUSES = """
SELECT version_id, document_id, terms_type, provision_id, text, char_start, char_end, heading_path, stem, kind, ordinal
FROM provisions
WHERE platform_id = ?
ORDER BY document_id, ordinal
"""


# What is quoted stands in a wording of a provision, which most often is older than the version it is read in.
_WORDING_SINCE = """
SELECT v.first_seen
FROM ledger.provision_occurrences AS o
JOIN ledger.provision_states AS s ON o.provision_id = s.provision_id AND o.state_no = s.state_no
JOIN ledger.versions AS v ON s.first_version_id = v.version_id
WHERE o.version_id = $1 AND o.provision_id = $2 AND o.char_start <= $3 AND $3 < o.char_end
"""


@dataclass
class AnswerReport:
    """What a run did: platforms asked again, and those whose documents had not changed."""

    asked: int = 0
    kept: int = 0


def build_answers(
    warehouse: Warehouse, questions: Sequence[Question], progress: Progress = silent
) -> AnswerReport:
    """Answer every question for every platform whose readable documents changed since it was asked."""
    report = AnswerReport()
    platforms: dict[str, list[dict[str, Any]]] = {}
    for row in warehouse.rows(_DOCUMENTS):
        platforms.setdefault(row["platform_id"], []).append(row)
    kept = {
        (row["platform_id"], row["question_id"]): row["inputs_sha256"]
        for row in warehouse.rows(
            "SELECT DISTINCT platform_id, question_id, inputs_sha256 FROM ledger.answers"
        )
    }
    with warehouse.transaction():
        warehouse.connection.execute("DELETE FROM ledger.questions")
        warehouse.insert(
            "ledger.questions",
            [
                {"question_id": q.question_id, "title": q.title, "rules_version": q.rules_version}
                for q in questions
            ],
        )
    stale = {
        platform_id: asked
        for platform_id, documents in platforms.items()
        if (
            asked := [q for q in questions if kept.get((platform_id, q.question_id)) != _inputs(q, documents)]
        )
    }
    report.asked = sum(map(len, stale.values()))
    report.kept = len(platforms) * len(questions) - report.asked
    for done, (platform_id, asked) in enumerate(stale.items(), start=1):
        documents = platforms[platform_id]
        readable = _platform_documents(warehouse, platform_id, documents)
        for question in asked:
            _store(warehouse, question, answer(question, readable), _inputs(question, documents))
        progress("asking platforms", done, len(stale))
    return report


def _inputs(question: Question, documents: Sequence[dict[str, Any]]) -> str:
    parts = [
        question.rules_version,
        [
            [d["document_id"], d["coverage"], d["current_version_id"], d["language"], d["provisions_sha256"]]
            for d in documents
        ],
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _platform_documents(
    warehouse: Warehouse, platform_id: str, documents: Sequence[dict[str, Any]]
) -> PlatformDocuments:
    clauses = [
        Clause(**{**row, "heading_path": tuple(row["heading_path"])})
        for row in warehouse.rows(_CLAUSES, [platform_id])
    ]
    return PlatformDocuments(
        platform_id=platform_id,
        clauses=clauses,
        captured={d["terms_type"]: d["current_version_id"] for d in documents if d["coverage"] == "captured"},
        missing=[d["terms_type"] for d in documents if d["coverage"] == "not_captured"],
        absent=[d["terms_type"] for d in documents if d["coverage"] == "absent"],
        languages={d["terms_type"]: d["language"] for d in documents if d["language"]},
    )


def _said_since(warehouse: Warehouse, given: Answer) -> datetime | None:
    """Return when the wording of the first quote's provision was first seen in its document."""
    if not given.evidence:
        return None
    first = given.evidence[0]
    [row] = warehouse.rows(_WORDING_SINCE, [first.version_id, first.provision_id, first.char_start])
    since: datetime = row["first_seen"]
    return since


def _store(warehouse: Warehouse, question: Question, given: Answer, inputs_sha256: str) -> None:
    read = warehouse.rows(
        "SELECT version_id, kind FROM current_versions "
        "JOIN ledger.collections USING (collection_id) WHERE list_contains($1, version_id)",
        [list(given.documents_searched)],
    )
    evidence = [
        {
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
    identity = [given.platform_id, question.question_id, given.scope, given.stance, evidence]
    answer_id = hashlib.sha256(json.dumps(identity, ensure_ascii=False).encode()).hexdigest()[:24]
    row = {
        "answer_id": answer_id,
        "platform_id": given.platform_id,
        "question_id": question.question_id,
        "scope": given.scope or GENERAL,
        "valid_from": _said_since(warehouse, given),
        "stance": given.stance,
        "value": json.dumps(dict(given.value), ensure_ascii=False, sort_keys=True),
        "confidence": given.confidence,
        # An imported history of changes does not record unchanged looks: that it still holds is inferred.
        "currency": "inferred" if any(r["kind"] in ("ota", "folder") for r in read) else "observed",
        "headline": given.headline,
        "explanation": given.explanation,
        "documents_searched": list(given.documents_searched),
        "inputs_sha256": inputs_sha256,
        "rules_version": question.rules_version,
    }
    of_platform = [given.platform_id, question.question_id]
    with warehouse.transaction():
        warehouse.connection.execute(
            "DELETE FROM ledger.answer_evidence WHERE answer_id IN "
            "(SELECT answer_id FROM ledger.answers WHERE platform_id = ? AND question_id = ?)",
            of_platform,
        )
        warehouse.connection.execute(
            "DELETE FROM ledger.answers WHERE platform_id = ? AND question_id = ?", of_platform
        )
        warehouse.insert("ledger.answers", [row])
        warehouse.insert("ledger.answer_evidence", [{"answer_id": answer_id, **e} for e in evidence])
