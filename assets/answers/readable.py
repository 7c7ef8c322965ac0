"""What can be read of each platform in the warehouse: its documents now, and every published version of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from assets.answers.answering import Asker, Page, ReadDocument, read_versions
from assets.answers.correcting import Decided
from assets.answers.history import Interval, histories
from assets.answers.lines import line_of
from assets.answers.model import Clause, PlatformDocuments
from assets.answers.seen import Seen
from assets.warehouse import Warehouse, in_batches

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
),

found AS (
    SELECT s.version_id, list(DISTINCT coalesce(o.final_url, o.url) ORDER BY coalesce(o.final_url, o.url)) AS urls
    FROM ledger.version_sources AS s
    JOIN ledger.observations AS o ON s.observation_id = o.observation_id
    WHERE coalesce(o.final_url, o.url) IS NOT NULL
    GROUP BY s.version_id
)

SELECT
    d.platform_id, d.terms_type, d.document_id, d.coverage, c.timeline_id AS followed, v.timeline_id, v.version_no,
    v.version_id, v.first_seen, v.last_seen, v.text_sha256,
    coalesce(v.language, '') AS language, k.kind IN ('ota', 'folder') AS changes_only, r.provisions_hash::VARCHAR AS provisions_hash,
    coalesce(v.title, '') AS title, coalesce(f.urls, []) AS urls
FROM documents AS d
LEFT JOIN current_versions AS c ON d.document_id = c.document_id
LEFT JOIN versions AS v ON d.document_id = v.document_id
LEFT JOIN ledger.collections AS k ON v.collection_id = k.collection_id
LEFT JOIN readable AS r ON v.version_id = r.version_id
LEFT JOIN found AS f ON v.version_id = f.version_id
ORDER BY d.platform_id, d.document_id, v.timeline_id, v.version_no
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


@dataclass(frozen=True)
class ReadablePlatform:
    """What can be read of a platform: its documents now, and every published version of them.

    ``changes_only`` are the versions of collections that record no unchanged looks; ``given`` everything on
    which what is read depends, to tell whether it must be read again; ``pages`` where versions were found.
    """

    now: PlatformDocuments
    seen: tuple[Seen, ...]
    changes_only: frozenset[str]
    given: tuple[object, ...]
    pages: Mapping[str, Page] = field(default_factory=dict)


def readable_platforms(warehouse: Warehouse) -> dict[str, ReadablePlatform]:
    """Return what can be read of each platform, by platform."""
    platforms: dict[str, ReadablePlatform] = {}
    for platform_id, group in groupby(warehouse.rows(_DOCUMENTS), key=lambda row: str(row["platform_id"])):
        rows = [
            row
            for _, of in groupby(group, key=lambda row: str(row["document_id"]))
            for row in _line(list(of))
        ]
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
                row["seen_before"], row["language"], row["other_archive"],
            )
            for row in versions
        )  # fmt: skip
        platforms[platform_id] = ReadablePlatform(
            now,
            seen,
            frozenset(row["version_id"] for row in versions if row["changes_only"]),
            tuple(
                tuple(str(row[name]) for name in ("document_id", "coverage", "version_id", "first_seen",
                                                  "seen_before", "other_archive", "language", "provisions_hash", "title", "urls"))
                for row in rows
            ),
            {row["version_id"]: Page(row["title"], tuple(row["urls"])) for row in versions},
        )  # fmt: skip
    return platforms


def _line(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a document's versions in the line in which they are read, or its one row without a version."""
    if rows[0]["version_id"] is None:
        return [{**row, "seen_before": None, "other_archive": False} for row in rows]
    return line_of(rows, str(rows[0]["followed"]))


def histories_of(
    warehouse: Warehouse, asker: Asker, platform: ReadablePlatform, *, decided: Sequence[Decided] = ()
) -> dict[str, list[Interval]]:
    """Read every version of a platform's documents; return, by question, the intervals of its answers.

    Args:
        warehouse: where the clauses are.
        asker: whose questions are asked.
        platform: the platform.
        decided: what people decided on it.
    """
    read: dict[str, ReadDocument] = {}
    for batch in in_batches([one.version_id for one in platform.seen], _BATCH_VERSIONS):
        rows = warehouse.rows(_CLAUSES, wanted=batch)
        versions = {
            version_id: [Clause(**row | {"heading_path": tuple(row["heading_path"])}) for row in group]
            for version_id, group in groupby(rows, key=lambda row: str(row["version_id"]))
        }
        read |= read_versions(asker, platform.now.platform_id, versions, platform.pages)
    seen = [one for one in platform.seen if one.version_id in read]
    return histories(asker, platform.now, seen, read, decided)
