"""The same text served for several documents: a sign that none of them is what it should be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from assets.captures.judging import Judgement
from assets.captures.places import place_of
from assets.versions.extraction import EXTRACTOR_VERSION
from assets.versions.pages import Readings
from assets.versions.rounds import ROUND_MICROSECONDS
from assets.warehouse import Warehouse

# So many documents at different addresses with one text: none of them can be all of these (DESIGN section 4).
TOO_MANY = 3
# Looks are compared with those of the day before, and with those of their own round: never with later ones,
# so that a history gives the same verdicts whether it is read day by day or in one go.
DAY_BEFORE, SAME_ROUND = timedelta(days=1), timedelta(microseconds=ROUND_MICROSECONDS)

_LOOKS = """
SELECT o.observation_id, o.timeline_id, o.source_id, o.observed_at, o.fetch_outcome, o.url, o.final_url, o.format,
       o.content_type, o.content_sha256, o.declaration_sha256, t.document_id, t.collection_id, d.platform_id
FROM ledger.observations AS o
JOIN ledger.timelines AS t ON o.timeline_id = t.timeline_id
JOIN ledger.documents AS d ON t.document_id = d.document_id
SEMI JOIN wanted ON d.platform_id = wanted.key
WHERE o.content_sha256 IS NOT NULL AND o.fetch_outcome IN ('fetched', 'not_modified') AND o.format <> 'markdown'
  AND o.observed_at BETWEEN $1 AND $2
"""
_TEXTS = """
SELECT content_sha256, source_sha256, visible_sha256 FROM ledger.extractions
SEMI JOIN wanted ON content_sha256 = wanted.key WHERE extractor_version = $1
"""


@dataclass(frozen=True)
class _Look:
    """One showing of a text: of which document, when, and at which address."""

    document_id: str
    at: datetime
    declared: tuple[str, str]
    final: tuple[str, str]


class SharedTexts:
    """Which texts the pages of a platform had at about one time; made for the looks that are to be judged."""

    def __init__(
        self, warehouse: Warehouse, readings: Readings, pending: Sequence[Mapping[str, Any]]
    ) -> None:
        self._showings: dict[tuple[str, str, str], list[_Look]] = {}
        self._key_of: dict[str, tuple[str, str, str]] = {}
        seen = [row["observed_at"] for row in pending if row["format"] != "markdown"]
        if not seen:
            return
        platforms = {row["document_id"].split("/")[0] for row in pending}
        window = [min(seen) - DAY_BEFORE, max(seen) + SAME_ROUND]
        looks = warehouse.rows(_LOOKS, window, wanted=platforms)
        keys = {row["observation_id"]: readings.of(row) for row in looks}
        texts = {
            (row["content_sha256"], row["source_sha256"]): row["visible_sha256"]
            for row in warehouse.rows(
                _TEXTS, [EXTRACTOR_VERSION], wanted={reading.content_sha256 for reading in keys.values()}
            )
        }
        for row in looks:
            reading = keys[row["observation_id"]]
            text = texts.get((reading.content_sha256, reading.source_sha256))
            if text is None or not row["url"]:
                continue
            key = (row["collection_id"], row["platform_id"], text)
            self._key_of[row["observation_id"]] = key
            self._showings.setdefault(key, []).append(
                _Look(
                    row["document_id"],
                    row["observed_at"],
                    place_of(row["url"]),
                    place_of(row["final_url"] or row["url"]),
                )
            )

    def judgement(self, row: Mapping[str, Any]) -> Judgement | None:
        """Return why a page cannot be the document it is declared to be; ``None``: nothing shared says so.

        Documents declared at one address share it on purpose. Where others are redirected to a page, it
        is the page's own document that the text belongs to.
        """
        key = self._key_of.get(row["observation_id"])
        if key is None:
            return None
        showings = self._showings[key]
        if len(showings) < 2:
            return None
        own, final = place_of(row["url"]), place_of(row["final_url"] or row["url"])
        begin, end = row["observed_at"] - DAY_BEFORE, row["observed_at"] + SAME_ROUND
        others = {
            look.document_id: look
            for look in showings
            if begin <= look.at <= end and look.document_id != row["document_id"] and look.declared != own
        }
        hosts = [other for other in others.values() if other.final == other.declared == final]
        if final != own and hosts:
            reason = f"the address leads to the page of {hosts[0].document_id}"
            return Judgement("not_a_policy", "other_document", reason)
        elsewhere = [other for other in others.values() if not (final == own and other.final == own)]
        if len({other.declared for other in elsewhere}) + 1 < TOO_MANY:
            return None
        named = ", ".join(sorted(other.document_id for other in elsewhere)[:TOO_MANY])
        reason = f"the same text was served for {len(elsewhere)} other documents of the platform: {named}"
        return Judgement("not_a_policy", "shared_text", reason)
