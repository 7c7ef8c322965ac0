"""What people decided on questions: a stance in the place of what the rules read, while the text is the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from assets.answers.model import Answer, Evidence
from assets.answers.questions import Question
from assets.answers.seen import Seen
from assets.warehouse import Warehouse

METHOD = "correction"
"""How an answer came about that a person decided; all others: ``rules``."""

_OF_WORDINGS = """
SELECT c.correction_id, c.subject, c.label, c.who, c.made_on, c.why, d.platform_id, o.version_id, o.provision_id,
       o.char_start, o.char_end, coalesce(o.own_text, s.text) AS quote
FROM ledger.corrections AS c
JOIN corrected_wordings AS w ON c.correction_id = w.correction_id
JOIN ledger.provision_states AS s ON w.provision_id = s.provision_id AND w.state_no = s.state_no
JOIN ledger.provision_occurrences AS o ON w.provision_id = o.provision_id AND w.state_no = o.state_no
JOIN ledger.timelines AS t ON s.timeline_id = t.timeline_id
JOIN ledger.documents AS d ON t.document_id = d.document_id
WHERE list_contains(?, c.subject)
ORDER BY c.correction_no, o.version_id, o.ordinal
"""
_OF_PLATFORMS = """
SELECT c.correction_id, c.subject, c.label, c.who, c.made_on, c.why, p.platform_id
FROM ledger.corrections AS c JOIN ledger.platforms AS p ON c.span = p.platform_id
WHERE list_contains(?, c.subject)
ORDER BY c.correction_no
"""


@dataclass(frozen=True)
class Decided:
    """A person's decision on a question and a platform.

    ``at`` maps each version in which the corrected wording stands to its place there; empty: it is about the
    platform's documents as they were on ``made_on``.
    """

    question_id: str
    stance: str
    who: str
    made_on: date
    why: str
    at: Mapping[str, Evidence]


def decided_answers(warehouse: Warehouse, questions: Sequence[Question]) -> dict[str, list[Decided]]:
    """Return, by platform, what people decided on these questions."""
    ids = [question.question_id for question in questions]
    places: dict[tuple[str, str], dict[str, Evidence]] = {}
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for row in warehouse.rows(_OF_WORDINGS, [ids]):
        key = row["platform_id"], row["correction_id"]
        rows[key] = row
        quote = Evidence(
            "rule", row["version_id"], row["provision_id"], row["char_start"], row["char_end"], row["quote"]
        )
        places.setdefault(key, {}).setdefault(row["version_id"], quote)
    for row in warehouse.rows(_OF_PLATFORMS, [ids]):
        rows[row["platform_id"], row["correction_id"]] = row
    result: dict[str, list[Decided]] = {}
    for key, row in rows.items():
        one = Decided(
            row["subject"], row["label"], row["who"], row["made_on"], row["why"], places.get(key, {})
        )
        result.setdefault(key[0], []).append(one)
    return result


def corrected(
    question: Question,
    answer: Answer,
    in_force: Mapping[str, Seen],
    until: datetime | None,
    decided: Sequence[Decided],
) -> Answer:
    """Return an answer, or in its place what a person decided about these very texts.

    Args:
        question: what was asked.
        answer: what the rules read.
        in_force: the version of each document in force.
        until: when one of them was replaced (UTC); ``None``: they are in force now.
        decided: what people decided on this platform.
    """
    version_ids = {one.version_id for one in in_force.values()}
    for one in decided:
        if one.question_id != question.question_id:
            continue
        there = [one.at[version_id] for version_id in sorted(version_ids & one.at.keys())]
        if not (there if one.at else _were_in_force(in_force, until, one.made_on)):
            continue
        same = answer.stance == one.stance
        empty: dict[str, Any] = {
            column.name: [] if column.type == "list" else None for column in question.columns
        }
        return replace(
            answer,
            stance=one.stance,
            scope="general",
            confidence=1.0,
            value=answer.value if same else empty,
            headline=f"As {one.who} read it: {question.stances[one.stance].definition}",
            explanation=f"{METHOD} by {one.who}, {one.made_on}: {one.why}",
            evidence=tuple(there) if there else answer.evidence if same else (),
        )
    return answer


def is_corrected(answer: Answer) -> bool:
    """Whether a person decided an answer."""
    return answer.explanation.startswith(f"{METHOD} by ")


def _were_in_force(in_force: Mapping[str, Seen], until: datetime | None, day: date) -> bool:
    """Whether these texts were those in force at the end of a day."""
    end = datetime.combine(day, time.min, tzinfo=UTC) + timedelta(days=1)
    return max(one.first_seen for one in in_force.values()) < end and (until is None or until >= end)
