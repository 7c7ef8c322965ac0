"""Check the parts of a claim: the answers to questions, and what passages state, become findings over time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from assets.answers.answering import Asker, Page, ReadDocument
from assets.answers.claiming.model import ClaimRole, Finding, QuestionPart, Quote, StatementPart, Verdict
from assets.answers.claiming.stating import BOTH
from assets.answers.history import Interval
from assets.answers.model import CONFLICTING, NOT_CAPTURED, SILENT, UNSURE
from assets.answers.units import Unit

_SAYS: Mapping[Verdict, str] = {
    "supported": "The documents state it",
    "partly": "The documents state a part of it",
    "contradicted": "The documents state otherwise",
    "not_addressed": "The documents do not state it",
    "not_captured": "It could not be looked for",
    "not_checkable": "The rules cannot read what the documents say",
}
"""How the reason for a verdict begins; the headline of the answer follows, or what passages say."""
_OF_STATEMENTS: Mapping[str, Verdict] = {
    "supported": "supported",
    "partly": "partly",
    "contradicted": "contradicted",
    BOTH: "partly",
    SILENT: "not_addressed",
    NOT_CAPTURED: "not_captured",
    CONFLICTING: "partly",
    UNSURE: "not_checkable",
}
_CARRIES: Mapping[Verdict, ClaimRole] = {
    "supported": "supports",
    "partly": "supports_in_part",
    "contradicted": "contradicts",
}
"""What the words that carry an answer do to the claim; to any other verdict they are context."""
_SPEAKS_AGAINST: Mapping[Verdict, ClaimRole] = {
    "supported": "contradicts",
    "partly": "contradicts",
    "contradicted": "supports",
}


def of_answers(part: QuestionPart, rows: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """Return the findings of a part from a platform's answers to its question, the oldest first.

    Args:
        part: which stance means which verdict.
        rows: rows of ``ledger.answers``, each with its ``evidence``.
    """
    return [
        Finding(
            verdict=(verdict := part.verdicts[row["stance"]]),
            reason=f"{_SAYS[verdict]}. {row['headline']}",
            quotes=_once(
                _quote(one, _role(verdict, one["role"], both=row["stance"] == CONFLICTING))
                for one in row["evidence"]
            ),
            documents=tuple(row["documents_searched"]),
            cause=row["cause"],
            valid_from=row["valid_from"],
            from_earliest=row["valid_from_earliest"],
            valid_to=row["valid_to"],
            to_earliest=row["valid_to_earliest"],
        )
        for row in rows
    ]


def of_statements(part: StatementPart, intervals: Sequence[Interval]) -> list[Finding]:
    """Return the findings of a part from what passages state, the oldest first."""
    statements = {one.statement_id: one for one in part.question.statements}
    findings = []
    for interval in intervals:
        answer = interval.answer
        verdict = _OF_STATEMENTS[answer.stance]
        used = [statements[rule] for rule in answer.explanation.split(", ") if rule in statements]
        both = answer.stance == BOTH
        told = [one.means for one in used if both or one.says.startswith(verdict)]
        against = [one.means for one in used if one.means not in told]
        said = f": {'; '.join(told)}" if told else ""
        also = f" Less plainly, against this: {'; '.join(against)}." if told and against else ""
        findings.append(
            Finding(
                verdict=verdict,
                reason=f"{answer.headline}{said}.{also}",
                quotes=tuple(
                    Quote(
                        _role(verdict, one.role, both=both),
                        one.version_id,
                        one.provision_id,
                        one.char_start,
                        one.char_end,
                        one.quote,
                    )
                    for one in answer.evidence
                ),
                documents=answer.documents_searched,
                cause=interval.cause,
                valid_from=interval.valid_from,
                from_earliest=interval.from_earliest,
                valid_to=interval.valid_to,
                to_earliest=interval.to_earliest,
            )
        )
    return findings


class StatementAsker(Asker):
    """Asks what passages state; of what a part asks for under topics, what stands outside them does not count."""

    def __init__(
        self, parts: Sequence[StatementPart], labelled: Mapping[str, Collection[tuple[str, str]]]
    ) -> None:
        """``labelled`` gives, by topic, the provisions (version and provision id) that are about it."""
        super().__init__([part.question for part in parts])
        self._about = {
            part.question.question_id: frozenset(
                key for topic in part.topics for key in labelled.get(topic, ())
            )
            for part in parts
            if part.topics
        }

    def read(self, platform_id: str, units: Sequence[Unit], page: Page | None = None) -> ReadDocument:
        """Read the units of one version of a document, in their order, for every part."""
        document = super().read(platform_id, units, page)
        readings = dict(document.readings)
        for question_id, about in self._about.items():
            readings[question_id] = [
                one
                for one in readings.get(question_id, ())
                if (one.unit.clause.version_id, one.unit.clause.provision_id) in about
            ]
        return replace(document, readings=readings)


def _role(verdict: Verdict, role: str, *, both: bool) -> ClaimRole:
    if role == "context" or verdict not in _CARRIES:
        return "context"
    if role == "contradiction":
        return _SPEAKS_AGAINST[verdict]
    return "supports" if both else _CARRIES[verdict]


def _once(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """Return quotes without those whose words stand before: answers quote each passage for each thing it says."""
    first: dict[tuple[str, str], Quote] = {}
    for quote in quotes:
        first.setdefault((quote.role, " ".join(quote.quote.split())), quote)
    return tuple(first.values())


def _quote(row: Mapping[str, Any], role: ClaimRole) -> Quote:
    return Quote(
        role, row["version_id"], row["provision_id"], row["char_start"], row["char_end"], row["quote"]
    )
