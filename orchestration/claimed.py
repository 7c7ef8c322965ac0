"""Claims about platforms as they were checked, read from the published database: now or on a day, with their quotes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from assets.answers.catalogue import load_questions
from assets.answers.claiming.building import load_claims
from assets.errors import NothingFound
from assets.home import Home
from assets.warehouse import read_frame

Row = dict[str, Any]

_NOW = """
SELECT c.claim_id, c.platform_id, c.platform, c.claim, c.verdict, c.reason, c.verdict_since, c.previous_verdict, c.currency,
       c.experimental, c.source, c.publisher, c.source_url, c.source_date, c.read_on, c.how_checked, c.documents_searched,
       c.check_id
FROM claims AS c ORDER BY c.platform, c.claim_no
"""
_THEN = """
SELECT c.claim_id, c.platform_id, c.platform, c.claim, h.verdict, h.reason, h.verdict_since, h.previous_verdict, h.currency,
       c.experimental, c.source, c.publisher, c.source_url, c.source_date, c.read_on, c.how_checked, h.documents_searched,
       h.check_id
FROM claims AS c JOIN claim_history AS h ON c.claim_id = h.claim_id
WHERE (h.valid_from IS NULL OR h.valid_from <= cast($1 AS TIMESTAMPTZ))
  AND (h.valid_to IS NULL OR h.valid_to > cast($1 AS TIMESTAMPTZ))
ORDER BY c.platform, c.claim_no
"""
_EVIDENCE = """
SELECT e.check_id, e.role, e.quote, e.document_id, e.terms_type, p.path, e.version_id, e.provision_id, e.char_start, e.char_end,
       c.licence, c.attribution
FROM claim_evidence AS e
JOIN archive_paths AS p ON e.document_id = p.document_id
JOIN ledger.versions AS v ON e.version_id = v.version_id
JOIN ledger.timelines AS t ON v.timeline_id = t.timeline_id
JOIN collections AS c ON t.collection_id = c.collection_id
SEMI JOIN (SELECT unnest(?) AS check_id) AS w ON e.check_id = w.check_id
ORDER BY e.check_id, e.evidence_no
"""
_TURNS = "SELECT claim_id, count(*) AS turns FROM claim_turns WHERE is_of_the_policy GROUP BY ALL"


def claims_asked(home: Home, platforms: Collection[str], on: date | None) -> list[Row]:
    """Return claims with their verdicts, ``turns`` (how often these turned) and ``evidence``.

    Args:
        home: whose published database is read.
        platforms: ids of platforms; all if there is none.
        on: as they were on this day; ``None``: as they are.

    Raises:
        NothingFound: no claim about these platforms was checked, or none by that day.
    """
    rows = read_frame(home, _THEN, [on]).to_dicts() if on else read_frame(home, _NOW).to_dicts()
    wanted = [row for row in rows if not platforms or row["platform_id"] in platforms]
    if not wanted:
        about = f" about {', '.join(sorted(platforms))}" if platforms else ""
        when = f" by {on}" if on else ""
        raise NothingFound(
            f"no claim{about} was checked here{when}. Claims are YAML files in {home.path / 'claims'}; "
            "`termscape import article FILE` drafts one, and the next `termscape run` checks it."
        )
    evidence: dict[str, list[Row]] = {}
    for quote in read_frame(home, _EVIDENCE, [[row["check_id"] for row in wanted]]).to_dicts():
        evidence.setdefault(quote.pop("check_id"), []).append(quote)
    turns = dict(read_frame(home, _TURNS).iter_rows())
    return [
        row | {"turns": turns.get(row["claim_id"], 0), "evidence": evidence.get(row["check_id"], [])}
        for row in wanted
    ]


def problems_of_claims(home: Home) -> list[str]:
    """Return what is wrong with the home's own files of claims, by file and line."""
    folder = home.path / "claims"
    if not any(folder.glob("*.yaml")):
        return []
    topics = read_frame(home, "SELECT topic_id FROM ledger.topics")["topic_id"].to_list()
    return load_claims([folder], load_questions(), topics)[1]


def as_flat_rows(rows: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Return claims with their first quote in columns, for formats without lists."""
    plain = ("claim_id", "platform_id", "platform", "claim", "verdict", "reason", "verdict_since", "turns")
    source = ("source", "publisher", "source_url", "source_date", "read_on", "experimental", "currency")
    quote = ("role", "quote", "terms_type", "path", "version_id", "char_start", "char_end")
    return [
        {name: row[name] for name in plain}
        | {name: row["evidence"][0][name] if row["evidence"] else None for name in quote}
        | {name: row[name] for name in source}
        for row in rows
    ]
