"""Write claims and their checks into the warehouse, and forget those that are gone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from assets.answers.claiming.model import Claim, Finding, QuestionPart
from assets.answers.readable import ReadablePlatform
from assets.warehouse import Warehouse

Row = dict[str, Any]

CODE_VERSION = "1"
"""Raise when the code changes what a verdict is made of: every claim is checked again."""


def rows_of(
    claim: Claim, finding: Finding, inputs_sha256: str, platform: ReadablePlatform
) -> tuple[Row, list[Row]]:
    """Return the row of a check and the rows of its quotes."""
    quotes = [[quote.role, quote.quote] for quote in finding.quotes]
    identity = [claim.claim_id, str(finding.valid_from), finding.verdict, quotes]
    check_id = hashlib.sha256(json.dumps(identity, ensure_ascii=False).encode()).hexdigest()[:24]
    check = {
        "check_id": check_id,
        "claim_id": claim.claim_id,
        "valid_from_earliest": finding.from_earliest,
        "valid_from": finding.valid_from,
        "valid_to_earliest": finding.to_earliest,
        "valid_to": finding.valid_to,
        "cause": finding.cause,
        "verdict": finding.verdict,
        "reason": finding.reason,
        "currency": "inferred" if platform.changes_only & set(finding.documents) else "observed",
        "documents_searched": list(finding.documents),
        "inputs_sha256": inputs_sha256,
        "rules_version": f"{CODE_VERSION}-{claim.rules_version}",
    }
    evidence = [
        {
            "check_id": check_id,
            "evidence_no": number,
            "role": quote.role,
            "version_id": quote.version_id,
            "provision_id": quote.provision_id,
            "char_start": quote.char_start,
            "char_end": quote.char_end,
            "quote": quote.quote,
        }
        for number, quote in enumerate(finding.quotes, start=1)
    ]
    return check, evidence


def store_checks(warehouse: Warehouse, found: Sequence[tuple[Row, list[Row]]]) -> None:
    """Put checks in the place of those of the same claims."""
    claims = sorted({check["claim_id"] for check, _ in found})
    with warehouse.transaction():
        _delete(warehouse, "list_contains(?, claim_id)", claims)
        warehouse.insert("ledger.claim_checks", [check for check, _ in found])
        warehouse.insert("ledger.claim_evidence", [one for _, quotes in found for one in quotes])


def store_claims(warehouse: Warehouse, claims: Sequence[tuple[Claim, str, str]]) -> None:
    """Write the claims down as they are, and forget the checks of those that are gone."""
    rows = [
        {
            "claim_id": claim.claim_id,
            "source_id": claim.source.source_id,
            "source_title": claim.source.title,
            "publisher": claim.source.publisher,
            "source_url": claim.source.url or None,
            "source_date": claim.source.date,
            "read_on": claim.source.read_on,
            "claim_no": number,
            "platform_id": platform_id,
            "text": claim.text,
            "how_checked": claim.how,
            "questions": [part.question_id for part in claim.parts if isinstance(part, QuestionPart)],
            "experimental": any(isinstance(part, QuestionPart) and part.experimental for part in claim.parts),
            "rules_version": f"{CODE_VERSION}-{claim.rules_version}",
        }
        for number, (claim, platform_id, _) in enumerate(claims, start=1)
    ]
    with warehouse.transaction():
        warehouse.connection.execute("DELETE FROM ledger.claims")
        warehouse.insert("ledger.claims", rows)
        _delete(warehouse, "NOT list_contains(?, claim_id)", [row["claim_id"] for row in rows])


def _delete(warehouse: Warehouse, condition: str, claim_ids: Sequence[Any]) -> None:
    warehouse.connection.execute(
        "DELETE FROM ledger.claim_evidence WHERE check_id IN "
        f"(SELECT check_id FROM ledger.claim_checks WHERE {condition})",
        [list(claim_ids)],
    )
    warehouse.connection.execute(f"DELETE FROM ledger.claim_checks WHERE {condition}", [list(claim_ids)])
