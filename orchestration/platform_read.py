"""What can be read of a platform, from the published database: its current documents, clause by clause."""

from __future__ import annotations

from assets.answers.model import Clause, PlatformDocuments
from assets.home import Home
from assets.warehouse import read_frame

_CLAUSES = """
SELECT version_id, document_id, terms_type, provision_id, text, char_start, char_end, heading_path, stem, kind, ordinal
FROM provisions WHERE platform_id = ? ORDER BY document_id, ordinal
"""
_DOCUMENTS = """
SELECT d.terms_type, d.coverage, d.current_version_id, v.language
FROM documents AS d LEFT JOIN ledger.versions AS v ON d.current_version_id = v.version_id
WHERE d.platform_id = ? ORDER BY d.document_id
"""


def read_platform(home: Home, platform_id: str) -> PlatformDocuments:
    """Return the current documents of a platform as questions read them."""
    clauses = [
        Clause(**row | {"heading_path": tuple(row["heading_path"])})
        for row in read_frame(home, _CLAUSES, [platform_id]).iter_rows(named=True)
    ]
    documents = read_frame(home, _DOCUMENTS, [platform_id]).to_dicts()
    return PlatformDocuments(
        platform_id=platform_id,
        clauses=clauses,
        captured={d["terms_type"]: d["current_version_id"] for d in documents if d["coverage"] == "captured"},
        missing=[d["terms_type"] for d in documents if d["coverage"] == "not_captured"],
        absent=[d["terms_type"] for d in documents if d["coverage"] == "absent"],
        languages={d["terms_type"]: d["language"] for d in documents if d["language"]},
    )
